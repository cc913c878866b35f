"""Whether conditions over one thing can be true together: `x > 5 and x < 3` cannot.

Each condition is a comparison of a subject (an attribute, or anything that is worked out) with constants, or of two
subjects with each other. Whether some value satisfies them all is tried on finitely many: the constants themselves,
one between each two neighbours, one beyond each end (for two subjects: less, equal, greater). That decides it, since
none of the conditions can tell apart values between two neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import TypeAlias

from database_designer.model.expression import (
    And,
    Between,
    Comparator,
    Comparison,
    Expression,
    In,
    IsSet,
    Literal,
    LiteralKind,
    Not,
    Path,
)
from database_designer.model.text import expression_text

_Value: TypeAlias = Fraction | str | None
_Test: TypeAlias = Callable[[_Value], bool]

_FLIPPED = {
    Comparator.LT: Comparator.GT,
    Comparator.GT: Comparator.LT,
    Comparator.LE: Comparator.GE,
    Comparator.GE: Comparator.LE,
}
_OTHER = "\0"  # a text that no condition names
_MOST = 24  # constants of one subject that are tried
_PLAIN_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What one condition says of its `subject`: the values that decide it, and the test of a value."""

    subject: str
    constants: tuple[_Value, ...]
    test: _Test


def conjuncts(e: Expression) -> tuple[Expression, ...]:
    """The conditions that are all true where `e` is."""
    if isinstance(e, And):
        return tuple(c for operand in e.operands for c in conjuncts(operand))
    return (e,)


def condition_of(e: Expression) -> Condition | None:
    """What a condition says of its subject; None where it is of no form that is understood here."""
    match e:
        case Comparison():
            return _comparison(e)
        case Between(low=Literal() as low, high=Literal() as high):
            least, most = _value(low), _value(high)
            if isinstance(least, Fraction) and isinstance(most, Fraction):
                return _about(e.operand, (least, most), lambda v: isinstance(v, Fraction) and least <= v <= most)
        case In() if all(isinstance(v, Literal) for v in e.values):
            values = tuple(_value(v) for v in e.values if isinstance(v, Literal))
            return _about(e.operand, values, lambda v: v in values and v is not None)
        case IsSet():
            return _about(e.operand, (None,), lambda v: (v is None) == e.negated)
        case Path():
            return _about(e, ("true", "false"), lambda v: v == "true")
        case Not(operand=Path() as path):
            return _about(path, ("true", "false"), lambda v: v == "false")
    return None


def possible(conditions: Sequence[Condition], values: Sequence[str] = (), *, whole: bool = False) -> bool:
    """Whether one value of the subject, of the closed list `values` if given, satisfies all these conditions.

    A `whole` subject has no values between 2 and 3.
    """
    constants = list(dict.fromkeys(v for c in conditions for v in c.constants))
    if len(constants) > _MOST:
        return True
    return any(all(c.test(v) for c in conditions) for v in _candidates(constants, values, whole=whole))


def conflicts(
    conditions: Sequence[Condition], values: Sequence[str] = (), *, whole: bool = False
) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """The conditions of one subject that those before them leave no room for, each with these.

    Numbers are places in `conditions`; where one of those before is enough to exclude it, it is the only one named.
    Those behind the first with many different constants are not looked at.
    """
    kept: list[int] = []
    found = []
    constants: set[_Value] = set()
    for i, condition in enumerate(conditions):
        constants.update(condition.constants)
        if len(constants) > _MOST:
            break
        if possible([*(conditions[k] for k in kept), condition], values, whole=whole):
            kept.append(i)
            continue
        alone = [k for k in kept if not possible([conditions[k], condition], values, whole=whole)]
        found.append((i, tuple(alone[:1] or kept)))
    return tuple(found)


def _about(subject: Expression, constants: tuple[_Value, ...], test: _Test) -> Condition:
    return Condition(subject=expression_text(subject), constants=constants, test=test)


def _comparison(e: Comparison) -> Condition | None:
    left, right, operator = e.left, e.right, e.operator
    if isinstance(left, Literal):
        left, right, operator = right, left, _FLIPPED.get(operator, operator)
    if isinstance(left, Literal):
        return None
    if isinstance(right, Literal):
        constant = _value(right)
        return None if constant is None else _about(left, (constant,), lambda v: _holds(operator, v, constant))
    return _of_two(operator, expression_text(left), expression_text(right))


def _of_two(operator: Comparator, left: str, right: str) -> Condition:
    """The comparison of two subjects: a condition on the sign of their difference."""
    if right < left:
        left, right, operator = right, left, _FLIPPED.get(operator, operator)
    zero = Fraction(0)
    if left == right:
        return Condition(subject=f"{left} and itself", constants=(), test=lambda _: _holds(operator, zero, zero))
    return Condition(subject=f"{left} and {right}", constants=(zero,), test=lambda v: _holds(operator, v, zero))


def _holds(operator: Comparator, value: _Value, constant: _Value) -> bool:
    if value is None or constant is None:
        return False
    if operator is Comparator.EQ:
        return value == constant
    if operator is Comparator.NE:
        return value != constant
    if isinstance(value, str) or isinstance(constant, str):
        return True  # the order of texts depends on their collation
    return {
        Comparator.LT: value < constant,
        Comparator.LE: value <= constant,
        Comparator.GT: value > constant,
        Comparator.GE: value >= constant,
    }[operator]


def _candidates(constants: Sequence[_Value], values: Sequence[str], *, whole: bool) -> list[_Value]:
    numbers = sorted(v for v in constants if isinstance(v, Fraction))
    texts = [v for v in constants if isinstance(v, str)]
    if whole:
        near = {Fraction(round_(n) + step) for n in numbers for round_ in (floor, ceil) for step in (-1, 0, 1)}
    else:
        near = {
            *numbers,
            *((a + b) / 2 for a, b in pairwise(numbers)),
            *(n + step for n in numbers for step in (-1, 1)),
        }
    others = [] if values or numbers else [_OTHER]
    return [*sorted(near), *texts, *values, *others, None]


def _value(literal: Literal) -> _Value:
    """The literal as a number (moments in days), else as its text; None for unset, and for what is none of its kind."""
    try:
        match literal.kind:
            case LiteralKind.NUMBER:
                return Fraction(literal.value) if _PLAIN_NUMBER.fullmatch(literal.value) else None
            case LiteralKind.DATE | LiteralKind.INSTANT:
                moment = datetime.fromisoformat(literal.value)
                since = moment.replace(tzinfo=moment.tzinfo or UTC) - _EPOCH
                return since.days + Fraction(since.seconds * 1_000_000 + since.microseconds, 86_400_000_000)
            case LiteralKind.NULL:
                return None
            case _:
                return literal.value
    except (ValueError, OverflowError):
        return None
