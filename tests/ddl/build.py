"""Short ways to write physical models down."""

from __future__ import annotations

from typing import Any

from database_designer.model.expression import Expression
from database_designer.model.physical import (
    Check,
    Column,
    ColumnRole,
    ColumnType,
    DeleteAction,
    ForeignKey,
    Function,
    NewUuid,
    PhysicalModel,
    Table,
    TableKind,
    Trigger,
)
from database_designer.modelfile.expressions import read_expression
from database_designer.source import Origin

ORIGIN = Origin(decided_by="test")


def from_requirement(*ids: str) -> Origin:
    return Origin(decided_by="test", stated=ids)


def column(name: str, column_type: str = "text", *arguments: int, **options: Any) -> Column:
    """A column; a type that starts with "enum " is an enum of the model."""
    is_enum = column_type.startswith("enum ")
    found = ColumnType(name=column_type.removeprefix("enum "), arguments=arguments, is_enum=is_enum)
    return Column(**{"name": name, "type": found, "role": ColumnRole.VALUE, "origin": ORIGIN, **options})


def key(name: str = "id") -> Column:
    return column(name, "uuid", role=ColumnRole.KEY, default=NewUuid())


def table(name: str, *columns: Column, **options: Any) -> Table:
    """A table whose primary key is its first column."""
    return Table(
        **{
            "name": name,
            "kind": TableKind.ENTITY,
            "columns": columns,
            "primary_key": (columns[0].name,),
            "primary_key_name": f"{name}_pkey",
            "origin": ORIGIN,
            **options,
        }
    )


def foreign_key(
    source: str, target: str, on_delete: DeleteAction = DeleteAction.RESTRICT, **options: Any
) -> ForeignKey:
    """`source` is "table.column", `target` a table with the key "id"."""
    name, held = source.split(".")
    return ForeignKey(
        **{
            "name": f"{name}_{held}_fkey",
            "table": name,
            "columns": (held,),
            "target": target,
            "target_columns": ("id",),
            "on_delete": on_delete,
            "origin": ORIGIN,
            **options,
        }
    )


def check(name: str, condition: str) -> Check:
    return Check(name=name, condition=expression(condition), origin=ORIGIN)


def trigger(name: str, table: str, when: str, function: str, **options: Any) -> Trigger:
    """`when` is "BEFORE UPDATE" or "AFTER INSERT OR DELETE"."""
    timing, events = when.split(" ", 1)
    return Trigger(
        name=name,
        table=table,
        timing=timing,
        events=tuple(events.split(" OR ")),
        function=function,
        origin=ORIGIN,
        **options,
    )


def expression(text: str) -> Expression:
    return read_expression(text)


def model(*tables: Table, functions: tuple[Function, ...] = (), **options: Any) -> PhysicalModel:
    return PhysicalModel(**{"schema": "public", "postgres": 15, "tables": tables, "functions": functions, **options})
