"""Row level security: who sees which rows."""

from __future__ import annotations

from database_designer.ddl.names import Names, function_id, policy_id, row_security_id, table_id
from database_designer.model.physical import PhysicalModel, RowSecurity
from database_designer.model.plan import ObjectId, Statement
from database_designer.postgres.quoting import quote_identifier

_FREE = (
    ("free_insert", "INSERT", "WITH CHECK (TRUE)"),
    ("free_update", "UPDATE", "USING (TRUE) WITH CHECK (TRUE)"),
    ("free_delete", "DELETE", "USING (TRUE)"),
)
"""The other policies of a table: what is not seen is not found by an UPDATE or DELETE either."""


def policies(security: RowSecurity) -> tuple[str, ...]:
    """The names of all policies that a table gets."""
    return (security.name, *(name for name, _, _ in _FREE))


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
    seen = _policy(
        security, security.name, "SELECT", f"USING ({sees(security, security.table, names)})", names,
        needs=(function_id(security.function),),
    )  # fmt: skip
    return (enabled, seen, *(_policy(security, name, command, what, names) for name, command, what in _FREE))


def _policy(
    security: RowSecurity, name: str, command: str, what: str, names: Names, *, needs: tuple[ObjectId, ...] = ()
) -> Statement:
    table, quoted = names.relation(security.table), quote_identifier(name)
    return Statement(
        sql=f"CREATE POLICY {quoted} ON {table} FOR {command} {what};",
        undo=f"DROP POLICY {quoted} ON {table};",
        creates=policy_id(security.table, name),
        needs=(table_id(security.table), *needs),
        table=security.table,
        origin=security.origin,
    )
