"""Values as what the column that they go into takes, whatever the session."""

from __future__ import annotations

from database_designer.ddl import temporal
from database_designer.ddl.calls import enum_as_text
from database_designer.ddl.fragment import Fragment, Kind, kind_of_type
from database_designer.ddl.names import Names
from database_designer.model.physical import ColumnType


def stored(value: Fragment, column_type: ColumnType, timezone: str, names: Names) -> Fragment:
    """`value` as one of `column_type`: what SQL would convert by the session's time zone, or not at all, is converted."""
    kind = kind_of_type(column_type)
    if kind is Kind.DATE and value.kind is Kind.INSTANT:
        return temporal.as_date(value, timezone)
    if kind is Kind.INSTANT and value.kind is Kind.DATE:
        return temporal.as_instant(value, timezone)
    if kind is Kind.TEXT and value.kind is Kind.ENUM:
        return enum_as_text(value)
    if value.kind is Kind.TEXT and kind is not Kind.TEXT:
        return value.cast(names.column_type(column_type), kind)
    return value
