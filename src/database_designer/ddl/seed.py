"""The first rows: INSERT ... ON CONFLICT DO NOTHING, so that running it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from database_designer.ddl import layout
from database_designer.ddl.expressions import Scope, to_sql
from database_designer.ddl.indexes import key_sql
from database_designer.ddl.names import Names, columns_list, rows_id
from database_designer.ddl.order import parents_first
from database_designer.ddl.scopes import constant_scope, row_scope
from database_designer.model.expression import Call, Expression, Literal, LiteralKind, Path
from database_designer.model.physical import Index, PhysicalModel, SeedRow
from database_designer.model.plan import ObjectId, Statement
from database_designer.postgres.quoting import quote_identifier
from database_designer.source import merge_origins


def seed_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """Inserts of rows that fill the same columns of a table together; rows come after those that they point at."""
    tables = parents_first(tuple(dict.fromkeys(r.table for r in model.seed)), model.foreign_keys)
    found: list[Statement] = []
    for table in tables:
        for rows in _together(r for r in model.seed if r.table == table):
            needs = (found[-1].creates,) if found else ()
            number = sum(s.table == table for s in found) + 1
            found.append(_statement(rows, rows_id(table, number), needs, model, names))
    return tuple(found)


def _together(rows: Iterator[SeedRow]) -> Iterator[tuple[SeedRow, ...]]:
    for _, same in groupby(rows, key=lambda r: (tuple(c for c, _ in r.values), r.conflict)):
        yield tuple(same)


def _statement(
    rows: tuple[SeedRow, ...],
    creates: ObjectId,
    needs: tuple[ObjectId, ...],
    model: PhysicalModel,
    names: Names,
) -> Statement:
    first, scope = rows[0], constant_scope(model.timezone)
    relation = names.relation(first.table)
    lines = layout.columns(tuple(_cells(row, scope) for row in rows))
    values = ",\n".join(f"{layout.INDENT}({line})" for line in lines)
    columns = layout.listed(tuple(quote_identifier(c) for c, _ in first.values))
    sql = f"INSERT INTO {relation} {columns}\nVALUES\n{values}\nON CONFLICT{_target(first, model)} DO NOTHING;"
    return Statement(
        sql=sql,
        undo=_undo(rows, relation, scope),
        creates=creates,
        needs=needs,
        table=first.table,
        origin=merge_origins(r.origin for r in rows),
    )


def _cells(row: SeedRow, scope: Scope) -> tuple[str, ...]:
    texts = tuple(to_sql(value, scope) for _, value in row.values)
    return (*(f"{t}," for t in texts[:-1]), *texts[-1:])


def _target(row: SeedRow, model: PhysicalModel) -> str:
    """The key by which a row is known to exist; any key at all where the columns of the row's are none."""
    table = model.table(row.table)
    if table is None or not row.conflict:
        return ""
    wanted = frozenset(row.conflict)
    if any(frozenset(k) == wanted for k in (table.primary_key, *(u.columns for u in table.uniques))):
        return f" ({columns_list(row.conflict)})"
    index = next((i for i in model.indexes if i.table == row.table and i.unique and _columns(i) == wanted), None)
    return _index_target(index, row_scope(table, model.timezone)) if index is not None else ""


def _columns(index: Index) -> frozenset[str]:
    """The columns that the keys of an index are made of, of lower(x) the column x."""
    expressions = (k.expression for k in index.keys)
    plain = (x.arguments[0] if isinstance(x, Call) and x.arguments else x for x in expressions)
    return frozenset(x.steps[0] for x in plain if isinstance(x, Path))


def _index_target(index: Index, scope: Scope) -> str:
    where = f" WHERE {to_sql(index.predicate, scope)}" if index.predicate is not None else ""
    return f" ({', '.join(key_sql(k, scope) for k in index.keys)}){where}"


def _undo(rows: tuple[SeedRow, ...], relation: str, scope: Scope) -> str:
    """Deletes the rows by their keys."""
    key = rows[0].conflict or tuple(c for c, _ in rows[0].values)
    found = tuple(dict(row.values) for row in rows)
    if len(key) == 1 and all(key[0] in r and not _is_null(r[key[0]]) for r in found):
        values = layout.listed(tuple(to_sql(r[key[0]], scope) for r in found))
        return f"DELETE FROM {relation} WHERE {quote_identifier(key[0])} IN {values};"
    conditions = tuple(_matched(r, tuple(c for c in key if c in r), scope) for r in found)
    alternatives = f"\n{layout.INDENT}OR ".join(conditions)
    return f"DELETE FROM {relation}\nWHERE {alternatives};"


def _matched(row: dict[str, Expression], columns: tuple[str, ...], scope: Scope) -> str:
    parts = (f"{quote_identifier(c)} IS NOT DISTINCT FROM {to_sql(row[c], scope)}" for c in columns or tuple(row))
    return f"({' AND '.join(parts)})"


def _is_null(value: Expression) -> bool:
    return isinstance(value, Literal) and value.kind is LiteralKind.NULL
