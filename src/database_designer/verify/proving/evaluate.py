"""The expression algebra, evaluated over rows: three-valued as in SQL, None for unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Any

from database_designer.model.conceptual import Attribute, Derivation, Derived, Kind, Lifecycle, Link, Reference
from database_designer.model.expression import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Binary,
    Call,
    Clock,
    Comparator,
    Comparison,
    Duration,
    Expression,
    Implies,
    In,
    IsSet,
    Literal,
    LiteralKind,
    Matches,
    Moment,
    Not,
    Or,
    Path,
)
from database_designer.model.walk import children as walk_children
from database_designer.verify.proving.rows import Rows
from database_designer.verify.proving.schema import MAX_NESTING, Side
from database_designer.verify.proving.values import (
    FIRST,
    NOW,
    READINGS,
    UNITS,
    Made,
    Period,
    Reading,
    RelativeDate,
    RelativeInstant,
    Row,
    Span,
    Unmade,
    Value,
    between_moments,
    date_of,
    first_of,
    midnight,
    shifted,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The rows that names stand for: the row at hand, `this` outside of an aggregate, `it`, the row before, the actor."""

    row: Row | None
    this: Row | None = None
    it: Row | None = None
    old: Mapping[str, Value] | None = None
    actor: Row | None = None

    def inside(self, row: Row) -> Frame:
        """The frame of a row inside an aggregate."""
        return replace(self, row=row, this=self.row)

    @property
    def outer(self) -> Row | None:
        """What `this` stands for."""
        return self.this or self.row


def evaluate(expression: Expression, frame: Frame, rows: Rows, reading: Reading = FIRST) -> Value:
    """The value of an expression, None for unset or unknown. Raises Unmade where it has no meaning."""
    return _Evaluation(rows, reading).value(expression, frame)


def value_of(row: Row, member: str, rows: Rows) -> Value:
    """The value of a member of a row: as it is kept, or worked out."""
    return _Evaluation(rows, FIRST).member(row, member)


def holds(condition: Expression, frame: Frame, rows: Rows, *, unknown: bool = False) -> bool:
    """Whether a condition holds whenever it is asked; an unknown one counts as `unknown`."""
    return _settled(condition, frame, rows, (True, None) if unknown else (True,))


def fails(condition: Expression, frame: Frame, rows: Rows) -> bool:
    """Whether a condition is false whenever it is asked."""
    return _settled(condition, frame, rows, (False,))


def _settled(condition: Expression, frame: Frame, rows: Rows, wanted: tuple[bool | None, ...]) -> bool:
    first = _Evaluation(rows, FIRST)
    if first.value(condition, frame) not in wanted:
        return False
    return not first.timed or all(evaluate(condition, frame, rows, r) in wanted for r in READINGS)


def children(over: Path, frame: Frame, rows: Rows) -> list[Row]:
    """The rows that a path over other sides leads to, each once."""
    return _Evaluation(rows, FIRST).reached(over, frame)


def read_rows(expression: Expression, frame: Frame, rows: Rows) -> Iterator[Row]:
    """The rows on the paths of an expression, and inside of its aggregates."""
    match expression:
        case Path():
            for end in range(1, len(expression.steps) + 1):
                yield from children(replace(expression, steps=expression.steps[:end]), frame, rows)
        case Aggregate():
            yield from read_rows(expression.over, frame, rows)
            parts = [p for p in (expression.value, expression.where) if p is not None]
            for row in children(expression.over, frame, rows) if parts else ():
                for part in parts:
                    yield from read_rows(part, frame.inside(row), rows)
        case _:
            for child in walk_children(expression):
                yield from read_rows(child, frame, rows)


class _Evaluation:
    """One evaluation at one time. `timed` says whether it looked at the clock, or at what depends on it."""

    def __init__(self, rows: Rows, reading: Reading) -> None:
        self._rows = rows
        self._reading = reading
        self._nesting = 0
        self.timed = False

    def value(self, expression: Expression, frame: Frame) -> Value:
        """The value of an expression."""
        found = _VALUES.get(type(expression))
        if found is None:
            raise Unmade(f"{type(expression).__name__} is nothing that rows are asked for")
        return found(self, expression, frame)

    def _and(self, node: And, frame: Frame) -> Value:
        return _all(self.value(o, frame) for o in node.operands)

    def _or(self, node: Or, frame: Frame) -> Value:
        return _negated(_all(_negated(self.value(o, frame)) for o in node.operands))

    def _comparison(self, node: Comparison, frame: Frame) -> Value:
        return compared(node.operator, self.value(node.left, frame), self.value(node.right, frame))

    def _between(self, node: Between, frame: Frame) -> Value:
        operand = self.value(node.operand, frame)
        low = compared(Comparator.GE, operand, self.value(node.low, frame))
        return _all((low, compared(Comparator.LE, operand, self.value(node.high, frame))))

    def _duration(self, node: Duration, frame: Frame) -> Value:
        amount = self.value(node.amount, frame)
        return UNITS[node.unit].times(_decimal(amount)) if amount is not None else None

    def _binary(self, node: Binary, frame: Frame) -> Value:
        return calculated(node.operator, self.value(node.left, frame), self.value(node.right, frame))

    # Names

    def _moment(self, clock: Clock, frame: Frame) -> Value:
        if clock is Clock.ACTOR:
            return frame.actor
        self.timed = True
        now = self._reading.now
        return now if clock is Clock.NOW else date_of(now)

    def _path(self, path: Path, frame: Frame) -> Value:
        if path.root == "old":
            if frame.old is None or not path.steps:
                return None
            return self._along(self._seen(frame.old.get(path.steps[0])), path.steps[1:])
        return self._along(_root(path, frame), path.steps)

    def _along(self, value: Value, steps: tuple[str, ...]) -> Value:
        for step in steps:
            if not isinstance(value, Row):
                return None
            value = self.member(value, step)
        return value

    def member(self, row: Row, name: str) -> Value:
        """The value of a member; of a link or an other side with several rows, all of them."""
        member = self._rows.schema.member(row.entity, name)
        match member:
            case Reference():
                return self._rows.referred(member, row)
            case Link():
                return tuple(self._rows.linked(member, row))
            case Side():
                found = tuple(self._rows.pointing(member, row))
                if isinstance(member.element, Link) or not _is_single(member.element):
                    return found
                return found[0] if found else None
            case Attribute() if member.derived is not None and member.derived.manner != Derivation.SNAPSHOT:
                return self._derived(member.derived, row)
            case Attribute() | Lifecycle():
                return self._seen(self._rows.values(row).get(name))
            case None:
                return self._implicit(row, name)

    def _derived(self, derived: Derived, row: Row) -> Value:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise Unmade("values that are worked out from each other")
        found = self.value(derived.expression, Frame(row=row))
        self._nesting -= 1
        return found

    def _implicit(self, row: Row, name: str) -> Value:
        if name == "id":
            return row
        if name in ("created_at", "updated_at"):
            return self._seen(self._rows.values(row).get(name, NOW))
        return self._seen(self._rows.values(row).get(name))

    def _seen(self, value: Value) -> Value:
        if isinstance(value, RelativeInstant | RelativeDate):
            self.timed = True
            return self._reading.seen(value)
        if isinstance(value, Period):
            return Period(start=self._seen(value.start), end=self._seen(value.end))
        return value

    def reached(self, over: Path, frame: Frame) -> list[Row]:
        """The rows at the end of a path that may fan out."""
        return [v for v in self._elements(over, frame) if isinstance(v, Row)]

    def _elements(self, over: Path, frame: Frame) -> list[Value]:
        found: list[Value] = [_root(over, frame)]
        for step in over.steps:
            after: list[Value] = []
            for value in found:
                reached = self.member(value, step) if isinstance(value, Row) else None
                after.extend(reached if isinstance(reached, tuple) else () if reached is None else (reached,))
            found = list(dict.fromkeys(after))
        return found

    # Conditions and functions

    def _implies(self, node: Implies, frame: Frame) -> Value:
        left, right = self.value(node.left, frame), self.value(node.right, frame)
        if node.both:
            return None if left is None or right is None else left == right
        return _negated(_all((left, _negated(right))))

    def _in(self, node: In, frame: Frame) -> Value:
        operand = self.value(node.operand, frame)
        found = [compared(Comparator.EQ, operand, self.value(v, frame)) for v in node.values]
        return _negated(_all(_negated(f) for f in found))

    def _aggregate(self, node: Aggregate, frame: Frame) -> Value:
        elements = self._elements(node.over, frame)
        if not all(isinstance(e, Row) for e in elements):  # the values of an attribute
            return len(elements) if node.function == "count" else bool(elements)
        frames = [frame.inside(r) for r in elements if isinstance(r, Row)]
        if node.where is not None:
            frames = [f for f in frames if self.value(node.where, f) is True]
        if node.function == "count":
            return len(frames)
        if node.function == "exists":
            return bool(frames)
        if node.value is None:
            raise Unmade(f"{node.function} without a value")
        values = [self.value(node.value, f) for f in frames]
        if node.function == "all":
            return all(v is not False for v in values)
        known = [v for v in values if v is not None]
        if node.function == "sum":
            return _total(known)
        if not known:
            return None
        return _least(known) if node.function == "min" else _greatest(known)

    def _call(self, node: Call, frame: Frame) -> Value:
        if node.function in _COUNTED:
            given = [self.value(a, frame) for a in node.arguments]
            return _COUNTED[node.function](sum(g is not None and g is not False for g in given))
        if node.function == "in":
            return self._is_among(node, frame)
        arguments = [self.value(a, frame) for a in node.arguments]
        if node.function == "concat":
            return "".join(_as_text(a) for a in arguments)
        if any(a is None for a in arguments):
            return None
        return _function(node.function, arguments)

    def _is_among(self, node: Call, frame: Frame) -> Value:
        operand, over = self.value(node.arguments[0], frame), node.arguments[1]
        if operand is None or not isinstance(over, Path):
            return None
        return any(compared(Comparator.EQ, operand, e) is True for e in self._elements(over, frame))


_VALUES: dict[type, Callable[[_Evaluation, Any, Frame], Value]] = {
    Path: _Evaluation._path,
    Literal: lambda _, node, __: literal_value(node),
    Comparison: _Evaluation._comparison,
    And: _Evaluation._and,
    Or: _Evaluation._or,
    Not: lambda self, node, frame: _negated(self.value(node.operand, frame)),
    IsSet: lambda self, node, frame: (self.value(node.operand, frame) is None) == node.negated,
    Implies: _Evaluation._implies,
    In: _Evaluation._in,
    Between: _Evaluation._between,
    Matches: lambda self, node, frame: _matches(self.value(node.operand, frame), node.pattern),
    Aggregate: _Evaluation._aggregate,
    Moment: lambda self, node, frame: self._moment(node.clock, frame),
    Duration: _Evaluation._duration,
    Binary: _Evaluation._binary,
    Call: _Evaluation._call,
}

_COUNTED: dict[str, Callable[[int], bool]] = {
    "exactly_one": lambda n: n == 1,
    "at_most_one": lambda n: n <= 1,
    "at_least_one": lambda n: n >= 1,
}


def _root(path: Path, frame: Frame) -> Row | None:
    match path.root:
        case "this":
            return frame.outer
        case "it":
            return frame.it
        case "actor":
            return frame.actor
        case _:
            return frame.row


def _is_single(reference: Reference) -> bool:
    return reference.unique or reference.each_has.maximum == 1


def literal_value(literal: Literal) -> Value:
    """The value that a literal writes. Raises Unmade where it writes none."""
    match literal.kind:
        case LiteralKind.NUMBER:
            return _decimal(literal.value)
        case LiteralKind.BOOLEAN:
            return literal.value == "true"
        case LiteralKind.NULL:
            return None
        case LiteralKind.DATE | LiteralKind.INSTANT:
            return moment_of(literal.value, instant=literal.kind is LiteralKind.INSTANT)
        case _:
            return literal.value


def moment_of(text: str, *, instant: bool) -> Value:
    """The date or instant that a text writes. Raises Unmade where it writes none."""
    try:
        if instant:
            return datetime.fromisoformat(text).replace(tzinfo=None)
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unmade(f"{text!r} is no date") from error


def fitted(value: Value, kind: Kind) -> Value:
    """A value as an attribute of that kind keeps it: dates that are written as texts, instants of dates, whole numbers."""
    if isinstance(value, str) and kind in (Kind.DATE, Kind.INSTANT):
        return moment_of(value, instant=kind is Kind.INSTANT)
    if isinstance(value, str) and kind is Kind.TIME:
        return time.fromisoformat(value)
    if isinstance(value, date) and kind is Kind.DATE:
        return date_of(value)
    if isinstance(value, date) and not isinstance(value, datetime) and kind is Kind.INSTANT:
        return midnight(value)
    if isinstance(value, str) and kind in (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT):
        return _decimal(value)
    if isinstance(value, str) and kind is Kind.BOOLEAN:
        return value.lower() == "true"
    return value


def compared(operator: Comparator, left: Value, right: Value) -> bool | None:
    """`left operator right`; None where one is unset, or nothing is known of it."""
    if left is None or right is None:
        return None
    if isinstance(left, Made) or isinstance(right, Made):
        same = left == right or None
        return same if operator is not Comparator.NE or same is None else False
    if operator is Comparator.EQ:
        return _ordered(left, right) == 0
    if operator is Comparator.NE:
        return _ordered(left, right) != 0
    order = _ordered(left, right)
    if order is None:
        raise Unmade(f"{left!r} and {right!r} cannot be compared")
    return {
        Comparator.LT: order < 0,
        Comparator.LE: order <= 0,
        Comparator.GT: order > 0,
        Comparator.GE: order >= 0,
    }[operator]


def _ordered(left: Value, right: Value) -> int | None:
    """-1, 0 or 1; None for values of unlike kinds."""
    if isinstance(left, date) and isinstance(right, date):
        a, b = _instants(left, right)
        return (a > b) - (a < b)
    if isinstance(left, Span) or isinstance(right, Span):
        x, y = _length(left), _length(right)
        return (x > y) - (x < y)
    if isinstance(left, bool) or isinstance(right, bool) or isinstance(left, Row | tuple | Period):
        return 0 if left == right else None if type(left) is not type(right) else 1
    if isinstance(left, int | Decimal) and isinstance(right, int | Decimal):
        return (left > right) - (left < right)
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    if isinstance(left, time) and isinstance(right, time):
        return (left > right) - (left < right)
    return None


def _instants(left: date, right: date) -> tuple[date, date]:
    """Both as dates, or both as instants."""
    if isinstance(left, datetime) == isinstance(right, datetime):
        return left, right
    return tuple(m if isinstance(m, datetime) else midnight(m) for m in (left, right))  # type: ignore[return-value]


def _length(value: Value) -> Decimal:
    """The length of a duration; a number counts days."""
    return value.length if isinstance(value, Span) else _decimal(value) * 86_400


def calculated(operator: Arithmetic, left: Value, right: Value) -> Value:
    """`left operator right` over numbers, moments and durations. Raises Unmade where that has no meaning."""
    if left is None or right is None or isinstance(left, Made) or isinstance(right, Made):
        return None
    try:
        if isinstance(left, date) or isinstance(right, date):
            return _moved(operator, left, right)
        if isinstance(left, Span) or isinstance(right, Span):
            return _spans(operator, left, right)
        return _numbers(operator, _decimal(left), _decimal(right))
    except (OverflowError, ValueError, InvalidOperation) as error:
        raise Unmade(f"{left!r} {operator.value} {right!r}: {error}") from error


def _numbers(operator: Arithmetic, left: Decimal, right: Decimal) -> Decimal | None:
    match operator:
        case Arithmetic.ADD:
            return left + right
        case Arithmetic.SUB:
            return left - right
        case Arithmetic.MUL:
            return left * right
        case Arithmetic.DIV:
            try:
                return left / right
            except (DivisionByZero, InvalidOperation):
                return None


def _moved(operator: Arithmetic, left: Value, right: Value) -> Value:
    if isinstance(right, date) and operator is Arithmetic.ADD:
        left, right = right, left
    if isinstance(left, date) and isinstance(right, date):
        return between_moments(left, right)
    if not isinstance(left, date):
        raise Unmade("a moment is taken from what is none")
    by = right if isinstance(right, Span) else Span(days=int(_decimal(right)))
    return shifted(left, by, 1 if operator is Arithmetic.ADD else -1)


def _spans(operator: Arithmetic, left: Value, right: Value) -> Value:
    if operator is Arithmetic.MUL:
        span, factor = (left, right) if isinstance(left, Span) else (right, left)
        return span.times(_decimal(factor)) if isinstance(span, Span) else None
    if isinstance(left, Span) and operator is Arithmetic.DIV:
        return left.times(1 / _decimal(right)) if _decimal(right) else None
    first, second = (v if isinstance(v, Span) else Span(days=int(_decimal(v))) for v in (left, right))
    return first.plus(second if operator is Arithmetic.ADD else second.times(Decimal(-1)))


def _function(name: str, arguments: list[Value]) -> Value:
    first, last = arguments[0], arguments[-1]
    if isinstance(first, Made):
        return first if name == "lower" else None
    if name == "lower":
        return str(first).lower()
    if name == "length":
        return len(str(first))
    if not isinstance(first, date) or not isinstance(last, date):
        raise Unmade(f"{name} is asked of what is no date")
    if name == "days":
        return between_moments(date_of(last), date_of(first))
    if name == "date":
        return date_of(first)
    if name == "weekday":
        return date_of(first).isoweekday()
    if name in ("week", "month", "year"):
        return first_of(name, first)
    raise Unmade(f"there is no function {name!r}")


def _decimal(value: Value) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Unmade(f"{value!r} is no number")
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise Unmade(f"{value!r} is no number") from error


def _total(values: Sequence[Value]) -> Value:
    if values and isinstance(values[0], Span):
        total = Span()
        for value in values:
            total = total.plus(value) if isinstance(value, Span) else total
        return total
    return sum((_decimal(v) for v in values), Decimal(0))


def _least(values: Sequence[Value]) -> Value:
    best = values[0]
    for value in values[1:]:
        best = value if compared(Comparator.LT, value, best) else best
    return best


def _greatest(values: Sequence[Value]) -> Value:
    best = values[0]
    for value in values[1:]:
        best = value if compared(Comparator.GT, value, best) else best
    return best


def _all(values: Iterable[Value]) -> bool | None:
    """True where all are, False where one is, else unknown."""
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is None
    return None if unknown else True


def _negated(value: Value) -> bool | None:
    return None if value is None else value is False


def _matches(value: Value, pattern: str) -> bool | None:
    if value is None or isinstance(value, Made):
        return None
    try:
        return re.search(pattern, str(value)) is not None
    except re.error as error:
        raise Unmade(f"/{pattern}/ is no pattern that is understood here") from error


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)
