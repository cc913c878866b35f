"""Files as large objects."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each column of type oid or lo."""
    for column in subject.catalog.table_columns:
        if column.base in ("oid", "lo"):
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact=f"is {column.type}, as large objects are held",
                fix="bytea for small contents; a key into a store of files for others",
            )


RULE = Rule(
    code="C7",
    name="large-object",
    severity=Severity.WARNING,
    checks="No column holds the number of a large object.",
    why="Large objects are no part of the row: deleting it leaves them behind, and dumps and grants treat them apart.",
    sources=(
        "pg-index-health: columns of type oid",
        "SchemaCrawler: too many lobs",
        "sqlcheck 2003 files in the database",
    ),
    find=find,
)
