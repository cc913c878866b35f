"""Keys whose index is built under an exclusive lock."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import kind_of, name_of
from database_designer.lint.subject import Subject

_KINDS = ("CONSTR_UNIQUE", "CONSTR_PRIMARY")


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such constraint without an index that is there."""
    for script in subject.scripts:
        for statement, command in script.altered("AT_AddConstraint"):
            constraint = getattr(command, "def").constraint
            if kind_of(constraint) in _KINDS and not constraint.indexname:
                yield Finding(
                    object=script.file,
                    fact=(
                        f"adds a key to {name_of(statement.node.relation)} and builds its index under an exclusive lock"
                    ),
                    fix="CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX",
                    span=statement.at(constraint),
                )


RULE = Rule(
    code="M3",
    name="unique-added-blocking",
    severity=Severity.WARNING,
    checks="A primary key or unique constraint is added to a table that is there by USING INDEX.",
    why="ADD UNIQUE builds its index while nobody can read or write the table.",
    sources=("squawk: disallowed-unique-constraint, adding-serial-primary-key-field", "Atlas PG104, PG105"),
    find=find,
    reads=Reads.SCRIPT,
)
