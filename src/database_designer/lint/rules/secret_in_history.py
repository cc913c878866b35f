"""Secrets that a history keeps."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject
from database_designer.model.physical import RecordAudit


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each secret column of a table with a history that does not leave it out."""
    if subject.design is None:
        return
    physical = subject.design.physical
    recording = {f.name for f in physical.functions if isinstance(f, RecordAudit)}
    for trigger in physical.triggers:
        table = physical.table(trigger.table) if trigger.function in recording else None
        left_out = trigger.arguments[1].split(",") if len(trigger.arguments) > 1 else []
        for column in table.columns if table else ():
            if column.classification == "secret" and column.name not in left_out:
                yield Finding(
                    object=f"{trigger.table}.{column.name}",
                    fact=f"is secret, and {trigger.name} writes it into the history",
                    fix="leave it out of the history",
                )


RULE = Rule(
    code="E15",
    name="secret-in-history",
    severity=Severity.WARNING,
    checks="Columns classified as secret are left out of the history of changes.",
    why="A password or token that was changed long ago is still there to be read.",
    sources=("sqlcheck 4001", "OWASP logging guidance"),
    find=find,
    reads=Reads.DESIGN,
)
