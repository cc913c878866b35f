"""Uniqueness that NULL gets around."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.catalog import Catalog
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def _told(catalog: Catalog, table: str, name: str) -> bool:
    """Whether a check says when the column is NULL: one of several references, for instance."""
    checks = (c for c in catalog.checks_of(table) if name in c.columns and len(c.columns) > 1)
    return any("NULL" in c.definition.upper() for c in checks)


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each unique index over several columns, of which a nullable one is not answered for."""
    catalog = subject.catalog
    for index in catalog.indexes:
        if not index.unique or index.primary or index.nulls_not_distinct or len(index.columns) < 2:
            continue
        empty = [
            n
            for n in index.columns
            if (c := catalog.column(index.table, n)) and c.nullable and n not in index.predicate
        ]
        empty = [n for n in empty if not _told(catalog, index.table, n)]
        if empty:
            yield Finding(
                object=f"{index.table}.{index.name}",
                fact=f"lets rows repeat where {' or '.join(empty)} is NULL",
                fix="UNIQUE NULLS NOT DISTINCT (...), or a unique index for the rows WHERE it IS NULL",
            )


RULE = Rule(
    code="C12",
    name="unique-with-nulls",
    severity=Severity.WARNING,
    checks="A unique constraint over several columns has none that may be NULL, or says what NULL means in it.",
    why="NULL is unlike NULL: two rows that agree in all else and have no value there are both let in.",
    sources=(
        "Timescale pg-aiguide",
        "pg-index-health: indexes with null values",
        "tried on PostgreSQL 15: UNIQUE (email, deleted_at) admits two live rows",
    ),
    find=find,
)
