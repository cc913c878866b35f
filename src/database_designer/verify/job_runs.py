"""Runs every job that ends rows or moves them on, on synthetic rows around the moment that counts.

Nothing is lost, nothing is kept too long, nothing goes too early; a job that is stopped half way goes on where it was, and
one that is run twice does no more than once. The rows stand in tables without the rules that such rows would break:
that jobs and rules go together is shown with the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import psycopg

from database_designer.ddl import plan
from database_designer.ddl.job_trials import Ending, bare, became, made_older, noted
from database_designer.ddl.jobs import job_statement
from database_designer.ddl.names import Names
from database_designer.ddl.order import parents_first
from database_designer.ddl.synthetic import Filling, insert_rows
from database_designer.model.physical import Job, PhysicalModel, TableKind
from database_designer.verify.apply import connect
from database_designer.verify.server import Server

ENDED, OTHERS = 2_500, 50
"""Rows of a table that a job is about, which are several batches, and of all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRuns:
    """What was wrong with jobs; what each did; what could not be shown, and why."""

    wrong: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    unshown: tuple[str, ...] = ()


def run_jobs(server: Server, model: PhysicalModel) -> JobRuns:
    """What the jobs of a design do to rows. Raises psycopg.Error where the connection is lost."""
    tables = bare(model)
    wrong: list[str] = []
    done: list[str] = []
    unshown: list[str] = []
    with server.scratch_database() as conninfo, connect(conninfo) as connection:
        _make(connection, tables, model)
        for job, function in _ending(tables):
            told = _told(connection, job, function, tables)
            for found, facts in ((wrong, told.wrong), (done, told.done), (unshown, told.unshown)):
                found += [f"{job.name}: {fact}" for fact in facts]
    return JobRuns(wrong=tuple(wrong), done=tuple(done), unshown=tuple(unshown))


def _ending(tables: PhysicalModel) -> Iterator[tuple[Job, Ending]]:
    functions = {f.name: f for f in tables.functions if isinstance(f, Ending)}
    yield from ((j, functions[j.function]) for j in tables.jobs if j.function in functions)


def _make(connection: psycopg.Connection, tables: PhysicalModel, model: PhysicalModel) -> None:
    """The tables, filled as far as synthetic rows can be made; those that others point to first."""
    for statement in plan(tables).schema:
        connection.execute(statement.sql.encode())
    about = {f.table for _, f in _ending(tables)}
    filling = Filling(model=model, counts={t.name: ENDED if t.name in about else OTHERS for t in model.tables})
    named = {t.name: t for t in model.tables if t.kind is not TableKind.ARCHIVE}
    for name in parents_first(list(named), model.foreign_keys):
        with suppress(psycopg.DataError, psycopg.IntegrityError, psycopg.ProgrammingError):
            connection.execute(insert_rows(named[name], filling).encode())


def _told(connection: psycopg.Connection, job: Job, function: Ending, tables: PhysicalModel) -> JobRuns:
    """What a job does: a first time stopped and undone, then half way, then to its end, then once more."""
    older = made_older(function, tables)
    try:
        if older:
            connection.execute(older.encode())
        connection.execute(noted(function, tables).encode())
        rows, over, _, _, _ = _became(connection, function, tables)
        with connection.transaction(force_rollback=True):
            _call(connection, function, tables)
        undone = _became(connection, function, tables)
        _call(connection, function, tables)
        for _ in range(2):
            connection.execute(job_statement(job, tables).encode())
        _, _, late, early, lost = _became(connection, function, tables)
    except psycopg.Error as error:
        if connection.broken:
            raise
        return JobRuns(wrong=(f"it does not run: {error.diag.message_primary or error}",))
    finally:
        connection.execute(b"DROP TABLE IF EXISTS pg_temp.noted")
    if not over:
        return JobRuns(unshown=(f"none of {rows:,} synthetic rows is due",))
    wrong = (
        (undone != (rows, over, over, 0, 0), "what was undone left a trace"),
        (late > 0, f"{late:,} of {over:,} rows whose time is over are as they were"),
        (early > 0, f"{early:,} rows whose time is not over are not as they were"),
        (lost > 0, f"{lost:,} rows are lost, or stand in the archive and in the table"),
    )
    said = tuple(fact for is_so, fact in wrong if is_so)
    return JobRuns(wrong=said) if said else JobRuns(done=(f"{over:,} of {rows:,} rows were due and ended",))


def _call(connection: psycopg.Connection, function: Ending, tables: PhysicalModel) -> None:
    """One batch."""
    connection.execute(f"SELECT {Names(schema=tables.schema).function(function.name)}()".encode())


def _became(connection: psycopg.Connection, function: Ending, tables: PhysicalModel) -> tuple[int, int, int, int, int]:
    row = connection.execute(became(function, tables).encode()).fetchone()
    rows, over, late, early, lost = row or (0, 0, 0, 0, 0)
    return rows, over, late, early, lost
