"""Moments in the middle of an index."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import MOMENTS
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each index that is not unique with a moment behind the first and before the last column."""
    catalog = subject.catalog
    for index in catalog.indexes:
        key = catalog.primary_key(index.table)
        inner = index.columns[1:-1] if index.columns and index.columns[-1:] != key else index.columns[1:-2]
        moments = [n for n in inner if (c := catalog.column(index.table, n)) and c.base in MOMENTS]
        last = catalog.column(index.table, index.columns[-1]) if index.columns else None
        if moments and not (last and last.base in MOMENTS) and not index.unique and index.method == "btree":
            yield Finding(
                object=f"{index.table}.{index.name}",
                fact=f"has {moments[0]} before {index.columns[-1]}",
                fix=f"put {moments[0]} last: columns asked for by equality first",
            )


RULE = Rule(
    code="D4",
    name="range-before-equality",
    severity=Severity.INFO,
    checks="In an index over several columns a moment stands last.",
    why="It is nearly always asked for as a range, and the columns behind a range no longer narrow the search.",
    sources=("pg-index-health: indexes with timestamp in the middle", "Supabase postgres best practices"),
    find=find,
)
