"""What a property is called that a phrase only describes: "whether it is lit", "how many seats there are"."""

from __future__ import annotations

import re

from database_designer.discover.names import singular, words
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Kind, SemanticType

_TYPE_WORDS = (
    r"(?:string|text|char(?:acter)?|integer|int|long|short|double|float(?:ing[- ]point(?: number)?)?|decimal(?: number)?|real"
    r"|bool(?:ean)?|date(?:time)?|timestamp|whole number|number)"
)
_TYPE = re.compile(
    rf"\s*\b(?:(?:each|both|all)\s+)?(?:of|with)\s+(?:the\s+)?(?:data\s*)?type\s+(?:public\s+|private\s+|protected\s+)?(?P<type>{_TYPE_WORDS})\b"
    rf"|\s*\bas\s+an?\s+(?P<as>floating[- ]point number|whole number|integer|decimal(?: number)?|boolean|string)\b",
    re.IGNORECASE,
)
_SPOKEN_TYPES = {"char": "string", "character": "string", "whole": "integer", "floating": "double"}
_WHETHER = re.compile(r"\bwhether\s+(?P<said>.+)$", re.IGNORECASE)
_HOW_MANY = re.compile(r"^(?:and\s+)?how\s+(?:many|much)\s+(?P<what>[\w-]+)\b(?P<rest>.*)$", re.IGNORECASE)
_HOW = re.compile(
    r"^(?:and\s+)?(?:for\s+)?how\s+(?P<how>long|big|large|old|heavy|tall|high|far|fast|expensive|wide|deep)\b",
    re.IGNORECASE,
)
_MEASURES = {
    "long": "duration", "big": "size", "large": "size", "old": "age", "heavy": "weight", "tall": "height", "high": "height",
    "far": "distance", "fast": "speed", "expensive": "price", "wide": "width", "deep": "depth",
}  # fmt: skip
_WHICH = re.compile(
    r"^(?:and\s+)?(?:(?:at|in|on|by|for|with|from|to)\s+)?(?:which|what)\s+(?P<what>[a-z][\w-]*(?:\s+[a-z][\w-]*)?)\b",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"^(?:the\s+)?(?P<unit>date|day|time|moment)\s+(?:(?:on|at|in|from|until)\s+which|when)\s+(?P<said>[\w\s-]+)$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^(?P<before>(?:[\w'’-]+\s+){0,3}?)(?P<what>[A-Za-z][\w-]*)\s+of\s+(?P<the>(?:the|that|this|its|their|an?)\s+)?(?P<whose>[A-Za-z][\w-]*(?:\s+[A-Za-z][\w-]*){0,2}?)(?P<rest>\s+(?:in|for|on|at|by|with|per|that|which|of)\b.*)?$",
    re.IGNORECASE,
)
_COUNTS = frozenset("number count".split())
# What is named by what it is of: the date of birth is the birth date, the name of the sender the sender's name.
_TURNED = frozenset(
    """name date number address title code type status email phone time year month day place location kind method price cost
    amount size weight length height width depth colour color capacity""".split()
)
# The year of release is the release year, of whatever it is; a date of birth is always called so.
_DATED = frozenset("date year month day type kind time".split())
_CERTAIN = frozenset("certain specific particular fixed maximum minimum total exact given".split())
_LEADING = frozenset(
    "the a an its their his her our also both total unique exact certain specific only current one".split()
)
_PRONOUNS = frozenset("it they he she this that these those there one person".split())
_BE = frozenset("is are was were".split())
_HAVE = frozenset("has have had".split())
_SMALL = frozenset("the a an or not to must should can will be been also already currently ever".split())
_STOPS = frozenset(
    "in for on at by with from per of that which who whom when where while if because than as into \x02 or".split()
)
_MAX_LEAD = 40


def stated_type(text: str) -> tuple[SemanticType | None, str]:
    """The type that a phrase states ("balance of type double", "as a floating point number"), and the phrase without."""
    match = _TYPE.search(text)
    if match is None:
        return None, text
    word = (match["type"] or match["as"]).lower().split()[0].split("-")[0]
    kind = infer((), stated=_SPOKEN_TYPES.get(word, word))
    rest = f"{text[: match.start()]} {text[match.end() :]}".strip()
    return kind, rest


def name_of(text: str, *, typed: bool = False) -> tuple[str, SemanticType | None]:
    """The name of the property that a clause or a phrase with "of" describes, and its type where the form tells it.

    "" where the text is a plain name. `typed` where a type is stated: then "a number of lives" is one number.
    """
    answer = _yes_or_no(text)
    if answer:
        return answer, SemanticType(kind=Kind.BOOLEAN)
    return _counted(text) or _moment(text) or _which(text) or _of(text, typed=typed), None


def _yes_or_no(text: str) -> str:
    """As in "a flag telling whether an upgrade is desired" and "whether it has a balcony": the name of the answer."""
    match = _WHETHER.search(text)
    if match is None or match.start() > _MAX_LEAD:
        return ""
    said = [w for w in re.split(r"\s+", match["said"].lower()) if w]
    verb = next((i for i, w in enumerate(said) if w in _BE | _HAVE), None)
    if verb is None and said and said[0] in _PRONOUNS and len(said) > 1:
        verb = 1
    if verb is None:
        return ""
    rest = _until_stop(said[verb + 1 :])
    if not rest:
        return ""
    if said[verb] in _HAVE:
        return " ".join(("has", *rest))
    if said[verb] not in _BE:
        return " ".join((said[verb], *rest))
    subject = _until_stop(said[:verb])
    other = subject and not set(subject) & _PRONOUNS and len(rest) == 1 and rest[0].endswith("ed")
    return " ".join((*subject[-2:], *rest)) if other else " ".join(("is", *rest[-3:]))


def _until_stop(said: list[str]) -> list[str]:
    kept: list[str] = []
    for word in said:
        if word in _STOPS and kept[-1:] != ["out"]:  # "out of order" is one word
            break
        if word not in _SMALL:
            kept.append(word)
    return kept


def _counted(text: str) -> str:
    """As in "how many seats there are" and "how long it takes": number of seats, duration."""
    match = _HOW_MANY.match(text)
    if match is not None:
        return f"number of {match['what'].lower()}"
    match = _HOW.match(text)
    return _MEASURES[match["how"].lower()] if match else ""


def _moment(text: str) -> str:
    """As in "the date on which the registration expires": registration expires on."""
    match = _MOMENT.match(text)
    if match is None:
        return ""
    said = [w for w in match["said"].split() if w not in _SMALL | _BE | _HAVE | _PRONOUNS]
    return " ".join((*said[-2:], "at" if match["unit"].lower() in ("time", "moment") else "on"))


def _which(text: str) -> str:
    """As in "at which gate it was checked": gate."""
    match = _WHICH.match(text)
    if match is None:
        return ""
    return " ".join(_until_stop([w for w in match["what"].lower().split() if w not in _BE | _HAVE | _PRONOUNS]))


def _of(text: str, *, typed: bool) -> str:
    """As in "year of construction", "name of the referring doctor", "end of the period", "number of seats"."""
    match = _OF.match(text.strip())
    if match is None:
        return ""
    said = match["before"].lower().split()
    before = [w for w in said if w not in _LEADING]
    what, whose = match["what"].lower(), match["whose"].lower()
    if (len(before) > 1 and what not in _COUNTS) or what in ("list", "set", "series"):
        return ""
    if what in _COUNTS:
        if match["the"] and singular(whose) == whose:
            return f"{whose} number"  # "the number of the permit" is none of permits
        vague = re.search(r"\b(?:an?|any)\b", match["before"], re.IGNORECASE) and not _CERTAIN & set(said)
        return "" if vague and not typed else f"number of {whose}"
    if not match["the"] and (what not in _DATED or whose == "birth"):
        return " ".join((*before, what, "of", whose))
    if what in _TURNED and infer(words(whose)).kind == Kind.TEXT:
        return " ".join((whose, *before, what))
    return " ".join((*before, what))
