"""Foreign keys served only by an index that leaves rows out."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import all_rows, leads, sql_columns, sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each foreign key that leads partial indexes only, unless they leave out only rows without it."""
    for key in subject.catalog.foreign_keys:
        led = [i for i in subject.catalog.indexes_of(key.table) if leads(i, key.columns)]
        if led and not any(all_rows(i, key.columns) for i in led):
            yield Finding(
                object=f"{key.table}.{key.name}",
                fact=f"is served by {led[0].name} only, which holds just the rows with {led[0].predicate}",
                fix=f"CREATE INDEX ON {sql_name(key.table)} ({sql_columns(key.columns)}), or WHERE {sql_columns(key.columns[:1])} IS NOT NULL",
            )


RULE = Rule(
    code="B2",
    name="foreign-key-index-partial",
    severity=Severity.WARNING,
    checks="The index behind a foreign key holds all rows that refer to something.",
    why="The check of the server asks for all of them, so a partial index with another condition is of no use to it.",
    sources=("splinter 0001 (counts any index)", "tried on PostgreSQL 18"),
    find=find,
)
