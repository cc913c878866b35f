"""Partitions to come that no job makes."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each partitioned table whose function no job calls."""
    called = {job.function for job in subject.design.physical.jobs} if subject.design else set()
    for table in subject.design.physical.tables if subject.design else ():
        if table.partitioning and table.partitioning.making not in called:
            yield Finding(
                object=table.name,
                fact=f"gets its partitions from {table.partitioning.making}(), which no job calls",
                fix="a job that calls it, more often than its interval",
            )


RULE = Rule(
    code="P5",
    name="partitions-made-by-nobody",
    severity=Severity.WARNING,
    checks="A job makes the partitions to come of every partitioned table.",
    why="On the day after the last one all rows fall into the default partition, or are refused.",
    sources=('PostgreSQL documentation "Table Partitioning"', "Timescale pg-aiguide"),
    find=find,
    reads=Reads.DESIGN,
)
