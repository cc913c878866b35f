"""Tables whose rows nothing identifies."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table without a primary key; a foreign table has none of its own."""
    for table in subject.catalog.tables:
        if not subject.catalog.primary_key(table.name):
            yield Finding(
                object=table.name,
                fact="has no primary key",
                fix=(
                    "add one: a column made by the server (bigint GENERATED ALWAYS AS IDENTITY, uuid), or the "
                    "columns that identify a row"
                ),
            )


RULE = Rule(
    code="A1",
    name="primary-key-missing",
    severity=Severity.WARNING,
    checks="Every table has a primary key.",
    why=(
        "Without one two rows can be the same, logical replication cannot follow updates, and most mappers "
        "cannot save a row."
    ),
    sources=(
        "splinter 0004 no_primary_key",
        "pg-index-health: tables without primary key",
        "Azimutt: primary key missing",
        "sqlcheck 1003",
        "dblinter B001",
        "SchemaCrawler",
        "Timescale pg-aiguide",
    ),
    find=find,
)
