"""Partitions taken away under a lock."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import name_of
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each DETACH PARTITION of a table that was there before, without CONCURRENTLY."""
    for script in subject.scripts:
        for statement, command in script.altered("AT_DetachPartition"):
            if not getattr(command, "def").partition_cmd.concurrent:
                yield Finding(
                    object=script.file,
                    fact=f"detaches a partition of {name_of(statement.node.relation)} under an exclusive lock",
                    fix="DETACH PARTITION ... CONCURRENTLY, outside a transaction",
                    span=statement.span,
                )


RULE = Rule(
    code="P5",
    name="detach-blocks",
    severity=Severity.WARNING,
    checks="A partition of a table in use is detached CONCURRENTLY.",
    why="Otherwise an exclusive lock on the whole table keeps every reader out, and waits for the slowest one first.",
    sources=(
        "squawk: require-concurrent-partition-detach",
        'PostgreSQL documentation "ALTER TABLE" (DETACH PARTITION)',
    ),
    find=find,
    reads=Reads.SCRIPT,
)
