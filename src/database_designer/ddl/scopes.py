"""What the names in an expression stand for, place by place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from database_designer.ddl.expressions import ACTOR_SETTING, Scope, no_other_rows
from database_designer.ddl.fragment import ExpressionError
from database_designer.ddl.names import Names
from database_designer.model.expression import Path
from database_designer.model.physical import ColumnType, PhysicalModel, Table, TouchGuard
from database_designer.postgres.quoting import quote_identifier

TRIGGER_ROWS = ("NEW", "OLD")


def row_scope(table: Table, timezone: str) -> Scope:
    """The columns of one row of `table`: of its checks, generated columns, indexes and predicates."""

    def resolve(path: Path) -> str:
        return quote_identifier(_column(path, table))

    def type_of(path: Path) -> ColumnType | None:
        return _type(table, _column(path, table))

    return Scope(resolve=resolve, type_of=type_of, timezone=timezone)


def constant_scope(timezone: str) -> Scope:
    """No columns at all: of defaults and first rows."""

    def resolve(path: Path) -> str:
        raise ExpressionError(f"{'.'.join(path.steps)}: no column can be read here")

    return Scope(resolve=resolve, timezone=timezone)


def rows_scope(
    tables: Mapping[str, Table],
    model: PhysicalModel,
    names: Names,
    *,
    aggregates: bool = False,
    actor_setting: str = ACTOR_SETTING,
    guards: tuple[str, str] | None = None,
) -> Scope:
    """The columns of rows of `tables`, by alias: of views, queries, functions; queries inside may read further tables.

    NEW and OLD are the rows of a trigger. `guards` are the functions that write guard rows and count with them, where
    that is known already.
    """
    guard, numbers = guards or (_guard(model, names, counts=False), _guard(model, names, counts=True))

    def split(path: Path) -> tuple[str, str]:
        if len(path.steps) != 2 or path.root or path.steps[0] not in tables:
            raise ExpressionError(f"{'.'.join(path.steps)!r} is no column of {', '.join(tables) or 'any row'}")
        return path.steps[0], path.steps[1]

    def resolve(path: Path) -> str:
        alias, column = split(path)
        row = alias if alias in TRIGGER_ROWS else quote_identifier(alias)
        return f"{row}.{quote_identifier(column)}"

    def type_of(path: Path) -> ColumnType | None:
        alias, column = split(path)
        return _type(tables[alias], column)

    def with_rows(further: Mapping[str, str]) -> Scope:
        found = {**tables, **{alias: known_table(name, model) for alias, name in further.items()}}
        return rows_scope(found, model, names, actor_setting=actor_setting, guards=(guard, numbers))

    return Scope(
        resolve=resolve,
        type_of=type_of,
        timezone=model.timezone,
        actor_setting=actor_setting,
        aggregates=aggregates,
        with_rows=with_rows,
        names=names,
        guard=guard,
        numbers=numbers,
    )


def _guard(model: PhysicalModel, names: Names, *, counts: bool) -> str:
    """The function of the model that writes guard rows, or counts with them."""
    found = (f for f in model.functions if isinstance(f, TouchGuard) and f.counts == counts)
    return next((names.function(f.name) for f in found), "")


def trigger_scope(table: Table, model: PhysicalModel, names: Names) -> Scope:
    """The rows NEW and OLD of a trigger, of its WHEN: no other rows are read there."""
    scope = rows_scope(dict.fromkeys(TRIGGER_ROWS, table), model, names)
    return replace(scope, with_rows=no_other_rows)


def known_table(name: str, model: PhysicalModel) -> Table:
    """The table of that name. Raises ExpressionError where the model has none."""
    table = model.table(name)
    if table is None:
        raise ExpressionError(f"the table {name!r} does not exist")
    return table


def _column(path: Path, table: Table) -> str:
    if len(path.steps) != 1 or path.root:
        raise ExpressionError(f"{'.'.join(path.steps)!r} is not in the row of {table.name!r} itself")
    return path.steps[0]


def _type(table: Table, column: str) -> ColumnType | None:
    found = table.column(column)
    return found.type if found is not None else None
