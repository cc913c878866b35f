"""Names that change under running programs."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import kind_name
from database_designer.lint.subject import Subject

_KINDS = ("OBJECT_TABLE", "OBJECT_COLUMN", "OBJECT_VIEW", "OBJECT_MATVIEW")


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such RENAME."""
    for script in subject.scripts:
        for statement in script.on_existing("RenameStmt"):
            if kind_name(statement.node, "rename_type") in _KINDS:
                old = statement.node.subname or statement.node.relation.relname
                yield Finding(
                    object=script.file,
                    fact=f"renames {old} to {statement.node.newname}, which programs that run know by its old name",
                    fix="a view or a second column with the new name, and the old one dropped in a later release",
                    span=statement.span,
                )


RULE = Rule(
    code="M7",
    name="renamed-in-place",
    severity=Severity.WARNING,
    checks="No table or column that is there is renamed.",
    why="Programs of the release before still ask for the old name, and fail until all of them are replaced.",
    sources=("squawk: renaming-column, renaming-table", "Atlas BC101, BC102"),
    find=find,
    reads=Reads.SCRIPT,
)
