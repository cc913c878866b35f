"""Constraints that are checked against all rows under a lock."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import kind_of, name_of
from database_designer.lint.subject import Subject

_KINDS = ("CONSTR_CHECK", "CONSTR_FOREIGN")


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such constraint without NOT VALID."""
    for script in subject.scripts:
        for statement, command in script.altered("AT_AddConstraint"):
            constraint = getattr(command, "def").constraint
            if kind_of(constraint) in _KINDS and not constraint.skip_validation:
                yield Finding(
                    object=script.file,
                    fact=(
                        f"adds {constraint.conname or 'a constraint'} and reads all of "
                        f"{name_of(statement.node.relation)} under a lock"
                    ),
                    fix="ADD CONSTRAINT ... NOT VALID, and VALIDATE CONSTRAINT in a later migration",
                    span=statement.at(constraint),
                )


RULE = Rule(
    code="M2",
    name="constraint-added-validating",
    severity=Severity.WARNING,
    checks="A check or foreign key is added NOT VALID to a table that is there, and validated later.",
    why="Otherwise the whole table is read while nobody can write it, for a foreign key the other one too.",
    sources=("squawk: constraint-missing-not-valid, adding-foreign-key-constraint", "Atlas PG305"),
    find=find,
    reads=Reads.SCRIPT,
)
