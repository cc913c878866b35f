"""What a workload tells of the rows behind it, where none can be counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from database_designer.indexing import ColumnFacts, Match, TableFacts
from database_designer.workload.templates import Template
from database_designer.workload.uses import Compared
from database_designer.workload.writes import Writes, is_created, likely_changed, stated_inserts, writes

DEFAULT_ROWS = 100_000.0
MONTH = 60.0 * 24 * 30
"""Minutes: a table into which statements insert holds the rows of a month, where nothing tells more."""

CHILDREN = 2.0
"""Rows that point to one row, where nothing tells how many."""

STATES = 8.0
"""Values of a column that is compared with a fixed one, where nothing tells how many."""

FEW_DRAWS = 4
_TEXTS = frozenset({"text", "varchar", "character"})
_INTEGERS = frozenset({"bigint", "integer", "smallint"})


def estimated(tables: Mapping[str, TableFacts], found: Sequence[Template]) -> dict[str, TableFacts]:
    """The tables with their numbers of rows and distinct values as the workload's values tell them.

    Rows of a table with an integer key: from the greatest key asked for (the German tank problem; Goodman 1952, Serial
    number analysis, JASA 47). Distinct values: from how often values repeat (Chao 1984, Nonparametric estimation of the
    number of classes, Scandinavian Journal of Statistics 11). Tables that were measured stay as they are.
    """
    values = Counter(v for t in found for v in t.values)
    inserted = stated_inserts(found)
    rows = {name: _rows(facts, tables, values) or MONTH * inserted.get(name, 0.0) for name, facts in tables.items()}
    for _ in range(2):
        rows = {n: _at_least_parents(r, tables[n], rows) for n, r in rows.items()}
    sized = {n: replace(t, rows=rows[n] or DEFAULT_ROWS) for n, t in tables.items()}
    written = writes(sized, found)
    return {n: _columns(t, sized, values, found, written[n]) for n, t in sized.items()}


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
    written: Writes,
) -> TableFacts:
    constants = (c for c in _conditions(table.name, found) if c.match is Match.EQUAL and c.constant)
    states = frozenset(c.term.text for c in constants)
    columns = {}
    for name, facts in table.columns.items():
        changes = name in written.changed if written.changed else likely_changed(facts, states)
        known = replace(facts, changes=changes)
        if not table.measured:
            known = replace(
                known,
                distinct=_distinct(known, table, tables, values, states),
                ordered=is_created(known) or _is_only_instant(known, table, written),
                bounded=known.bounded or name in states,
                width=_width(known, values, table.name),
            )
        columns[name] = known
    return replace(table, columns=columns, inserts=written.inserts, updates=written.updates)


def _is_only_instant(facts: ColumnFacts, table: TableFacts, written: Writes) -> bool:
    """Whether a table that is inserted into and not updated has no other instant: rows come in its order."""
    instants = [c.name for c in table.columns.values() if c.type.startswith("timestamp") and not c.nullable]
    return instants == [facts.name] and not written.changed and written.updates == 0


def _conditions(table: str, found: Iterable[Template]) -> Iterable[Compared]:
    for template in found:
        for query in template.asked:
            for use in query.uses:
                if use.table == table:
                    yield from (*use.conditions, *(c for arm in use.alternatives for c in arm))


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
    states: frozenset[str],
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
