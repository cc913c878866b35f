"""Partitioned tables that refuse what fits nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such table without one."""
    for table in subject.catalog.tables:
        if table.partition_strategy in ("range", "list") and table.partitions and not table.default_partition:
            yield Finding(
                object=table.name,
                fact="has no default partition: a row that fits none is refused",
                fix=f"CREATE TABLE ... PARTITION OF {sql_name(table.name)} DEFAULT, watched to be empty",
            )


RULE = Rule(
    code="P5",
    name="default-partition-missing",
    severity=Severity.INFO,
    checks="A table partitioned by range or list has a default partition.",
    why="A row outside all partitions is an error, and it comes on the day when nobody made the next one.",
    sources=('PostgreSQL documentation "Table Partitioning"', "Timescale pg-aiguide"),
    find=find,
)
