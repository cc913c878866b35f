"""Migrations that nothing takes back."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each script without an undo, where another has one."""
    for script in subject.scripts if any(s.undone for s in subject.scripts) else ():
        if script.undone is False and "irreversible" not in script.text.lower():
            yield Finding(
                object=script.file,
                fact="has no undo, as others have",
                fix="the undo beside it, or a comment: irreversible, restore from backup",
            )


RULE = Rule(
    code="M14",
    name="migration-without-undo",
    severity=Severity.INFO,
    checks="Where some migrations have an undo, all have one, or say that they are irreversible.",
    why="When the release has to be taken back, nobody writes it in good order.",
    sources=("Flyway: undo migrations",),
    find=find,
    reads=Reads.SCRIPT,
)
