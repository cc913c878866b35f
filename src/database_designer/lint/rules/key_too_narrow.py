"""Surrogate keys that run out of numbers."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import surrogate
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each numbered primary key of fewer than eight bytes."""
    for table in subject.catalog.tables:
        key = surrogate(subject.catalog, table.name)
        if key and key.base in ("int2", "int4"):
            yield Finding(
                object=f"{table.name}.{key.name}",
                fact=(
                    f"is a numbered key of type {key.type}, which ends at "
                    f"{'32,767' if key.base == 'int2' else '2,147,483,647'}"
                ),
                fix="bigint, there and in the columns that refer to it",
            )


RULE = Rule(
    code="A3",
    name="key-too-narrow",
    severity=Severity.WARNING,
    checks="Primary keys that the server numbers are bigint.",
    why=(
        "integer ends at 2,147,483,647 numbers given, rolled back ones included; widening the key later "
        "rewrites the table and all that refer to it."
    ),
    sources=(
        "squawk: prefer-bigint-over-int, prefer-bigint-over-smallint",
        "pg-index-health: sequence overflow",
        "Supabase postgres best practices",
        "Timescale pg-aiguide",
    ),
    find=find,
)
