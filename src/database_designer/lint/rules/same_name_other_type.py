"""Columns of one name and several types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each name with several types; lengths and domains apart."""
    types: dict[str, dict[str, str]] = defaultdict(dict)
    for column in subject.catalog.table_columns:
        if column.category == "E" or (column.name,) == subject.catalog.primary_key(column.table):
            continue  # states have enums of their own, and keys are compared by their references
        types[column.name].setdefault(f"{column.base}{'[]' if column.category == 'A' else ''}", column.table)
    for name, kinds in types.items():
        if len(kinds) > 1:
            where = listed(f"{kind} in {table}" for kind, table in sorted(kinds.items()))
            yield Finding(object=name, fact=f"is {where}", fix="one type, or names that tell them apart")


RULE = Rule(
    code="B18",
    name="same-name-other-type",
    severity=Severity.INFO,
    checks="Columns with the same name have the same type in all tables.",
    why="A join or a union over them casts, and a reader takes them for the same.",
    sources=("Azimutt: inconsistent attribute type", "pg-index-health: columns with the same name and different types"),
    find=find,
)
