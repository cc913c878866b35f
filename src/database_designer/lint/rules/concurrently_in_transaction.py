"""CONCURRENTLY where it cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import Statement, opens
from database_designer.lint.subject import Subject


def _concurrent(statement: Statement) -> bool:
    """Whether it asks for CONCURRENTLY."""
    if statement.kind in ("IndexStmt", "DropStmt", "RefreshMatViewStmt"):
        return bool(statement.node.concurrent) and statement.kind != "RefreshMatViewStmt"
    return statement.kind == "ReindexStmt" and "CONCURRENTLY" in statement.sql.upper()


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such statement behind a BEGIN that is not ended."""
    for script in subject.scripts:
        within_transaction = False
        for statement in script.statements:
            if statement.kind == "TransactionStmt":
                within_transaction = opens(statement, inside=within_transaction)
            elif within_transaction and _concurrent(statement):
                yield Finding(
                    object=script.file,
                    fact="works CONCURRENTLY within a transaction, which the server refuses",
                    fix="a migration of its own, outside a transaction (executeInTransaction=false for Flyway)",
                    span=statement.span,
                )


RULE = Rule(
    code="M1",
    name="concurrently-in-transaction",
    severity=Severity.WARNING,
    checks="Nothing runs CONCURRENTLY within BEGIN and COMMIT.",
    why="The server refuses it there: it needs several transactions of its own.",
    sources=(
        "squawk: ban-concurrent-index-creation-in-transaction",
        'PostgreSQL documentation "CREATE INDEX"',
        "tried on PostgreSQL 15",
    ),
    find=find,
    reads=Reads.SCRIPT,
)
