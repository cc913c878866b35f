"""Row level security: who sees which rows."""

from __future__ import annotations

from database_designer.ddl.names import Names, function_id, policy_id, row_security_id, table_id
from database_designer.model.physical import PhysicalModel, RowSecurity
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier

_OTHERS = (
    ("added_by_all", "INSERT", "WITH CHECK (TRUE)"),
    ("changed_where_seen", "UPDATE", "USING ({seen}) WITH CHECK (TRUE)"),
    ("deleted_where_seen", "DELETE", "USING ({seen})"),
)
"""The other policies of a table: what is not seen is neither changed nor deleted, not even by a command without WHERE."""


def policies(security: RowSecurity) -> tuple[str, ...]:
    """The names of all policies that a table gets."""
    return (security.name, *(name for name, _, _ in _OTHERS))


def sees(security: RowSecurity, row: str, names: Names) -> str:
    """The condition that the actor sees a row of the table, which is called `row`."""
    return f"{names.function(security.function)}({quote_identifier(row)}.*)"


def row_security_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """Switches row level security on, and says who sees a row; changes are left to the privileges of roles."""
    return tuple(s for security in model.row_security for s in _statements(security, names))


def _statements(security: RowSecurity, names: Names) -> tuple[Statement, ...]:
    table = names.relation(security.table)
    enabled = Statement(
        sql=f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;",
        undo=f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
        creates=row_security_id(security.table),
        needs=(table_id(security.table),),
        table=security.table,
        origin=security.origin,
    )
    seen = sees(security, security.table, names)
    commands = ((security.name, "SELECT", "USING ({seen})"), *_OTHERS)
    return (
        enabled,
        *(_policy(security, name, command, what.replace("{seen}", seen), names) for name, command, what in commands),
    )


def _policy(security: RowSecurity, name: str, command: str, what: str, names: Names) -> Statement:
    table, quoted = names.relation(security.table), quote_identifier(name)
    return Statement(
        sql=f"CREATE POLICY {quoted} ON {table} FOR {command} {what};",
        undo=f"DROP POLICY {quoted} ON {table};",
        creates=policy_id(security.table, name),
        needs=(table_id(security.table), function_id(security.function)),
        table=security.table,
        origin=security.origin,
    )
