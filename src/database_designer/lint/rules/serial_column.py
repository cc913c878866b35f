"""Columns numbered by a sequence of their own, as serial makes them."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import INTEGERS
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each column whose default is nextval() of a sequence."""
    for column in subject.catalog.table_columns:
        if column.default.startswith("nextval(") and column.base in INTEGERS:
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact="is a serial: its numbers come from a default",
                fix="GENERATED ALWAYS AS IDENTITY (BY DEFAULT where rows are copied in with their numbers)",
            )


RULE = Rule(
    code="A2",
    name="serial-column",
    severity=Severity.WARNING,
    checks="Numbered columns are identity columns, not serial.",
    why=(
        "A serial is a default like any other: inserts can pass it by, its sequence needs grants of its own, "
        "and dumps and copies of the table easily lose it."
    ),
    sources=(
        "squawk: prefer-identity",
        "pg-index-health: primary keys with serial types",
        "PostgreSQL wiki \"Don't Do This\": don't use serial",
        "Timescale pg-aiguide",
        "Supabase postgres best practices",
    ),
    find=find,
)
