"""Lengths in the type."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_columns
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each column of type varchar(n)."""
    for column in subject.catalog.table_columns:
        if column.base == "varchar" and "(" in column.type:
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact=f"is {column.type}",
                fix=f"text, with CHECK (char_length({sql_columns((column.name,))}) <= n) where the limit is a rule",
            )


RULE = Rule(
    code="C3",
    name="varchar-with-limit",
    severity=Severity.INFO,
    checks="Texts are text; a length that somebody asked for is a check.",
    why=(
        "To change varchar(n) is to change the type under an exclusive lock, narrowing it rewrites the table; "
        "a check has a name and is replaced by itself. Storage and speed are the same."
    ),
    sources=(
        "squawk: prefer-text-field",
        "pg-index-health: columns with fixed length varchar",
        "PostgreSQL wiki \"Don't Do This\": don't use varchar(n) by default",
        "Timescale pg-aiguide",
        "Supabase postgres best practices",
    ),
    find=find,
)
