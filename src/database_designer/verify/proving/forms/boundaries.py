"""The values at the edges of a condition on one attribute: the last that it allows, and the first that it does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from database_designer.model.conceptual import Attribute, Kind
from database_designer.model.expression import (
    And,
    Between,
    Call,
    Comparator,
    Comparison,
    Expression,
    In,
    Literal,
    LiteralKind,
    Path,
)

Value = int | Decimal | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A bound of a condition: `inside` is the last value allowed, `outside` the first that is not."""

    inside: Value
    outside: Value


def edges(attribute: Attribute) -> tuple[Edge, ...]:
    """The edges that the condition of an attribute's line has, else its type; none where it compares otherwise."""
    if attribute.check is not None:
        return tuple(_of(attribute.check, attribute))
    if attribute.type.kind == Kind.PERCENT:
        step = _step(attribute)
        return (Edge(inside=Decimal(0), outside=-step), Edge(inside=Decimal(100), outside=100 + step))
    return length_edges(attribute)


def length_edges(attribute: Attribute) -> tuple[Edge, ...]:
    """The edge of the length of texts that the type of an attribute states."""
    length = attribute.type.length
    if attribute.type.kind not in (Kind.TEXT, Kind.CODE) or length is None:
        return ()
    return (Edge(inside="x" * length, outside="x" * (length + 1)),)


def _of(condition: Expression, attribute: Attribute) -> Iterator[Edge]:
    match condition:
        case And():
            for operand in condition.operands:
                yield from _of(operand, attribute)
        case Between(low=Literal() as low, high=Literal() as high) if _is_value(condition.operand, attribute):
            yield from _edge(Comparator.GE, low, attribute)
            yield from _edge(Comparator.LE, high, attribute)
        case Comparison(right=Literal() as bound) if _is_value(condition.left, attribute):
            yield from _edge(condition.operator, bound, attribute)
        case Comparison(left=Call(function="length", arguments=(Path() as of,)), right=Literal() as bound):
            if _is_value(of, attribute):
                yield from _length(condition.operator, bound)
        case In(values=values) if _is_value(condition.operand, attribute):
            numbers = [n for n in (_number(v) for v in values if isinstance(v, Literal)) if n is not None]
            if numbers:
                yield Edge(inside=max(numbers), outside=max(numbers) + _step(attribute))


def _is_value(operand: Expression, attribute: Attribute) -> bool:
    return isinstance(operand, Path) and operand.steps == (attribute.name,) and not operand.root


def _edge(operator: Comparator, bound: Literal, attribute: Attribute) -> Iterator[Edge]:
    at, step = _number(bound), _step(attribute)
    if at is None:
        return
    match operator:
        case Comparator.GE:
            yield Edge(inside=at, outside=at - step)
        case Comparator.GT:
            yield Edge(inside=at + step, outside=at)
        case Comparator.LE:
            yield Edge(inside=at, outside=at + step)
        case Comparator.LT:
            yield Edge(inside=at - step, outside=at)
        case Comparator.NE:
            yield Edge(inside=at + step, outside=at)
        case Comparator.EQ:
            yield Edge(inside=at, outside=at + step)


def _length(operator: Comparator, bound: Literal) -> Iterator[Edge]:
    at = _number(bound)
    if at is None or not 0 <= at <= 10_000:
        return
    length = int(at)
    inside = {Comparator.LT: length - 1, Comparator.GT: length + 1}.get(operator, length)
    outside = {Comparator.LE: length + 1, Comparator.GE: length - 1, Comparator.EQ: length + 1}.get(operator, length)
    if inside >= 0 and outside >= 0:
        yield Edge(inside="x" * inside, outside="x" * outside)


def _number(literal: Literal) -> int | Decimal | None:
    if literal.kind != LiteralKind.NUMBER:
        return None
    try:
        return int(literal.value) if literal.value.lstrip("-").isdecimal() else Decimal(literal.value)
    except (InvalidOperation, ValueError):
        return None


def _step(attribute: Attribute) -> int | Decimal:
    """The distance between two neighbouring values."""
    kind, scale = attribute.type.kind, attribute.type.scale
    if kind == Kind.INTEGER:
        return 1
    if kind == Kind.DECIMAL:
        return Decimal(1).scaleb(-(scale or 0)) if scale is not None or attribute.type.precision else Decimal("0.01")
    return Decimal("0.01")
