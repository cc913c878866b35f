"""Tables in which nothing has to be stated."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import HOUSEKEEPING
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table of three columns or more where only the key, or what the server fills, is NOT NULL."""
    catalog = subject.catalog
    for table in catalog.tables:
        columns = catalog.columns_of(table.name)
        own = [c for c in columns if c.name not in catalog.primary_key(table.name) and c.name not in HOUSEKEEPING]
        if len(own) >= 2 and all(c.nullable for c in own):
            yield Finding(
                object=table.name,
                fact="lets every column but its key be NULL",
                fix="SET NOT NULL on what makes the row worth having",
            )


RULE = Rule(
    code="B16",
    name="all-columns-nullable",
    severity=Severity.INFO,
    checks="Beside its key a table has some column that must be set.",
    why="A row that says nothing is allowed.",
    sources=(
        "pg-index-health: tables where all columns besides the primary key are nullable",
        "SchemaCrawler: nullable columns",
    ),
    find=find,
)
