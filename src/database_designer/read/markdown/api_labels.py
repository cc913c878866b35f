"""Words that tell what follows: "Request Body:", "Response (201 Created)", "Query Parameters", "OrderDTO (Request)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from database_designer.model.requirements import ShapeKind
from database_designer.read.markdown.api_lexicon import GENERIC_WORDS, LEADING_WORDS, VERBS


class Label(StrEnum):
    """What stands under a label."""

    REQUEST = "request"
    RESPONSE = "response"
    QUERY = "query"
    PATH = "path"
    HEADER = "header"
    ERROR = "error"
    FIELDS = "fields"
    REQUIRED = "required"
    OPTIONAL = "optional"
    USED_FOR = "used for"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The name of a data structure in a heading, and where it is used as far as the heading says."""

    name: str
    kind: ShapeKind


_LABELS = (
    (Label.ERROR, r"\berrors?\b|\bfailures?\b|\bexceptions?\b|\b[45]\d\d\b|\b[45]xx\b"),
    (Label.USED_FOR, r"^(?:used (?:for|by|in|with)|endpoints?|returned by|operations?)$"),
    (Label.DESCRIPTION, r"^(?:description|summary|purpose|notes?|usage notes?)$"),
    (Label.QUERY, r"\bquery\b|\bfilters?\b|\bsearch param\w*|^(?:parameters?|params|url param\w*)$"),
    (Label.PATH, r"\b(?:path|route|url|uri)\s+(?:variables?|param\w*)"),
    (Label.HEADER, r"\bheaders?\b"),
    (
        Label.REQUIRED,
        r"\b(?:required|mandatory)\s+(?:\w+\s+)?(?:fields?|attributes?|properties|parameters?|data|information|input)\b",
    ),
    (
        Label.OPTIONAL,
        r"\boptional\s+(?:\w+\s+)?(?:fields?|attributes?|properties|parameters?|data|information|input)\b",
    ),
    (Label.RESPONSE, r"\bresponses?\b|\breturns?\b|\boutput\b|\bsuccess\b|\b2\d\d\b"),
    (Label.REQUEST, r"\brequests?\b|\bpayload\b|\bbody\b|\binput\b|\bform[- ]data\b"),
    (
        Label.FIELDS,
        r"\b(?:fields?|attributes?|properties|schema|columns?|data dictionary|data model|validations?(?: rules?)?)$"
        r"|\bfield (?:requirements?|summary|list|definitions?|descriptions?|notes|details|validations?)\b",
    ),
)
_PATTERNS = tuple((label, re.compile(pattern, re.IGNORECASE)) for label, pattern in _LABELS)
_LONGEST_LABEL = 8

_NUMBERING = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]?|[A-Z][.)]|[IVX]+[.)])\s+")
_ID = re.compile(r"^\s*\[?[A-Z]{1,10}(?:[-_][A-Z]{1,10})*[-_ ]?\d+(?:\.\d+)*\]?\s*[:.–—-]?\s+")
_SUFFIXES = (
    r"(?:DTOs?|Dtos?|Requests?|Responses?|Schema|Model|Payload|Input|Output|Command|Params|Object|Resource|Entity)"
)
_STRUCTURE = re.compile(
    r"^(?P<name>[A-Z]\w*(?:<\w+(?:\[\])?>)?)(?:\s+(?P<suffix>DTO|Object|Model|Schema|Resource|Payload|Request|Response))?"
    r"\s*(?:\((?P<kind>[^()]*)\))?$"
)
_HUMPS = re.compile(r"[A-Z][a-z0-9]+[A-Z]\w*|[A-Z]\w*<\w+.*>|[A-Z]\w*" + _SUFFIXES)

_LEAD_SUBJECT = re.compile(
    r"^(?:for\s+)?(?:each|every|an?|the|one)\s+(?P<subject>[A-Za-z][\w -]{1,40}?)\s*(?:"
    r"(?:table|entity|record|object)?\s*(?:has|have|contains?|consists? of|includes?|stores?|records?|carries|is described by|must have|shall have"
    r"|should have|needs|comprises)\b|[:,]|$)",
    re.IGNORECASE,
)
_TITLED = re.compile(r"^(?:table|entity|model|object|schema|dto|resource|form|record)\s*[:–—-]\s*", re.IGNORECASE)
_FIELDS_OF = re.compile(
    r"\b(?:fields|attributes|properties|columns|data|information)\s+(?:of|for|about|on)\s+(?:an?|the|each|every)?\s*"
    r"(?P<subject>[A-Za-z][\w-]*(?: [a-z][\w-]*)?)\b",
    re.IGNORECASE,
)


def label_of(text: str) -> Label | None:
    """What a short text announces, None where it announces nothing."""
    bare = _NUMBERING.sub("", text).strip(" *_:`.")
    if not bare or len(bare.split()) > _LONGEST_LABEL:
        return None
    return next((label for label, pattern in _PATTERNS if pattern.search(bare)), None)


def structure_of(heading: str) -> Named | None:
    """The data structure that a heading names ("OrderDTO (Request)", "Order object"), None for none."""
    match = _STRUCTURE.match(_NUMBERING.sub("", heading).strip(" *_:`"))
    if not match:
        return None
    name, kind, suffix = match["name"], match["kind"] or "", match["suffix"] or ""
    told = re.search(r"request|response|dto|schema|model|object|entity", kind, re.IGNORECASE)
    if not (told or suffix or _HUMPS.fullmatch(name)) or name.lower() in GENERIC_WORDS:
        return None
    words = f"{name} {suffix} {kind}".lower()
    return Named(name=name, kind=_kind(words))


def _kind(words: str) -> ShapeKind:
    request, response = "request" in words or "input" in words, "response" in words or "output" in words
    if request == response:
        return ShapeKind.SCHEMA
    return ShapeKind.REQUEST if request else ShapeKind.RESPONSE


def title_of(heading: str) -> str:
    """A heading without its number and id."""
    return _ID.sub("", _NUMBERING.sub("", heading)).strip(" *_:`")


def subject_of(section: Sequence[str], lead: str) -> str:
    """What fields describe: the subject of the sentence before them, else of the nearest heading that names a thing.

    "" for none.
    """
    return _subject_of_lead(lead) or next((s for s in map(_subject_of_heading, reversed(section)) if s), "")


def _subject_of_lead(lead: str) -> str:
    text = lead.strip(" *_`")
    match = _LEAD_SUBJECT.match(text) or _FIELDS_OF.search(text)
    if match:
        return _bare(match["subject"].split())
    short = len(text.split()) <= 4 and (text.endswith(":") or _TITLED.match(text))
    return _subject_of_heading(text.rstrip(":")) if short else ""


def _subject_of_heading(heading: str) -> str:
    title = re.sub(r"\s*\([^()]*\)", "", title_of(heading))
    title = _TITLED.sub("", title)
    title = re.split(r"\s+[–—-]\s+|:\s+", title)[0]
    words = title.replace("`", "").split()
    return _bare(words) if len(words) <= 7 else ""


def _bare(words: list[str]) -> str:
    """The words without those that only say how the thing is described; "" where a verb or nothing is left."""
    while words and (words[-1].lower().strip(",&/") in GENERIC_WORDS or words[-1] in {"&", "/"}):
        words = words[:-1]
    if len(words) > 1 and all(part in VERBS for part in words[0].lower().split("/")):
        words = words[1:]
    while words and words[0].lower() in LEADING_WORDS:
        words = words[1:]
    return " ".join(words) if len(words) <= 4 else ""
