"""Uniqueness that one tenant can feel of another."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import TENANTS, is_made, listed
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each unique index without the tenant column, over values that nobody made unique."""
    catalog = subject.catalog
    for index in catalog.indexes:
        tenant = next((c.name for c in catalog.columns_of(index.table) if c.name in TENANTS), "")
        columns = [catalog.column(index.table, name) for name in index.columns]
        made = any(c and (is_made(c) or c.base == "uuid") for c in columns)
        own = set(index.columns) & (catalog.referring(index.table) | set(catalog.primary_key(index.table)))
        if tenant and index.unique and not index.primary and tenant not in index.columns and not made and not own:
            yield Finding(
                object=f"{index.table}.{index.name}",
                fact=f"({listed(index.keys)}) is unique across all tenants",
                fix=f"UNIQUE ({tenant}, {listed(index.keys)})",
            )


RULE = Rule(
    code="E1",
    name="unique-across-tenants",
    severity=Severity.WARNING,
    checks="Where rows belong to tenants, uniqueness holds within the tenant.",
    why="One tenant cannot take a name that another has, and learns by it that the other has it.",
    sources=(
        "Supabase postgres best practices",
        "Citus documentation: the distribution column is in every unique constraint",
    ),
    find=find,
)
