"""Rows that belong to no tenant."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import TENANTS
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each nullable tenant column."""
    for column in subject.catalog.table_columns:
        if column.name in TENANTS and column.nullable:
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact="may be NULL: such rows belong to no tenant",
                fix="SET NOT NULL",
            )


RULE = Rule(
    code="E1",
    name="tenant-nullable",
    severity=Severity.WARNING,
    checks="The column that tells whose row it is, is NOT NULL in every table that has it.",
    why="A row without it is seen by nobody, or by everybody.",
    sources=("Supabase postgres best practices", "Timescale pg-aiguide", "Citus documentation"),
    find=find,
)
