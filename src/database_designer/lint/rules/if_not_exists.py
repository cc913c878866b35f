"""Migrations that do not mind what they find."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import Statement
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each script with such a table or index."""
    for script in subject.scripts:
        lenient = [s for s in script.of_kind("CreateStmt", "IndexStmt") if s.node.if_not_exists and not _concurrent(s)]
        if lenient:
            yield Finding(
                object=script.file,
                fact=f"creates {len(lenient)} objects IF NOT EXISTS",
                fix="CREATE without it, in a transaction",
                span=lenient[0].span,
            )


def _concurrent(statement: Statement) -> bool:
    return statement.kind == "IndexStmt" and bool(statement.node.concurrent)


RULE = Rule(
    code="M13",
    name="if-not-exists",
    severity=Severity.INFO,
    checks="Tables are created without IF NOT EXISTS.",
    why=(
        "A table of that name with other columns is taken for the right one, and the error comes later, somewhere else."
    ),
    sources=("squawk: prefer-robust-stmts (the opposite opinion)", "Flyway and Alembic (each file runs once)"),
    find=find,
    reads=Reads.SCRIPT,
)
