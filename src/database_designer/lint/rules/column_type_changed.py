"""Types changed in place."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import name_of
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each ALTER COLUMN ... TYPE."""
    for script in subject.scripts:
        for statement, command in script.altered("AT_AlterColumnType"):
            yield Finding(
                object=script.file,
                fact=f"changes the type of {name_of(statement.node.relation)}.{command.name} in place",
                fix=(
                    "a new column, written beside the old one, filled in batches, and the old one dropped in "
                    "a later release"
                ),
                span=statement.span,
            )


RULE = Rule(
    code="M6",
    name="column-type-changed",
    severity=Severity.WARNING,
    checks="The type of a column of a table that is there is not changed in place.",
    why=(
        "Most changes write the table anew under an exclusive lock, and programs that know the old type fail "
        "at that moment."
    ),
    sources=("squawk: changing-column-type", "Atlas PG301"),
    find=find,
    reads=Reads.SCRIPT,
)
