"""References that would go from one worker to another."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.placing import Placed, placements
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such foreign key."""
    placed = placements(subject.scripts)
    for key in subject.catalog.foreign_keys:
        own, target = placed.get(key.table), placed.get(key.target)
        if own is None:
            continue
        pairs = set(zip(key.columns, key.target_columns, strict=True))
        together = own.column and target and target.column and (own.column, target.column) in pairs
        if not (together or (target and not target.column)):
            yield Finding(
                object=f"{key.table}.{key.name}",
                fact=f"goes from {_how(key.table, own)} to {_how(key.target, target)}",
                fix="put the distribution column into both sides, or make the table referred to a reference table",
                span=own.span,
            )


def _how(table: str, placed: Placed | None) -> str:
    """The table, and how it is placed."""
    if placed is None:
        return f"{table}, which is on one machine"
    return f"{table}, distributed by {placed.column}" if placed.column else f"the reference table {table}"


RULE = Rule(
    code="P7",
    name="foreign-key-across-shards",
    severity=Severity.WARNING,
    checks=(
        "A foreign key of a distributed table goes to a reference table, or to a distributed one with the "
        "distribution columns of both in it; one of a reference table never goes to a distributed one."
    ),
    why="Citus refuses others: the row referred to may be on another worker.",
    sources=('Citus documentation: "Foreign Keys" of distributed tables',),
    find=find,
    reads=Reads.SCRIPT,
)
