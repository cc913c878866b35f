"""Booleans with a third answer."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each nullable boolean."""
    for column in subject.catalog.table_columns:
        if column.base == "bool" and column.nullable and column.category != "A":
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact="is yes, no or NULL",
                fix="NOT NULL DEFAULT false",
            )


RULE = Rule(
    code="C8",
    name="boolean-nullable",
    severity=Severity.INFO,
    checks="A boolean is NOT NULL.",
    why="WHERE NOT flag leaves out the rows in which it is NULL, which nobody expects.",
    sources=("Timescale pg-aiguide", "SchemaCrawler: nullable boolean", "Supabase postgres best practices"),
    find=find,
)
