"""Mandatory columns that no old row has."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import kind_of, name_of, strings
from database_designer.lint.subject import Subject

_FILLED = ("CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED")


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such column without a default, an identity or an expression."""
    for script in subject.scripts:
        for statement, command in script.altered("AT_AddColumn"):
            column = getattr(command, "def").column_def
            kinds = {kind_of(c.constraint) for c in column.constraints}
            serial = "serial" in (strings(column.type_name.names)[-1:] or ("",))[0]
            if kinds & {"CONSTR_NOTNULL", "CONSTR_PRIMARY"} and not kinds & set(_FILLED) and not serial:
                yield Finding(
                    object=script.file,
                    fact=(
                        f"adds {name_of(statement.node.relation)}.{column.colname} NOT NULL, which the rows "
                        "that are there do not have"
                    ),
                    fix="a constant DEFAULT; or add it nullable, fill it, and set it NOT NULL later",
                    span=statement.at(column),
                )


RULE = Rule(
    code="M5",
    name="column-added-without-default",
    severity=Severity.WARNING,
    checks="A NOT NULL column that is added to a table that is there has a default.",
    why="The migration fails as soon as there is a row, which it did not on the empty database it was tried on.",
    sources=("squawk: adding-required-field", "Atlas MF103"),
    find=find,
    reads=Reads.SCRIPT,
)
