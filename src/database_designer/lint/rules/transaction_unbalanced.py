"""Transactions that do not end as they began."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import Statement, kind_name
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each BEGIN within a transaction, each COMMIT outside of one, and each script that leaves one open."""
    for script in subject.scripts:
        begun: Statement | None = None
        for statement in script.of_kind("TransactionStmt"):
            kind = kind_name(statement.node, "kind")
            begins = kind in ("TRANS_STMT_BEGIN", "TRANS_STMT_START")
            ends = kind in ("TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK")
            if (begins and begun) or (ends and not begun):
                fact = "begins a transaction within another" if begins else "ends a transaction that was not begun"
                yield Finding(object=script.file, fact=fact, fix="one BEGIN and one COMMIT", span=statement.span)
            begun = statement if begins else None if ends else begun
        if begun:
            yield Finding(
                object=script.file, fact="leaves a transaction open", fix="COMMIT at the end", span=begun.span
            )


RULE = Rule(
    code="M10",
    name="transaction-unbalanced",
    severity=Severity.WARNING,
    checks="A script that begins a transaction ends it, once, and begins none within it.",
    why=(
        "What stands behind an open BEGIN is lost when the session ends; a second BEGIN does nothing, and the "
        "first COMMIT ends all."
    ),
    sources=("squawk: ban-uncommitted-transaction, transaction-nesting",),
    find=find,
    reads=Reads.SCRIPT,
)
