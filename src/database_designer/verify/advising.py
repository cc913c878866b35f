"""Indexes for anyone's tables and queries: chosen by the designer, tried on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import psycopg

from database_designer.ddl.planned import create_index, create_statistics, extensions, index_names
from database_designer.diagnostics import Diagnostic, Severity
from database_designer.indexing import Access, Choice, IndexPlan, TableFacts, Term, choose
from database_designer.source import Span
from database_designer.verify.apply import connect
from database_designer.verify.server import Server
from database_designer.verify.statements import split_statements
from database_designer.verify.table_facts import table_facts
from database_designer.workload import Workload, read_workload

MOST_TRIES = 8
_NAMES = "SELECT relname FROM pg_class UNION SELECT stxname FROM pg_statistic_ext"


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A file of SQL that somebody gave."""

    file: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisedIndex:
    """An index with its name and statement, the patterns that it serves and the statistics that it needs."""

    name: str
    sql: str
    serves: tuple[str, ...]
    statistics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What is advised: extensions, indexes, and of each pattern by what it is served ("" by none)."""

    extensions: tuple[str, ...]
    indexes: tuple[AdvisedIndex, ...]
    served: tuple[tuple[str, tuple[str, ...]], ...]
    refused: tuple[str, ...] = ()
    workload: Workload | None = None


def advise(
    server: Server, schema: Script, workload: Script, seed: Script | None
) -> tuple[Advice | None, tuple[Diagnostic, ...]]:
    """The indexes for a workload on a schema, tried in a scratch database; None where the schema does not apply.

    With `seed` the choice goes by the statistics of its rows; without, by what the workload tells of them.
    """
    with server.scratch_database() as conninfo, connect(conninfo) as connection:
        said = _applied(connection, schema)
        if any(d.severity is Severity.ERROR for d in said):
            return None, said
        if seed is not None:
            connection.execute("SET statement_timeout = 0; SET session_replication_role = replica")
            said = (*said, *_applied(connection, seed))
            connection.execute("RESET session_replication_role; ANALYZE")
        read, unread = read_workload(workload.text, workload.file, table_facts(connection))
        taken = {str(row[0]) for row in connection.execute(_NAMES).fetchall()}
        return _tried(connection, read, taken), (*said, *unread)


def _applied(connection: psycopg.Connection, script: Script) -> tuple[Diagnostic, ...]:
    """Runs a script statement by statement; lines of psql's own commands are left out."""
    text = "\n".join("" if line.startswith("\\") else line for line in script.text.splitlines())
    for statement in split_statements(text):
        try:
            connection.execute(statement.sql.encode("utf-8", "replace"))
        except psycopg.Error as error:
            line = statement.line
            return (
                Diagnostic(
                    code="script-refused", severity=Severity.ERROR,
                    fact=f"PostgreSQL refuses a statement: {error.diag.message_primary or error}",
                    fix="correct it, or leave it out", span=Span(file=script.file, line=line, end_line=line),
                ),
            )  # fmt: skip
    return ()


def _tried(connection: psycopg.Connection, read: Workload, taken: set[str]) -> Advice:
    """The choice; again without the expressions that PostgreSQL does not take in an index, until it takes all."""
    unusable: set[Term] = set()
    refused: list[str] = []
    for _ in range(MOST_TRIES):
        accesses = tuple(a for a in (_without(a, unusable) for a in read.accesses) if a is not None)
        choices = choose(accesses, read.tables)
        made = _named(choices, taken)
        wrong = _refusals(connection, choices, made)
        if not wrong:
            break
        refused.extend(fact for _, fact in wrong)
        unusable |= {t for index, _ in wrong for t in _suspects(index)}
    served = _served(read, choices, made)
    planned = [c.index for c in choices if not c.index.name]
    return Advice(
        extensions=extensions(planned),
        indexes=tuple(made.values()),
        served=served,
        refused=tuple(refused),
        workload=read,
    )


def _without(access: Access, unusable: set[Term]) -> Access | None:
    kept = tuple(c for c in access.conditions if c.term not in unusable)
    sort = () if any(s.term in unusable for s in access.sort) else access.sort
    return replace(access, conditions=kept, sort=sort)


def _suspects(index: IndexPlan) -> set[Term]:
    """The expressions of an index that was refused; its columns, where it has none."""
    terms = {k.term for k in index.keys} | {c.term for c in index.predicate}
    return {t for t in terms if not t.is_column} or terms


def _named(choices: Sequence[Choice], taken: set[str]) -> dict[IndexPlan, AdvisedIndex]:
    planned = [c for c in choices if not c.index.name]
    names = index_names([c.index for c in planned], taken)
    held = {*taken, *names}
    return {
        c.index: AdvisedIndex(
            name=name,
            sql=create_index(c.index, name),
            serves=tuple(dict.fromkeys(a.name for a in c.serves)),
            statistics=create_statistics(c.index, held),
        )
        for c, name in zip(planned, names, strict=True)
    }


def _refusals(
    connection: psycopg.Connection, choices: Sequence[Choice], made: Mapping[IndexPlan, AdvisedIndex]
) -> list[tuple[IndexPlan, str]]:
    """The indexes that PostgreSQL does not make, and why."""
    found: list[tuple[IndexPlan, str]] = []
    for statement in extensions([c.index for c in choices]):
        connection.execute(statement.encode())
    for index, advised in made.items():
        try:
            with connection.transaction(force_rollback=True):
                for statement in (advised.sql, *advised.statistics):
                    connection.execute(statement.encode())
        except psycopg.Error as error:
            found.append((index, f"{advised.sql} is refused: {error.diag.message_primary or error}"))
    return found


def _served(
    read: Workload, choices: Sequence[Choice], made: Mapping[IndexPlan, AdvisedIndex]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Of each pattern the indexes and keys that serve it."""
    found: dict[str, dict[str, None]] = {t.name: {} for t in read.templates if t.written is None}
    for choice in choices:
        advised = made.get(choice.index)
        name = advised.name if advised else f"the key of {choice.index.table}"
        for access in choice.serves:
            if access.name in found:
                found[access.name][name] = None
    return tuple((name, tuple(by)) for name, by in found.items())


def planner_facts(tables: Mapping[str, TableFacts]) -> tuple[str, ...]:
    """What was taken of each table: its rows, measured or estimated."""
    return tuple(f"{t.name}: {t.rows:,.0f} rows, {'counted' if t.measured else 'estimated'}" for t in tables.values())
