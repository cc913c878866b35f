"""JSON that may be anything."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_columns
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each jsonb column that no check reads."""
    catalog = subject.catalog
    for column in catalog.table_columns:
        checked = any(column.name in c.columns for c in catalog.checks_of(column.table))
        if column.base == "jsonb" and column.category != "A" and not checked and not column.generated:
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact="may hold any JSON, a bare null too",
                fix=f"CHECK (jsonb_typeof({sql_columns((column.name,))}) = 'object')",
            )


RULE = Rule(
    code="C6",
    name="jsonb-shape-unchecked",
    severity=Severity.INFO,
    checks="A check says at least what a jsonb column holds on top: an object, an array.",
    why='null, 3 and "x" are jsonb as well, and the operators for objects do nothing with them, without an error.',
    sources=("Timescale pg-aiguide",),
    find=find,
)
