"""Partial indexes over what is recent."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each CREATE INDEX that the server refused for its condition."""
    for refusal in subject.refusals("42P17", "index predicate"):
        yield Finding(
            object=refusal.statement.file,
            fact="makes an index whose condition the server refuses: it calls what is not IMMUTABLE, such as now()",
            fix="a condition on a state that is written, an index on the moment itself, or partitions by time",
            span=refusal.statement.span,
        )


RULE = Rule(
    code="D6",
    name="index-condition-not-immutable",
    severity=Severity.WARNING,
    checks="The condition of an index does not depend on the time, the session or other rows.",
    why="The server refuses it: which rows belong to the index would change without a write.",
    sources=('PostgreSQL documentation "CREATE INDEX" (WHERE)', "tried on PostgreSQL 15"),
    find=find,
    reads=Reads.SCRIPT,
)
