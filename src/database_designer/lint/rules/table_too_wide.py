"""Tables with very many columns."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

MOST = 30


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table with more columns than that."""
    for table in subject.catalog.tables:
        number = len(subject.catalog.columns_of(table.name))
        if number > MOST:
            yield Finding(object=table.name, fact=f"has {number} columns", fix="split off what is a thing of its own")


RULE = Rule(
    code="B16",
    name="table-too-wide",
    severity=Severity.INFO,
    checks="A table has at most 30 columns.",
    why=(
        "Behind so many there are usually several things, each with mandatory columns of its own that here "
        "may be empty."
    ),
    sources=("Azimutt: entity too large", "SchemaCrawler: too many columns"),
    find=find,
)
