"""What rows are searched, filtered and sorted by is stored: "list members with search (name/email), status filter"."""

from __future__ import annotations

import re

from database_designer.discover.findings import LIKELY, AttributeFinding, Findings, combine
from database_designer.discover.items import split_items
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, SYSTEM_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.prose import Line

_WHAT = r"(?:the\s+|all\s+|their\s+|own\s+|an?\s+|registered\s+|existing\s+|future\s+|available\s+|any\s+)*(?P<what>[a-z][\w-]*(?:\s[a-z][\w-]*){0,2}?)"
_BY = r"(?:by|on|using|via|based on|for)"
_SEARCH = re.compile(
    rf"\b(?:search(?:ing|es)?|find(?:ing)?|look(?:ing)? up|lookup|query(?:ing)?)\s+(?:for\s+)?{_WHAT}\s+{_BY}\s+(?P<list>[^.;]+)",
    re.IGNORECASE,
)
_FILTER = re.compile(
    rf"\b(?:filter(?:ing|ed|s)?|narrow(?:ing)?)\s+(?:and sort(?:ing)?\s+)?(?:of\s+)?{_WHAT}\s+{_BY}\s+(?P<list>[^.;]+)",
    re.IGNORECASE,
)
_SORT = re.compile(
    rf"\b(?:sort(?:ing|ed|s)?|order(?:ing|ed)?)\s+(?:of\s+)?(?:{_WHAT}\s+)?by\s+(?P<list>[^.;]+)", re.IGNORECASE
)
_FILTERED_BY = re.compile(
    r"\b(?:list|view|show|display|browse|see|retrieve|review|generate)\w*\s+"
    + _WHAT
    + r"(?:\s+\w+){0,3}?\s*,?\s+(?:filtered|searchable|filterable|narrowed|grouped)\s+by\s+(?P<list>[^.;]+)",
    re.IGNORECASE,
)
_SEARCH_LIST = re.compile(
    r"\bsearch(?:able)?\s*(?:\(|by\s+)(?P<list>[\w\s/,]+?)(?:\)|,\s*(?:status|and filter)|$|[.;])", re.IGNORECASE
)
_FILTER_LIST = re.compile(r"\bfilters?\s*\((?P<list>[^)]+)\)|\b(?P<one>[a-z]+)\s+filters?\b", re.IGNORECASE)
_LISTING = re.compile(rf"\b(?:list|browse|view|see|search)\s+{_WHAT}\s+(?:with|by|including|using)\b", re.IGNORECASE)
_NOT_STORED = frozenset(
    """relevance popularity criterion criteria column value result search filter sort order page period time
    server side ascending descending default term keyword way name-or-code various following multiple""".split()
)
# "by words in title and summary" looks into these.
_IN_WORDS = re.compile(
    r"^\s*(?:the )?(?:full[- ]text|(?:key)?words?|terms?|phrases?) (?:in|of|over|from) ", re.IGNORECASE
)
_BRACKETS = re.compile(r"\([^()]*\)?")
_NO_FILTERS = frozenset("by and the a search server side no column selected".split())
_ASKING = re.compile(r"search|filter|sort|order|find|look|list|brows|view", re.IGNORECASE)
_RANGE_WORDS = frozenset({"range", "period", "interval"})


def read_searches(lines: tuple[Line, ...]) -> Findings:
    """Attribute findings of all statements."""
    return combine(_found(line) for line in lines)


_NEXT = re.compile(
    r"(?:,\s*|\s+)(?:and|or)\s+(?=(?:to\s+)?(?:filter|sort|search|find|look|list|view|order)\w*\s+[a-z]+\s+(?:by|for|on)\b)",
    re.IGNORECASE,
)


def _found(line: Line) -> Findings:
    """The properties that rows are chosen and ordered by."""
    attributes = tuple(
        AttributeFinding(owner=owner, name=n, evidence=line.statement.evidence, weight=LIKELY, written=True)
        for part in _NEXT.split(line.statement.text)
        if _ASKING.search(part) and (owner := _subject(part, line))
        for n in _looked_at(part)
        if _is_property(n, line)
    )
    return Findings(attributes=attributes)


def _is_property(name: Noun, line: Line) -> bool:
    """Whether the words name something stored: nouns, not a way of showing ("relevance", "popularity")."""
    return name[-1] not in _NOT_STORED and all(line.may_be_noun(w) or len(name) > 1 for w in name[-1:])


def _owner(text: str | None, line: Line) -> Noun:
    parts = [
        w
        for w in words(text or "")
        if w not in EMPTY_ADJECTIVES and w not in ("the", "all", "their", "own", "and", "a", "an")
    ]
    if (
        parts
        and parts[-1] not in SYSTEM_NOUNS
        and parts[-1] not in ("them", "it", "result", "results", "data", "table", "column", "columns", "list")
    ):
        return (*parts[:-1], singular(parts[-1]))
    return line.topics[0] if line.topics else ()


def _names(text: str | None) -> tuple[Noun, ...]:
    if not text:
        return ()
    text = _IN_WORDS.sub("", text)
    # What stands in brackets are the values to choose from.
    found = [i.name for i in split_items(_BRACKETS.sub(" ", text).replace("/", ","))]
    return tuple(
        dict.fromkeys(
            n
            for n in found
            if len(n) <= 3
            and n[-1] not in _NOT_STORED
            and n[-1] not in SYSTEM_NOUNS
            and n[-1] != "first"
            and not any(w.isdigit() for w in n)
        )
    )


def _subject(text: str, line: Line) -> Noun:
    for pattern in (_SEARCH, _FILTER, _FILTERED_BY, _LISTING, _SORT):
        match = pattern.search(text)
        if match and match.groupdict().get("what"):
            found = _owner(match["what"], line)
            if found:
                return found
    return line.topics[0] if line.topics else ()


def _looked_at(text: str) -> tuple[Noun, ...]:
    """What is searched, filtered and sorted by; a range of something is no property."""
    found = [*_first(text, _FILTER, _FILTERED_BY)]
    for match in _FILTER_LIST.finditer(text):
        one = (match["one"] or "").lower()
        if match["list"]:
            found.extend(_names(match["list"]))
        elif one and one not in _NO_FILTERS:
            found.append((singular(one),))
    kept = (n for n in found if n[-1] not in _RANGE_WORDS)
    return (*_first(text, _SEARCH, _SEARCH_LIST), *dict.fromkeys(kept), *_first(text, _SORT))


def _first(text: str, *patterns: re.Pattern[str]) -> tuple[Noun, ...]:
    for pattern in patterns:
        match = pattern.search(text)
        if match:
            return _names(match["list"])
    return ()
