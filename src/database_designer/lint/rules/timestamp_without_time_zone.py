"""Moments that do not say which clock."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each column of type timestamp."""
    for column in subject.catalog.table_columns:
        if column.base == "timestamp":
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact=f"is a {column.type}: offsets are dropped",
                fix=(
                    "timestamptz; with rows, ALTER COLUMN ... TYPE timestamptz USING ... AT TIME ZONE 'the "
                    "zone they are in'"
                ),
            )


RULE = Rule(
    code="C1",
    name="timestamp-without-time-zone",
    severity=Severity.WARNING,
    checks="Moments are timestamptz, not timestamp.",
    why=(
        "timestamp drops the offset that was given with it, without a word; what it means then depends on who reads it."
    ),
    sources=(
        "squawk: prefer-timestamptz",
        "pg-index-health: timestamps without time zone",
        "PostgreSQL wiki \"Don't Do This\": don't use timestamp",
        "Timescale pg-aiguide",
        "Supabase postgres best practices",
    ),
    find=find,
)
