"""Constraints that old rows need not keep."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_columns, sql_name
from database_designer.lint.objects import Check, ForeignKey
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each constraint that is NOT VALID."""
    constraints: tuple[Check | ForeignKey, ...] = (*subject.catalog.checks, *subject.catalog.foreign_keys)
    for constraint in constraints:
        if not constraint.validated:
            yield Finding(
                object=f"{constraint.table}.{constraint.name}",
                fact="is NOT VALID: rows from before it may break it",
                fix=f"ALTER TABLE {sql_name(constraint.table)} VALIDATE CONSTRAINT {sql_columns((constraint.name,))}",
            )


RULE = Rule(
    code="D19",
    name="constraint-not-validated",
    severity=Severity.WARNING,
    checks="Every check and foreign key has been validated.",
    why=(
        "NOT VALID is a step on the way: until VALIDATE has run, the rows from before may break the rule, and "
        "the planner does not rely on it."
    ),
    sources=("pg-index-health: not valid constraints", "squawk: constraint-missing-not-valid"),
    find=find,
)
