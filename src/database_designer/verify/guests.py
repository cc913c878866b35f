"""Scripts of others, run in a scratch database as somebody who reaches nothing else."""

from __future__ import annotations

import contextlib
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.postgres.quoting import quote_identifier
from database_designer.source import Span
from database_designer.verify.apply import connect
from database_designer.verify.server import EMBEDDED, Server
from database_designer.verify.statements import split_statements

MOST_SAID = 20
_COPY_ROWS = re.compile(r"\s*copy\b.*\bfrom\s+stdin\b[^;]*;\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A file of SQL that somebody gave."""

    file: str
    text: str


def run_script(connection: psycopg.Connection, script: Script) -> tuple[Diagnostic, ...]:
    """Runs a script statement by statement; what is refused is left out and said. Lines of psql's own are passed over."""
    said: list[Diagnostic] = []
    before = 0
    for text, rows in _with_rows(script.text):
        for statement in split_statements(text):
            try:
                _run(connection, statement.sql, rows if statement.sql == _last(text) else None)
            except psycopg.Error as error:
                if connection.broken:
                    raise
                said.append(_refused(script.file, before + statement.line, error))
        before += text.count("\n") + (0 if rows is None else rows.count("\n") + 1)
    return tuple(said[:MOST_SAID])


def _with_rows(text: str) -> Iterator[tuple[str, str | None]]:
    """The script in parts that end with a COPY ... FROM stdin, each with the rows behind that; the last part has none."""
    held: list[str] = []
    lines = iter(text.splitlines())
    for line in lines:
        held.append("" if line.startswith("\\") else line)
        if _COPY_ROWS.match(line):
            rows = "".join(f"{row}\n" for row in takewhile(lambda found: found != "\\.", lines))
            yield "\n".join(held) + "\n", rows
            held = []
    yield "\n".join(held), None


def _last(text: str) -> str:
    found = split_statements(text)
    return found[-1].sql if found else ""


def _run(connection: psycopg.Connection, sql: str, rows: str | None) -> None:
    if rows is None:
        connection.execute(sql.encode("utf-8", "replace"))
        return
    with connection.cursor() as cursor, cursor.copy(sql.encode("utf-8", "replace")) as copy:
        copy.write(rows)


@contextlib.contextmanager
def as_guest(server: Server, conninfo: str) -> Iterator[psycopg.Connection]:
    """A connection as a role that owns the database and nothing else, on the embedded server: scripts of others reach no file.

    On a server that is given, scripts run as the role of its URL.
    """
    if server.kind != EMBEDDED:
        with connect(conninfo) as connection:
            yield connection
        return
    role = f"database_designer_{uuid.uuid4().hex}"
    with connect(conninfo) as admin:
        admin.execute(f"CREATE ROLE {role} LOGIN".encode())
        admin.execute(f"ALTER ROLE {role} SET session_replication_role = replica".encode())
        admin.execute(f"GRANT ALL ON SCHEMA public TO {role}".encode())
        admin.execute(
            f"ALTER DATABASE {quote_identifier(str(conninfo_to_dict(conninfo)['dbname']))} OWNER TO {role}".encode()
        )
    with connect(make_conninfo(conninfo, user=role)) as connection:
        yield connection


def _refused(file: str, line: int, error: psycopg.Error) -> Diagnostic:
    return Diagnostic(
        code="statement-refused", severity=Severity.WARNING,
        fact=f"PostgreSQL refuses a statement, which is left out: {error.diag.message_primary or error}",
        fix="correct it, if tables or rows depend on it", span=Span(file=file, line=line, end_line=line),
    )  # fmt: skip
