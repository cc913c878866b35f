"""JSON kept as the text it came as."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_columns
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each column of type json."""
    for column in subject.catalog.table_columns:
        if column.base == "json":
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact="is json: it can be neither compared nor indexed",
                fix=f"ALTER COLUMN {sql_columns((column.name,))} TYPE jsonb",
            )


RULE = Rule(
    code="C6",
    name="json-not-jsonb",
    severity=Severity.WARNING,
    checks="JSON is jsonb, not json.",
    why="json has no equality, so no DISTINCT and no index, and is parsed again at each access.",
    sources=("pg-index-health: columns of type json", "Timescale pg-aiguide", "schemalint: prefer-jsonb-to-json"),
    find=find,
)
