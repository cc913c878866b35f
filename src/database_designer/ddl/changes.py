"""Whether a column differs between the old and the new row, in triggers and their functions."""

from __future__ import annotations

from database_designer.ddl.layout import WIDTH, filled
from database_designer.model.physical import Table
from database_designer.postgres import types
from database_designer.postgres.quoting import quote_identifier


def changed(table: Table, column: str) -> str:
    """`NEW.a IS DISTINCT FROM OLD.a`; as text where the type of `column` has no equality of its values."""
    return f"{_of('NEW', table, column)} IS DISTINCT FROM {_of('OLD', table, column)}"


def any_changed(table: Table, columns: tuple[str, ...], indent: str) -> str:
    """Whether at least one of `columns` (one or more) differs; further lines start with `indent`."""
    if len(columns) == 1:
        return changed(table, columns[0])
    new, old = (f"({filled(tuple(_of(row, table, c) for c in columns), indent + ' ')})" for row in ("NEW", "OLD"))
    line = f"{new} IS DISTINCT FROM {old}"
    return line if len(indent + line) <= WIDTH else f"{new}\n{indent}IS DISTINCT FROM\n{indent}{old}"


def _of(row: str, table: Table, column: str) -> str:
    found = table.column(column)
    name = types.canonical_name(found.type.name) if found is not None and not found.type.is_enum else ""
    cast = "::text" if name in types.WITHOUT_EQUALITY else ""
    return f"{row}.{quote_identifier(column)}{cast}"
