"""The table of guard rows: what concurrent transactions take turns over, and the function that writes them."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.design.layout import Layout
from database_designer.design.part import Part
from database_designer.design.types import BIGINT, TEXT
from database_designer.model.decision import housekeeping
from database_designer.model.expression import Call, Literal, LiteralKind
from database_designer.model.physical import (
    Assign,
    Column,
    ColumnRole,
    ForEach,
    Function,
    RuleFunction,
    Step,
    Table,
    TableKind,
    Touch,
    TouchEach,
    TouchGuard,
    When,
)
from database_designer.model.walk import nodes
from database_designer.postgres.identifiers import distinct

BY = "design.guard_rows"
FUNCTION = "touch_guard"
GUARDS = "rule_guards"
PURPOSE = (
    "Rows that are written before a rule reads several rows, so that two transactions that could break it together"
    " take turns. They hold no business data; they may be left alone."
)


def guard_rows(functions: tuple[Function, ...], layout: Layout) -> Part:
    """The table and its function, where a function writes guard rows."""
    if not any(_writes(s) for f in functions if isinstance(f, RuleFunction) for s in f.body):
        return Part()
    origin = housekeeping(BY, "locks alone would leave the second of two transactions its old snapshot")
    name = distinct(GUARDS, layout.tables)
    columns = tuple(
        Column(name=column, type=type_, role=ColumnRole.HOUSEKEEPING, origin=origin, comment=comment, default=default)
        for column, type_, comment, default in (
            ("scope", TEXT, "The table, or the rule, that the key belongs to.", None),
            ("key", TEXT, "The row that a rule is about; empty for rules over a whole table.", None),
            ("version", BIGINT, "Goes up with every write.", Literal(kind=LiteralKind.NUMBER, value="1")),
        )
    )
    table = Table(
        name=name, kind=TableKind.GUARDS, columns=columns, primary_key=("scope", "key"),
        primary_key_name=f"pk_{name}", origin=origin, purpose=PURPOSE, normal_form="BCNF",
    )  # fmt: skip
    return Part(tables=(table,), functions=(TouchGuard(name=FUNCTION, table=name),))


def _writes(step: Step) -> bool:
    counts = isinstance(step, Assign) and any(isinstance(n, Call) and n.function == FUNCTION for n in nodes(step.value))
    return counts or isinstance(step, Touch | TouchEach) or any(_writes(s) for s in _inside(step))


def _inside(step: Step) -> Iterator[Step]:
    if isinstance(step, When):
        yield from step.then
    elif isinstance(step, ForEach):
        yield from step.body
