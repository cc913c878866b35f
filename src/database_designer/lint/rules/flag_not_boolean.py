"""Yes and no as numbers or texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import INTEGERS, is_text
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_FLAG = re.compile(r"(is|has|can)_")


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each column with such a name that is a number or a text."""
    for column in subject.catalog.table_columns:
        if _FLAG.match(column.name) and column.category != "A" and (column.base in INTEGERS or is_text(column)):
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact=f"is named like a yes or no, and is {column.type}",
                fix="boolean NOT NULL DEFAULT false",
            )


RULE = Rule(
    code="C8",
    name="flag-not-boolean",
    severity=Severity.WARNING,
    checks="A column named is_, has_ or can_ something is boolean.",
    why="A number or text has more than two values, and each program picks its own two.",
    sources=("Timescale pg-aiguide", "Supabase postgres best practices", "SchemaCrawler"),
    find=find,
)
