"""The tables of a design, filled with synthetic rows: without what such rows would break."""

from __future__ import annotations

from dataclasses import dataclass, replace

import psycopg

from database_designer.ddl import plan
from database_designer.ddl.order import parents_first
from database_designer.ddl.synthetic import Filling, insert_rows, keys_query
from database_designer.model.physical import Exclusion, Index, IndexKey, PhysicalModel, Table, TableKind
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier
from database_designer.verify.plans.numbers import SMALL, Numbers, numbers

_AFTER_ROWS = frozenset({"index", "statistics"})
_LEFT_OUT = frozenset({"comment", "privilege"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What became of the tables: how many rows each was to have and has, and what could not be made of which table.

    `in_one` are the tables in partitions, which are filled as one.
    """

    numbers: Numbers
    rows: dict[str, int]
    wrong: dict[str, str]
    in_one: tuple[str, ...] = ()

    def facts(self) -> tuple[str, ...]:
        """On what rows plans were looked at, in words."""
        in_one = (f"{t} is filled as one table, without partitions" for t in self.in_one)
        wrong = (f"no rows of {table}: {fact}" for table, fact in self.wrong.items())
        return (*self.numbers.facts(), *in_one, *wrong)


def skeleton(model: PhysicalModel) -> PhysicalModel:
    """The tables with keys, generated columns, and indexes: no rule that looks at rows, and no table in parts.

    The index behind an exclusion constraint stays, as one that excludes nothing.
    """
    tables = tuple(replace(t, checks=(), partitioning=None) for t in model.tables)
    indexes = (*model.indexes, *(_as_index(x) for x in model.exclusions))
    return replace(
        model, tables=tables, indexes=indexes, foreign_keys=(), exclusions=(), functions=(), triggers=(),
        row_security=(), views=(), enforcements=(), services=(), implied=(), jobs=(),
    )  # fmt: skip


def _as_index(exclusion: Exclusion) -> Index:
    keys = tuple(IndexKey(expression=e) for e in (*exclusion.equal, exclusion.period))
    return Index(
        name=exclusion.name, table=exclusion.table, keys=keys, origin=exclusion.origin, method="gist",
        predicate=exclusion.predicate,
    )  # fmt: skip


def fill(connection: psycopg.Connection, model: PhysicalModel) -> Filled:
    """Makes the tables in an empty database, fills and analyses them. Raises psycopg.Error where tables cannot be made."""
    bare = skeleton(model)
    unique = {i.name for i in bare.indexes if i.unique}
    planned = plan(bare)
    later = [s for s in planned.schema if s.creates.kind in _AFTER_ROWS and s.creates.name not in unique]
    for statement in planned.schema:
        if statement not in later and statement.creates.kind not in _LEFT_OUT:
            connection.execute(statement.sql.encode())
    wrong: dict[str, str] = {}
    made = numbers(model)
    _insert_all(connection, Filling(model=model, counts=made.made), planned.seed, wrong)
    for statement in later:
        _attempt(connection, statement.sql, statement.table, wrong)
    connection.execute(b"VACUUM (ANALYZE)")
    rows = {t.name: _count(connection, t, model) for t in model.tables}
    in_one = tuple(t.name for t in model.tables if t.partitioning is not None)
    return Filled(numbers=made, rows=rows, wrong=wrong, in_one=in_one)


def _insert_all(
    connection: psycopg.Connection, filling: Filling, seed: tuple[Statement, ...], wrong: dict[str, str]
) -> None:
    """Fills the tables, those first that others point to: small ones with their first rows, if there are any."""
    model = filling.model
    tables = {t.name: t for t in model.tables}
    for name in parents_first(list(tables), model.foreign_keys):
        count = filling.counts[name]
        if not count:
            continue
        _attempt(connection, f"ALTER TABLE {_named(tables[name], model)} SET UNLOGGED;", name, wrong)
        first_rows = [s for s in seed if s.table == name] if count <= SMALL else []
        for statement in first_rows:
            _attempt(connection, statement.sql, name, wrong)
        if not first_rows or name in wrong or tables[name].kind is not TableKind.LOOKUP:
            wrong.pop(name, None)
            _attempt(connection, insert_rows(tables[name], filling), name, wrong)
        if count <= SMALL and len(tables[name].primary_key) == 1:
            found = connection.execute(keys_query(tables[name], model).encode()).fetchall()
            filling = replace(filling, keys={**filling.keys, name: tuple(str(row[0]) for row in found)})


def _attempt(connection: psycopg.Connection, statement: str, table: str, wrong: dict[str, str]) -> None:
    """Runs a statement about a table; what PostgreSQL says against it is noted, the first of each table."""
    try:
        connection.execute(statement.encode())
    except psycopg.Error as error:
        if connection.broken:
            raise
        wrong.setdefault(table, f"{error.diag.message_primary or error}")


def _named(table: Table, model: PhysicalModel) -> str:
    return f"{quote_identifier(model.schema)}.{quote_identifier(table.name)}"


def _count(connection: psycopg.Connection, table: Table, model: PhysicalModel) -> int:
    row = connection.execute(f"SELECT count(*) FROM {_named(table, model)}".encode()).fetchone()  # noqa: S608
    return int(row[0]) if row else 0
