"""References into another schema."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each foreign key between tables of two schemas."""
    schemas = {r.name: r.schema for r in subject.catalog.relations}
    for key in subject.catalog.foreign_keys:
        if schemas[key.table] != schemas[key.target]:
            yield Finding(
                object=f"{key.table}.{key.name}",
                fact=f"goes from schema {schemas[key.table]} to {schemas[key.target]}",
                fix="see that it is meant, and waive it",
            )


RULE = Rule(
    code="B19",
    name="foreign-key-leaves-schema",
    severity=Severity.INFO,
    checks="Foreign keys stay within their schema.",
    why="Grants, dumps and a later split go by schema; a reference across ties two of them together.",
    sources=("dblinter T006",),
    find=find,
)
