"""Keys that a partitioned table cannot have."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each statement that the server refused for it."""
    for refusal in subject.refusals("0A000", "partitioned table must include all partitioning columns"):
        yield Finding(
            object=refusal.statement.file,
            fact="makes a key without the partition key, which the server refuses",
            fix="add the partition key to it; a table of its own where the value must be unique across partitions",
            span=refusal.statement.span,
        )


RULE = Rule(
    code="P2",
    name="unique-without-partition-key",
    severity=Severity.WARNING,
    checks="Primary keys and unique constraints of a partitioned table hold its partition key.",
    why="The server refuses others: each partition checks only its own rows.",
    sources=('PostgreSQL documentation "Table Partitioning"', "Timescale pg-aiguide", "tried on PostgreSQL 15"),
    find=find,
    reads=Reads.SCRIPT,
)
