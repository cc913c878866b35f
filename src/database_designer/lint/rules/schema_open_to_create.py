"""Schemas in which everyone may make objects."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_columns
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each schema with CREATE for PUBLIC."""
    for schema in subject.catalog.schemas:
        if schema.open:
            yield Finding(
                object=schema.name,
                fact="lets everyone create objects in it",
                fix=f"REVOKE CREATE ON SCHEMA {sql_columns((schema.name,))} FROM PUBLIC",
            )


RULE = Rule(
    code="E11",
    name="schema-open-to-create",
    severity=Severity.WARNING,
    checks="Nobody but its owner may create in a schema, public included.",
    why="Who may create there can put a function or table before yours, and have it called with other rights.",
    sources=("dblinter S001, B005", "Supabase postgres best practices", "PostgreSQL 15 release notes"),
    find=find,
)
