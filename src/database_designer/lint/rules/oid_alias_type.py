"""Columns that hold numbers of the catalog."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_REG = frozenset("regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure".split())


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each column of a type that pg_upgrade refuses."""
    for column in subject.catalog.table_columns:
        if column.base in _REG:
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact=f"is {column.type}, with which pg_upgrade refuses to run",
                fix="text, and a cast where it is used",
            )


RULE = Rule(
    code="C18",
    name="oid-alias-type",
    severity=Severity.WARNING,
    checks="No column is of a type such as regclass or regproc.",
    why="They hold numbers that another server has for other objects: pg_upgrade refuses most of them.",
    sources=("splinter 0018 unsupported_reg_types", 'PostgreSQL documentation "pg_upgrade"'),
    find=find,
)
