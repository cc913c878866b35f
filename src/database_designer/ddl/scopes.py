"""What the names in an expression stand for, place by place."""

from __future__ import annotations

from collections.abc import Mapping

from database_designer.ddl.expressions import Scope
from database_designer.ddl.fragment import ExpressionError
from database_designer.model.expression import Path
from database_designer.model.physical import ColumnType, Table
from database_designer.postgres.quoting import quote_identifier


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


def view_scope(tables: Mapping[str, Table], timezone: str) -> Scope:
    """The columns of the tables of a view, by alias."""

    def split(path: Path) -> tuple[str, str]:
        if len(path.steps) != 2 or path.steps[0] not in tables:
            raise ExpressionError(f"{'.'.join(path.steps)!r} is no column of {', '.join(tables)}")
        return path.steps[0], path.steps[1]

    def resolve(path: Path) -> str:
        alias, column = split(path)
        return f"{quote_identifier(alias)}.{quote_identifier(column)}"

    def type_of(path: Path) -> ColumnType | None:
        alias, column = split(path)
        return _type(tables[alias], column)

    return Scope(resolve=resolve, type_of=type_of, timezone=timezone, aggregates=True)


def _column(path: Path, table: Table) -> str:
    if len(path.steps) != 1 or path.root:
        raise ExpressionError(f"{'.'.join(path.steps)!r} is not in the row of {table.name!r} itself")
    return path.steps[0]


def _type(table: Table, column: str) -> ColumnType | None:
    found = table.column(column)
    return found.type if found is not None else None
