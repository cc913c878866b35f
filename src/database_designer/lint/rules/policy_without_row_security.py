"""Policies that are not in force."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed, sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table with a policy and without row security."""
    for table in subject.catalog.tables:
        policies = [p.name for p in subject.catalog.policies if p.table == table.name]
        if policies and not table.row_security:
            yield Finding(
                object=table.name,
                fact=f"has policies ({listed(policies)}) that are not in force",
                fix=f"ALTER TABLE {sql_name(table.name)} ENABLE ROW LEVEL SECURITY",
            )


RULE = Rule(
    code="E2",
    name="policy-without-row-security",
    severity=Severity.WARNING,
    checks="A table with policies has row level security enabled.",
    why="Until it is enabled, policies do nothing, and every row is seen.",
    sources=("splinter 0007 policy_exists_rls_disabled",),
    find=find,
)
