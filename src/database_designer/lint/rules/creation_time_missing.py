"""Tables that do not say when their rows were made."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_MADE_AT = frozenset({"created_at", "created_on", "created", "inserted_at"})


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table without one, where more than half of them have it; pure links are left out."""
    catalog = subject.catalog
    asked = [t for t in catalog.tables if len(catalog.columns_of(t.name)) > 2]
    having = [t for t in asked if any(c.name in _MADE_AT for c in catalog.columns_of(t.name))]
    for table in asked if len(having) * 2 > len(asked) else ():
        if table not in having and not any(
            c.base in ("timestamptz", "timestamp") for c in catalog.columns_of(table.name)
        ):
            yield Finding(
                object=table.name,
                fact=f"does not say when a row was made, as {len(having)} of {len(asked)} tables do",
                fix="created_at timestamptz NOT NULL DEFAULT now()",
            )


RULE = Rule(
    code="C22",
    name="creation-time-missing",
    severity=Severity.INFO,
    checks="Where most tables have a column created_at, all have it.",
    why="It is missed when something went wrong, and cannot be added for rows that are there.",
    sources=("schemalint: mandatory-columns",),
    find=find,
)
