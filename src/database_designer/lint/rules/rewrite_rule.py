"""Rules of CREATE RULE."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each rule."""
    for relation in subject.catalog.relations:
        for rule in relation.rules:
            yield Finding(
                object=f"{relation.name}.{rule}",
                fact="is a rule, which rewrites statements",
                fix="a trigger, INSTEAD OF for views",
            )


RULE = Rule(
    code="E16",
    name="rewrite-rule",
    severity=Severity.WARNING,
    checks="No table or view has a rule.",
    why=(
        "Rules rewrite the statement, so that what they do runs for other rows, and other times, than it "
        "reads; a trigger does what it says."
    ),
    sources=("PostgreSQL wiki \"Don't Do This\": don't use rules",),
    find=find,
)
