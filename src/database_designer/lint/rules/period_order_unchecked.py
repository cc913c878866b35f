"""Periods that may end before they begin."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import MOMENTS
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_ENDS = (
    ("start", "end"),
    ("starts", "ends"),
    ("started", "ended"),
    ("begin", "end"),
    ("from", "until"),
    ("from", "to"),
)
_TIMES = MOMENTS | {"time"}


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each pair of columns that differ in a word for beginning and end, and that no check compares."""
    catalog = subject.catalog
    for table in catalog.tables:
        columns = {c.name: c for c in catalog.columns_of(table.name)}
        for name, column in columns.items():
            words = name.split("_")
            for first, last in _ENDS:
                other = columns.get("_".join(last if w == first else w for w in words)) if first in words else None
                checked = other and any({name, other.name} <= set(c.columns) for c in catalog.checks_of(table.name))
                if other and column.base in _TIMES and other.base == column.base and not checked:
                    yield Finding(
                        object=table.name,
                        fact=f"may have {other.name} before {name}",
                        fix=f"CHECK ({other.name} >= {name})",
                    )


RULE = Rule(
    code="C10",
    name="period-order-unchecked",
    severity=Severity.INFO,
    checks="Where a table has a start and an end, a check says that the end is not earlier.",
    why="One row the wrong way round makes every computation with the period wrong.",
    sources=("Timescale pg-aiguide: a check for every stated range",),
    find=find,
)
