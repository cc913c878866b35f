"""Rows of reference data that the documents state, and lists that users maintain.

Before: "The list of regions starts with these:" over a table "Code | Name". After: one finding a row for ("region",).
Never read: passwords and other secrets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from database_designer.discover.findings import (
    CERTAIN,
    LIKELY,
    AttributeFinding,
    EntityFinding,
    Findings,
    RowFinding,
    combine,
)
from database_designer.discover.names import Noun, noun, property_name
from database_designer.discover.prose import Line, topics
from database_designer.discover.rows.lists import maintained_in, subject_of, tells_first_entries
from database_designer.discover.semantic_types import is_secret
from database_designer.model.requirements import Requirements, StatementKind, Table
from database_designer.source import Evidence, SourceRole

_KEY_HEADS = frozenset(
    {"code", "name", "id", "key", "label", "value", "description", "title", "symbol", "abbreviation"}
)
_COUNT_HEADS = frozenset({"", "#", "no", "no.", "nr", "nr."})
_STATE_HEADS = frozenset({"status", "state", "field", "attribute", "property", "column"})
_MEANINGS = frozenset({"meaning", "explanation", "detail", "note", "comment", "remark"})
_NAMED = re.compile(r"(?P<name>[^()\d][^()]{0,60}?)\s*\((?P<code>[A-Z][A-Z0-9_-]{0,11})\)")
_CODED = re.compile(r"(?P<code>[A-Z][A-Z0-9_-]{1,11})\s*(?::|=|–|—|\s-)\s+(?P<name>[^:]{1,60})")
_PLAIN = re.compile(r"[A-Z][\w&'’/+-]*(?: [\w&'’/+-]+){0,3}")
_COMMAS = re.compile(r"\s*(?:,\s*and\s|,|;|\band\b)\s*(?![^()]*\))")
_FIRST_ACCOUNT = re.compile(
    r"\b(?:first|initial|default|one|built-in|bootstrap)\s+(?:\w+\s+){0,1}?"
    r"(?P<role>administrator|admin|super\s?user|super\s?admin|root|user)\b(?:\s+(?:user\s+)?account)?",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b|\b[\w.+-]{1,64}@[\w-]{1,63}\b")
_BEFORE_VALUE = re.compile(r"(?P<name>[A-Za-z][\w-]{0,40}(?: [A-Za-z][\w-]{0,40})?)\s*(?:is|of|=|:)?\s*[\"“']?$")
_NO_PROPERTY = frozenset("a an the with and is as by its his her their of to has in".split())
_MAX_ENTRIES = 200
_MAX_VALUE = 200


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a list: its (property, value) pairs and where it stands."""

    values: tuple[tuple[Noun, str], ...]
    evidence: Evidence


def read_rows(requirements: Requirements, lines: tuple[Line, ...]) -> Findings:
    """Maintained lists as entity types, and the rows that the documents state for them and for the first users."""
    return combine(
        (
            *(_maintained(line) for line in lines),
            *(_table(t) for t in requirements.tables),
            *_items(lines),
            *(_inline(line) for line in lines),
            *(_first_account(line) for line in lines),
        )
    )


def maintained(lines: Iterable[Line]) -> frozenset[Noun]:
    """The lists that users maintain according to any of the sentences."""
    return frozenset(n for line in lines for n in maintained_in(line.statement.text))


def _maintained(line: Line) -> Findings:
    evidence = line.statement.evidence
    return Findings(
        entities=tuple(
            EntityFinding(noun=n, weight=CERTAIN, reason="a list that users maintain", evidence=evidence)
            for n in maintained_in(line.statement.text)
        )
    )


def _listed(owner: Noun, entries: tuple[_Entry, ...]) -> Findings:
    """The list as an entity type with the properties that its entries have, and the entries as rows."""
    if not owner or not entries:
        return Findings()
    first = entries[0].evidence
    names = tuple(dict.fromkeys(name for e in entries for name, _ in e.values))
    keyed = next((n for n in (("code",), ("name",)) if n in names), ())
    attributes = tuple(
        AttributeFinding(
            owner=owner, name=name, evidence=first, weight=LIKELY, written=True,
            required=True if all(name in dict(e.values) for e in entries) and name in (("code",), ("name",)) else None,
            unique=name == keyed and _distinct(entries, name),
        )
        for name in names
    )  # fmt: skip
    entity = EntityFinding(
        noun=owner, weight=CERTAIN, reason="has properties of its own: its first entries are stated", evidence=first
    )
    rows = tuple(RowFinding(owner=owner, values=e.values, evidence=e.evidence) for e in entries)
    return Findings(entities=(entity,), attributes=attributes, rows=rows)


def _distinct(entries: tuple[_Entry, ...], name: Noun) -> bool:
    values = [dict(e.values).get(name) for e in entries]
    return len(set(values)) == len(values)


def _table(table: Table) -> Findings:
    heads = tuple(h.strip().lower() for h in table.header)
    if table.is_requirements or table.role == SourceRole.API or not heads or heads[0] in _STATE_HEADS:
        return Findings()
    announced = (table.lead, *reversed(table.section[-1:]))
    if not any(tells_first_entries(text) for text in announced):
        return Findings()
    owner = _owner(table.lead, table.section) or (noun(heads[0]) if heads[0] not in _KEY_HEADS else ())
    names = tuple(_column(h, owner) for h in heads)
    if sum(bool(n) for n in names) == 0 or len(set(names)) != len(names):
        return Findings()
    entries = (
        _Entry(
            tuple((n, c.strip()) for n, c in zip(names, row.cells, strict=False) if n and _is_value(c)),
            Evidence(span=row.span, quote=" | ".join(row.cells), requirement=row.requirement or table.requirement),
        )
        for row in table.rows[:_MAX_ENTRIES]
    )
    return _listed(owner, tuple(e for e in entries if e.values))


def _column(head: str, owner: Noun) -> Noun:
    if head in _COUNT_HEADS:
        return ()
    name = property_name(head)
    if name == owner or is_secret(name):
        return ("name",) if name == owner else ()
    if name[: len(owner)] == owner and len(name) > len(owner):
        name = name[len(owner) :]
    return ("description",) if name[-1:] and name[-1] in _MEANINGS else name


def _is_value(cell: str) -> bool:
    return 0 < len(cell.strip()) <= _MAX_VALUE and cell.strip() not in ("-", "–", "—", "n/a")


def _owner(lead: str, section: tuple[str, ...]) -> Noun:
    """Which entries are listed: as the lead-in says, as the heading says, else the thing the section is about."""
    found = subject_of(lead) or (subject_of(section[-1]) if section else ())
    if found:
        return found
    above = next(iter(topics(section)), ())
    return above if above and above[0] not in ("seed", "initial", "reference", "master") else ()


def _items(lines: tuple[Line, ...]) -> Iterator[Findings]:
    """Lists under a lead-in ("The following regions exist at start:") or a heading ("Initial regions")."""
    grouped: dict[tuple[str, tuple[str, ...]], list[Line]] = {}
    for line in lines:
        statement = line.statement
        if statement.kind == StatementKind.ITEM and statement.depth <= 1:
            grouped.setdefault((statement.lead, statement.section), []).append(line)
    for (lead, section), members in grouped.items():
        told = [t for t in (lead, *section[-1:]) if tells_first_entries(t)]
        owner = next((n for n in (subject_of(t) for t in told) if n), ())
        entries = tuple(_entry(x) for x in members[:_MAX_ENTRIES]) if owner else ()
        if entries and all(e is not None for e in entries):
            yield _listed(owner, tuple(e for e in entries if e is not None))


def _entry(line: Line) -> _Entry | None:
    statement = line.statement
    label = statement.label
    text = f"{label}: {statement.text}" if label and not statement.text.startswith(label) else statement.text
    values = _values(text.strip(" ."))
    return _Entry(values, statement.evidence) if values else None


def _values(text: str) -> tuple[tuple[Noun, str], ...]:
    """As in "Northern region (NORTH)", "NORTH: Northern region", "Northern region"."""
    match = _NAMED.fullmatch(text) or _CODED.fullmatch(text)
    if match:
        return ((("code",), match["code"]), (("name",), match["name"].strip()))
    return ((("name",), text),) if _PLAIN.fullmatch(text) else ()


def _inline(line: Line) -> Findings:
    """As in "The following regions exist at start: North (N), South (S)."."""
    text = line.statement.text
    head, colon, rest = text.partition(":")
    if not colon or not tells_first_entries(head):
        return Findings()
    owner = subject_of(head)
    parts = [p for p in _COMMAS.split(rest.strip(" .")) if p] if owner else []
    values = [_values(p.strip(" .\"“”'")) for p in parts[:_MAX_ENTRIES]]
    if len(values) < 2 or not all(values):
        return Findings()
    return _listed(owner, tuple(_Entry(v, line.statement.evidence) for v in values))


def _first_account(line: Line) -> Findings:
    """The user that is there before anybody can create users: "The first administrator is root@example.org"."""
    statement = line.statement
    match = _FIRST_ACCOUNT.search(statement.text)
    if match is None:
        return Findings()
    if match[0].lower().startswith(("one", "default")) and not tells_first_entries(statement.text):
        return Findings()
    values = dict(_stated_values(statement.text, statement.code))
    if not values:
        return Findings()
    if not match["role"].lower().startswith("user"):
        values.setdefault(("role",), match["role"])
    row = RowFinding(owner=("user",), values=tuple(values.items()), evidence=statement.evidence)
    return Findings(rows=(row,))


def _stated_values(text: str, code: tuple[str, ...]) -> Iterator[tuple[Noun, str]]:
    """The properties that a sentence states by a value in backticks or by an e-mail address."""
    for match in _EMAIL.finditer(text):
        yield ("email",), match[0]
    for value in code:
        before = _BEFORE_VALUE.search(text[: max(text.find(value), 0)])
        name = tuple(w for w in noun(before["name"]) if w not in _NO_PROPERTY) if before else ()
        if name and "@" not in value and not is_secret(name) and len(value) <= _MAX_VALUE:
            yield name, value
