"""PostgreSQL servers that designs are proven on, each in a database that is made for it and dropped again."""

from __future__ import annotations

import contextlib
import re
import signal
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TypeAlias

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from database_designer.postgres.versions import SUPPORTED
from database_designer.verify.binaries import wheel_binaries

EMBEDDED, GIVEN = "embedded", "given"
OLDEST = min(SUPPORTED)
_EMPTY = sql.SQL("TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'")
_COPY = sql.SQL("TEMPLATE {}")


class ServerError(Exception):
    """No server of the kind ("embedded", "given") could be had: `fact` says why, `fix` what to do."""

    def __init__(self, kind: str, fact: str, fix: str) -> None:
        super().__init__(f"{fact} ({fix})")
        self.kind = kind
        self.fact = fact
        self.fix = fix


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server. `version` is "18.6", `kind` "embedded" or "given"; `binaries` holds pg_dump, None where none.

    `conninfo` may hold a password: it is never printed.
    """

    version: str
    kind: str
    conninfo: str = field(repr=False)
    binaries: Path | None = None

    @property
    def major(self) -> int:
        """The major version: 18 for "18.6"."""
        found = re.match(r"\d+", self.version)
        return int(found.group()) if found else 0

    @contextlib.contextmanager
    def scratch_database(self, template: str = "") -> Iterator[str]:
        """The connection string of a new database, dropped at the end together with whoever is connected.

        It is empty, or a copy of the database `template`, to which nobody may be connected meanwhile. Raises
        ServerError where the server makes none.
        """
        name = f"database_designer_{uuid.uuid4().hex}"
        create = _COPY.format(sql.Identifier(template)) if template else _EMPTY
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with _termination_unwinds():
            try:
                self._run(sql.SQL("CREATE DATABASE {} {}").format(sql.Identifier(name), create))
                yield make_conninfo(self.conninfo, dbname=name)
            finally:
                self._run(drop.format(sql.Identifier(name)))

    def _run(self, statement: sql.Composed) -> None:
        try:
            with psycopg.connect(self.conninfo, autocommit=True) as connection:
                connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege as error:
            raise ServerError(
                self.kind,
                f"the role may not create a scratch database: {_message(error)}",
                "give it CREATEDB, or leave the URL out to use the embedded server",
            ) from error
        except psycopg.Error as error:
            raise ServerError(
                self.kind,
                f"the server makes or drops no scratch database: {_message(error)}",
                "check that it runs and takes connections",
            ) from error


ServerSource: TypeAlias = Callable[[], AbstractContextManager[Server]]


@contextlib.contextmanager
def server_by_url(url: str) -> Iterator[Server]:
    """The running server that `url` (or a libpq connection string) names.

    Raises ServerError where it does not answer or is older than PostgreSQL 15.
    """
    try:
        version = server_version(make_conninfo(url, connect_timeout=10))
    except psycopg.Error as error:
        raise ServerError(
            GIVEN,
            f"the given server does not answer: {_message(error)}",
            "check the URL: postgresql://user:password@host:5432/postgres",
        ) from error
    server = Server(version=version, kind=GIVEN, conninfo=make_conninfo(url), binaries=wheel_binaries())
    if server.major < OLDEST:
        raise ServerError(GIVEN, f"the given server is PostgreSQL {version}", f"give one of version {OLDEST} or later")
    yield server


def server_version(conninfo: str) -> str:
    """What the server says of its version: "18.6", "15.18", "19beta1". Raises psycopg.Error where it does not answer."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    return str(row[0]).split()[0] if row else ""


def _message(error: psycopg.Error) -> str:
    return " ".join(str(error).split()) or type(error).__name__


@contextlib.contextmanager
def _termination_unwinds() -> Iterator[None]:
    """While it lasts, SIGTERM ends the program through its `finally` blocks, as Ctrl-C does."""
    default = signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    if not default or threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
