"""NOT VALID and VALIDATE in one go."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each VALIDATE of a constraint that the same script added."""
    for script in subject.scripts:
        added = {getattr(c, "def").constraint.conname for _, c in script.altered("AT_AddConstraint")}
        for statement, command in script.altered("AT_ValidateConstraint"):
            if command.name in added:
                yield Finding(
                    object=script.file,
                    fact=f"validates {command.name} in the migration that adds it",
                    fix="VALIDATE CONSTRAINT in a migration of its own",
                    span=statement.span,
                )


RULE = Rule(
    code="M2",
    name="validated-at-once",
    severity=Severity.WARNING,
    checks="A constraint is validated in a later migration than the one that adds it.",
    why=(
        "In one transaction the lock of ADD CONSTRAINT is held while all rows are read, so that NOT VALID has "
        "gained nothing."
    ),
    sources=("squawk: constraint-missing-not-valid", 'PostgreSQL documentation "ALTER TABLE" (Notes)'),
    find=find,
    reads=Reads.SCRIPT,
)
