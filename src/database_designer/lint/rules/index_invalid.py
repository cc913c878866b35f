"""Indexes that were never finished."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import is_partition_key, sql_index
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each index that is not valid."""
    for index in subject.catalog.indexes:
        if not index.valid and not is_partition_key(subject.catalog, index.table):
            yield Finding(
                object=f"{index.table}.{index.name}",
                fact="is invalid: no query uses it",
                fix=f"DROP INDEX {sql_index(index)} and make it again, or REINDEX INDEX CONCURRENTLY {sql_index(index)}",
            )


RULE = Rule(
    code="D19",
    name="index-invalid",
    severity=Severity.WARNING,
    checks="Every index is valid.",
    why=(
        "One whose CREATE INDEX CONCURRENTLY failed is written with every row, and read by no query; a unique "
        "one does not keep its rule."
    ),
    sources=("pg-index-health: invalid indexes", 'PostgreSQL documentation "Building Indexes Concurrently"'),
    find=find,
)
