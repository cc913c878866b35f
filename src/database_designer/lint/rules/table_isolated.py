"""Tables that no reference goes to or from."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table without a foreign key in or out, where others have some."""
    catalog = subject.catalog
    linked = {name for f in catalog.foreign_keys for name in (f.table, f.target)}
    for table in catalog.tables if linked else ():
        if table.name not in linked and not table.inherits:
            yield Finding(
                object=table.name,
                fact="refers to no table, and none refers to it",
                fix="add the foreign key that is missing; waive it for settings and logs",
            )


RULE = Rule(
    code="B10",
    name="table-isolated",
    severity=Severity.INFO,
    checks="Every table refers to another or is referred to.",
    why="One that stands alone often lost a reference, or was forgotten.",
    sources=("pg-index-health: tables not linked to others",),
    find=find,
)
