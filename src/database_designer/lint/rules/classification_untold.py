"""Personal data that the database does not tell of."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_columns, sql_name
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each classified column without its word in the comment that the server holds."""
    for table in subject.design.physical.tables if subject.design else ():
        for column in table.columns:
            held = next(
                (
                    c
                    for c in subject.catalog.table_columns
                    if (c.table.rpartition(".")[2], c.name) == (table.name, column.name)
                ),
                None,
            )
            if column.classification and held and column.classification not in held.comment.lower():
                yield Finding(
                    object=f"{table.name}.{column.name}",
                    fact=f"is {column.classification}, and its comment does not say so",
                    fix=f"COMMENT ON COLUMN {sql_name(table.name)}.{sql_columns((column.name,))} IS '{column.classification.capitalize()} data.'",
                )


RULE = Rule(
    code="C15",
    name="classification-untold",
    severity=Severity.WARNING,
    checks="A column classified as personal, sensitive or secret says so in its comment.",
    why="Who writes an export or a deletion later looks at the database, not at the documents.",
    sources=("splinter 0023 sensitive_columns_exposed", "GDPR article 30"),
    find=find,
    reads=Reads.DESIGN,
)
