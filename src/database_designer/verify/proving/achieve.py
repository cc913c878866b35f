"""Changes that make a condition true, or false."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice

from database_designer.model.conceptual import Attribute, Lifecycle, Link, Reference
from database_designer.model.expression import (
    Aggregate,
    And,
    Between,
    Call,
    Comparator,
    Comparison,
    Expression,
    Implies,
    In,
    IsSet,
    Literal,
    LiteralKind,
    Matches,
    Not,
    Or,
    Path,
)
from database_designer.model.walk import nodes
from database_designer.verify.proving.evaluate import Frame, children, evaluate, fails, holds, value_of
from database_designer.verify.proving.patterns import texts_matching
from database_designer.verify.proving.plans import Change, Plan, Point, Remove, Set
from database_designer.verify.proving.samples import others
from database_designer.verify.proving.schema import Side
from database_designer.verify.proving.solve import added, fill, owner, solve
from database_designer.verify.proving.values import NOW, Row, Span, Value

OPPOSITE = {
    Comparator.EQ: Comparator.NE,
    Comparator.NE: Comparator.EQ,
    Comparator.LT: Comparator.GE,
    Comparator.GE: Comparator.LT,
    Comparator.GT: Comparator.LE,
    Comparator.LE: Comparator.GT,
}
_MIRRORED = {
    Comparator.LT: Comparator.GT,
    Comparator.GT: Comparator.LT,
    Comparator.LE: Comparator.GE,
    Comparator.GE: Comparator.LE,
}


def repairs(condition: Expression, frame: Frame, plan: Plan, *, wanted: bool = True) -> Iterator[Change]:
    """Changes, each a step towards the condition being true (false where not `wanted`); the likeliest first."""
    match condition:
        case And() | Or():
            yield from _joined(condition, frame, plan, wanted=wanted)
        case Not():
            yield from repairs(condition.operand, frame, plan, wanted=not wanted)
        case Implies():
            yield from _implied(condition, frame, plan, wanted=wanted)
        case Comparison():
            operator = condition.operator if wanted else OPPOSITE[condition.operator]
            yield from _compared(replace(condition, operator=operator), frame, plan)
        case Between():
            low = Comparison(operator=Comparator.GE, left=condition.operand, right=condition.low)
            high = Comparison(operator=Comparator.LE, left=condition.operand, right=condition.high)
            yield from repairs(And(operands=(low, high)), frame, plan, wanted=wanted)
        case In():
            parts = tuple(Comparison(operator=Comparator.EQ, left=condition.operand, right=v) for v in condition.values)
            yield from repairs(Or(operands=parts), frame, plan, wanted=wanted)
        case IsSet():
            if condition.negated == wanted:
                yield from _cleared(condition.operand, frame, plan)
            else:
                yield from fill(condition.operand, frame, plan)
        case Matches():
            yield from _matched(condition, frame, plan, wanted=wanted)
        case Aggregate():
            yield from _aggregated(condition, frame, plan, wanted=wanted)
        case Call():
            yield from _called(condition, frame, plan, wanted=wanted)
        case Path():
            yield from solve(condition, wanted, frame, plan)
        case _:
            return


def _joined(node: And | Or, frame: Frame, plan: Plan, *, wanted: bool) -> Iterator[Change]:
    """Of what all must be so, the first that is not; of what one must be so, each."""
    if isinstance(node, And) == wanted:
        for operand in node.operands:
            done = holds(operand, frame, plan.rows) if wanted else fails(operand, frame, plan.rows)
            if not done:
                yield from repairs(operand, frame, plan, wanted=wanted)
                return
        return
    for operand in node.operands:
        yield from repairs(operand, frame, plan, wanted=wanted)


def _implied(node: Implies, frame: Frame, plan: Plan, *, wanted: bool) -> Iterator[Change]:
    if not node.both:
        meant = Or(operands=(node.right, Not(operand=node.left)))
        yield from repairs(meant, frame, plan, wanted=wanted)
        return
    left, right = evaluate(node.left, frame, plan.rows), evaluate(node.right, frame, plan.rows)
    if isinstance(left, bool):
        yield from repairs(node.right, frame, plan, wanted=left == wanted)
    if isinstance(right, bool):
        yield from repairs(node.left, frame, plan, wanted=right == wanted)
    if left is None and right is None:
        yield from fill_condition(node.left, frame, plan)


def fill_condition(condition: Expression, frame: Frame, plan: Plan) -> Iterator[Change]:
    """Changes that set what an unknown condition reads."""
    for node in nodes(condition):
        if isinstance(node, Path) and evaluate(node, frame, plan.rows) is None:
            yield from fill(node, frame, plan)


# Comparisons


def _compared(node: Comparison, frame: Frame, plan: Plan) -> Iterator[Change]:
    if isinstance(node.left, Aggregate) and node.left.function == "count":
        yield from _counted(node.left, node.operator, node.right, frame, plan)
    elif isinstance(node.right, Aggregate) and node.right.function == "count":
        operator = _MIRRORED.get(node.operator, node.operator)
        yield from _counted(node.right, operator, node.left, frame, plan)
    left, right = evaluate(node.left, frame, plan.rows), evaluate(node.right, frame, plan.rows)
    if left is None and right is None:
        yield from fill(node.left, frame, plan)
        yield from fill(node.right, frame, plan)
        return
    mirrored = _MIRRORED.get(node.operator, node.operator)
    of_left = _towards(node.left, node.operator, right, frame, plan)
    of_right = _towards(node.right, mirrored, left, frame, plan)
    yield from _alternating(of_left, of_right)
    if left is None:
        yield from fill(node.left, frame, plan)
    if right is None:
        yield from fill(node.right, frame, plan)


def _alternating(first: Iterator[Change], second: Iterator[Change]) -> Iterator[Change]:
    """Three of the one, three of the other, and so on."""
    while True:
        some = [*islice(first, 3), *islice(second, 3)]
        if not some:
            return
        yield from some


def _towards(expression: Expression, operator: Comparator, other: Value, frame: Frame, plan: Plan) -> Iterator[Change]:
    """Changes of one side of a comparison with the value of the other."""
    if other is None:
        return
    if operator is Comparator.NE:
        yield from _different(expression, other, frame, plan)
        return
    for target in _targets(operator, other):
        yield from solve(expression, target, frame, plan)


def _targets(operator: Comparator, bound: Value) -> Iterator[Value]:
    """Values that stand to the bound as the operator says, some with a margin."""
    if operator is Comparator.EQ:
        yield bound
        return
    sign = -1 if operator in (Comparator.LT, Comparator.LE) else 1
    closed = operator in (Comparator.LE, Comparator.GE)
    if isinstance(bound, date):
        days = [timedelta(days=d) for d in (1, 7, 40, 400, 4000)]
        if isinstance(bound, datetime):
            days.insert(1, timedelta(hours=1))
        if closed:
            days.insert(1, timedelta())
        yield from (bound + sign * d for d in days)
    elif isinstance(bound, Span):
        if closed:
            yield bound
        yield from (bound.plus(Span(days=sign * d)) for d in (1, 10))
        yield bound.plus(Span(seconds=Decimal(sign * 60)))
    elif isinstance(bound, int | Decimal):
        if closed:
            yield Decimal(bound)
        yield from (Decimal(bound) + sign * Decimal(s) for s in ("1", "10", "0.01", "100", "10000"))
    elif isinstance(bound, time):
        if closed:
            yield bound
        at = datetime.combine(NOW, bound)
        yield from (m.time() for m in (at + sign * timedelta(hours=h) for h in (1, 4)) if m.date() == at.date())
    elif isinstance(bound, str):
        if closed:
            yield bound
        yield bound + "x" if sign > 0 else bound[:-1]


def _different(expression: Expression, value: Value, frame: Frame, plan: Plan) -> Iterator[Change]:
    """Changes after which the expression has another value than this one."""
    ends = owner(expression, frame, plan) if isinstance(expression, Path) else None
    member = plan.schema.member(ends[0].entity, ends[1]) if ends is not None else None
    if ends is not None and isinstance(member, Lifecycle):
        yield from (Set(row=ends[0], values={ends[1]: s}) for s in member.states if s != value)
    elif ends is not None and isinstance(member, Attribute) and member.derived is None:
        values = others(member, plan.schema, plan.number + 1)
        yield from (Set(row=ends[0], values={ends[1]: v}) for v in values if v != value)
    elif ends is not None and isinstance(member, Reference):
        yield Point(row=ends[0], reference=member)
        for other in plan.rows.of(member.to):
            if other != value:
                yield Point(row=ends[0], reference=member, to=other)
    else:
        yield from _towards(expression, Comparator.GT, value, frame, plan)
        yield from _towards(expression, Comparator.LT, value, frame, plan)
    if isinstance(expression, Path) and len(expression.steps) > 1:
        first = owner(replace(expression, steps=expression.steps[:-1]), frame, plan)
        reference = plan.schema.member(first[0].entity, first[1]) if first is not None else None
        if first is not None and isinstance(reference, Reference):
            yield Point(row=first[0], reference=reference)


# Texts


def _matched(node: Matches, frame: Frame, plan: Plan, *, wanted: bool) -> Iterator[Change]:
    if not wanted:
        for text in ("", " ", "?", "~", "x", "0", "A", "mismatch ~ 0 ?"):
            if holds(Matches(operand=_text(text), pattern=node.pattern), frame, plan.rows):
                continue
            yield from solve(node.operand, text, frame, plan)
        return
    for text in islice(texts_matching(node.pattern, plan.number), 12):
        yield from solve(node.operand, text, frame, plan)


def _text(text: str) -> Literal:
    return Literal(kind=LiteralKind.TEXT, value=text)


def _cleared(expression: Expression, frame: Frame, plan: Plan) -> Iterator[Change]:
    if not isinstance(expression, Path):
        for part in nodes(expression):
            if isinstance(part, Path):
                yield from _cleared(part, frame, plan)
        return
    ends = owner(expression, frame, plan)
    if ends is None:
        return
    row, name = ends
    member = plan.schema.member(row.entity, name)
    if isinstance(member, Side):
        value = value_of(row, name, plan.rows)
        if isinstance(value, Row):
            yield from _dismissed(value, member)
        return
    if isinstance(member, Attribute) and member.derived is not None:
        yield from _cleared(member.derived.expression, plan.frame(row), plan)
        return
    yield Set(row=row, values={name: None})


# Rows of other sides


def _aggregated(node: Aggregate, frame: Frame, plan: Plan, *, wanted: bool) -> Iterator[Change]:
    if node.function == "exists":
        yield from _more(node, frame, plan) if wanted else _fewer(node, frame, plan)
    elif node.function == "all" and node.value is not None:
        inner = [frame.inside(r) for r in children(node.over, frame, plan.rows)]
        if node.where is not None:
            inner = [f for f in inner if evaluate(node.where, f, plan.rows) is True]
        if wanted:
            for one in inner:
                if not holds(node.value, one, plan.rows, unknown=True):
                    yield from repairs(node.value, one, plan)
                    yield from _dropped(node, one, frame, plan)
            return
        for one in inner:
            yield from repairs(node.value, one, plan, wanted=False)
        broken = Not(operand=node.value)
        such_that = broken if node.where is None else And(operands=(node.where, broken))
        yield from added(replace(node, where=such_that), frame, plan)


def _counted(node: Aggregate, operator: Comparator, bound: Expression, frame: Frame, plan: Plan) -> Iterator[Change]:
    wanted, now = evaluate(bound, frame, plan.rows), evaluate(node, frame, plan.rows)
    if not isinstance(wanted, int | Decimal) or not isinstance(now, int):
        return
    more = operator in (Comparator.GT, Comparator.GE, Comparator.NE) or (operator is Comparator.EQ and now < wanted)
    if more and (operator is not Comparator.NE or now == wanted):
        yield from _more(node, frame, plan)
    if not more or operator is Comparator.NE:
        yield from _fewer(node, frame, plan)


def _more(node: Aggregate, frame: Frame, plan: Plan) -> Iterator[Change]:
    if node.where is not None:
        for row in children(node.over, frame, plan.rows):
            inner = frame.inside(row)
            if not holds(node.where, inner, plan.rows):
                yield from islice(repairs(node.where, inner, plan), 3)
    yield from added(node, frame, plan)


def _fewer(node: Aggregate, frame: Frame, plan: Plan) -> Iterator[Change]:
    for row in reversed(children(node.over, frame, plan.rows)):
        inner = frame.inside(row)
        if node.where is not None:
            if not holds(node.where, inner, plan.rows):
                continue
            yield from islice(repairs(node.where, inner, plan, wanted=False), 4)
        yield from _dropped(node, inner, frame, plan)


def _dropped(node: Aggregate, inner: Frame, frame: Frame, plan: Plan) -> Iterator[Change]:
    """A row that an aggregate shall not count any more."""
    ends = owner(node.over, frame, plan)
    member = plan.schema.member(ends[0].entity, ends[1]) if ends is not None else None
    if ends is None or inner.row is None:
        return
    if isinstance(member, Side):
        yield from _dismissed(inner.row, member)
    elif isinstance(member, Link):
        held = plan.rows.linked(member, ends[0])
        yield Set(row=ends[0], values={member.name: tuple(r for r in held if r != inner.row)})


def _dismissed(row: Row, side: Side) -> Iterator[Change]:
    """The row points to something else, to nothing, or is no more."""
    if isinstance(side.element, Reference):
        if side.element.optional:
            yield Set(row=row, values={side.element.name: None})
        yield Point(row=row, reference=side.element)
    yield Remove(row=row)


# Functions


def _called(node: Call, frame: Frame, plan: Plan, *, wanted: bool) -> Iterator[Change]:
    if node.function == "in":
        yield from _among(node, frame, plan, wanted=wanted)
        return
    given = [(a, _counts(a, frame, plan)) for a in node.arguments]
    number = sum(g for _, g in given)
    least = node.function in ("exactly_one", "at_least_one")
    too_many = number > 1 and node.function != "at_least_one"
    if wanted:
        add, take = number < 1 and least, too_many
    else:
        add = (node.function == "at_most_one" and number <= 1) or (node.function == "exactly_one" and number == 1)
        take = least and number >= 1
    for argument, is_given in given:
        if is_given and take:
            yield from _uncounted(argument, frame, plan)
        elif not is_given and add:
            yield from _counting(argument, frame, plan)


def _counts(argument: Expression, frame: Frame, plan: Plan) -> bool:
    value = evaluate(argument, frame, plan.rows)
    return value is not None and value is not False


def _counting(argument: Expression, frame: Frame, plan: Plan) -> Iterator[Change]:
    if isinstance(argument, Path):
        yield from fill(argument, frame, plan)
    else:
        yield from repairs(argument, frame, plan)


def _uncounted(argument: Expression, frame: Frame, plan: Plan) -> Iterator[Change]:
    if isinstance(argument, Path):
        yield from _cleared(argument, frame, plan)
    else:
        yield from repairs(argument, frame, plan, wanted=False)


def _among(node: Call, frame: Frame, plan: Plan, *, wanted: bool) -> Iterator[Change]:
    element, over = node.arguments
    if not isinstance(over, Path):
        return
    found = children(over, frame, plan.rows)
    if not wanted:
        yield from _different(element, evaluate(element, frame, plan.rows), frame, plan)
        return
    for row in found:
        yield from solve(element, row, frame, plan)
    value, ends = evaluate(element, frame, plan.rows), owner(over, frame, plan)
    member = plan.schema.member(ends[0].entity, ends[1]) if ends is not None else None
    if ends is not None and isinstance(value, Row) and isinstance(member, Link):
        yield Set(row=ends[0], values={member.name: (*plan.rows.linked(member, ends[0]), value)})
    elif ends is not None and isinstance(value, Row) and isinstance(member, Side):
        now: tuple[Row, ...] = ()
        if isinstance(member.element, Link):
            now = tuple(plan.rows.linked(member.element, value))
        pointed: Value = (*now, ends[0]) if isinstance(member.element, Link) else ends[0]
        yield Set(row=value, values={member.element.name: pointed})
    last = Path(steps=over.steps[-1:])
    if isinstance(element, Path) and not element.root and len(over.steps) > 1:
        same = Comparison(operator=Comparator.EQ, left=last, right=replace(element, root="this"))
        yield from added(
            Aggregate(function="exists", over=replace(over, steps=over.steps[:-1]), where=same), frame, plan
        )
    yield from added(Aggregate(function="exists", over=over), frame, plan)
