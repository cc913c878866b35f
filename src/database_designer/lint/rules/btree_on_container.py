"""B-trees over arrays and documents."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_columns, sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each b-tree, not unique, that begins with an array or a jsonb column."""
    for index in subject.catalog.indexes:
        column = subject.catalog.column(index.table, index.columns[0]) if index.columns else None
        container = column and (column.category == "A" or column.base == "jsonb")
        if column and container and index.method == "btree" and not index.unique:
            yield Finding(
                object=f"{index.table}.{index.name}",
                fact=f"is a b-tree over {column.name}, {column.type}",
                fix=f"CREATE INDEX ON {sql_name(index.table)} USING gin ({sql_columns((column.name,))})",
            )


RULE = Rule(
    code="D9",
    name="btree-on-container",
    severity=Severity.WARNING,
    checks="Arrays and jsonb are indexed with GIN.",
    why="A b-tree compares whole values; what is asked is what they contain, for which it is never used.",
    sources=(
        "pg-index-health: b-tree indexes on array columns",
        "Supabase postgres best practices",
        "Timescale pg-aiguide",
    ),
    find=find,
)
