"""Tables with very many indexes."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

MOST = 20


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table with more indexes than that."""
    for table in subject.catalog.tables:
        number = len(subject.catalog.indexes_of(table.name))
        if number > MOST:
            yield Finding(
                object=table.name,
                fact=f"has {number} indexes",
                fix=(
                    "drop those that pg_stat_user_indexes shows unused; let one index serve several queries "
                    "by its beginning"
                ),
            )


RULE = Rule(
    code="D15",
    name="too-many-indexes",
    severity=Severity.INFO,
    checks="A table has at most 20 indexes.",
    why="Every insert writes all of them, and an update of an indexed column can no longer stay within its page.",
    sources=("Azimutt: too many indexes", "sqlcheck 2004 too many indexes"),
    find=find,
)
