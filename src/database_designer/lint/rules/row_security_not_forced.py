"""Row level security that the owner passes by."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table with row security that is not forced."""
    for table in subject.catalog.tables:
        if table.row_security and not table.forced:
            yield Finding(
                object=table.name,
                fact="has row level security that does not hold for its owner",
                fix=f"ALTER TABLE {sql_name(table.name)} FORCE ROW LEVEL SECURITY, or connect as another role",
            )


RULE = Rule(
    code="E1",
    name="row-security-not-forced",
    severity=Severity.INFO,
    checks="Row level security is forced, so that it holds for the owner of the table too.",
    why="The owner sees and writes all rows, and services often connect as the owner.",
    sources=("Supabase postgres best practices", 'PostgreSQL documentation "Row Security Policies"'),
    find=find,
)
