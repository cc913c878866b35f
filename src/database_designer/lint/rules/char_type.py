"""Texts filled up with blanks."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_columns
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each column of type char(n)."""
    for column in subject.catalog.table_columns:
        if column.base == "bpchar":
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact=f"is {column.type}: shorter values are filled up with blanks",
                fix=f"text, with CHECK ({sql_columns((column.name,))} ~ '...') or char_length() = n",
            )


RULE = Rule(
    code="C4",
    name="char-type",
    severity=Severity.WARNING,
    checks="No column is char(n), not even for codes of a fixed length.",
    why=(
        "Shorter values are filled with blanks that comparisons then ignore and patterns do not; too short a "
        "code is accepted."
    ),
    sources=(
        "squawk: ban-char-field",
        "pg-index-health: columns of type char(n)",
        "PostgreSQL wiki \"Don't Do This\": don't use char(n)",
    ),
    find=find,
)
