"""Materialized views that cannot be refreshed beside their readers."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_name
from database_designer.lint.objects import Kind
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each materialized view without one."""
    for view in subject.catalog.relations:
        if view.kind == Kind.MATERIALIZED and not subject.catalog.unique_sets(view.name):
            yield Finding(
                object=view.name,
                fact="has no unique index, so it cannot be refreshed CONCURRENTLY",
                fix=f"CREATE UNIQUE INDEX ON {sql_name(view.name)} (what tells its rows apart)",
            )


RULE = Rule(
    code="E12",
    name="materialized-view-without-key",
    severity=Severity.WARNING,
    checks="A materialized view has a unique index over plain columns and all rows.",
    why="REFRESH ... CONCURRENTLY needs one; without it readers wait until the refresh is done.",
    sources=('PostgreSQL documentation "REFRESH MATERIALIZED VIEW"', "tried on PostgreSQL 15"),
    find=find,
)
