"""Runs every trigger function once: PostgreSQL reads the statements in a PL/pgSQL body only when they run.

Each trigger is put on an empty copy of its table, without constraints, and fired by a row of nulls and a row of plain
values. The tables themselves get such a row too, where they take one, so that loops and queries over other rows find
one. That a function refuses such a row is its business; that it names what does not exist is not.
"""

from __future__ import annotations

from itertools import groupby
from typing import TypeAlias

import psycopg
from psycopg import sql

from database_designer.verify.catalog import Catalog, CatalogTrigger

# Errors of the function itself: its statements do not fit the schema (class 42), a constant does not fit its type.
_BROKEN_CLASSES = ("42", "XX")
_BROKEN = ("22P02",)
_DELIBERATE = ("42501",)  # insufficient_privilege, raised to refuse a change

_COLUMNS = """
SELECT a.attname, t.typcategory::text, t.typname,
       coalesce((SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder LIMIT 1), '')
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = %(table)s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
ORDER BY a.attnum
"""
# Foreign keys, checks and exclusions of all tables of a schema, for the row of plain values that breaks them.
_CONSTRAINTS = """
SELECT c.relname, k.conname
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE c.relnamespace = to_regnamespace(quote_ident(%(schema)s)) AND k.contype IN ('f', 'c', 'x') AND k.conparentid = 0
  AND NOT c.relispartition
ORDER BY k.contype DESC, 1, 2
"""
_BY_TYPE = {
    "time": "00:00",
    "timetz": "00:00Z",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "json": "{}",
    "jsonb": "{}",
}
_BY_CATEGORY = {"N": "0", "S": "x", "D": "2000-01-01", "B": "true", "T": "1 day"}

Row: TypeAlias = list[tuple[str, str | None]]


def run_triggers(connection: psycopg.Connection, schema: str, catalog: Catalog) -> tuple[str, ...]:
    """Facts about the trigger functions that do not run; none where all do. Nothing is changed: all is rolled back."""
    with connection.transaction(force_rollback=True):
        _fill(connection, schema, catalog)
        return _run_all(connection, schema, catalog)


def _run_all(connection: psycopg.Connection, schema: str, catalog: Catalog) -> tuple[str, ...]:
    facts: list[str] = []
    for table, triggers in groupby(catalog.triggers, key=lambda t: t.table):
        with connection.transaction(force_rollback=True):
            copy = sql.Identifier("pg_temp", table)
            source = sql.Identifier(schema, table)
            connection.execute(sql.SQL("CREATE TEMPORARY TABLE {} AS TABLE {} WITH NO DATA").format(copy, source))
            values = _plain_values(connection, copy)
            nulls: Row = [(name, None) for name, _ in values]
            connection.execute(_insert(copy, nulls))
            connection.execute(_insert(copy, values))
            for trigger in triggers:
                facts += (_fact(trigger, e) for e in _run(connection, copy, schema, trigger, (nulls, values)))
    return tuple(dict.fromkeys(facts))


def _fill(connection: psycopg.Connection, schema: str, catalog: Catalog) -> None:
    """A row of plain values in every table, without triggers and constraints: such rows all point to each other."""
    if not catalog.triggers:
        return
    drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}")
    for table, constraint in connection.execute(_CONSTRAINTS.encode(), {"schema": schema}).fetchall():
        connection.execute(drop.format(sql.Identifier(schema, table), sql.Identifier(constraint)))
    for table in (t.name for t in catalog.tables):
        name = sql.Identifier(schema, table)
        connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
        _try(connection, _insert(name, _plain_values(connection, name)), keep=True)


def _fact(trigger: CatalogTrigger, error: psycopg.Error) -> str:
    where = f" ({' '.join(error.diag.context.split())})" if error.diag.context else ""
    said = f"{error.diag.message_primary} ({error.sqlstate})"
    return f"trigger {trigger.table}.{trigger.name}, function {trigger.function}: {said}{where}"


def _run(
    connection: psycopg.Connection, copy: sql.Identifier, schema: str, trigger: CatalogTrigger, rows: tuple[Row, Row]
) -> list[psycopg.Error]:
    """The errors of the trigger's function at each of its events, on the copy that holds both rows."""
    nulls, values = rows
    by_event = {
        "INSERT": [_insert(copy, nulls), _insert(copy, values)],
        "UPDATE": [_update(copy, values), _update(copy, nulls)],
        "DELETE": [sql.SQL("DELETE FROM {}").format(copy)],
        "TRUNCATE": [sql.SQL("TRUNCATE {}").format(copy)],
    }
    with connection.transaction(force_rollback=True):
        connection.execute(_create(copy, schema, trigger))
        tried = [_try(connection, statement) for event in trigger.events for statement in by_event[event]]
    return [error for error in tried if error is not None and _is_broken(error)]


def _try(connection: psycopg.Connection, statement: sql.Composed, *, keep: bool = False) -> psycopg.Error | None:
    """The error of a statement, None where it runs; its work is undone unless asked to `keep`."""
    try:
        with connection.transaction(force_rollback=not keep):
            connection.execute(statement)
    except psycopg.Error as error:
        return error
    return None


def _is_broken(error: psycopg.Error) -> bool:
    code = error.sqlstate or ""
    return (code.startswith(_BROKEN_CLASSES) or code in _BROKEN) and code not in _DELIBERATE


def _plain_values(connection: psycopg.Connection, table: sql.Identifier) -> Row:
    """A value that fits its type for each column, None for types that are not known here."""
    rows = connection.execute(_COLUMNS.encode(), {"table": table.as_string(connection)}).fetchall()
    return [
        (name, first_label or _BY_TYPE.get(type_) or _BY_CATEGORY.get(category))
        for name, category, type_, first_label in rows
    ]


def _insert(table: sql.Identifier, row: Row) -> sql.Composed:
    columns = sql.SQL(", ").join(sql.Identifier(name) for name, _ in row)
    values = sql.SQL(", ").join(sql.Literal(value) for _, value in row)
    return sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})").format(table, columns, values)


def _update(table: sql.Identifier, row: Row) -> sql.Composed:
    settings = (sql.SQL("{} = {}").format(sql.Identifier(name), sql.Literal(value)) for name, value in row)
    return sql.SQL("UPDATE {} SET {}").format(table, sql.SQL(", ").join(settings))


def _create(table: sql.Identifier, schema: str, trigger: CatalogTrigger) -> sql.Composed:
    return sql.SQL("CREATE TRIGGER {} {} {} ON {} FOR EACH {} EXECUTE FUNCTION {}({})").format(
        sql.Identifier(trigger.name),
        sql.SQL(trigger.timing),
        sql.SQL(" OR ").join(sql.SQL(event) for event in trigger.events),
        table,
        sql.SQL(trigger.for_each),
        sql.Identifier(schema, trigger.function),
        sql.SQL(", ").join(sql.Literal(a) for a in trigger.arguments),
    )
