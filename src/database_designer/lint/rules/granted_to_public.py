"""Tables that everyone may read or write."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed, sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each relation with a privilege of PUBLIC."""
    for relation in subject.catalog.relations:
        held = [g.split(" ", 1)[1] for g in relation.granted if g.startswith("PUBLIC ")]
        if held:
            yield Finding(
                object=relation.name,
                fact=f"gives {listed(held)} to everyone",
                fix=f"REVOKE ALL ON {sql_name(relation.name)} FROM PUBLIC, and grant to roles",
            )


RULE = Rule(
    code="E11",
    name="granted-to-public",
    severity=Severity.WARNING,
    checks="No table or view is granted to PUBLIC.",
    why="Every role of the database has it, those that are made later too, and none can be excepted.",
    sources=("dblinter T009", "Supabase postgres best practices", "splinter 0023"),
    find=find,
)
