"""Enum types."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each enum type."""
    for type_ in subject.catalog.types:
        if not type_.domain:
            yield Finding(
                object=type_.name,
                fact=f"is an enum of {len(type_.values)} values: none of them can be dropped",
                fix="a check or a table where values come and go; waive it for closed sets",
            )


RULE = Rule(
    code="C11",
    name="enum-type",
    severity=Severity.INFO,
    checks="Sets of values that may shrink or grow often are a check or a table, not an enum type.",
    why="A value of an enum cannot be dropped, and one that was added cannot be used in the same transaction.",
    sources=(
        "sqlcheck 2002 values in definition",
        "Timescale pg-aiguide: for stable sets only",
        "squawk: require-enum-value-ordering",
    ),
    find=find,
)
