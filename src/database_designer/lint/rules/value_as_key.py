"""Keys that are values people may correct."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import is_made, is_text
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each text that is the whole primary key of a table, and referred to without ON UPDATE CASCADE."""
    catalog = subject.catalog
    for table in catalog.tables:
        key = catalog.primary_key(table.name)
        column = catalog.column(table.name, key[0]) if len(key) == 1 else None
        referring = [f for f in catalog.foreign_keys if f.target == table.name and f.on_update != "CASCADE"]
        if column and is_text(column) and not is_made(column) and referring:
            yield Finding(
                object=table.name,
                fact=f"is referred to by {column.name}, a {column.type}, {len(referring)} times",
                fix=(
                    f"a surrogate key, with UNIQUE ({column.name}) beside it; or ON UPDATE CASCADE on what refers to it"
                ),
            )


RULE = Rule(
    code="A6",
    name="value-as-key",
    severity=Severity.INFO,
    checks="What other tables refer to is a key without meaning, not a text that somebody may want to correct.",
    why=(
        "To correct the value is to change every row that refers to it, and whoever holds the old one finds "
        "nothing any more."
    ),
    sources=(
        "Azimutt: business primary key forbidden",
        "pg-index-health: natural keys",
        "SchemaCrawler: no surrogate primary key",
    ),
    find=find,
)
