"""Columns whose names have to say everything."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import HOUSEKEEPING, listed, sql_columns, sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table in which some columns have comments and others none."""
    catalog = subject.catalog
    for table in catalog.tables:
        columns = catalog.columns_of(table.name)
        plain = HOUSEKEEPING | catalog.referring(table.name) | set(catalog.primary_key(table.name))
        silent = [c.name for c in columns if not c.comment and c.name not in plain]
        if silent and any(c.comment for c in columns if c.name not in plain):
            yield Finding(
                object=table.name,
                fact=f"explains some columns, but not {listed(silent)}",
                fix=f"COMMENT ON COLUMN {sql_name(table.name)}.{sql_columns(silent[:1])} IS '...'",
            )


RULE = Rule(
    code="C23",
    name="column-comment-missing",
    severity=Severity.INFO,
    checks="Columns are explained, at least where the table has an explained one.",
    why="The unit, the meaning of NULL and the special values are in nobody's mind a year later.",
    sources=("pg-index-health: columns without description", "SchemaCrawler: no remarks"),
    find=find,
)
