"""Indexes that cannot be built beside the writers of a partitioned table."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.objects import Kind
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import name_of
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such statement."""
    partitioned = {r.name for r in subject.catalog.relations if r.kind == Kind.PARTITIONED}
    for script in subject.scripts:
        for statement in script.of_kind("IndexStmt"):
            if statement.node.concurrent and name_of(statement.node.relation) in partitioned:
                yield Finding(
                    object=script.file,
                    fact=f"builds an index on the partitioned table {name_of(statement.node.relation)} CONCURRENTLY",
                    fix=(
                        "CREATE INDEX ON ONLY the table, CONCURRENTLY on each partition, then ALTER INDEX ... "
                        "ATTACH PARTITION"
                    ),
                    span=statement.span,
                )


RULE = Rule(
    code="P4",
    name="index-concurrently-on-partitioned",
    severity=Severity.WARNING,
    checks="CREATE INDEX CONCURRENTLY names a partition, not the partitioned table.",
    why="The server refuses it on the whole.",
    sources=('PostgreSQL documentation "CREATE INDEX"', "tried on PostgreSQL 15"),
    find=find,
    reads=Reads.SCRIPT,
)
