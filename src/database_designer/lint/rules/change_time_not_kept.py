"""Times of change that nothing writes."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import bodies
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_CHANGED_AT = frozenset({"updated_at", "modified_at", "updated_on", "last_modified"})


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such column without a trigger before updates whose function, or name, speaks of it."""
    catalog = subject.catalog
    for column in catalog.table_columns:
        if column.name not in _CHANGED_AT:
            continue
        before = [t for t in catalog.triggers if t.table == column.table and t.before and "UPDATE" in t.events]
        told = any(column.name in source for source in bodies(catalog, column.table, "UPDATE"))
        if not told and not any("moddatetime" in t.function or column.name in t.name for t in before):
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact="is set by no trigger",
                fix="a trigger BEFORE UPDATE that sets it to now()",
            )


RULE = Rule(
    code="E13",
    name="change-time-not-kept",
    severity=Severity.INFO,
    checks="A table with updated_at has a trigger that sets it.",
    why="Otherwise it is as true as the most careless writer.",
    sources=("Timescale pg-aiguide", "Supabase documentation (moddatetime)"),
    find=find,
)
