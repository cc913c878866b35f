"""Foreign keys that do not say what becomes of their rows."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each foreign key with NO ACTION that is not deferrable."""
    for key in subject.catalog.foreign_keys:
        if key.on_delete == "NO ACTION" and not key.deferrable:
            yield Finding(
                object=f"{key.table}.{key.name}",
                fact=f"says nothing of what a delete in {key.target} does",
                fix="ON DELETE RESTRICT, CASCADE (parts that make no sense alone) or SET NULL",
            )


RULE = Rule(
    code="B4",
    name="delete-action-unstated",
    severity=Severity.INFO,
    checks="Every foreign key says what a delete of the row referred to does: RESTRICT, CASCADE or SET NULL.",
    why=(
        "NO ACTION is what stands there when nobody thought about it; it refuses the delete at the end of the "
        "statement."
    ),
    sources=(
        "Timescale pg-aiguide",
        "schemalint: reference-actions",
        "pg-index-health: self-references (which it wants to cascade)",
    ),
    find=find,
)
