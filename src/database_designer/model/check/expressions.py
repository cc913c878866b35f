"""All expressions of a physical model, each with the table that its columns belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from database_designer.model.check.families import Typing
from database_designer.model.expression import Expression, Path, Select
from database_designer.model.physical import (
    ColumnType,
    NewUuid,
    NextNumber,
    PhysicalModel,
    Table,
    View,
)
from database_designer.model.walk import nodes

Scoped = tuple[str, Table | View | None, Expression, str]
"""The name of the object, what its columns belong to, the expression, and the family it must have ("" for any)."""


def expressions(physical: PhysicalModel) -> Iterator[Scoped]:
    """All expressions of checks, defaults, generated columns, indexes and views."""
    for table in physical.tables:
        yield from ((c.name, table, c.condition, "boolean") for c in table.checks)
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            if column.generated is not None:
                yield name, table, column.generated, ""
            if column.default is not None and not isinstance(column.default, NewUuid | NextNumber):
                yield name, None, column.default, ""
    for index in physical.indexes:
        own = physical.table(index.table)
        yield from ((index.name, own, k.expression, "") for k in index.keys)
        if index.predicate is not None:
            yield index.name, own, index.predicate, "boolean"
    for view in physical.views:
        yield from ((f"{view.name}.{c.name}", view, c.expression, "") for c in view.columns)
        if view.where is not None:
            yield view.name, view, view.where, "boolean"


def scopes(physical: PhysicalModel) -> Callable[[Table | View | None, Expression], Typing]:
    """The types that paths have in an expression of a table (one step) or a view (alias and column).

    The tables that the expression itself reads are known by their aliases too.
    """
    enums = {e.name: e.values for e in physical.enums}

    def of(owner: Table | View | None, expression: Expression) -> Typing:
        aliases = dict(_read(expression))
        if isinstance(owner, View):
            aliases |= {owner.alias: owner.table, **{j.alias: j.table for j in owner.joins}}

        def type_of(path: Path) -> ColumnType | None:
            if path.root:
                return None
            if isinstance(owner, Table) and len(path.steps) == 1:
                return _type(owner, path.steps[0])
            table = physical.table(aliases.get(path.steps[0], "")) if len(path.steps) == 2 else None
            return _type(table, path.steps[1]) if table is not None else None

        return Typing(type_of=type_of, enums=enums)

    return of


def _read(expression: Expression) -> Iterator[tuple[str, str]]:
    """The aliases of the tables that are read inside of an expression, with these."""
    for node in nodes(expression):
        if isinstance(node, Select):
            yield node.alias, node.table
            yield from ((j.alias, j.table) for j in node.joins)


def _type(table: Table, name: str) -> ColumnType | None:
    column = table.column(name)
    return column.type if column is not None else None
