"""Whether a materialized view holds what its query gives: after a change it is out of date, refreshed it is not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import psycopg
from psycopg.rows import tuple_row

from database_designer.ddl import plan
from database_designer.ddl.names import Names
from database_designer.ddl.views import refresh, view_query
from database_designer.model.physical import PhysicalModel, View
from database_designer.model.proof import Outcome, ViewProof

REFRESHES = 2
"""The second one finds nothing new: it has to tell apart rows that were there before, unset groups among them."""

_CHANGED = 7
"""One row of so many is deleted before the first refresh."""


def prove_views(connection: psycopg.Connection, model: PhysicalModel) -> tuple[ViewProof, ...]:
    """The proof of each materialized view, in a database that has the tables of `model` and rows in them.

    The views are made, and some rows deleted. Raises psycopg.Error where the connection is lost.
    """
    names = Names(schema=model.schema)
    statements = {s.creates.name: s.sql for s in plan(model).schema if s.creates.kind in ("view", "view index")}
    proofs: list[ViewProof] = []
    for view in model.views:
        if view.materialized is not None:
            made = (statements[view.name], statements[view.materialized.index])
            proofs.append(_proof(connection, view, made, view_query(view, model, names), names))
    return tuple(proofs)


def view_failures(proofs: Iterable[ViewProof]) -> tuple[str, ...]:
    """What is wrong with views, a fact each."""
    return tuple(f"{proof.view}: {fact}" for proof in proofs for fact in proof.facts)


def view_summary(proofs: Iterable[ViewProof]) -> tuple[str, ...]:
    """What reading each view touches, and what its query would."""
    return tuple(f"{p.view}: {p.blocks:,} blocks instead of {p.without:,}" for p in proofs)


def _proof(connection: psycopg.Connection, view: View, made: tuple[str, ...], query: str, names: Names) -> ViewProof:
    empty = ViewProof(view=view.name, outcome=Outcome.FAILED, rows=0, counted=0, blocks=0, without=0)
    name, table = names.relation(view.name), names.relation(view.table)
    try:
        for statement in made:
            connection.execute(statement.encode())
        begun = replace(empty, blocks=_blocks(connection, f"TABLE {name}"), without=_worked_out(connection, query))
        connection.execute(_change(table).encode())
        wrong = tuple(
            fact for turn in range(1, REFRESHES + 1) for fact in _refreshed(connection, view, query, names, turn)
        )
        counts = _count(connection, f"TABLE {name}"), _count(connection, f"TABLE {table}")
    except psycopg.Error as error:
        if connection.broken:
            raise
        return replace(empty, facts=(f"{error.diag.message_primary or error}",))
    outcome = Outcome.FAILED if wrong else Outcome.PASSED
    return replace(begun, outcome=outcome, rows=counts[0], counted=counts[1], facts=wrong)


def _change(table: str) -> str:
    chosen = f"SELECT ctid, row_number() OVER () AS n FROM {table}"  # noqa: S608
    return f"DELETE FROM {table} WHERE ctid IN (SELECT ctid FROM ({chosen}) AS r WHERE n % {_CHANGED} = 0)"  # noqa: S608


def _refreshed(connection: psycopg.Connection, view: View, query: str, names: Names, turn: int) -> Iterator[str]:
    """What is wrong with the rows after a refresh."""
    held = f"TABLE {names.relation(view.name)}"
    connection.execute(refresh(view, names).encode())
    odd = _count(connection, f"({query} EXCEPT ALL {held}) UNION ALL ({held} EXCEPT ALL {query})")
    if odd:
        yield f"after refresh {turn}, {odd} rows are not those of the query"


def _count(connection: psycopg.Connection, query: str) -> int:
    return int(_value(connection, f"SELECT count(*) FROM ({query}) AS r"))  # noqa: S608


def _blocks(connection: psycopg.Connection, query: str) -> int:
    """The blocks that a query touches."""
    found = _value(connection, f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}")
    top = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return int(top["Shared Hit Blocks"]) + int(top["Shared Read Blocks"])


def _worked_out(connection: psycopg.Connection, query: str) -> int:
    """The blocks that a query touches, the fewer of those of the planner's choice and of reading its tables through."""
    chosen = _blocks(connection, query)
    with connection.transaction(force_rollback=True):
        for setting in ("enable_indexscan", "enable_bitmapscan"):
            connection.execute(f"SET LOCAL {setting} = off".encode())
        return min(chosen, _blocks(connection, query))


def _value(connection: psycopg.Connection, query: str) -> Any:
    row = connection.cursor(row_factory=tuple_row).execute(query.encode()).fetchone()
    return row[0] if row is not None else None
