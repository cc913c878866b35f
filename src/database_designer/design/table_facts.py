"""What is known of the tables of a design, as the facts by which indexes are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from database_designer.design.housekeeping import UPDATED
from database_designer.design.layout import Layout
from database_designer.design.part import Part
from database_designer.design.sizes import width
from database_designer.design.volumes import Count
from database_designer.indexing import ColumnFacts, ReferenceFacts, TableFacts
from database_designer.model.conceptual import Kind
from database_designer.model.expression import Moment
from database_designer.model.physical import Column, ColumnRole, Table, TableKind

HORIZON = 3
"""Years ahead for which indexes are chosen."""

MINUTES = 525_600.0
"""Minutes of a year."""

ASSUMED, FEW, STATES = 100_000.0, 50.0, 8.0
SHORT = 64
"""Bytes of values that may be carried along in an index."""

_INSTANTS = frozenset({"timestamptz", "timestamp"})
_UNBOUNDED = frozenset({"text", "jsonb", "tsvector", "daterange", "tstzrange"})


def table_facts(layout: Layout, made: Part, known: Mapping[str, Count]) -> dict[str, TableFacts]:
    """The facts of all tables by name: rows in three years, as stated or assumed; distinct values by keys and types."""
    tables = (*(d.table for d in layout.drafts), *made.tables)
    rows = {t.name: _rows(t, known) for t in tables}
    return {t.name: _facts(t, layout, made, known, rows) for t in tables}


def _rows(table: Table, known: Mapping[str, Count]) -> float:
    count = known.get(table.name)
    if count is not None:
        return float(max(count.after(0), count.after(HORIZON)))
    return FEW if table.kind == TableKind.LOOKUP else ASSUMED


def _facts(
    table: Table, layout: Layout, made: Part, known: Mapping[str, Count], rows: Mapping[str, float]
) -> TableFacts:
    columns = {c.name: c for c in (*table.columns, *(c for t, c in made.columns if t == table.name))}
    uniques = (*table.uniques, *(u for t, u in made.uniques if t == table.name))
    references = tuple(
        ReferenceFacts(columns=k.columns, target=k.target, target_columns=k.target_columns)
        for k in made.foreign_keys
        if k.table == table.name
    )
    bare = TableFacts(
        name=table.name,
        columns={},
        rows=rows[table.name],
        keys=tuple(dict.fromkeys(k for k in (table.primary_key, *(u.columns for u in uniques)) if k)),
        references=references,
    )
    soft = {d.soft for d in layout.drafts if d.table.name == table.name}
    distinct = {c.name: _distinct(c, bare, rows, layout) for c in columns.values()}
    facts = {n: _column(c, distinct[n], changes=_changes(c) and n not in soft) for n, c in columns.items()}
    yearly = known[table.name].yearly if table.name in known else 0.0
    written = max(yearly, bare.rows / HORIZON) / MINUTES
    return replace(bare, columns=facts, inserts=written, updates=written)


def _column(column: Column, distinct: float, *, changes: bool) -> ColumnFacts:
    size, instant = width(column.type), column.type.name in _INSTANTS
    stamped = isinstance(column.default, Moment) and instant and not column.nullable
    return ColumnFacts(
        name=column.name,
        type="enum" if column.type.is_enum else column.type.name,
        width=size,
        distinct=max(1.0, distinct),
        bounded=size <= SHORT and column.type.name not in _UNBOUNDED,
        nullable=column.nullable,
        ordered=stamped and not changes,
        changes=changes,
        stamped=stamped,
    )


def _changes(column: Column) -> bool:
    """Whether rows are updated in a column: the state, when it last changed, what is set later."""
    later = column.type.name in _INSTANTS and column.nullable
    return column.role == ColumnRole.STATE or column.name == UPDATED or later


def _distinct(column: Column, table: TableFacts, rows: Mapping[str, float], layout: Layout) -> float:
    """Values of a column: as many as rows, or as rows pointed to; those of its list, two truths; else half as many as rows."""
    if (column.name,) in table.keys:
        return table.rows
    targets = [rows[r.target] for r in table.references if r.columns == (column.name,) and r.target in rows]
    if targets:
        return min([table.rows, *targets])
    if column.type.is_enum:
        found = next((e for e in layout.enums if e.name == column.type.name), None)
        return float(len(found.values)) if found is not None else STATES
    if column.name in _listed(table.name, layout):
        return STATES
    return 2.0 if column.type.name == "boolean" else table.rows / 2


def _listed(table: str, layout: Layout) -> frozenset[str]:
    """The columns of a table that hold values of a list, as text."""
    return frozenset(
        c
        for d in layout.drafts
        if d.table.name == table
        for a in d.relation.attributes
        if a.type.kind == Kind.LIST
        for c in d.columns.get(a.name, ())
    )
