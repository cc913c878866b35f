"""Indexes that are the same."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_columns, sql_index, sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each index like another; one that is unique or backs a constraint is the one that stays."""
    for first, second in subject.catalog.pairs_of_indexes():
        same = all(getattr(first, part) == getattr(second, part) for part in ("method", "keys", "include", "predicate"))
        if same and not (first.backs and second.backs and first.primary != second.primary):
            kept, spare = sorted((first, second), key=lambda i: (not i.unique, not i.backs))
            yield Finding(
                object=f"{spare.table}.{spare.name}",
                fact=f"is the same as {kept.name}",
                fix=f"ALTER TABLE {sql_name(spare.table)} DROP CONSTRAINT {sql_columns((spare.name,))}"
                if spare.backs
                else f"DROP INDEX {sql_index(spare)}",
            )


RULE = Rule(
    code="D1",
    name="index-duplicate",
    severity=Severity.WARNING,
    checks="No two indexes of a table have the same keys and condition.",
    why="Both are written with every row, one of them for nothing.",
    sources=(
        "splinter 0009 duplicate_index",
        "pg-index-health: duplicated indexes",
        "SchemaCrawler: redundant indexes",
        "Azimutt",
        "dblinter T003",
    ),
    find=find,
)
