"""Short ways to write physical models down."""

from __future__ import annotations

from typing import Any

from database_designer.model.expression import Comparator, Comparison, Expression, Literal, LiteralKind, Select
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
    Require,
    RuleFunction,
    Step,
    Table,
    TableKind,
    TouchGuard,
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


def trigger(name: str, table: str, fires: str, function: str, **options: Any) -> Trigger:
    """`fires` is "BEFORE UPDATE" or "AFTER INSERT OR DELETE"."""
    timing, events = fires.split(" ", 1)
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


# Rules


def value(text: str) -> Literal:
    return Literal(kind=LiteralKind.VALUE, value=text)


def select(function: str, table: str, alias: str, where: str = "", over: str = "", **options: Any) -> Select:
    """`select("sum", "lines", "l", "l.invoice_id = NEW.id", "l.price")`."""
    return Select(
        function=function,
        table=table,
        alias=alias,
        where=expression(where) if where else None,
        value=expression(over) if over else None,
        **options,
    )


def compare(left: Expression, operator: str, right: Expression) -> Comparison:
    return Comparison(operator=Comparator(operator), left=left, right=right)


def rule(name: str, fires: str, *body: Step, **options: Any) -> RuleFunction:
    """`fires` is "BEFORE seats" or "AFTER seats"; refusals carry the name of the function with "ck_" before it."""
    timing, table = fires.split(" ", 1)
    return RuleFunction(
        **{
            "name": name,
            "table": table,
            "timing": timing,
            "body": body,
            "origin": ORIGIN,
            "constraint": f"ck_{name}",
            **options,
        }
    )


def require(
    condition: str | Expression, message: str = "no", *, unknown_passes: bool = False, **options: Any
) -> Require:
    read = expression(condition) if isinstance(condition, str) else condition
    return Require(condition=read, message=message, unknown_passes=unknown_passes, **options)


def guards() -> Table:
    """The table of guard rows; its function is called touch_guard."""
    return table(
        "rule_guards",
        column("scope"),
        column("key"),
        column("version", "bigint"),
        kind=TableKind.GUARDS,
        primary_key=("scope", "key"),
    )


TOUCH = TouchGuard(name="touch_guard", table="rule_guards")
NUMBERS = TouchGuard(name="take_number", table="rule_guards", counts=True)
