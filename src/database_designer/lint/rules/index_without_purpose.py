"""Indexes that nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each index without a purpose."""
    for index in subject.design.physical.indexes if subject.design else ():
        if not index.serves and not index.purpose:
            yield Finding(
                object=f"{index.table}.{index.name}",
                fact="serves no access pattern, reference or rule",
                fix="leave it out, or write down the query that it is for",
            )


RULE = Rule(
    code="D2",
    name="index-without-purpose",
    severity=Severity.WARNING,
    checks="Every index of the design names what it serves: access patterns, references, rules.",
    why="An index that serves nothing is written with every row.",
    sources=("Timescale pg-aiguide: indexes for access paths that are queried", "Supabase postgres best practices"),
    find=find,
    reads=Reads.DESIGN,
)
