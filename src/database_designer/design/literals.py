"""Values as literals of a column's type."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Mapping

from database_designer.model.expression import Literal, LiteralKind
from database_designer.model.names import storable
from database_designer.model.physical import Column

_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)
_RANGE = {"integer": 2**31 - 1, "bigint": 2**63 - 1}
_TEXTUAL = (LiteralKind.TEXT, LiteralKind.VALUE)


def fitted(literal: Literal, column: Column, enums: Mapping[str, tuple[str, ...]]) -> Literal | None:
    """The literal as a value of the column, None where it is none (another type, out of range, not in the list)."""
    name, value = column.type.name, literal.value
    if not storable(value) or literal.kind == LiteralKind.NULL:
        return None
    if column.type.is_enum:
        return Literal(kind=LiteralKind.VALUE, value=value) if value in enums.get(name, ()) else None
    if name == "text":
        return Literal(kind=LiteralKind.TEXT, value=value)
    if name in ("integer", "bigint", "numeric"):
        return Literal(kind=LiteralKind.NUMBER, value=value) if _is_number(value, column) else None
    if name == "boolean":
        word = value.lower()
        return Literal(kind=LiteralKind.BOOLEAN, value=word) if word in ("true", "false") else None
    if name == "date":
        return _moment(LiteralKind.DATE, value) if literal.kind in (*_TEXTUAL, LiteralKind.DATE) else None
    if name == "timestamptz":
        moments = (*_TEXTUAL, LiteralKind.INSTANT, LiteralKind.DATE)
        return _moment(LiteralKind.INSTANT, value) if literal.kind in moments else None
    if name == "uuid":
        return _uuid(value)
    return None


def _is_number(value: str, column: Column) -> bool:
    if not _NUMBER.fullmatch(value):
        return False
    if column.type.name == "numeric":
        return _fits_precision(value, column.type.arguments)
    return "." not in value and abs(int(value)) <= _RANGE[column.type.name]


def _fits_precision(value: str, arguments: tuple[int, ...]) -> bool:
    """Whether a numeric(precision, scale) keeps the number without rounding or overflow."""
    if not arguments:
        return True
    precision, scale = arguments[0], (arguments[1] if len(arguments) > 1 else 0)
    whole, _, fraction = value.lstrip("-").partition(".")
    return len(whole.lstrip("0")) <= precision - scale and len(fraction.rstrip("0")) <= scale


def _moment(kind: LiteralKind, value: str) -> Literal | None:
    reader = datetime.date if kind == LiteralKind.DATE else datetime.datetime
    try:
        reader.fromisoformat(value)
    except ValueError:
        return None
    return Literal(kind=kind, value=value)


def _uuid(value: str) -> Literal | None:
    try:
        return Literal(kind=LiteralKind.TEXT, value=str(uuid.UUID(value)))
    except ValueError:
        return None
