"""Values that deleted rows keep for themselves."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import SOFT_DELETION, is_made
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each unique index of all rows, in a table with a column that marks rows as deleted."""
    catalog = subject.catalog
    for index in catalog.indexes:
        mark = next((c.name for c in catalog.columns_of(index.table) if c.name in SOFT_DELETION), "")
        if not mark or not index.unique or index.primary or index.predicate or mark in index.columns:
            continue
        columns = [c for n in index.columns if (c := catalog.column(index.table, n))]
        made = any(is_made(c) or mark in c.generated for c in columns)
        if not made:
            yield Finding(
                object=f"{index.table}.{index.name}",
                fact=f"counts rows that are deleted ({mark}) too",
                fix=f"CREATE UNIQUE INDEX ... WHERE {mark} IS NULL in its place",
            )


RULE = Rule(
    code="C13",
    name="unique-ignores-soft-deletion",
    severity=Severity.WARNING,
    checks="In a table whose rows are only marked as deleted, uniqueness holds among the others.",
    why="What a deleted row holds can never be given again, though nobody can see why.",
    sources=("Timescale pg-aiguide", 'PostgreSQL documentation "Partial Indexes"'),
    find=find,
)
