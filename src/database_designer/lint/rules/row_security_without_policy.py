"""Row level security that shows nothing to anybody."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.script import name_of
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table with row security and no policy."""
    refused = (r.statement.node for r in subject.refused if r.statement.kind == "CreatePolicyStmt")
    guarded = {p.table for p in subject.catalog.policies} | {name_of(node.table) for node in refused}
    for table in subject.catalog.tables:
        if table.row_security and table.name not in guarded:
            yield Finding(
                object=table.name,
                fact="has row level security and no policy: only its owner sees any row",
                fix=f"CREATE POLICY ... ON {sql_name(table.name)}",
            )


RULE = Rule(
    code="E2",
    name="row-security-without-policy",
    severity=Severity.WARNING,
    checks="A table with row level security has a policy.",
    why="Without one, nobody but its owner sees or writes any row.",
    sources=("splinter 0008 rls_enabled_no_policy",),
    find=find,
)
