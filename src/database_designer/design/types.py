"""PostgreSQL types of semantic types."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.model.conceptual import Kind, SemanticType
from database_designer.model.configuration import KeyStrategy
from database_designer.model.expression import Literal, LiteralKind
from database_designer.model.logical import RelationAttribute
from database_designer.model.physical import ColumnType
from database_designer.model.walk import nodes

TEXT = ColumnType(name="text")
INSTANT = ColumnType(name="timestamptz")
INTEGER = ColumnType(name="integer")
BIGINT = ColumnType(name="bigint")
JSON = ColumnType(name="jsonb")
TEXTS = frozenset({Kind.TEXT, Kind.CODE, Kind.EMAIL, Kind.PHONE, Kind.URL, Kind.FILE})
"""Kinds that are kept as text."""

_PLAIN = {
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.INSTANT: "timestamptz",
    Kind.DURATION: "interval",
    Kind.PERIOD_DATE: "daterange",
    Kind.PERIOD_INSTANT: "tstzrange",
    Kind.UUID: "uuid",
    Kind.JSON: "jsonb",
    Kind.VECTOR: "real[]",
}
_BYTES = frozenset({"b", "byte", "bytes"})
_LARGEST_INTEGER = 2**31 - 1
_COORDINATE = ColumnType(name="numeric", arguments=(9, 6))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAs:
    """A column that a value is kept in: what its name has after that of the attribute, its type, and its unit."""

    suffix: str
    type: ColumnType
    unit: str = ""


def key_type(strategy: KeyStrategy) -> ColumnType:
    """The type of surrogate keys."""
    return ColumnType(name="uuid") if strategy == KeyStrategy.UUID else BIGINT


def stored_as(attribute: RelationAttribute, currency: str) -> tuple[StoredAs, ...]:
    """The columns of an attribute that is no key and has no enum type; two for a point, else one."""
    kind, unit = attribute.type.kind, attribute.type.unit
    if kind == Kind.POINT:
        return (
            StoredAs(suffix="_latitude", type=_COORDINATE, unit="degrees"),
            StoredAs(suffix="_longitude", type=_COORDINATE, unit="degrees"),
        )
    if kind == Kind.MONEY:
        unit = unit or currency
    return (StoredAs(suffix="", type=_column_type(attribute), unit=unit),)


def _column_type(attribute: RelationAttribute) -> ColumnType:
    kind = attribute.type.kind
    if kind in TEXTS or kind == Kind.LIST:
        return TEXT
    if kind == Kind.INTEGER:
        return BIGINT if _is_large(attribute) else INTEGER
    if kind == Kind.MONEY:
        return _numeric(attribute.type, (12, 2))
    if kind == Kind.PERCENT:
        return _numeric(attribute.type, (5, 2))
    if kind == Kind.DECIMAL:
        return _numeric(attribute.type, ())
    return ColumnType(name=_PLAIN[kind])


def _numeric(semantic: SemanticType, default: tuple[int, ...]) -> ColumnType:
    """numeric(p, s) as written where PostgreSQL takes it (p up to 1000, s up to p), else the default."""
    precision, scale = semantic.precision, semantic.scale or 0
    stated = precision is not None and 1 <= precision <= 1000 and 0 <= scale <= precision
    return ColumnType(name="numeric", arguments=(precision, scale) if stated and precision else default)


def _is_large(attribute: RelationAttribute) -> bool:
    """Whether values are counted up by the database, are sizes in bytes, or are bounded beyond four bytes."""
    stated = attribute.attribute
    if stated is None:
        return False
    if stated.numbered is not None or stated.generated is not None or stated.type.unit.lower() in _BYTES:
        return True
    bounds = nodes(stated.check) if stated.check is not None else ()
    numbers = (n.value for n in bounds if isinstance(n, Literal) and n.kind == LiteralKind.NUMBER)
    return any(len(n) < 40 and _magnitude(n) > _LARGEST_INTEGER for n in numbers)


def _magnitude(number: str) -> float:
    try:
        return abs(float(number))
    except ValueError:
        return 0.0
