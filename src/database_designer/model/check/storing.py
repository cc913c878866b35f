"""Whether a value goes into a column, as `ddl` writes it."""

from __future__ import annotations

from database_designer.model.check.families import LITERAL, NULL, family_of_type
from database_designer.model.expression import Expression, Literal
from database_designer.model.physical import ColumnType, PhysicalModel

_MOMENTS = frozenset({"date", "instant"})
_NO_TEXT = frozenset({"number", "boolean"})


def storing_fault(value: Expression, family: str, column: ColumnType, physical: PhysicalModel) -> str:
    """Why a value of the family does not go into a column of the type, "" where it does.

    Texts become what the column holds, dates and instants each other; a quoted value of an enum is one of its list.
    """
    wanted = family_of_type(column)
    if column.is_enum and isinstance(value, Literal) and family == LITERAL:
        enum = next((e for e in physical.enums if e.name == column.name), None)
        return f"{value.value!r} is no value of {column.name}" if enum and value.value not in enum.values else ""
    fits = (
        family in (wanted, NULL, "text")
        or {family, wanted} == _MOMENTS
        or (family == LITERAL and wanted not in _NO_TEXT)
        or (family == "enum" and wanted == "text")
        or "other" in (family, wanted)
    )
    return "" if fits else f"a {family} does not go into a {wanted}"
