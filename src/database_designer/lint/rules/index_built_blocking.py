"""Indexes that keep writers out while they are built."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import name_of
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each CREATE INDEX, not CONCURRENTLY, on what the script did not make itself."""
    for script in subject.scripts:
        for statement in script.on_existing("IndexStmt"):
            if not statement.node.concurrent:
                yield Finding(
                    object=script.file,
                    fact=f"builds an index on {name_of(statement.node.relation)} and keeps its writers waiting",
                    fix="CREATE INDEX CONCURRENTLY, in a migration that runs outside a transaction",
                    span=statement.span,
                )


RULE = Rule(
    code="M1",
    name="index-built-blocking",
    severity=Severity.WARNING,
    checks="An index on a table that is there already is built CONCURRENTLY.",
    why="CREATE INDEX keeps every insert, update and delete of the table waiting until it is done.",
    sources=("squawk: require-concurrent-index-creation", "Atlas PG101", "Timescale pg-aiguide"),
    find=find,
    reads=Reads.SCRIPT,
)
