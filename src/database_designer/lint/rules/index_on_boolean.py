"""Indexes over a yes or no."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_columns, sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each index of all rows over one boolean that is not unique."""
    for index in subject.catalog.indexes:
        column = subject.catalog.column(index.table, index.columns[0]) if len(index.columns) == 1 else None
        if column and column.base == "bool" and not index.unique and not index.predicate:
            yield Finding(
                object=f"{index.table}.{index.name}",
                fact=f"has nothing but the boolean {column.name}",
                fix=f"CREATE INDEX ON {sql_name(index.table)} (what is asked for with it) WHERE {sql_columns((column.name,))}",
            )


RULE = Rule(
    code="D5",
    name="index-on-boolean",
    severity=Severity.WARNING,
    checks="No index has a boolean as its only column.",
    why="Half of the rows are no selection: the planner reads the table, and each write keeps the index up to date.",
    sources=("pg-index-health: indexes with boolean", "Supabase postgres best practices: partial indexes"),
    find=find,
)
