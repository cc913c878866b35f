"""Statements tried on a server: how they end, and whether that is the refusal that a rule gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import psycopg

from database_designer.postgres.identifiers import of_whole
from database_designer.verify.proving.scenario import Scenario

IMMEDIATE = "SET CONSTRAINTS ALL IMMEDIATE"
DEFERRED = "SET CONSTRAINTS ALL DEFERRED"

_IDLE = frozenset({"INSERT 0 0", "UPDATE 0", "DELETE 0"})
_RESTRICTED = frozenset({"23001", "23503"})
"""ON DELETE RESTRICT ends with the first from PostgreSQL 18 on, with the second before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An error: its SQLSTATE, the name of the constraint ("table.column" of a NOT NULL), the message, the statement."""

    sqlstate: str
    constraint: str
    message: str
    statement: str

    def __str__(self) -> str:
        codes = " ".join(part for part in (self.sqlstate, self.constraint) if part)
        return f"{self.message} ({codes})" if codes else self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How an act ended: refused, or with what `holds` says of the rows after it (None: it was not asked).

    `idle` is the first statement of the act that should have changed a row and did not.
    """

    refusal: Refusal | None = None
    held: bool | None = None
    idle: str = ""


def attempt(connection: psycopg.Connection, statements: Iterable[str], idle: list[str] | None = None) -> Refusal | None:
    """Runs statements in the transaction that is open, up to the first that is refused; None where none is.

    Those that could have changed a row and changed none are added to `idle`. Raises psycopg.Error where the connection is lost.
    """
    for statement in statements:
        try:
            done = connection.execute(statement.encode()).statusmessage
        except psycopg.Error as error:
            if connection.broken:
                raise
            return _refusal(error, statement)
        if idle is not None and done in _IDLE:
            idle.append(statement)
    return None


def perform(connection: psycopg.Connection, scenario: Scenario) -> Ended:
    """Runs the act of a scenario, and after it `holds`, in the transaction that is open."""
    idle: list[str] = []
    if refusal := attempt(connection, (*scenario.act, IMMEDIATE), idle):
        return Ended(refusal=refusal)
    found = asked(connection, scenario.holds) if scenario.holds else Ended()
    return replace(found, idle=next(iter(idle), ""))


def asked(connection: psycopg.Connection, holds: str) -> Ended:
    """What a SELECT of one boolean says."""
    try:
        row = connection.execute(holds.encode()).fetchone()
    except psycopg.Error as error:
        if connection.broken:
            raise
        return Ended(refusal=_refusal(error, holds))
    return Ended(held=row == (True,))


def is_expected(scenario: Scenario, refusal: Refusal) -> bool:
    """Whether a refusal is the one that a scenario names."""
    same = refusal.sqlstate == scenario.sqlstate or {refusal.sqlstate, scenario.sqlstate} <= _RESTRICTED
    return same and scenario.constraint in ("", refusal.constraint)


def _refusal(error: psycopg.Error, statement: str) -> Refusal:
    said = error.diag
    table = said.table_name or ""
    place = f"{of_whole(table, table)}.{said.column_name}" if said.column_name else ""
    return Refusal(
        sqlstate=error.sqlstate or "",
        constraint=of_whole(said.constraint_name or "", table) or place,
        message=" ".join((said.message_primary or str(error)).split()),
        statement=statement,
    )
