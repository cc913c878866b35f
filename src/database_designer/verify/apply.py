"""Runs a script on a database, statement by statement as psql does, and says where it fails."""

from __future__ import annotations

import psycopg

from database_designer.verify.statements import ScriptStatement, split_statements

LONGEST = 400  # characters of a statement in a fact
PATIENCE = "120s"  # no single statement of a migration on an empty database takes longer


def connect(conninfo: str) -> psycopg.Connection:
    """An autocommit connection that sends statements as they are. Raises psycopg.Error where there is no server."""
    connection = psycopg.connect(conninfo, autocommit=True, prepare_threshold=None)
    connection.execute(f"SET statement_timeout = '{PATIENCE}'".encode())
    return connection


def apply_script(connection: psycopg.Connection, name: str, script: str) -> tuple[str, ...]:
    """Runs `script` in one transaction, up to its first error.

    Returns no facts, or those of the error: its place, message and statement. After an error nothing of the script is
    left, unless it commits by itself. Raises psycopg.Error where the connection is lost.
    """
    if "\0" in script:
        return (f"{name}: the script holds a NUL character, which PostgreSQL cannot read",)
    statements = split_statements(script)
    last = ScriptStatement(sql="COMMIT;", line=script.count("\n") + 1)
    for statement in (ScriptStatement(sql="BEGIN;", line=1), *statements, last):
        try:
            connection.execute(statement.sql.encode("utf-8", "replace"))
        except psycopg.Error as error:
            if connection.broken:
                raise
            connection.rollback()
            return _facts(name, statement, error)
    return ()


def _facts(name: str, statement: ScriptStatement, error: psycopg.Error) -> tuple[str, ...]:
    said = error.diag
    position = int(said.statement_position or 1)
    line = statement.line + statement.sql.count("\n", 0, position - 1)
    message = said.message_primary or " ".join(str(error).split())
    code = f" ({error.sqlstate})" if error.sqlstate else ""
    more = (("detail", said.message_detail), ("hint", said.message_hint), ("context", said.context))
    text = statement.sql if len(statement.sql) <= LONGEST else f"{statement.sql[:LONGEST]}..."
    return (
        f"{name}, line {line}: {message}{code}",
        *(f"{label}: {value}" for label, value in more if value),
        f"statement: {text}",
    )
