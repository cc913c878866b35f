"""Objects that nobody explains."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table and view without a comment; partitions are explained by their table."""
    for relation in subject.catalog.relations:
        if not relation.comment and not relation.partition_of:
            yield Finding(
                object=relation.name,
                fact=f"is a {relation.kind} without a comment",
                fix=f"COMMENT ON {relation.kind.split()[-1].upper()} {sql_name(relation.name)} IS '...'",
            )


RULE = Rule(
    code="C23",
    name="comment-missing",
    severity=Severity.INFO,
    checks="Every table and view has a comment.",
    why="Documentation elsewhere drifts away; a comment goes with the object into every dump and tool.",
    sources=("pg-index-health: tables without description", "SchemaCrawler: no remarks"),
    find=find,
)
