"""Composite references that one empty column switches off."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each composite key with several nullable columns that no check names together."""
    catalog = subject.catalog
    for key in catalog.foreign_keys:
        empty = [n for n in key.columns if (c := catalog.column(key.table, n)) and c.nullable]
        tied = any(
            set(empty) <= set(c.columns) and "NULL" in c.definition.upper() for c in catalog.checks_of(key.table)
        )
        if len(empty) > 1 and not key.full and not tied:
            yield Finding(
                object=f"{key.table}.{key.name}",
                fact=f"is not checked where one of {listed(empty)} is NULL",
                fix=f"MATCH FULL, or CHECK (num_nulls({listed(empty)}) IN (0, {len(empty)}))",
            )


RULE = Rule(
    code="B6",
    name="foreign-key-partly-null",
    severity=Severity.WARNING,
    checks=(
        "Of a foreign key over several columns at most one may be empty, unless it is MATCH FULL or a check "
        "ties them together."
    ),
    why="Where any of its columns is NULL, the server does not check the others at all.",
    sources=("pg-index-health: foreign keys with nullable columns", 'PostgreSQL documentation "Foreign Keys" (MATCH)'),
    find=find,
)
