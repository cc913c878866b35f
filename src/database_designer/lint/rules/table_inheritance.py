"""Tables that inherit from tables."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table that inherits and is no partition."""
    for table in subject.catalog.tables:
        if table.inherits:
            yield Finding(
                object=table.name,
                fact=f"inherits from {listed(table.inherits)}",
                fix="PARTITION BY for parts of one table; a table with a shared key for kinds of a thing",
            )


RULE = Rule(
    code="B20",
    name="table-inheritance",
    severity=Severity.WARNING,
    checks="No table inherits from another; partitions are declared.",
    why="Keys, uniqueness and references of the parent do not hold for the rows of its children.",
    sources=(
        "pg-index-health: tables with inheritance",
        "PostgreSQL wiki \"Don't Do This\": don't use table inheritance",
        "Timescale pg-aiguide",
    ),
    find=find,
)
