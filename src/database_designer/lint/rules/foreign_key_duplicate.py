"""Foreign keys that say the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed, sql_columns, sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each foreign key with the columns and the target of another of the same table."""
    catalog = subject.catalog
    of_tables = (combinations(catalog.foreign_keys_of(t.name), 2) for t in catalog.tables)
    for first, second in (pair for pairs in of_tables for pair in pairs):
        own = set(zip(first.columns, first.target_columns, strict=True))
        if first.target == second.target and own == set(zip(second.columns, second.target_columns, strict=True)):
            yield Finding(
                object=f"{second.table}.{second.name}",
                fact=f"says what {first.name} says: ({listed(first.columns)}) to {first.target}",
                fix=f"ALTER TABLE {sql_name(second.table)} DROP CONSTRAINT {sql_columns((second.name,))}",
            )


RULE = Rule(
    code="B5",
    name="foreign-key-duplicate",
    severity=Severity.WARNING,
    checks="No two foreign keys of a table go from the same columns to the same table.",
    why="Each write checks both, and they may disagree over what a delete does.",
    sources=("pg-index-health: duplicated foreign keys, intersected foreign keys",),
    find=find,
)
