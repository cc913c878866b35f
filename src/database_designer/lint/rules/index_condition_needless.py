"""Conditions that leave out no row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_CONDITION = re.compile(r'\(?("?)(\w+)\1 IS NOT NULL\)?')


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such index."""
    for index in subject.catalog.indexes:
        found = _CONDITION.fullmatch(index.predicate)
        column = subject.catalog.column(index.table, found[2]) if found else None
        if column and not column.nullable:
            yield Finding(
                object=f"{index.table}.{index.name}",
                fact=f"has the condition {index.predicate}, and {column.name} is NOT NULL",
                fix="the same index without the condition",
            )


RULE = Rule(
    code="D13",
    name="index-condition-needless",
    severity=Severity.WARNING,
    checks="No index has the condition IS NOT NULL over a column that is NOT NULL.",
    why="It leaves out nothing, and a query has to repeat it to be sure of the index.",
    sources=("pg-index-health: indexes with unnecessary where clause",),
    find=find,
)
