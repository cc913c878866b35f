"""Whether a column differs between the old and the new row, in triggers and their functions."""

from __future__ import annotations

from database_designer.model.physical import Table
from database_designer.postgres import types
from database_designer.postgres.quoting import quote_identifier


def changed(table: Table, column: str) -> str:
    """`NEW.a IS DISTINCT FROM OLD.a`; as text where the type of `column` has no equality of its values."""
    found = table.column(column)
    name = types.canonical_name(found.type.name) if found is not None and not found.type.is_enum else ""
    cast = "::text" if name in types.WITHOUT_EQUALITY else ""
    quoted = quote_identifier(column)
    return f"NEW.{quoted}{cast} IS DISTINCT FROM OLD.{quoted}{cast}"
