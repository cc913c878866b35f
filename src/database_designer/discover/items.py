"""Enumerations in running text: "name (unique), e-mail, at least one phone number and an optional note"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from database_designer.discover.item_names import name_of, stated_type
from database_designer.discover.names import Noun, property_name, singular, words
from database_designer.discover.semantic_types import infer
from database_designer.discover.units import measured
from database_designer.model.conceptual import Kind, SemanticType

_SPLIT = re.compile(r"\s*(?:,\s*(?:and|or)\b|,|;|\band\b|\bor\b|\bas well as\b|\bplus\b|&|/(?=\s))\s*", re.IGNORECASE)
_DETERMINER = re.compile(
    r"^(?:(?:the|an?|its|their|his|her|our|my|your|any|all|some|each|every|exactly|same|both|either|also|e\.g\.|such as|including"
    r"|includes?|like|i\.e\.|namely|at minimum|at least|about|only|one|(?:a )?(?:unique|valid|single|specific|certain|corresponding|own|particular|respective))\b[:\s]*)+",
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
    r"\b(?:several|multiple|many|various|one or more|zero or more|any number of|list of|set of|up to \d+)\b|\b(?:an?|any) (?:\w+ )?(?:number|set|list|series) of\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s+(?:(?:greater|less|more|fewer|larger|smaller|higher|lower|longer|shorter)\s+than|at\s+(?:least|most)|up\s+to|not\s+|of\s+(?:(?:up to|exactly|at least|at most|no more than|a minimum of|a maximum of)\s+)?\d|that|which|who|whom|whose|where|when|while|if|so|because|via|for|in|on|at|by|from|to|with|using|under|per|is|are|was|were"
    r"|must|shall|should|will|can|may|has|have|as|into|within|during|between|after|before|until|than|such|about|themselves|itself)\b.*$",
    re.IGNORECASE,
)
_OR_MORE = re.compile(r"\b(?:one|zero|two|1|0) or (?:more|several|many)\s+", re.IGNORECASE)
_WHETHER = re.compile(r"\bwhether\s+or\s+not\b", re.IGNORECASE)
_ASKED = re.compile(r"\bwhether\b[^,;]*", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:no|nr)\.(?=\s*(?:[,;)(]|$|and\b))", re.IGNORECASE)
# Said of one member within the enumeration: "a code, which is unique, and a size", "a name and, if given, an e-mail".
_INSERTED = re.compile(
    r",\s*(?:which|that)\s+(?:is|are|must be|shall be|has to be)\s+(?P<said>[\w-]+(?:\s[\w-]+){0,3}?)\s*(?=,|$)",
    re.IGNORECASE,
)
_WHERE_GIVEN = re.compile(
    r",?\s*\bif (?:given|known|available|any|present|applicable|needed|stated)\s*,\s*(?:an?\s+|the\s+)?", re.IGNORECASE
)
_IF = re.compile(
    r"\bif\s+(?:(?P<there>there\s+(?:is|are))|(?P<it>(?:it|they)\s+(?:is|are|has|have|was|were)))\b", re.IGNORECASE
)
# "who reported it and when", "a three-digit code".
_BY_WHOM = re.compile(
    r"\b(?:by )?who\s+(?P<done>[a-z]+ed)\s+(?:it|them|this|that)\b(?P<when>\s*(?:,|and)\s*(?:and\s+)?when\b)?",
    re.IGNORECASE,
)
_FORM = re.compile(r"\b(?:\w+|\d+)-(?:digit|character|letter|figure|place)\s+", re.IGNORECASE)
_EMAIL = re.compile(r"\be-mail", re.IGNORECASE)
_SLASHED = re.compile(
    r"\b(?P<one>[a-z]+)/(?P<two>[a-z]+)\s+(?P<head>date|time|name|number|address|price|code)s?\b", re.IGNORECASE
)
# "first and last names", "the pick-up and delivery addresses": two properties that share their last word.
_SHARED = re.compile(
    r"(?P<before>(?:\b[a-z][\w-]*,\s+)*)(?P<one>\b[a-z][\w-]*)\s+(?P<and>and|or)\s+(?:an?\s+|the\s+|its\s+)?(?P<two>[a-z][\w-]*)\s+(?P<head>names?|dates?|times|addresses|numbers|prices|amounts|codes|places|locations)\b",
    re.IGNORECASE,
)
# "the time of pick-up and drop-off": two properties that share their first word.
_SHARED_FIRST = re.compile(
    r"\b(?P<head>dates?|times?|places?|locations?)\s+of\s+(?P<one>[a-z][\w-]*)\s+and\s+(?P<two>[a-z][\w-]*)(?=\s*(?:,|;|$|\b(?:are|is|and)\b))",
    re.IGNORECASE,
)
# "a number of days (validityDays)": the brackets hold the name.
_VALUED = re.compile(
    r"(?P<listed>\b(?:status|state|type|kind|role|level|priority|mode|category))\s+(?:`[^`]+`|[A-Z][A-Z_]{2,})$"
)
_CODED = re.compile(r"^(?:[a-z]+(?:[A-Z][a-z0-9]+)+|[a-z]+(?:_[a-z0-9]+)+)$")
_SHARING = frozenset("name date time address number price amount code place location".split())
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_WORD = re.compile(r"^[A-Za-z][\w'’-]*$")
_MAX_WORDS = 5
_NO_NAMES = frozenset("etc more others other".split())


@dataclass(frozen=True, slots=True)
class Item:
    """One member of an enumeration: its name, what stands in brackets after it, and how many are meant.

    `type` is the type that the document gives it ("of type double"), None where it gives none.
    """

    name: Noun
    note: str
    text: str
    many: bool
    plural: bool
    required: bool | None
    unique: bool
    type: SemanticType | None = None


def split_items(text: str) -> tuple[Item, ...]:
    """The members of an enumeration; what is no name (a clause, a number) is left out."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match.group(1))
        return f" \x00{len(held) - 1}\x00 "

    masked = _PARENTHESES.sub(hold, _written_out(text[:1500]))
    found = (_item(part, held) for part in _SPLIT.split(masked))
    return tuple(i for i in found if i is not None)


def _written_out(text: str) -> str:
    """The enumeration with members that share a word written in full, and with nothing to split inside a member."""
    text = _NUMBERED.sub("number", text)
    text = _INSERTED.sub(r" (\g<said>)", _WHERE_GIVEN.sub(" optional ", text))
    text = _BY_WHOM.sub(lambda m: f"{m['done']}_by" + (f", {m['done']}_at" if m["when"] else ""), _FORM.sub("", text))
    text = _IF.sub(lambda m: "whether it has" if m["there"] else f"whether {m['it']}", text)
    text = _EMAIL.sub("email", _WHETHER.sub("whether", _OR_MORE.sub("several ", text)))
    text = _ASKED.sub(lambda m: re.sub(r"\bor\b", "\x02", m[0]), text)
    text = _SLASHED.sub(r"\g<one> \g<head>, \g<two> \g<head>", text)
    text = _SHARED_FIRST.sub(_shared_first, text)
    return _SHARED.sub(_shared, text)


def _shared(match: re.Match[str]) -> str:
    """The last word for both, unless the first is a property by itself ("name and e-mail addresses")."""
    head = singular(match["head"].lower())
    one = match["one"].lower()
    plural = head != match["head"].lower()
    if singular(one) in _SHARING or singular(one) != one or not (plural or one in _PAIRED or _is_limit(one)):
        return match[0]
    before = match["before"].split(", ")[:-1]
    alike = before and all(b.lower() in _PAIRED for b in before)
    first = ", ".join(f"{b} {head}" for b in before) + ", " if alike else match["before"]
    return f"{first}{match['one']} {head} {match['and']} {match['two']} {head}"


def _is_limit(word: str) -> bool:
    """As in "a valid-from and a valid-to date"."""
    return word.endswith(("-from", "-to", "-until", "-till"))


def _shared_first(match: re.Match[str]) -> str:
    """The first word for both, unless the second is a property by itself ("date of birth and name")."""
    two = property_name(match["two"])
    if two[-1] in _SHARING or infer(two).kind != Kind.TEXT:
        return match[0]
    return f"{match['head']} of {match['one']} and {match['head']} of {match['two']}"


_PAIRED = frozenset("first middle last start end begin arrival departure opening closing minimum maximum".split())


def _item(part: str, held: list[str]) -> Item | None:
    notes = [held[int(m)] for m in re.findall(r"\x00(\d+)\x00", part)]
    plain = re.sub(r"\x00\d+\x00", " ", part).strip(" .:;\"'“”`*")
    note = " ".join(notes)
    stated = f"{plain} ({note})" if note else plain
    plain = _VALUED.sub(r"\g<listed>", plain)
    coded = _CODED.match(note)
    kind, plain = stated_type(coded[0] if coded else plain)
    measure, plain = measured(plain, note)
    kind = kind or measure
    told, form = name_of(plain, typed=kind is not None)
    bare = told or plain
    several = bool(_SEVERAL.search(bare))
    bare = _SEVERAL.sub(" ", bare)
    bare = re.sub(r"\b(?:unique|optional(?:ly)?|required|mandatory)\b", " ", bare, flags=re.IGNORECASE).strip()
    bare = bare if told else _CUT.sub("", _DETERMINER.sub("", bare)).strip(" .:;-–—")
    comparison = re.split(r"\s*(?:[<>≥≤=]|:)", bare)[0].strip()
    tokens = comparison.split()
    if not tokens or len(tokens) > _MAX_WORDS or not all(_WORD.match(t) for t in tokens):
        return None
    name = words(told) if told.startswith(("number of ", "has ")) else property_name(comparison)
    if not name or name[-1] in _NO_NAMES:
        return None
    plural = not told and singular(words(comparison)[-1]) != words(comparison)[-1]
    return Item(
        name=name,
        note=note,
        text=stated,
        many=several and not told,
        plural=plural,
        required=False if _OPTIONAL.search(stated) else (True if _MANDATORY.search(stated) else None),
        unique=bool(_UNIQUE.search(stated)) and not _WITHIN.search(stated),
        type=kind
        or form
        or stated_type(f"of type {note}")[0]
        or (SemanticType(kind=Kind.UUID) if name[-1] == "by" else None),
    )
