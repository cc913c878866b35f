"""What expressions mean, in Python: three-valued logic, exact numbers, dates and instants at a time zone.

It is written from the model language alone and knows no SQL; unknown is None.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from database_designer.model import expression as e

ZONE = ZoneInfo("Europe/Berlin")
Row = Mapping[str, Any]

COMPARE = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
COUNTED = {"exactly_one": lambda n: n == 1, "at_most_one": lambda n: n <= 1, "at_least_one": lambda n: n >= 1}


def evaluate(node: e.Expression, row: Row) -> Any:
    match node:
        case e.Path(steps=(name,)):
            return row[name]
        case e.Literal(kind=kind, value=value):
            return _literal(kind, value)
        case e.Binary():
            return _binary(node, row)
        case e.Comparison(operator=operator, left=left, right=right):
            return _compared(operator.value, evaluate(left, row), evaluate(right, row))
        case e.Between(operand=operand, low=low, high=high):
            value = evaluate(operand, row)
            ends = (_compared(">=", value, evaluate(low, row)), _compared("<=", value, evaluate(high, row)))
            return _conjunction(ends)
        case e.In(operand=operand, values=values):
            value = evaluate(operand, row)
            return _disjunction([_compared("=", value, evaluate(v, row)) for v in values])
        case e.IsSet(operand=operand, negated=negated):
            return (evaluate(operand, row) is not None) != negated
        case e.Matches(operand=operand, pattern=pattern):
            value = evaluate(operand, row)
            return None if value is None else re.search(pattern, value) is not None
        case e.Not(operand=operand):
            return _negation(evaluate(operand, row))
        case e.And(operands=operands):
            return _conjunction([evaluate(o, row) for o in operands])
        case e.Or(operands=operands):
            return _disjunction([evaluate(o, row) for o in operands])
        case e.Implies(left=left, right=right, both=both):
            a, b = evaluate(left, row), evaluate(right, row)
            return _compared("=", a, b) if both else _disjunction([_negation(a), b])
        case e.Call(function=function, arguments=arguments):
            return _call(function, [evaluate(a, row) for a in arguments], arguments)
    raise AssertionError(node)


def _literal(kind: e.LiteralKind, value: str) -> Any:
    match kind:
        case e.LiteralKind.NUMBER:
            return int(value)
        case e.LiteralKind.BOOLEAN:
            return value == "true"
        case e.LiteralKind.DATE:
            return dt.date.fromisoformat(value)
        case e.LiteralKind.INSTANT:
            return dt.datetime.fromisoformat(value)
        case e.LiteralKind.NULL:
            return None
    return value


def _binary(node: e.Binary, row: Row) -> Any:
    left = evaluate(node.left, row)
    if isinstance(node.right, e.Duration):
        amount = evaluate(node.right.amount, row)
        if left is None or amount is None:
            return None
        return _shifted(left, amount if node.operator is e.Arithmetic.ADD else -amount, node.right.unit)
    right = evaluate(node.right, row)
    if left is None or right is None:
        return None
    if isinstance(left, dt.date):
        return (left - right).days
    return {"+": left + right, "-": left - right, "*": left * right}[node.operator.value]


def _shifted(value: Any, amount: int, unit: str) -> Any:
    """Days move the date and keep the time of day; hours are hours."""
    if not isinstance(value, dt.datetime):
        return value + dt.timedelta(days=amount)
    if unit == "hours":
        return value + dt.timedelta(hours=amount)
    local = value.astimezone(ZONE).replace(tzinfo=None) + dt.timedelta(days=amount)
    return local.replace(tzinfo=ZONE).astimezone(dt.UTC)


def _compared(operator: str, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    if isinstance(left, dt.datetime) != isinstance(right, dt.datetime):
        left, right = _instant(left), _instant(right)
    return COMPARE[operator](left, right)


def _instant(value: Any) -> dt.datetime:
    """A date as the instant at which it begins."""
    return value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time(), ZONE)


def _date(value: Any) -> dt.date:
    return value.astimezone(ZONE).date() if isinstance(value, dt.datetime) else value


def _call(function: str, values: list[Any], arguments: tuple[e.Expression, ...]) -> Any:
    if function in COUNTED:
        conditions = [isinstance(a, e.Comparison) for a in arguments]
        holding = [v if c else v is not None for v, c in zip(values, conditions, strict=True)]
        return COUNTED[function](sum(h is True for h in holding))
    if None in values:
        return None
    first = values[0]
    match function:
        case "lower":
            return first.lower()
        case "length":
            return len(first)
        case "days":
            return (_date(values[1]) - _date(first)).days
        case "date":
            return _date(first)
        case "weekday":
            return _date(first).isoweekday()
        case "week":
            return _date(first) - dt.timedelta(days=_date(first).weekday())
        case "month":
            return _date(first).replace(day=1)
        case "year":
            return _date(first).replace(month=1, day=1)
    raise AssertionError(function)


def _negation(value: bool | None) -> bool | None:
    return None if value is None else not value


def _conjunction(values: Any) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _disjunction(values: Any) -> bool | None:
    if True in values:
        return True
    return None if None in values else False
