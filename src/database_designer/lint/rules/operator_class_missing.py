"""Indexes of a method that does not know the type."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each index that the server refused for want of an operator class."""
    for refusal in subject.refusals("42704", "no default operator class"):
        yield Finding(
            object=refusal.statement.file,
            fact=f"makes an index that the server refuses: {refusal.message}",
            fix="gin_trgm_ops (extension pg_trgm) for parts of a text, a b-tree for equality",
            span=refusal.statement.span,
        )


RULE = Rule(
    code="D8",
    name="operator-class-missing",
    severity=Severity.WARNING,
    checks="A GIN or GiST index names an operator class where its type has none by default.",
    why="The server refuses it; GIN over a text does not know whether words or parts of words are meant.",
    sources=('PostgreSQL documentation "Operator Classes"', "tried on PostgreSQL 15"),
    find=find,
    reads=Reads.SCRIPT,
)
