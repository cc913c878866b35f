"""Primary keys that do not stand first."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table where another column stands before its key."""
    for table in subject.catalog.tables:
        key = subject.catalog.primary_key(table.name)
        first = {c.name for c in subject.catalog.columns_of(table.name)[: len(key)]}
        if key and first != set(key):
            yield Finding(
                object=table.name,
                fact=f"does not begin with its primary key ({listed(key)})",
                fix=(
                    "put the key first when the table is made anew; the order of a table that exists is not "
                    "worth a rewrite"
                ),
            )


RULE = Rule(
    code="A9",
    name="key-not-first",
    severity=Severity.INFO,
    checks="The columns of the primary key are the first of the table.",
    why="Whoever reads the table or its rows looks for what identifies them there.",
    sources=(
        "pg-index-health: primary keys that most likely are not first",
        "SchemaCrawler: primary key not first",
        "Atlas PG110 (the opposite opinion: order by alignment)",
    ),
    find=find,
)
