"""The table of guard rows: what concurrent transactions take turns over, and the function that writes them."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.design.layout import Layout
from database_designer.design.part import Part
from database_designer.design.types import BIGINT, TEXT
from database_designer.model.decision import because
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
from database_designer.source import merge_origins

BY = "design.guard_rows"
TOUCH, NUMBERS = "touch_guard", "take_number"
GUARDS = "rule_guards"
PURPOSE = (
    "Rows that are written before a rule reads several rows, so that two transactions that could break it together"
    " take turns. They hold no business data; they may be left alone."
)


def guard_rows(functions: tuple[Function, ...], layout: Layout) -> Part:
    """The table and its functions, where a function writes guard rows or counts with them."""
    steps = [s for f in functions if isinstance(f, RuleFunction) for step in f.body for s in _with_inside(step)]
    touching, counting = any(_touches(s) for s in steps), any(_counts(s) for s in steps)
    if not (touching or counting):
        return Part()
    rules = (
        f.origin
        for f in functions
        if isinstance(f, RuleFunction) and any(_touches(s) or _counts(s) for step in f.body for s in _with_inside(step))
    )
    origin = because(
        merge_origins(rules), BY, "locks alone would leave the second of two transactions its old snapshot"
    )
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
    touch, numbers = TouchGuard(name=TOUCH, table=name), TouchGuard(name=NUMBERS, table=name, counts=True)
    used = (*((touch,) if touching else ()), *((numbers,) if counting else ()))
    return Part(tables=(table,), functions=used)


def _touches(step: Step) -> bool:
    return isinstance(step, Touch | TouchEach)


def _counts(step: Step) -> bool:
    return isinstance(step, Assign) and any(isinstance(n, Call) and n.function == NUMBERS for n in nodes(step.value))


def _with_inside(step: Step) -> Iterator[Step]:
    yield step
    inner = step.then if isinstance(step, When) else step.body if isinstance(step, ForEach) else ()
    for one in inner:
        yield from _with_inside(one)
