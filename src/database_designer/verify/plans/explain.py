"""EXPLAIN (ANALYZE, BUFFERS) of a query with its parameters, as values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import psycopg

from database_designer.ddl.patterns import PatternQuery
from database_designer.postgres.quoting import quote_literal

SETTINGS = (
    "SET jit = off",
    "SET max_parallel_workers_per_gather = 0",
    "SET plan_cache_mode = force_custom_plan",
    "SET random_page_cost = 1.1",
)
"""One plan, made for the values given, by one process; pages cost what they cost on solid-state disks."""
_EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) EXECUTE pattern"
_Node: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A table that was read from its beginning: the rows that satisfied the conditions, and those that did not."""

    table: str
    kept: int
    removed: int

    @property
    def read(self) -> int:
        """All rows that were looked at."""
        return self.kept + self.removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a query did: blocks touched, rows that came out, indexes used, tables read from their beginning."""

    blocks: int
    rows: int
    indexes: tuple[str, ...]
    scans: tuple[Scan, ...]


def prepare(connection: psycopg.Connection, query: PatternQuery) -> tuple[str, ...] | None:
    """Prepares the query and gives values for its parameters, from a row; None where no row has any.

    Raises psycopg.Error for a query that PostgreSQL does not take.
    """
    connection.execute(f"DEALLOCATE ALL; PREPARE pattern AS {query.sql}".encode())
    if not query.sampling:
        return ()
    row = connection.execute(query.sampling.encode()).fetchone()
    return tuple(str(value) for value in row) if row else None


def explained(connection: psycopg.Connection, values: tuple[str, ...]) -> Plan:
    """The plan of the prepared query, the second time it runs: what is looked up once in a session is known by then.

    Raises psycopg.Error where it fails.
    """
    given = f"({', '.join(quote_literal(v) for v in values)})" if values else ""
    connection.execute((_EXPLAIN + given).encode())
    row = connection.execute((_EXPLAIN + given).encode()).fetchone()
    found = row[0] if row else []
    return _plan((json.loads(found) if isinstance(found, str) else found)[0]["Plan"])


def _plan(root: _Node) -> Plan:
    nodes = list(_nodes(root))
    indexes = dict.fromkeys(str(n["Index Name"]) for n in nodes if "Index Name" in n)
    scans = (n for n in nodes if n["Node Type"] == "Seq Scan" and n["Actual Loops"])
    return Plan(
        blocks=int(root["Shared Hit Blocks"]) + int(root["Shared Read Blocks"]),
        rows=round(root["Actual Rows"]),
        indexes=tuple(indexes),
        scans=tuple(
            Scan(
                table=n["Relation Name"],
                kept=round(n["Actual Rows"] * n["Actual Loops"]),
                removed=round(n.get("Rows Removed by Filter", 0) * n["Actual Loops"]),
            )
            for n in scans
        ),
    )


def _nodes(node: _Node) -> Iterator[_Node]:
    yield node
    for inner in node.get("Plans", ()):
        yield from _nodes(inner)
