"""Columns that have a default and may be NULL all the same."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such column."""
    for column in subject.catalog.table_columns:
        if column.default and column.nullable and not column.default.upper().startswith("NULL"):
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact=f"has the default {column.default} and may be NULL",
                fix="SET NOT NULL",
            )


RULE = Rule(
    code="C9",
    name="nullable-with-default",
    severity=Severity.INFO,
    checks="A column with a default is NOT NULL.",
    why=(
        "The default says that there is always a value, yet NULL can be written in its place and every reader "
        "has to provide for it."
    ),
    sources=("Timescale pg-aiguide", "SchemaCrawler"),
    find=find,
)
