"""Defaults that are the word NULL."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such default."""
    for column in subject.catalog.table_columns:
        if column.default.lower().startswith("'null'::"):
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact=f"has the default {column.default}, which is a text",
                fix="DROP DEFAULT, or DEFAULT NULL",
            )


RULE = Rule(
    code="C9",
    name="default-is-word-null",
    severity=Severity.WARNING,
    checks="No default is the text 'NULL' or 'null'.",
    why="It was meant to be nothing, and is four letters that no IS NULL finds.",
    sources=("SchemaCrawler: null intended in a column default",),
    find=find,
)
