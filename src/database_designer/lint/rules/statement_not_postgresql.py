"""Statements that PostgreSQL cannot read."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each statement that the grammar refuses."""
    for script in subject.scripts:
        for statement in script.statements:
            if statement.problem:
                yield Finding(
                    object=script.file,
                    fact=f"has a statement that cannot be read: {statement.problem}",
                    fix="write it as the reference page of the command has it",
                    span=statement.span,
                )


RULE = Rule(
    code="M13",
    name="statement-not-postgresql",
    severity=Severity.WARNING,
    checks="Every statement is of PostgreSQL's grammar.",
    why="The migration ends there, with everything behind it not done.",
    sources=(
        'PostgreSQL documentation "SQL Commands"',
        "tried on PostgreSQL 15: there is no ADD CONSTRAINT IF NOT EXISTS",
    ),
    find=find,
    reads=Reads.SCRIPT,
)
