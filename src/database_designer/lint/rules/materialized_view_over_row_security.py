"""Stored results that show what a policy hides."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.objects import Kind
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each materialized view that reads a table with row security."""
    guarded = {t.name for t in subject.catalog.relations if t.row_security}
    for view in subject.catalog.relations:
        hidden = guarded & set(view.reads)
        if view.kind == Kind.MATERIALIZED and hidden:
            yield Finding(
                object=view.name,
                fact=f"stores rows of {listed(sorted(hidden))} beyond its policies",
                fix="grant it to few, or read it through a view with the condition of the policy",
            )


RULE = Rule(
    code="E9",
    name="materialized-view-over-row-security",
    severity=Severity.WARNING,
    checks=(
        "No materialized view or view of another owner's stored rows holds rows of a table with row level "
        "security for everyone."
    ),
    why="A materialized view has no policies: whoever may read it sees what was stored, all rows of all owners.",
    sources=("splinter 0016 materialized_view_in_api",),
    find=find,
)
