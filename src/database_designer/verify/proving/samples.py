"""Values that attributes can have: plausible ones, another for each number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from decimal import Decimal

from database_designer.model.conceptual import Attribute, Kind, SemanticType, Uniqueness
from database_designer.model.expression import Between, Comparator, Comparison, Literal, LiteralKind
from database_designer.model.walk import nodes
from database_designer.verify.proving.patterns import text_matching, texts_matching
from database_designer.verify.proving.schema import Schema
from database_designer.verify.proving.values import NOW, TODAY, Period, Span, Value

SCALE = {Kind.MONEY: 2, Kind.PERCENT: 2}
NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT})
TEXTUAL = frozenset({Kind.TEXT, Kind.CODE, Kind.EMAIL, Kind.PHONE, Kind.URL, Kind.FILE})


def sample(attribute: Attribute, schema: Schema, number: int) -> Value:
    """A value of the attribute; another one for another number where it is unique, or a text."""
    if attribute.many is not None:
        return tuple(one(attribute, schema, number * 10 + i) for i in range(attribute.many.minimum))
    return one(attribute, schema, number)


def one(attribute: Attribute, schema: Schema, number: int) -> Value:
    """One of the values of a many-valued attribute, else the value."""
    if attribute.matches is not None:
        return _matching(attribute, number)
    kind, type_ = attribute.type.kind, attribute.type
    if kind in TEXTUAL:
        return _text(attribute, number)
    if kind is Kind.LIST:
        known = schema.values(type_)
        differs = attribute.unique != Uniqueness.NO or attribute.many is not None
        return known[number % len(known) if differs else 0] if known else f"VALUE_{number}"
    if kind in NUMBERS:
        usual = Decimal(_USUAL.get(kind, 1))
        return fit(_least(attribute) + number if attribute.unique != Uniqueness.NO else usual, type_)
    return _other(type_, number)


_USUAL = {Kind.MONEY: 10, Kind.PERCENT: 10}


def _least(attribute: Attribute) -> Decimal:
    """The number from which on the condition of its line allows values, 0 where it says none."""
    found = [Decimal(0)]
    for node in nodes(attribute.check) if attribute.check is not None else ():
        match node:
            case Between(low=Literal(kind=LiteralKind.NUMBER) as low):
                found.append(Decimal(low.value))
            case Comparison(operator=Comparator.GE | Comparator.GT, right=Literal(kind=LiteralKind.NUMBER) as low):
                found.append(Decimal(low.value))
    return max(found)


def _matching(attribute: Attribute, number: int) -> Value:
    pattern, limit = attribute.matches or "", attribute.type.length
    if limit is None:
        return text_matching(pattern, number)
    found = [t for t in texts_matching(pattern, number) if len(t) <= limit]
    first = text_matching(pattern, number)
    return first if first is not None and len(first) <= limit else found[0] if found else None


def _text(attribute: Attribute, number: int) -> str:
    match attribute.type.kind:
        case Kind.EMAIL:
            made = f"someone{number}@example.org"
        case Kind.PHONE:
            made = f"+1555{number:07d}"
        case Kind.URL:
            made = f"https://example.org/{number}"
        case Kind.CODE:
            made = f"C{number:05d}"
        case _:
            made = f"{attribute.name.replace('_', ' ').capitalize()} {number}"
    limit = attribute.type.length
    return made if not limit or len(made) <= limit else _short(number, limit)


def _short(number: int, length: int) -> str:
    """A number in as many letters and digits as there is room for."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    made = ""
    for _ in range(min(length, 6)):
        number, digit = divmod(number, len(digits))
        made = digits[digit] + made
    return made


def _other(type_: SemanticType, number: int) -> Value:
    later = timedelta(days=1)
    match type_.kind:
        case Kind.BOOLEAN:
            return False
        case Kind.DATE:
            return TODAY
        case Kind.TIME:
            return time(12)
        case Kind.INSTANT:
            return NOW
        case Kind.DURATION:
            return Span(days=1)
        case Kind.PERIOD_DATE:
            return Period(start=TODAY + number * later, end=TODAY + (number + 1) * later)
        case Kind.PERIOD_INSTANT:
            return Period(start=NOW + number * later, end=NOW + (number + 1) * later)
        case Kind.UUID:
            return f"00000000-0000-4000-9000-{number:012d}"
        case Kind.POINT:
            return (Decimal(number % 90), Decimal(number % 180))
        case Kind.VECTOR:
            return tuple(Decimal(number) for _ in range(type_.length or 3))
        case _:
            return "{}"


def fit(value: Decimal, type_: SemanticType) -> Value:
    """A number in the places that a type has: whole for integers."""
    if type_.kind is Kind.INTEGER:
        return int(value) if value == int(value) else value
    scale = type_.scale if type_.scale is not None else SCALE.get(type_.kind)
    if scale is None and type_.precision is not None:
        scale = 0
    return value.quantize(Decimal(1).scaleb(-scale)) if scale is not None else value


def _has_places(type_: SemanticType, value: Decimal) -> bool:
    """Whether the type has so many places before the point."""
    places = type_.precision - (type_.scale or 0) if type_.precision is not None else None
    return places is None or abs(value) < Decimal(10) ** places


def others(attribute: Attribute, schema: Schema, number: int) -> Iterator[Value]:
    """Values of the attribute that may be other ones than it has."""
    if attribute.type.kind is Kind.BOOLEAN:
        yield from (True, False)
    elif attribute.type.kind is Kind.LIST:
        known = schema.values(attribute.type)
        yield from known
        if attribute.type.open_list or not known:
            yield f"VALUE_{number}"
    elif attribute.type.kind in NUMBERS:
        least = _least(attribute)
        found = (least + number, least + number + 1, least + 1, Decimal(0))
        yield from (fit(n, attribute.type) for n in found if _has_places(attribute.type, n))
    elif attribute.type.kind is Kind.DATE:
        yield from (TODAY + timedelta(days=n) for n in (number, 1, -1))
    elif attribute.type.kind is Kind.INSTANT:
        yield from (NOW + timedelta(days=n) for n in (number, 1, -1))
    else:
        yield one(attribute, schema, number)
        yield one(attribute, schema, number + 1)
