"""Indexes for anyone's tables and queries: chosen by the designer, tried on a real PostgreSQL."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import psycopg

from database_designer.ddl.planned import create_index, create_statistics, extensions, index_names
from database_designer.diagnostics import Diagnostic, Severity
from database_designer.indexing import Access, Choice, IndexPlan, TableFacts, Term, choose
from database_designer.verify.guests import Script, as_guest, run_script
from database_designer.verify.server import Server
from database_designer.verify.table_facts import index_definitions, table_facts
from database_designer.workload import Workload, existing_index, read_workload

MOST_TRIES = 8
MOST_PARAMETERS = 1000
_PARAMETER = re.compile(r"\$(\d{1,4})\b")
_INDEX_NAME = re.compile(r'"Index Name": "([^"]*)"')
_VIEWS = """
SELECT DISTINCT ON (c.relname) c.relname, pg_get_viewdef(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'v' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
ORDER BY c.relname, n.nspname
"""
_PARTS = """
WITH RECURSIVE part(name, parent) AS (
    SELECT i.inhrelid, i.inhparent FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relkind IN ('i', 'I')
    UNION ALL
    SELECT p.name, i.inhparent FROM part p JOIN pg_inherits i ON i.inhrelid = p.parent
)
SELECT n.relname, r.relname FROM part p JOIN pg_class n ON n.oid = p.name JOIN pg_class r ON r.oid = p.parent
WHERE NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = p.parent)
"""
_NAMES = "SELECT relname FROM pg_class UNION SELECT stxname FROM pg_statistic_ext"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisedIndex:
    """An index with its name and statement, the patterns and foreign keys that it serves, the statistics that it needs."""

    name: str
    table: str
    sql: str
    serves: tuple[str, ...]
    supports: tuple[str, ...] = ()
    statistics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A pattern, how often a minute it is asked, by what it is served; `plan` are the indexes of its plan, where one was made."""

    pattern: str
    frequency: float
    line: int
    by: tuple[str, ...]
    plan: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What is advised, of each pattern by what it is served, and the tables by which that was decided.

    `left_out` says which indexes were not taken, and why: PostgreSQL refuses them, or the planner does not use them.
    `idle` are indexes of the schema that serve none of the statements.
    """

    extensions: tuple[str, ...]
    indexes: tuple[AdvisedIndex, ...]
    served: tuple[Served, ...]
    tables: tuple[TableFacts, ...]
    left_out: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()


def advise(
    server: Server, schema: Script, workload: Script, seed: Script | None
) -> tuple[Advice | None, tuple[Diagnostic, ...]]:
    """The indexes for a workload on a schema, tried in a scratch database; None where there is no table or query.

    With `seed` the choice goes by the statistics of its rows, and an index that the planner uses for nothing is left
    out; without, it goes by what the workload tells of the rows.
    """
    with server.scratch_database() as conninfo, as_guest(server, conninfo) as connection:
        said = run_script(connection, schema)
        if seed is not None:
            connection.execute("SET statement_timeout = 0")
            said = (*said, *run_script(connection, seed))
            connection.execute("RESET ALL; ANALYZE")
        facts = table_facts(connection)
        if not facts:
            return None, (*said, _unusable(f"{schema.file} makes no table", "give a schema of PostgreSQL"))
        read, unread = read_workload(workload.text, workload.file, facts, dict(connection.execute(_VIEWS).fetchall()))
        said = (*said, *unread)
        if not any(t.asked for t in read.templates):
            fact = f"{workload.file} has no query of a table in {schema.file}"
            return None, (*said, _unusable(fact, "give the SQL that the program runs"))
        advice = _tried(connection, read)
        return (_planned(connection, read, advice) if seed is not None else advice), said


def _unusable(fact: str, fix: str) -> Diagnostic:
    return Diagnostic(code="no-workload", severity=Severity.ERROR, fact=fact, fix=fix)


def _tried(connection: psycopg.Connection, read: Workload) -> Advice:
    """The choice; again without the expressions that PostgreSQL does not take in an index, until it takes all."""
    taken = {str(row[0]) for row in connection.execute(_NAMES).fetchall()}
    there = tuple(
        found
        for name, table, definition in index_definitions(connection, read.tables)
        if (found := existing_index(name, definition, read.tables[table])) is not None
    )
    unusable: set[Term] = set()
    left_out: list[str] = []
    for _ in range(MOST_TRIES):
        accesses = tuple(_without(a, unusable) for a in read.accesses)
        choices = choose(accesses, read.tables, there)
        made = _named(choices, taken, read.tables)
        wrong = _refusals(connection, made)
        if not wrong:
            break
        left_out.extend(fact for _, fact in wrong)
        unusable |= {t for index, _ in wrong for t in _suspects(index)}
    return Advice(
        extensions=extensions(made),
        indexes=tuple(made.values()),
        served=_served(read, choices, made),
        tables=tuple(read.tables.values()),
        left_out=tuple(dict.fromkeys(left_out)),
        idle=_idle(there, choices),
    )


def _idle(there: Sequence[IndexPlan], choices: Sequence[Choice]) -> tuple[str, ...]:
    """The indexes that are there, keep nothing unique and serve nothing."""
    serving = {c.index.name for c in choices}
    return tuple(i.name for i in there if not i.unique and i.name not in serving)


def _without(access: Access, unusable: set[Term]) -> Access:
    kept = tuple(c for c in access.conditions if c.term not in unusable)
    sort = () if any(s.term in unusable for s in access.sort) else access.sort
    return replace(access, conditions=kept, sort=sort)


def _suspects(index: IndexPlan) -> set[Term]:
    """The expressions of an index that was refused; its columns, where it has none."""
    terms = {k.term for k in index.keys} | {c.term for c in index.predicate}
    return {t for t in terms if not t.is_column} or terms


def _named(
    choices: Sequence[Choice], taken: set[str], tables: Mapping[str, TableFacts]
) -> dict[IndexPlan, AdvisedIndex]:
    planned = [c for c in choices if not c.index.name]
    names = index_names([c.index for c in planned], taken)
    held = {*taken, *names}
    return {
        c.index: AdvisedIndex(
            name=name,
            table=c.index.table,
            sql=create_index(c.index, name, tables[c.index.table].schema),
            serves=tuple(dict.fromkeys(a.name for a in c.serves if not a.required)),
            supports=tuple(a.name for a in c.serves if a.required),
            statistics=create_statistics(c.index, held, tables[c.index.table].schema),
        )
        for c, name in zip(planned, names, strict=True)
    }


def _refusals(connection: psycopg.Connection, made: Mapping[IndexPlan, AdvisedIndex]) -> list[tuple[IndexPlan, str]]:
    """The indexes that PostgreSQL does not make, and why."""
    found: list[tuple[IndexPlan, str]] = []
    for index, advised in made.items():
        try:
            with connection.transaction(force_rollback=True):
                for statement in (*extensions([index]), advised.sql, *advised.statistics):
                    connection.execute(statement.encode())
        except psycopg.Error as error:
            found.append((index, f"{advised.sql} PostgreSQL refuses it: {error.diag.message_primary or error}"))
    return found


def _served(read: Workload, choices: Sequence[Choice], made: Mapping[IndexPlan, AdvisedIndex]) -> tuple[Served, ...]:
    """Of each pattern the indexes and keys that serve it."""
    found: dict[str, dict[str, None]] = {t.name: {} for t in read.templates}
    for choice in choices:
        advised = made.get(choice.index)
        name = advised.name if advised else choice.index.name
        for access in choice.serves:
            if access.name in found:
                found[access.name][name] = None
    first = {t.name: t for t in reversed(read.templates)}
    return tuple(
        Served(pattern=name, frequency=first[name].frequency, line=first[name].line, by=tuple(by))
        for name, by in found.items()
        if first[name].asked
    )


def _planned(connection: psycopg.Connection, read: Workload, advice: Advice) -> Advice:
    """The advice without the indexes that the planner uses for no pattern, and with what the plans use."""
    for statement in (*advice.extensions, *(s for i in advice.indexes for s in (i.sql, *i.statistics))):
        connection.execute(statement.encode())
    connection.execute("VACUUM ANALYZE")
    whole = {str(part): str(index) for part, index in connection.execute(_PARTS).fetchall()}
    plans = {t.name: _indexes_of_plan(connection, t.sql, whole) for t in reversed(read.templates) if t.asked}
    used = {name for plan in plans.values() for name in plan or ()}
    used |= {name for s in advice.served if plans.get(s.pattern) is None for name in s.by}  # not planned, so not judged
    unused = [i for i in advice.indexes if i.name not in used and not i.supports]
    kept = tuple(i for i in advice.indexes if i not in unused)
    said = tuple(f"{i.sql} The planner uses it for no statement on these rows." for i in unused)
    served = tuple(
        replace(s, plan=plans.get(s.pattern), by=tuple(n for n in s.by if n not in {i.name for i in unused}))
        for s in advice.served
    )
    return replace(advice, indexes=kept, served=served, left_out=(*advice.left_out, *said))


def _indexes_of_plan(connection: psycopg.Connection, sql: str, whole: Mapping[str, str]) -> tuple[str, ...] | None:
    """The indexes in the plan of a statement, those of partitions as that of the table; None where it is not planned."""
    numbers = [int(found) for found in _PARAMETER.findall(sql)]
    try:
        with connection.transaction(force_rollback=True):
            if not numbers:
                row = connection.execute(f"EXPLAIN (FORMAT JSON) {sql}".encode()).fetchone()
            else:  # a plan for whatever values, which EXPLAIN itself makes from PostgreSQL 16 only
                values = ", ".join(["NULL"] * min(max(numbers), MOST_PARAMETERS))
                connection.execute(b"SET LOCAL plan_cache_mode = force_generic_plan")
                connection.execute(f"PREPARE asked AS {sql}".encode())
                row = connection.execute(f"EXPLAIN (FORMAT JSON) EXECUTE asked({values})".encode()).fetchone()
    except psycopg.Error:
        return None
    finally:
        connection.execute(b"DEALLOCATE ALL")
    return tuple(dict.fromkeys(whole.get(n, n) for n in _INDEX_NAME.findall(json.dumps(row[0] if row else []))))
