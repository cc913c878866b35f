"""Trees in which a row may be below itself."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import bodies
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_ABOVE = frozenset("parent ancestor supervisor superior above container".split())


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each reference of a table to the row above that no check and no trigger function names."""
    catalog = subject.catalog
    for key in catalog.foreign_keys:
        if key.target != key.table or len(key.columns) != 1:
            continue
        parent = key.columns[0]
        if not _ABOVE & set(parent.split("_")):
            continue
        checked = any(parent in c.columns and len(c.columns) > 1 for c in catalog.checks_of(key.table))
        if not checked and not any(parent in source for source in bodies(catalog, key.table, "INSERT", "UPDATE")):
            yield Finding(
                object=f"{key.table}.{key.name}",
                fact=f"lets a row of {key.table} be above itself",
                fix=f"CHECK ({parent} <> {key.target_columns[0]}) at least; a trigger that walks up for longer circles",
            )


RULE = Rule(
    code="B14",
    name="tree-without-guard",
    severity=Severity.INFO,
    checks="A table that refers to itself is kept from circles by a check or a trigger.",
    why="A row that is its own ancestor makes a recursive query run without an end.",
    sources=("sqlcheck 1002 (naive trees)", 'PostgreSQL documentation "WITH Queries" (CYCLE)'),
    find=find,
)
