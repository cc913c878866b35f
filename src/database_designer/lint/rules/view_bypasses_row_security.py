"""Views that show what a policy hides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.catalog import Catalog
from database_designer.lint.facts import listed, sql_name
from database_designer.lint.objects import Kind, Relation
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_CALL = re.compile(r"([a-z_][\w.]*)\(")


def _asks(catalog: Catalog, view: Relation, hidden: frozenset[str]) -> bool:
    """Whether the view calls, for each table, a function that a policy for reading it calls."""
    called = set(_CALL.findall(view.definition))
    policies = [p for p in catalog.policies if p.table in hidden and p.command in ("SELECT", "ALL")]
    return {p.table for p in policies if called & set(_CALL.findall(p.using))} == hidden


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each view without the option that reads a table with row security."""
    guarded = frozenset(t.name for t in subject.catalog.relations if t.row_security)
    for view in subject.catalog.relations:
        hidden = guarded & set(view.reads)
        invoker = {"security_invoker=true", "security_invoker=on", "security_invoker=1"} & set(view.options)
        if view.kind == Kind.VIEW and hidden and not invoker and not _asks(subject.catalog, view, hidden):
            yield Finding(
                object=view.name,
                fact=f"shows all rows of {listed(sorted(hidden))}, whatever its policies say",
                fix=f"ALTER VIEW {sql_name(view.name)} SET (security_invoker = true)",
            )


RULE = Rule(
    code="E6",
    name="view-bypasses-row-security",
    severity=Severity.WARNING,
    checks="A view over a table with row level security has security_invoker.",
    why="A view reads with the rights of its owner, for whom policies do not hold: everybody sees all rows through it.",
    sources=(
        "splinter 0010 security_definer_view",
        "tried on PostgreSQL 15: the plain view showed two rows, the other one",
    ),
    find=find,
)
