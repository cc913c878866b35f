"""What a workload tells of the rows behind it, where none can be counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from database_designer.indexing import ColumnFacts, Match, TableFacts
from database_designer.workload.templates import Template
from database_designer.workload.uses import Compared

DEFAULT_ROWS = 100_000.0
CHILDREN = 2.0
"""Rows that point to one row, where nothing tells how many."""

STATES = 8.0
"""Values of a column that is compared with a fixed one, where nothing tells how many."""

FEW_DRAWS = 4
_TEXTS = frozenset({"text", "varchar", "character"})
_INTEGERS = frozenset({"bigint", "integer", "smallint"})
_CREATED = re.compile(
    r"(created|inserted|recorded|logged|occurred|received|happened|ingested|measured|observed|placed|registered|sent)"
    r"(_?(at|on|time|date))?$|(ts|time|timestamp|event_time|datetime)$"
)
_SELDOM = re.compile(
    r"(is_)?(deleted|removed|archived|disabled|banned|locked|revoked|hidden|trashed|voided|blocked)(_|$)"
)
_MOSTLY = re.compile(r"(is_)?(active|enabled|visible|published|valid|current|live)$")
_TOUCHED = re.compile(r"(updated|modified|changed|last_\w+)(_at|_on)?$|version$|balance$|counter$|\w+_count$")
_USUAL, _UNUSUAL, _EVEN = 0.9, 0.1, 0.5
READS_A_WRITE = 4.0
"""Reads to a write where no statement writes."""


def estimated(tables: Mapping[str, TableFacts], found: Sequence[Template]) -> dict[str, TableFacts]:
    """The tables with their numbers of rows and distinct values as the workload's values tell them.

    Rows of a table with an integer key: from the greatest key asked for (the German tank problem; Goodman 1952, Serial
    number analysis, JASA 47). Distinct values: from how often values repeat (Chao 1984, Nonparametric estimation of the
    number of classes, Scandinavian Journal of Statistics 11). Tables that were measured stay as they are.
    """
    values = Counter(v for t in found for v in t.values)
    rows = {name: _rows(facts, tables, values) for name, facts in tables.items()}
    for _ in range(2):
        rows = {n: _at_least_parents(r, tables[n], rows) for n, r in rows.items()}
    sized = {n: replace(t, rows=rows[n] or DEFAULT_ROWS) for n, t in tables.items()}
    writes = _writes(sized, found)
    return {n: _columns(t, sized, values, found, *writes[n]) for n, t in sized.items()}


def _rows(facts: TableFacts, tables: Mapping[str, TableFacts], values: Counter[tuple[str, str, str]]) -> float:
    """Rows by the greatest integer key met, here or where it is pointed to; 0 where nothing tells."""
    if facts.measured:
        return facts.rows
    keys = {(facts.name, k[0]) for k in facts.keys if len(k) == 1}
    for table in tables.values():
        keys |= {(table.name, r.columns[0]) for r in table.references if r.target == facts.name and len(r.columns) == 1}
    integers = {k for k in keys if _is_integer(tables[k[0]], k[1])}
    met = [(int(v), n) for (t, c, v), n in values.items() if (t, c) in integers and v.isdigit()]
    draws = sum(n for _, n in met)
    return max(v for v, _ in met) * (1 + 1 / draws) if draws > 1 else 0.0


def _is_integer(table: TableFacts, column: str) -> bool:
    known = table.columns.get(column)
    return known is not None and known.type in _INTEGERS


def _at_least_parents(found: float, facts: TableFacts, rows: Mapping[str, float]) -> float:
    """A table that points to another has more rows than that."""
    if found or facts.measured:
        return found
    parents = [rows.get(r.target, 0.0) for r in facts.references if r.target != facts.name]
    return max(DEFAULT_ROWS, CHILDREN * max(parents)) if any(p > DEFAULT_ROWS / CHILDREN for p in parents) else 0.0


def _columns(
    table: TableFacts,
    tables: Mapping[str, TableFacts],
    values: Counter[tuple[str, str, str]],
    found: Sequence[Template],
    inserts: float,
    updates: float,
    changed: frozenset[str],
) -> TableFacts:
    states = {c.term.text for c in _conditions(table.name, found) if c.match is Match.EQUAL and c.constant}
    columns = {}
    for name, facts in table.columns.items():
        guessed = changed or _likely_changed(facts, states)
        known = replace(facts, changes=name in changed if changed else bool(guessed))
        if not table.measured:
            known = replace(
                known,
                distinct=_distinct(known, table, tables, values, states),
                ordered=_is_created(known),
                bounded=known.bounded or name in states,
                width=_width(known, values, table.name),
            )
        columns[name] = known
    return replace(table, columns=columns, inserts=inserts, updates=updates)


def _conditions(table: str, found: Iterable[Template]) -> Iterable[Compared]:
    for template in found:
        for query in template.asked:
            for use in query.uses:
                if use.table == table:
                    yield from (*use.conditions, *(c for arm in use.alternatives for c in arm))


def _likely_changed(facts: ColumnFacts, states: set[str]) -> bool:
    """States, truths and what is set later; what deletes a row or puts it out of use changes once in its life, if ever."""
    if _SELDOM.match(facts.name) or _MOSTLY.match(facts.name):
        return False
    set_later = facts.nullable and facts.type.startswith(("timestamp", "date"))
    return set_later or facts.type == "boolean" or facts.name in states or _TOUCHED.search(facts.name) is not None


def _is_created(facts: ColumnFacts) -> bool:
    return not facts.nullable and facts.type.startswith("timestamp") and _CREATED.match(facts.name) is not None


def _width(facts: ColumnFacts, values: Counter[tuple[str, str, str]], table: str) -> int:
    """Bytes of a text: as long as those that it is compared with, and a byte for the length."""
    texts = [v for (t, c, v) in values if (t, c) == (table, facts.name) and v.startswith("'")]
    if facts.type not in _TEXTS or not texts:
        return facts.width
    return round(sum(len(v.split("'")[1]) for v in texts) / len(texts)) + 1


def _distinct(
    facts: ColumnFacts,
    table: TableFacts,
    tables: Mapping[str, TableFacts],
    values: Counter[tuple[str, str, str]],
    states: set[str],
) -> float:
    if (facts.name,) in table.keys:
        return table.rows
    targets = [tables[r.target].rows for r in table.references if r.columns == (facts.name,) and r.target in tables]
    if targets:
        return min(*targets, table.rows) if len(targets) > 1 else min(targets[0], table.rows)
    if facts.type == "boolean":
        return 2.0
    drawn = [n for (t, c, _), n in values.items() if (t, c) == (table.name, facts.name)]
    if facts.name in states:
        return max(STATES, float(len(drawn)))
    return _classes(drawn, table.rows)


def _classes(drawn: Sequence[int], rows: float) -> float:
    """Distinct values by how often each was drawn: Chao's estimate; a tenth of the rows where nothing repeats or tells."""
    draws, once, twice = sum(drawn), sum(n == 1 for n in drawn), sum(n == 2 for n in drawn)
    if draws >= FEW_DRAWS and once == draws:
        return rows
    if draws < FEW_DRAWS:
        return max(2.0, rows / 10)
    return min(rows, len(drawn) + once * (once - 1) / (2 * (twice + 1)))


def _writes(
    tables: Mapping[str, TableFacts], found: Sequence[Template]
) -> dict[str, tuple[float, float, frozenset[str]]]:
    """Inserts and updates a minute of each table and the columns that are updated; assumed where nothing is written."""
    inserts: Counter[str] = Counter()
    updates: Counter[str] = Counter()
    changed: dict[str, set[str]] = {}
    reads: Counter[str] = Counter()
    for template in found:
        if template.written is None:
            reads.update({u.table: template.frequency for q in template.asked for u in q.uses})  # type: ignore[dict-item]
        elif template.written.inserted:
            inserts[template.written.table] += template.frequency  # type: ignore[assignment]
        else:
            updates[template.written.table] += template.frequency  # type: ignore[assignment]
            changed.setdefault(template.written.table, set()).update(template.written.changed)
    stated = bool(inserts or updates)
    share = sum(reads.values()) / max(len(tables), 1)
    found_writes = {}
    for name, table in tables.items():
        asked = max(share, reads[name])
        logs = _only_grows(table, tables)
        inserted = asked if logs else asked / READS_A_WRITE
        updated = 0.0 if logs else asked / READS_A_WRITE / 2
        own = (float(inserts[name]), float(updates[name])) if stated else (inserted, updated)
        found_writes[name] = (*own, frozenset(changed.get(name, ())))
    return found_writes


def _only_grows(table: TableFacts, tables: Mapping[str, TableFacts]) -> bool:
    """Whether rows are but added, as to a log: it is known when, nothing is set later, and no other table points to them."""
    columns = table.columns.values()
    pointed_to = any(r.target == table.name for t in tables.values() for r in t.references)
    settable = any(c.type == "boolean" or _SELDOM.match(c.name) or _likely_changed(c, set()) for c in columns)
    return any(_is_created(c) for c in columns) and not settable and not pointed_to


def fraction(condition: Compared, table: TableFacts, usual: bool) -> float:
    """The part of the table's rows that satisfy a condition. `usual` where most accesses to the table state it."""
    facts = table.columns.get(condition.term.text)
    match condition.match:
        case Match.EQUAL:
            return _equal(condition, facts, table, usual)
        case Match.ONE_OF:
            return min(0.9, 3 / facts.distinct) if facts else 0.03
        case Match.UNSET | Match.SET:
            unset = _unset(condition, facts, usual)
            return unset if condition.match is Match.UNSET else 1 - unset
        case Match.RANGE:
            return 0.01 if condition.both_ends else 0.3
        case Match.STARTS | Match.CONTAINS:
            return 0.003
        case Match.WORDS | Match.HOLDS:
            return 0.0005
        case _:
            return 0.01 if condition.match is Match.OVERLAPS else _EVEN


def _equal(condition: Compared, facts: ColumnFacts | None, table: TableFacts, usual: bool) -> float:
    if facts is None:
        return 1 / max(2.0, table.rows / 2)
    value = condition.value.split("::")[0].strip("'")
    common = dict(facts.common)
    if condition.constant and facts.common:
        return max(
            1 / table.rows, common.get(value, (1 - sum(common.values())) / max(1.0, facts.distinct - len(common)))
        )
    if facts.type == "boolean" and condition.constant:
        return _truth(facts.name, value == "true", usual)
    return 1 / max(1.0, facts.distinct)


def _truth(name: str, wanted: bool, usual: bool) -> float:
    if _SELDOM.match(name):
        return _UNUSUAL if wanted else _USUAL
    if _MOSTLY.match(name):
        return _USUAL if wanted else _UNUSUAL
    return _USUAL if usual else _EVEN


def _unset(condition: Compared, facts: ColumnFacts | None, usual: bool) -> float:
    if facts is not None and facts.unset is not None:
        return facts.unset
    if _SELDOM.match(condition.term.text):
        return _USUAL
    asked_unset = condition.match is Match.UNSET
    return _USUAL if usual == asked_unset else 1 - _USUAL
