"""Keys that cannot hold across the shards of a table."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.placing import placements
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each unique index, that of the primary key included, of a distributed table without its column."""
    for table, placed in placements(subject.scripts).items():
        for index in subject.catalog.indexes_of(table) if placed.column else ():
            if index.unique and placed.column not in index.columns:
                yield Finding(
                    object=f"{table}.{index.name}",
                    fact=f"({listed(index.keys)}) does not hold {placed.column}, by which {table} is distributed",
                    fix=f"put {placed.column} into it, or make {table} a reference table",
                    span=placed.span,
                )


RULE = Rule(
    code="P6",
    name="unique-without-distribution-column",
    severity=Severity.WARNING,
    checks="Every unique key of a distributed table has the distribution column in it.",
    why="Citus refuses to distribute the table: each worker checks only its own rows.",
    sources=('Citus documentation: "Unique Constraints" of distributed tables',),
    find=find,
    reads=Reads.SCRIPT,
)
