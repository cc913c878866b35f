"""Triggers that are switched off."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_columns, sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each trigger that does not fire."""
    for trigger in subject.catalog.triggers:
        if not trigger.enabled:
            yield Finding(
                object=f"{trigger.table}.{trigger.name}",
                fact="is disabled",
                fix=f"ALTER TABLE {sql_name(trigger.table)} ENABLE TRIGGER {sql_columns((trigger.name,))}",
            )


RULE = Rule(
    code="E14",
    name="trigger-disabled",
    severity=Severity.WARNING,
    checks="Every trigger is enabled.",
    why="The rule it keeps is not kept, and nothing in the table shows it.",
    sources=('PostgreSQL documentation "ALTER TABLE" (DISABLE TRIGGER)',),
    find=find,
)
