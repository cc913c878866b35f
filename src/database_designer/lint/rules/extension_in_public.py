"""Extensions among the project's own objects."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each extension in public."""
    for extension in subject.catalog.extensions:
        if extension.schema == "public":
            yield Finding(
                object=extension.name,
                fact="is an extension in public",
                fix=f"CREATE SCHEMA extensions, and CREATE EXTENSION {extension.name} SCHEMA extensions",
            )


RULE = Rule(
    code="E8",
    name="extension-in-public",
    severity=Severity.INFO,
    checks="Extensions lie in a schema of their own.",
    why="Their functions and operators mix with yours, and everyone who may use public may call them.",
    sources=("splinter 0014 extension_in_public",),
    find=find,
)
