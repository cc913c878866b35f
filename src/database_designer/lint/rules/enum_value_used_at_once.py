"""New values of an enum used where they cannot be yet."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each statement behind ADD VALUE that has the value as a text."""
    for script in subject.scripts:
        added: dict[str, int] = {}
        for statement in script.statements:
            used = [v for v in added if statement.kind != "AlterEnumStmt" and f"'{v}'" in statement.sql]
            if used:
                yield Finding(
                    object=script.file,
                    fact=f"uses {listed(used)} in the migration that adds it to its enum",
                    fix="add the value in a migration of its own, before this one",
                    span=statement.span,
                )
            if statement.kind == "AlterEnumStmt" and statement.node.new_val:
                added[statement.node.new_val] = statement.line


RULE = Rule(
    code="C11",
    name="enum-value-used-at-once",
    severity=Severity.WARNING,
    checks="A value that ALTER TYPE adds is not used in the same script.",
    why="A value that was added in a transaction cannot be used before it is committed: the migration fails.",
    sources=('PostgreSQL documentation "ALTER TYPE" (Notes)', "tried on PostgreSQL 15"),
    find=find,
    reads=Reads.SCRIPT,
)
