"""Functions with the rights of their owner that everyone may call."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such function that is no trigger's."""
    for function in subject.catalog.functions:
        if function.definer and function.public and not function.trigger:
            yield Finding(
                object=function.signature,
                fact="acts with the rights of its owner for everyone who calls it",
                fix=f"REVOKE EXECUTE ON FUNCTION {function.signature} FROM PUBLIC, and grant it to who needs it",
            )


RULE = Rule(
    code="E7",
    name="definer-open-to-public",
    severity=Severity.WARNING,
    checks="EXECUTE on a SECURITY DEFINER function is taken from PUBLIC.",
    why="Everyone who can connect acts with the rights of the owner within it; EXECUTE for all is the default.",
    sources=("splinter 0028, 0029", 'PostgreSQL documentation "Writing SECURITY DEFINER Functions Safely"'),
    find=find,
)
