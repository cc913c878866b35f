"""All expressions of a physical model, each with the table that its columns belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from database_designer.model.check.families import Typing
from database_designer.model.expression import Expression, Path
from database_designer.model.physical import (
    ColumnType,
    NewUuid,
    NextNumber,
    PhysicalModel,
    Table,
    View,
)

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


def scopes(physical: PhysicalModel) -> Callable[[Table | View | None], Typing]:
    """The types that paths have in the expressions of a table (one step) or a view (alias and column)."""
    enums = {e.name: e.values for e in physical.enums}

    def of(owner: Table | View | None) -> Typing:
        def type_of(path: Path) -> ColumnType | None:
            if owner is None or path.root:
                return None
            if isinstance(owner, Table):
                return _type(owner, path.steps)
            aliases = {owner.alias: owner.table, **{j.alias: j.table for j in owner.joins}}
            table = physical.table(aliases.get(path.steps[0], "")) if len(path.steps) == 2 else None
            return _type(table, path.steps[1:]) if table is not None else None

        return Typing(type_of=type_of, enums=enums)

    return of


def _type(table: Table, steps: tuple[str, ...]) -> ColumnType | None:
    column = table.column(steps[0]) if len(steps) == 1 else None
    return column.type if column is not None else None
