"""Types of time that say less than they seem to."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such column."""
    for column in subject.catalog.table_columns:
        if column.base == "timetz":
            fact, fix = "is a time with time zone, which has no date to know the offset by", "time, or timestamptz"
        elif column.type == "timestamp(0) with time zone":
            fact, fix = "rounds to seconds, and so into the future", "timestamptz, and date_trunc() where it is shown"
        elif "CURRENT_TIME" in column.default.upper().replace("CURRENT_TIMESTAMP", ""):
            fact, fix = "defaults to CURRENT_TIME, which is a timetz", "LOCALTIME, or now() for a moment"
        else:
            continue
        yield Finding(object=f"{column.table}.{column.name}", fact=fact, fix=fix)


RULE = Rule(
    code="C2",
    name="time-with-time-zone",
    severity=Severity.WARNING,
    checks="No column is timetz, or timestamptz rounded to seconds, and no default is CURRENT_TIME.",
    why=(
        "A time of day with an offset but no date cannot follow summer time; timestamptz(0) rounds up, so a "
        "row may come from the future."
    ),
    sources=(
        "PostgreSQL wiki \"Don't Do This\": don't use timetz, CURRENT_TIME, timestamp(0)",
        "Timescale pg-aiguide",
        "pg-index-health",
    ),
    find=find,
)
