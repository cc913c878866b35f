"""Enumerations in running text: "name (unique), e-mail, at least one phone number and an optional note"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from database_designer.discover.names import Noun, property_name, singular, words

_SPLIT = re.compile(r"\s*(?:,\s*(?:and|or)\b|,|;|\band\b|\bor\b|\bas well as\b|\bplus\b|&|/(?=\s))\s*", re.IGNORECASE)
_DETERMINER = re.compile(
    r"^(?:(?:the|an?|its|their|his|her|our|any|all|some|each|every|exactly|whether or not|both|either|also|e\.g\.|such as|including"
    r"|includes?|like|i\.e\.|at minimum|at least|only|one|(?:a )?(?:unique|valid|single|specific|certain|corresponding|own))\b[:\s]*)+",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(
    r"\b(?:optional(?:ly)?|if (?:any|available|provided|applicable|known)|may be (?:empty|omitted|null)|nullable|not required)\b",
    re.IGNORECASE,
)
_MANDATORY = re.compile(r"\b(?:required|mandatory|must|not null|not empty|obligatory|compulsory)\b", re.IGNORECASE)
_UNIQUE = re.compile(r"\bunique\b", re.IGNORECASE)
# "unique within the branch" is no uniqueness of the property alone; `constraints` reads it with its scope.
_WITHIN = re.compile(r"\bunique\s+(?:with)?in\b|\bunique\s+(?:per|for|by|among|across the|inside)\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:several|multiple|many|various|one or more|zero or more|any number of|list of|set of|up to \d+|a number of)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s+(?:(?:greater|less|more|fewer|larger|smaller|higher|lower|longer|shorter)\s+than|at\s+(?:least|most)|up\s+to|not\s+|of\s+(?:up to\s+|exactly\s+)?\d|that|which|who|whom|whose|where|when|while|if|so|because|via|for|in|on|at|by|from|to|with|using|under|per|is|are|was|were"
    r"|must|shall|should|will|can|may|has|have|as|into|within|during|between|after|before|until|than|such)\b.*$",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"\bwhether\s+(?:or not\s+)?", re.IGNORECASE)
_OR_MORE = re.compile(r"\b(?:one|zero|two|1|0) or (?:more|several|many)\s+", re.IGNORECASE)
_MOMENT = re.compile(
    r"^(?:the\s+)?(?P<unit>date|day|time|moment)\s+(?:(?:on|at|in|from|until)\s+which|when)\s+(?P<said>[\w\s-]+)$",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"^(?:the\s+|an?\s+)?(?P<what>[\w-]+)\s+of\s+(?:the|that|this|its|their)\s+(?P<whose>[\w-]+(?:\s[\w-]+)?)$",
    re.IGNORECASE,
)
_GENERAL = frozenset("name date number address title code type status email phone time".split())
_SMALL = frozenset(
    "the a an it they he she is are was were be been has have had or not to must should can will".split()
)
_MAX_LEAD = 40
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_WORD = re.compile(r"^[A-Za-z][\w'’-]*$")
_MAX_WORDS = 5


@dataclass(frozen=True, slots=True)
class Item:
    """One member of an enumeration: its name, what stands in brackets after it, and how many are meant."""

    name: Noun
    note: str
    text: str
    many: bool
    plural: bool
    required: bool | None
    unique: bool


def split_items(text: str) -> tuple[Item, ...]:
    """The members of an enumeration; what is no name (a clause, a number) is left out."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match.group(1))
        return f" \x00{len(held) - 1}\x00 "

    masked = _PARENTHESES.sub(hold, _OR_MORE.sub("several ", text[:1500]))
    found = (_item(part, held) for part in _SPLIT.split(masked))
    return tuple(i for i in found if i is not None)


def _yes_or_no(text: str) -> str:
    """As in "a flag telling whether an upgrade is desired" and "whether it has a balcony": the name of the answer."""
    match = _WHETHER.search(text)
    if match is None or match.start() > _MAX_LEAD:
        return ""
    rest = text[match.end() :].split()
    if "has" in rest:
        return " ".join(("has", *(w for w in rest[rest.index("has") + 1 :] if w not in _SMALL)))
    return " ".join(("is", *[w for w in rest if w not in _SMALL][-2:]))


def _of_another(text: str) -> str:
    """As in "the name of the referring doctor" and "the end of the period": referring doctor name, end."""
    match = _OF_ANOTHER.match(text)
    if match is None:
        return ""
    return f"{match['whose']} {match['what']}" if match["what"].lower() in _GENERAL else match["what"]


def _moment(text: str) -> str:
    """As in "the date on which the registration expires": registration expires on."""
    match = _MOMENT.match(text)
    if match is None:
        return ""
    said = [w for w in match["said"].split() if w not in _SMALL]
    return " ".join((*said[-2:], "at" if match["unit"].lower() in ("time", "moment") else "on"))


def _item(part: str, held: list[str]) -> Item | None:
    notes = [held[int(m)] for m in re.findall(r"\x00(\d+)\x00", part)]
    plain = re.sub(r"\x00\d+\x00", " ", part).strip(" .:;\"'“”`*")
    note = " ".join(notes)
    stated = f"{plain} {note}"
    bare = _yes_or_no(plain) or _moment(plain) or _of_another(plain) or plain
    several = bool(_SEVERAL.search(bare))
    bare = _SEVERAL.sub(" ", bare)
    bare = re.sub(r"\b(?:unique|optional(?:ly)?|required|mandatory)\b", " ", bare, flags=re.IGNORECASE).strip()
    bare = _CUT.sub("", _DETERMINER.sub("", bare)).strip(" .:;-–—")
    comparison = re.split(r"\s*(?:[<>≥≤=]|:)", bare)[0].strip()
    tokens = comparison.split()
    if not tokens or len(tokens) > _MAX_WORDS or not all(_WORD.match(t) for t in tokens):
        return None
    name = property_name(comparison)
    if not name or name[-1] in ("etc", "more", "others", "other"):
        return None
    plural = singular(words(comparison)[-1]) != words(comparison)[-1]
    return Item(
        name=name,
        note=note,
        text=stated,
        many=several,
        plural=plural,
        required=False if _OPTIONAL.search(stated) else (True if _MANDATORY.search(stated) else None),
        unique=bool(_UNIQUE.search(stated)) and not _WITHIN.search(stated),
    )
