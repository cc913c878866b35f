"""NOT NULL that reads all rows under a lock."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import name_of
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each SET NOT NULL without such a check in this script or one before it."""
    for number, script in enumerate(subject.scripts):
        for statement, command in script.altered("AT_SetNotNull"):
            before = subject.scripts[: number + 1]
            told = any(f"{command.name} IS NOT NULL" in s.text for s in before)
            if not (told and any("VALIDATE CONSTRAINT" in s.text.upper() for s in before)):
                yield Finding(
                    object=script.file,
                    fact=(
                        f"sets {name_of(statement.node.relation)}.{command.name} NOT NULL and reads all rows "
                        "under an exclusive lock"
                    ),
                    fix=(
                        "CHECK (... IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT, then SET NOT NULL, each in "
                        "its migration"
                    ),
                    span=statement.span,
                )


RULE = Rule(
    code="M4",
    name="not-null-scans",
    severity=Severity.WARNING,
    checks="SET NOT NULL on a table that is there follows a validated check that says the same.",
    why="Without one the whole table is read under an exclusive lock; with one the server knows already.",
    sources=(
        "squawk: adding-not-nullable-field",
        "Atlas PG303",
        'PostgreSQL documentation "ALTER TABLE" (SET NOT NULL)',
    ),
    find=find,
    reads=Reads.SCRIPT,
)
