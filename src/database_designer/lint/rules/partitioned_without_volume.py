"""Partitions without a number behind them."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each partitioned table with an assumed volume and nothing to drop, or without a reason."""
    if subject.design is None:
        return
    stated = {v.table for v in subject.design.physical.volumes if v.stated}
    for table in subject.design.physical.tables:
        parts = table.partitioning
        if parts and not ((table.name in stated or parts.dropping) and parts.reason):
            yield Finding(
                object=table.name,
                fact="is partitioned, and no stated volume or retention asks for it",
                fix="state its rows or how long they are kept in model.yaml, or leave it whole",
            )


RULE = Rule(
    code="P1",
    name="partitioned-without-volume",
    severity=Severity.WARNING,
    checks="A partitioned table has a volume that is stated, or a retention that drops partitions, and a reason.",
    why="Partitions put the partition key into every unique key and cost every query that does not name it.",
    sources=("Timescale pg-aiguide", "Supabase postgres best practices"),
    find=find,
    reads=Reads.DESIGN,
)
