"""Logs whose entries go with what they tell of."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import is_log
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each foreign key ON DELETE CASCADE of a table with such a name, but for the parts of a log."""
    for key in subject.catalog.foreign_keys:
        if key.on_delete == "CASCADE" and is_log(key.table) and not is_log(key.target):
            yield Finding(
                object=f"{key.table}.{key.name}",
                fact=f"deletes entries together with the row of {key.target} that they tell of",
                fix="keep the key as a plain value, or ON DELETE SET NULL / RESTRICT",
            )


RULE = Rule(
    code="E15",
    name="log-dies-with-subject",
    severity=Severity.WARNING,
    checks="No foreign key of a log or history table cascades.",
    why="To delete the row is then to delete the trace of who did what to it.",
    sources=("Timescale pg-aiguide: audit tables", 'PostgreSQL documentation "Foreign Keys" (ON DELETE)'),
    find=find,
)
