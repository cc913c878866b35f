"""Amounts of money in a type that rounds or depends on the server."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_MONEY = frozenset("amount price cost fee total balance".split())


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each column of type money, and each floating one that is named like an amount."""
    for column in subject.catalog.table_columns:
        floating = column.base in ("float4", "float8") and _MONEY & set(column.name.split("_"))
        if column.base == "money" or floating:
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact=f"holds an amount as {column.type}",
                fix="numeric(12, 2), with the currency beside it where there may be several",
            )


RULE = Rule(
    code="C5",
    name="money-type",
    severity=Severity.WARNING,
    checks="Money is numeric, never of the type money or of a floating one.",
    why="The type money has the currency and decimals of a setting of the server; floating numbers cannot hold 0.10.",
    sources=(
        "PostgreSQL wiki \"Don't Do This\": don't use money",
        "pg-index-health: columns of type money",
        "sqlcheck 2001 imprecise data type",
        "Timescale pg-aiguide",
        "Supabase postgres best practices",
    ),
    find=find,
)
