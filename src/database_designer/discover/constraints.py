"""Constraints in prose: "the code must be unique", "price > 0", "end date must be after start date", "one per order"."""

from __future__ import annotations

import re

from database_designer.discover.bounds import read_bounds
from database_designer.discover.findings import (
    HINT,
    AttributeFinding,
    CompareFinding,
    Findings,
    UniqueFinding,
    combine,
)
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, SYSTEM_NOUNS
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.prose import Line

_NAME = r"[`\"]?[A-Za-z][\w'’-]*(?:\s[A-Za-z][\w'’-]*){0,3}?[`\"]?"
_UNIQUE = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"\b(?P<what>{_NAME})\s+(?:must|shall|should|has to|have to|needs? to|will|is|are)\s+(?:also\s+)?(?:be\s+)?(?:\w+\s+and\s+(?:must\s+be\s+)?)?unique\b(?P<rest>[^.;]*)",
        r"\b(?:each|every|an?|all)\s+(?P<owner>[A-Za-z][\w-]*(?:\s[A-Za-z][\w-]*){0,2}?)\s+(?:must\s+|shall\s+)?(?:have|has|is identified by|are identified by|be identified by|is uniquely identified by)\s+(?:an?\s+|its\s+|their\s+)?(?:unique\s+)(?P<what>[a-z][\w-]*(?:\s[a-z][\w-]*){0,3}?)(?P<rest>[.;,(]|\s(?:in|within|per|among|inside)\b[^.;,]*|\s(?:and|with|of|for|that|which)\b|$)",
        r"\bunique\s+(?P<what>[a-z][\w-]*(?:\s(?!for\b|per\b|within\b|across\b|in\b|of\b|and\b|that\b)[a-z][\w-]*){0,2})\s+(?:for|per|of|to)\s+(?:each|every|an?|the)\s+(?P<owner>[a-z][\w-]*(?:\s[a-z][\w-]*)?)(?P<rest>)",
        r"\b(?:duplicate)\s+(?P<what>[a-z][\w-]*(?:\s(?:name|code|number|address|title))?)\s*(?:→|->|is|are|must|shall|returns?|:)(?P<rest>)",
        r"\bno two\s+(?P<owner>[a-z][\w-]*(?:\s[a-z][\w-]*)?)\s+(?:may|can|must|shall|should|will)?\s*(?:have|share|use)\s+the same\s+(?P<what>[a-z][\w-]*(?:\s[a-z][\w-]*){0,2})(?P<rest>)",
    )
)
_SAYS_UNIQUE = re.compile(r"unique|duplicate|no two", re.IGNORECASE)
_SCOPE = re.compile(
    r"\b(?:within|per|for each|in|among|inside)\s+(?:the\s+(?:same\s+)?|an?\s+|its\s+|each\s+|every\s+|all\s+)?(?P<scope>[a-z][\w-]*(?:\s[a-z][\w-]*)?)",
    re.IGNORECASE,
)
_IGNORE_CASE = re.compile(r"\bcase[- ]insensitive(?:ly)?\b|\bignoring case\b|\bregardless of case\b", re.IGNORECASE)
_AT_MOST_ONE = re.compile(
    r"\b(?:at most one|only one|no more than one|maximum (?:of )?one|a single)\s+(?:`?(?P<state>[A-Z]{3,}|active|open|current|pending|primary|default)`?\s+)?(?P<what>[a-z][\w-]*(?:\s[a-z][\w-]*)?)\s+(?:per|for each|for every|for a)\s+(?P<scope>[a-z][\w-]*(?:\s[a-z][\w-]*)?)",
    re.IGNORECASE,
)
_ORDER = re.compile(
    rf"\b(?:the\s+)?(?P<left>{_NAME})\s+(?:must|shall|should|has to|can|may)\s*(?P<negated>not|never)?\s*(?:be\s+)?(?P<operator>later than or equal to|on or after|on or before|after|later than|before|earlier than|precede|exceed|greater than or equal to|greater than|less than or equal to|less than|equal to or greater than|same as)\s+(?:the\s+|its\s+|their\s+)?(?P<right>{_NAME})\s*(?:[.,;)]|$|\b(?:and|of|for|if|when)\b)",
    re.IGNORECASE,
)
_SAYS_ORDER = re.compile(r"after|before|than|precede|exceed|same as", re.IGNORECASE)
_COMPARED = re.compile(
    r"`?\b(?P<left>[a-z]+(?:[A-Z_][A-Za-z]*)+)`?\s*(?P<operator><=|>=|<|>|≤|≥|=)\s*`?(?P<right>[a-z]+(?:[A-Z_][A-Za-z]*)+)\b`?(?!\s*[-+*/−×(])"
)
_OPERATORS = {
    "later than or equal to": ">=", "on or after": ">=", "after": ">", "later than": ">", "before": "<", "on or before": "<=",
    "earlier than": "<", "precede": "<", "exceed": ">", "greater than or equal to": ">=", "equal to or greater than": ">=", "greater than": ">",
    "less than or equal to": "<=", "less than": "<", "same as": "=", "≤": "<=", "≥": ">=", "<=": "<=", ">=": ">=", "<": "<", ">": ">", "=": "=",
}  # fmt: skip
_NEGATED = {">": "<=", "<": ">=", ">=": "<", "<=": ">", "=": "!="}
_BOUNDED = re.compile(
    rf"^(?:the\s+|an?\s+|each\s+|every\s+)?(?P<what>{_NAME})\s+(?:must|shall|should|has to|have to|needs to|can|may|is|are|cannot|ranges?)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"\b(?:mandatory|(?:is|are|be)\s+required|cannot be (?:empty|blank|null)|must not be (?:empty|blank|null)|must be (?:provided|specified|given|present))\b",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(r"\b(?:is|are)\s+optional\b", re.IGNORECASE)
_OF = re.compile(r"^(?P<what>.+?)\s+of\s+(?:an?|the|each|every)\s+(?P<owner>.+)$", re.IGNORECASE)
_FILLERS = frozenset("the a an each every all its their his her any of must be that and have has is are".split())


def read_constraints(lines: tuple[Line, ...]) -> Findings:
    """Uniqueness, bounds, requiredness and comparisons stated in the statements."""
    return combine(_line(line) for line in lines)


def _line(line: Line) -> Findings:
    text = line.statement.text
    if len(text) > 1200:
        return Findings()
    return combine((_uniques(line, text), _bounds(line, text), _orders(line, text)))


def _property(text: str, line: Line, owner: str | None = None) -> tuple[Noun, Noun] | None:
    """(owner, property) of a phrase: "the product code" in the section of products, "code of a product"."""
    text = text.strip('`" ')
    of = _OF.match(text)
    if of:
        text, owner = of["what"], of["owner"]
    if re.search(r"['’]s?\s", text):
        owner, _, text = re.split(r"(['’]s?)\s", text, maxsplit=1)
    parts = [
        w
        for w in words(text)
        if w not in _FILLERS
        and (w not in EMPTY_ADJECTIVES or w in ("first", "last", "total", "maximum", "minimum", "start", "end"))
    ]
    if not parts or len(parts) > 4:
        return None
    name = (*parts[:-1], singular(parts[-1]))
    if owner:
        owner_parts = [w for w in words(owner) if w not in _FILLERS and w not in EMPTY_ADJECTIVES]
        if owner_parts and owner_parts[-1] not in SYSTEM_NOUNS:
            return (*owner_parts[:-1], singular(owner_parts[-1])), name
    if len(name) > 1:
        for topic in line.topics[:2]:
            if name[: len(topic)] == topic and len(name) > len(topic):
                return topic, name[len(topic) :]
        return (*line.topics[0],) if line.topics else name[:-1], name
    return (line.topics[0], name) if line.topics else None


def _uniques(line: Line, text: str) -> Findings:
    found: list[UniqueFinding] = []
    for pattern in _UNIQUE if _SAYS_UNIQUE.search(text) else ():
        for match in pattern.finditer(text):
            groups = match.groupdict()
            whose = _property(groups["what"], line, groups.get("owner"))
            if whose is None:
                continue
            scope = _SCOPE.search(groups.get("rest") or "")
            members: tuple[Noun, ...] = (whose[1],)
            if scope and scope["scope"].lower().split()[0] not in (
                "system",
                "the",
                "all",
                "database",
                "application",
                "order",
                "addition",
                "case",
                "organization-wide",
            ):
                within = words(scope["scope"])
                members = ((*within[:-1], singular(within[-1])), whose[1])
            found.append(
                UniqueFinding(
                    owner=whose[0],
                    members=members,
                    evidence=line.statement.evidence,
                    ignore_case=bool(_IGNORE_CASE.search(text)),
                )
            )
    for match in _AT_MOST_ONE.finditer(text):
        what, scope_words = words(match["what"]), words(match["scope"])
        state = match["state"]
        found.append(
            UniqueFinding(
                owner=(*what[:-1], singular(what[-1])), members=((*scope_words[:-1], singular(scope_words[-1])),),
                evidence=line.statement.evidence, where=((("status",), state) if state else None),
            )
        )  # fmt: skip
    return Findings(uniques=tuple(found))


def _bounds(line: Line, text: str) -> Findings:
    found: list[AttributeFinding] = []
    bounded = _BOUNDED.match(text)
    if bounded:
        bounds = read_bounds(bounded["rest"])
        required = True if _REQUIRED.search(text) else (False if _OPTIONAL.search(text) else None)
        whose = _property(bounded["what"], line)
        if whose and (bounds.any or required is not None):
            found.append(
                AttributeFinding(
                    owner=whose[0], name=whose[1], evidence=line.statement.evidence, weight=HINT, required=required,
                    minimum=bounds.minimum, maximum=bounds.maximum, above=bounds.above, below=bounds.below,
                    min_length=bounds.min_length, max_length=bounds.max_length, written=True,
                )
            )  # fmt: skip
    return Findings(attributes=tuple(found))


def _orders(line: Line, text: str) -> Findings:
    found: list[CompareFinding] = []
    for match in _ORDER.finditer(text) if _SAYS_ORDER.search(text) else ():
        operator = _OPERATORS[match["operator"].lower()]
        if match["negated"]:
            operator = _NEGATED[operator]
        left, right = _property(match["left"], line), _property(match["right"], line)
        if left and right and left[1] != right[1]:
            found.append(
                CompareFinding(
                    owner=left[0], left=left[1], operator=operator, right=right[1], evidence=line.statement.evidence
                )
            )
    for match in _COMPARED.finditer(text):
        owner = line.topics[0] if line.topics else ()
        found.append(
            CompareFinding(
                owner=owner, left=words(match["left"]), operator=_OPERATORS[match["operator"]],
                right=words(match["right"]), evidence=line.statement.evidence,
            )
        )  # fmt: skip
    return Findings(compares=tuple(found))
