"""Indexes dropped or rebuilt under an exclusive lock."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import kind_name, strings
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each DROP INDEX and REINDEX without CONCURRENTLY, but for indexes that the script made."""
    for script in subject.scripts:
        made = {s.node.idxname for s in script.of_kind("IndexStmt")}
        for statement in script.of_kind("DropStmt", "ReindexStmt"):
            if statement.kind == "DropStmt":
                index = kind_name(statement.node, "remove_type") == "OBJECT_INDEX"
                names = {strings(o.list.items)[-1] for o in statement.node.objects} if index else set()
                blocking = index and not statement.node.concurrent and not names <= made
            else:
                blocking = "CONCURRENTLY" not in statement.sql.upper()
            if blocking:
                yield Finding(
                    object=script.file,
                    fact=f"{'drops' if statement.kind == 'DropStmt' else 'rebuilds'} an index under an exclusive lock",
                    fix="the same CONCURRENTLY, in a migration that runs outside a transaction",
                    span=statement.span,
                )


RULE = Rule(
    code="M1",
    name="index-dropped-blocking",
    severity=Severity.WARNING,
    checks="An index is dropped, and rebuilt, CONCURRENTLY.",
    why=(
        "DROP INDEX locks the table against readers too, and waits for every query that runs; REINDEX does so "
        "for as long as it builds."
    ),
    sources=("squawk: require-concurrent-index-deletion, require-concurrent-reindex", "Atlas PG102"),
    find=find,
    reads=Reads.SCRIPT,
)
