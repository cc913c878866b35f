"""Very large tables in one piece."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject

MANY = 100_000_000


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such table of the design."""
    for volume in subject.design.physical.volumes if subject.design else ():
        table = subject.design.physical.table(volume.table) if subject.design else None
        rows = max((n for years, n in volume.after if years <= 3), default=volume.rows)
        if table and rows > MANY and table.partitioning is None and not volume.whole:
            yield Finding(
                object=volume.table,
                fact=f"has {rows:,} rows within three years, in one piece",
                fix="partition it by time where its rows end, or say why it stays whole",
            )


RULE = Rule(
    code="P1",
    name="large-table-whole",
    severity=Severity.INFO,
    checks="A table of more than 100 million rows within three years is partitioned, or a reason says why not.",
    why="Vacuum, indexes and the end of old rows all work on the whole of it.",
    sources=("Timescale pg-aiguide", "Supabase postgres best practices"),
    find=find,
    reads=Reads.DESIGN,
)
