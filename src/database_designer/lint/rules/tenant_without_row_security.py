"""Tenant tables left out of row level security."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import TENANTS, sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table with a tenant column and no row security, where another has both."""
    catalog = subject.catalog
    having = [t for t in catalog.tables if any(c.name in TENANTS for c in catalog.columns_of(t.name))]
    for table in having if any(t.row_security for t in having) else ():
        if not table.row_security:
            yield Finding(
                object=table.name,
                fact="holds rows of tenants and has no row level security, as others have",
                fix=f"ALTER TABLE {sql_name(table.name)} ENABLE ROW LEVEL SECURITY, and a policy",
            )


RULE = Rule(
    code="E1",
    name="tenant-without-row-security",
    severity=Severity.WARNING,
    checks="Where some tables of tenants have row level security, all of them have it.",
    why="One table without it shows the rows of all tenants, while everybody believes they are kept apart.",
    sources=("splinter 0013 rls_disabled_in_public", "Supabase postgres best practices", "schemalint"),
    find=find,
)
