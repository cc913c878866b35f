"""Names that the server cuts off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import Statement
from database_designer.lint.subject import Subject
from database_designer.postgres.limits import NAME_BYTES, byte_length

_NAME = re.compile(r'"((?:[^"]|"")+)"|\b([^\W\d][\w$]*)')
_QUIET = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$", re.DOTALL)


def _long_names(statement: Statement) -> list[str]:
    """The identifiers of a statement that are too long, without texts, comments and bodies."""
    plain = _QUIET.sub(" ", statement.sql)
    names = dict.fromkeys(m[1] or m[2] for m in _NAME.finditer(plain))
    return [n for n in names if byte_length(n) > NAME_BYTES]


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such name in a script."""
    for script in subject.scripts:
        for statement in script.statements:
            for name in _long_names(statement) if len(statement.sql) > NAME_BYTES else ():
                yield Finding(
                    object=script.file,
                    fact=f"has the name {name}, of which the server keeps {NAME_BYTES} bytes",
                    fix="a shorter name",
                    span=statement.span,
                )


RULE = Rule(
    code="N2",
    name="name-cut-off",
    severity=Severity.WARNING,
    checks="No name has more than 63 bytes.",
    why=(
        "The server cuts it without an error; two that differ behind the 63rd are one, and the name in the "
        "text is not found in the catalog."
    ),
    sources=(
        "squawk: identifier-too-long",
        "pg-index-health: possible object name overflow",
        'PostgreSQL documentation "Identifiers and Key Words"',
    ),
    find=find,
    reads=Reads.SCRIPT,
)
