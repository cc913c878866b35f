"""Partitioned tables that take no row."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each partitioned table without any."""
    for table in subject.catalog.tables:
        if table.partition_strategy and not table.partitions:
            yield Finding(
                object=table.name,
                fact="is partitioned and has no partition: it takes no row",
                fix=f"CREATE TABLE ... PARTITION OF {sql_name(table.name)} ..., and a job for those to come",
            )


RULE = Rule(
    code="P5",
    name="partitioned-without-partition",
    severity=Severity.WARNING,
    checks="A partitioned table has a partition.",
    why="Without one every insert is an error.",
    sources=('PostgreSQL documentation "Table Partitioning"',),
    find=find,
)
