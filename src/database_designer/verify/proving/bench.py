"""Where scenarios are tried: scratch databases that hold the migrations, with connections that stay open."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from typing import Protocol

import psycopg
from psycopg import sql

from database_designer.verify.apply import connect
from database_designer.verify.server import Server

SAVED = "database_designer_saved"
PATIENCE = "20s"
_QUICK_DEADLOCK = "SET deadlock_timeout = '5ms'"

_COLUMNS = """
SELECT c.relname, array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = to_regnamespace(quote_ident(%(schema)s)) AND c.relkind = 'r'
GROUP BY c.relname ORDER BY c.relname COLLATE "C"
"""


class Bench(Protocol):
    """A scratch database with the migrations applied, and the connections to it."""

    @property
    def connection(self) -> psycopg.Connection:
        """For what is rolled back, and for looking on."""

    @property
    def rivals(self) -> tuple[psycopg.Connection, psycopg.Connection]:
        """The two sessions of a race."""

    def reset(self) -> None:
        """Brings back the rows that the migrations made, whatever was committed since."""


@contextlib.contextmanager
def bench_on(server: Server, template: str, schema: str) -> Iterator[Bench]:
    """A bench in a new copy of the database `template`, in whose `schema` the migrations were applied.

    A superuser puts rows back past all triggers; anybody else makes the copy anew. Raises ServerError where the server
    makes no database.
    """
    with ExitStack() as stack:
        bench = _Copies(server=server, template=template)
        stack.callback(bench.close)
        bench.reset()
        if not _is_superuser(bench.connection):
            yield bench
            return
        for connection in (bench.connection, *bench.rivals):
            connection.execute(_QUICK_DEADLOCK)
        yield _Restored(copy=bench, restore=_save(bench.connection, schema))


def _is_superuser(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT current_setting('is_superuser') = 'on'").fetchone()
    return row is not None and row[0] is True


@dataclass(slots=True, kw_only=True)
class _Copies:
    """A bench that is reset by a new copy of the template."""

    server: Server
    template: str
    _open: ExitStack = field(default_factory=ExitStack)
    _connections: tuple[psycopg.Connection, ...] = ()

    @property
    def connection(self) -> psycopg.Connection:
        return self._connections[0]

    @property
    def rivals(self) -> tuple[psycopg.Connection, psycopg.Connection]:
        return self._connections[1], self._connections[2]

    def reset(self) -> None:
        self.close()
        conninfo = self._open.enter_context(self.server.scratch_database(self.template))
        opened: list[AbstractContextManager[psycopg.Connection]] = [connect(conninfo) for _ in range(3)]
        self._connections = tuple(self._open.enter_context(connection) for connection in opened)
        for connection in self._connections:
            connection.execute(f"SET statement_timeout = '{PATIENCE}'".encode())

    def close(self) -> None:
        """Closes the connections and drops the database."""
        self._open.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Restored:
    """A bench that is reset by a statement."""

    copy: _Copies
    restore: sql.Composed

    @property
    def connection(self) -> psycopg.Connection:
        return self.copy.connection

    @property
    def rivals(self) -> tuple[psycopg.Connection, psycopg.Connection]:
        return self.copy.rivals

    def reset(self) -> None:
        self.connection.execute(self.restore)


def _save(connection: psycopg.Connection, schema: str) -> sql.Composed:
    """Saves the rows of all tables; returns the call that empties the tables and puts the saved rows back."""
    saved = sql.Identifier(SAVED)
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(saved))
    steps: list[sql.Composed] = []
    kept: list[sql.Composed] = []
    for table, columns in connection.execute(_COLUMNS.encode(), {"schema": schema}).fetchall():
        here, there = sql.Identifier(schema, table), sql.Identifier(SAVED, table)
        steps.append(sql.SQL("DELETE FROM {};").format(here))
        found = connection.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(here)).fetchone()
        if found is None or not found[0]:
            continue
        connection.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(there, here))
        listed = sql.SQL(", ").join(sql.Identifier(c) for c in columns)
        insert = sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {};")
        kept.append(insert.format(here, listed, listed, there))
    body = sql.SQL("BEGIN {} END").format(sql.SQL("\n").join([*steps, *kept]))
    function = sql.Identifier(SAVED, "restore")
    connection.execute(
        sql.SQL(
            "CREATE FUNCTION {}() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS {}"
        ).format(function, sql.Literal(body.as_string(connection)))
    )
    return sql.SQL("SELECT {}()").format(function)
