"""Indexes over what a setting decides."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each CREATE INDEX that the server refused for an expression."""
    for refusal in subject.refusals("42P17", "index expression"):
        yield Finding(
            object=refusal.statement.file,
            fact="makes an index over an expression that the server refuses: it depends on a setting of the session",
            fix="((at AT TIME ZONE 'UTC')::date) for the day of a moment; a function that is IMMUTABLE",
            span=refusal.statement.span,
        )


RULE = Rule(
    code="D7",
    name="index-expression-not-immutable",
    severity=Severity.WARNING,
    checks="Expressions in an index are the same in every session.",
    why="The server refuses others: the day of a moment, for instance, depends on the time zone of whoever asks.",
    sources=('PostgreSQL documentation "CREATE INDEX" (expressions)', "tried on PostgreSQL 15"),
    find=find,
    reads=Reads.SCRIPT,
)
