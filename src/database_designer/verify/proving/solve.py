"""What has to be changed so that an expression gets a wanted value: expressions solved for what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from database_designer.model.conceptual import Attribute, Derivation, Lifecycle, Link, Reference
from database_designer.model.expression import (
    Aggregate,
    Arithmetic,
    Binary,
    Call,
    Duration,
    Expression,
    Path,
)
from database_designer.verify.proving.evaluate import Frame, calculated, children, evaluate, value_of
from database_designer.verify.proving.plans import Add, Ask, Change, Goal, Plan, Point, Set
from database_designer.verify.proving.samples import sample
from database_designer.verify.proving.schema import Side
from database_designer.verify.proving.values import NOW, TODAY, UNITS, RelativeDate, Row, Span, Unmade, Value

_INVERSE = {
    Arithmetic.ADD: Arithmetic.SUB,
    Arithmetic.SUB: Arithmetic.ADD,
    Arithmetic.MUL: Arithmetic.DIV,
    Arithmetic.DIV: Arithmetic.MUL,
}


def solve(expression: Expression, target: Value, frame: Frame, plan: Plan) -> Iterator[Change]:
    """Changes, each of which may give the expression the value `target`; the likeliest first."""
    match expression:
        case Path():
            yield from _path(expression, target, frame, plan)
        case Binary():
            yield from _binary(expression, target, frame, plan)
        case Duration():
            if isinstance(target, Span | Decimal | int):
                length = target.length if isinstance(target, Span) else Decimal(target) * 86_400
                yield from solve(expression.amount, length / UNITS[expression.unit].length, frame, plan)
        case Call():
            yield from _call(expression, target, frame, plan)
        case Aggregate():
            yield from _aggregate(expression, target, frame, plan)
        case _:
            return


def fill(expression: Expression, frame: Frame, plan: Plan) -> Iterator[Change]:
    """Changes that set what is unset in an expression."""
    match expression:
        case Path():
            yield from _filled(expression, frame, plan)
        case Binary():
            for part in (expression.left, expression.right):
                if evaluate(part, frame, plan.rows) is None:
                    yield from fill(part, frame, plan)
        case Duration():
            yield from fill(expression.amount, frame, plan)
        case Call():
            for part in expression.arguments:
                yield from fill(part, frame, plan)
        case Aggregate(function="min" | "max"):
            yield from added(expression, frame, plan)
        case _:
            return


def owner(path: Path, frame: Frame, plan: Plan) -> tuple[Row, str] | None:
    """The row in which the end of a path stands, and its member; None where the way there is unset."""
    at = {"": frame.row, "this": frame.outer, "it": frame.it, "actor": frame.actor}.get(path.root)
    for step in path.steps[:-1]:
        value = value_of(at, step, plan.rows) if at is not None else None
        at = value if isinstance(value, Row) else None
    return (at, path.steps[-1]) if at is not None and path.steps else None


def added(aggregate: Aggregate, frame: Frame, plan: Plan) -> Iterator[Change]:
    """A further row for an aggregate: one that is there already but does not count, or a new one."""
    ends, rest = _fan(aggregate.over, frame, plan)
    if ends is None:
        yield from _reached(aggregate.over, frame, plan)
        return
    row, name = ends
    side, such_that = plan.schema.member(row.entity, name), aggregate.where
    if rest:
        such_that = Aggregate(function="exists", over=Path(steps=rest), where=such_that)
    if isinstance(side, Side) and isinstance(side.element, Reference):
        yield Add(entity=side.entity, values={side.element.name: row}, such_that=such_that, outer=frame.row)
    elif isinstance(side, Link):
        yield Add(entity=side.to, values={}, such_that=such_that, outer=row, link=side)
    elif isinstance(side, Side):
        yield Add(entity=side.entity, values={side.element.name: (row,)}, such_that=such_that, outer=frame.row)
    elif isinstance(side, Attribute) and side.many is not None:
        now = plan.rows.values(row).get(name)
        held = now if isinstance(now, tuple) else ()
        single = replace(side, many=None)
        yield Set(row=row, values={name: (*held, sample(single, plan.schema, plan.number + len(held) + 1))})


def _fan(over: Path, frame: Frame, plan: Plan) -> tuple[tuple[Row, str] | None, tuple[str, ...]]:
    """Where a path leads to several rows for the first time, and what is left of it from there."""
    for end in range(1, len(over.steps) + 1):
        ends = owner(replace(over, steps=over.steps[:end]), frame, plan)
        member = plan.schema.member(ends[0].entity, ends[1]) if ends is not None else None
        if ends is None or isinstance(member, Side | Link) or end == len(over.steps):
            return ends, over.steps[end:]
    return None, ()


def _reached(path: Path, frame: Frame, plan: Plan) -> Iterator[Change]:
    """What sets the first unset reference on the way."""
    for end in range(1, len(path.steps)):
        here = owner(replace(path, steps=path.steps[:end]), frame, plan)
        if here is not None and value_of(here[0], here[1], plan.rows) is None:
            yield from _pointed(here[0], here[1], plan)
            return


def _pointed(row: Row, name: str, plan: Plan) -> Iterator[Change]:
    member = plan.schema.member(row.entity, name)
    if isinstance(member, Reference):
        yield Point(row=row, reference=member)
        for other in plan.rows.of(member.to):
            yield Point(row=row, reference=member, to=other)
    elif isinstance(member, Side) and isinstance(member.element, Reference):
        yield Add(entity=member.entity, values={member.element.name: row})


def _filled(path: Path, frame: Frame, plan: Plan) -> Iterator[Change]:
    here = owner(path, frame, plan)
    if here is None:
        yield from _reached(path, frame, plan)
        return
    row, name = here
    member = plan.schema.member(row.entity, name)
    if isinstance(member, Attribute):
        if member.derived is not None:
            yield from fill(member.derived.expression, plan.frame(row), plan)
        else:
            yield Set(row=row, values={name: sample(member, plan.schema, row.number)})
    else:
        yield from _pointed(row, name, plan)


def _path(path: Path, target: Value, frame: Frame, plan: Plan) -> Iterator[Change]:
    here = owner(path, frame, plan) if path.root != "old" else None
    if here is None:
        yield from _reached(path, frame, plan)
        return
    row, name = here
    member = plan.schema.member(row.entity, name)
    match member:
        case Attribute() if member.derived is not None:
            if row not in plan.written or member.derived.manner != Derivation.SNAPSHOT:
                yield from solve(member.derived.expression, target, plan.frame(row), plan)
        case Attribute() | Lifecycle():
            yield Set(row=row, values={name: target})
        case Reference() if target is None or isinstance(target, Row):
            yield Set(row=row, values={name: target})
        case Side() if isinstance(target, Row) and isinstance(member.element, Reference):
            yield Set(row=target, values={member.element.name: row})
        case None if name in ("created_at", "deleted_at"):
            yield Set(row=row, values={name: target})
    yield from _elsewhere(path, target, frame, plan)


def _elsewhere(path: Path, target: Value, frame: Frame, plan: Plan) -> Iterator[Change]:
    """Other rows on the way, of which the value is right already, or that are made so."""
    for end in range(len(path.steps) - 1, 0, -1):
        here = owner(replace(path, steps=path.steps[:end]), frame, plan)
        reference = plan.schema.member(here[0].entity, here[1]) if here is not None else None
        if here is None or not isinstance(reference, Reference):
            continue
        rest = path.steps[end:]
        for other in plan.rows.of(reference.to):
            if evaluate(Path(steps=rest), plan.frame(other), plan.rows) == target:
                yield Point(row=here[0], reference=reference, to=other)
        if len(rest) == 1:
            yield Point(row=here[0], reference=reference, values={rest[0]: target})


def _binary(node: Binary, target: Value, frame: Frame, plan: Plan) -> Iterator[Change]:
    left, right = evaluate(node.left, frame, plan.rows), evaluate(node.right, frame, plan.rows)
    if left is None or right is None:
        yield from fill(node, frame, plan)
        return
    if isinstance(target, date) and isinstance(left, Span | int | Decimal) and isinstance(right, date):
        node, left, right = replace(node, left=node.right, right=node.left), right, left
    inverse = _INVERSE[node.operator]
    wanted = _calculated(inverse, target, right)
    if wanted is not None:
        yield from solve(node.left, wanted, frame, plan)
    if node.operator in (Arithmetic.SUB, Arithmetic.DIV):
        wanted = _calculated(node.operator, left, target)
    else:
        wanted = _calculated(inverse, target, left)
    if wanted is not None:
        yield from solve(node.right, wanted, frame, plan)


def _calculated(operator: Arithmetic, left: Value, right: Value) -> Value:
    try:
        return calculated(operator, left, right)
    except Unmade:
        return None


def _call(node: Call, target: Value, frame: Frame, plan: Plan) -> Iterator[Change]:
    first, last = node.arguments[0], node.arguments[-1]
    match node.function:
        case "lower":
            yield from solve(first, target, frame, plan)
        case "length" if isinstance(target, int | Decimal):
            text = str(evaluate(first, frame, plan.rows) or "")
            yield from solve(first, text[: int(target)].ljust(max(0, int(target)), "x"), frame, plan)
        case "days" if isinstance(target, int | Decimal):
            by = Span(days=int(target))
            start, end = evaluate(first, frame, plan.rows), evaluate(last, frame, plan.rows)
            yield from solve(last, _calculated(Arithmetic.ADD, start, by), frame, plan)
            yield from solve(first, _calculated(Arithmetic.SUB, end, by), frame, plan)
        case "date" if isinstance(target, date):
            yield from solve(first, _noon(target), frame, plan)
        case "weekday" | "week" | "month" | "year":
            for day in _days_with(node, target):
                yield from solve(first, day, frame, plan)
        case _:
            return


def _noon(day: date) -> datetime:
    if isinstance(day, RelativeDate):
        return NOW + timedelta(days=(day - TODAY).days)
    return datetime(day.year, day.month, day.day, 12)


def _days_with(node: Call, target: Value) -> Iterator[datetime]:
    """Days of the calendar, long gone and far ahead, for which the function gives the target."""
    probe = replace(node, arguments=(Path(steps=()),))
    for year in (2126, 1976):
        for offset in range(0, 400, 1):
            at = datetime(year, 1, 1, 12) + timedelta(days=offset)
            if calendar_value(probe.function, at) == target:
                yield at
                break
    if isinstance(target, date):
        yield _noon(target)


def calendar_value(function: str, at: datetime) -> Value:
    """weekday, week, month or year of an instant."""
    if function == "weekday":
        return at.isoweekday()
    if function == "week":
        return (at - timedelta(days=at.weekday())).date()
    return date(at.year, at.month if function == "month" else 1, 1)


def _aggregate(node: Aggregate, target: Value, frame: Frame, plan: Plan) -> Iterator[Change]:
    if node.value is None or node.function not in ("sum", "min", "max"):
        return
    counted = [
        frame.inside(r)
        for r in children(node.over, frame, plan.rows)
        if node.where is None or evaluate(node.where, frame.inside(r), plan.rows) is True
    ]
    now = evaluate(node, frame, plan.rows)
    if node.where is not None:
        for row in children(node.over, frame, plan.rows):
            if frame.inside(row) not in counted:
                yield Ask(goal=Goal(condition=node.where, frame=frame.inside(row)))
    for inner in reversed(counted):
        value = evaluate(node.value, inner, plan.rows)
        if node.function == "sum":
            missing = _calculated(Arithmetic.SUB, target, now)
            value = _calculated(Arithmetic.ADD, value, missing)
        elif value == now:
            value = target
        if value is not None:
            yield from solve(node.value, value, inner, plan)
    yield from added(node, frame, plan)
