"""Places as points of a plane."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_FLAT = frozenset("point line lseg box path polygon circle".split())


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each column of a geometric type."""
    for column in subject.catalog.table_columns:
        if column.base in _FLAT:
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact=f"is a {column.type} of a flat plane",
                fix="geography of PostGIS, or latitude and longitude as numeric with checks",
            )


RULE = Rule(
    code="C18",
    name="geometric-type",
    severity=Severity.INFO,
    checks="Places on the earth are no point, circle or polygon of PostgreSQL itself.",
    why=(
        "Those are figures on a flat plane: distances on the globe come out wrong, and only some operators "
        "have an index."
    ),
    sources=("Timescale pg-aiguide",),
    find=find,
)
