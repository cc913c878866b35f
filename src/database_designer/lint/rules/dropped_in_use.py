"""Tables and columns that go while programs run."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import Script, Statement, kind_name, name_of, strings
from database_designer.lint.subject import Subject

_KINDS = ("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW")


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each DROP TABLE or VIEW and each DROP COLUMN of what the script did not make."""
    for script in subject.scripts:
        made = {name.rpartition(".")[2] for name in script.creates}
        for statement in script.of_kind("DropStmt"):
            if kind_name(statement.node, "remove_type") in _KINDS:
                names = [strings(o.list.items)[-1] for o in statement.node.objects]
                if not set(names) <= made:
                    yield _finding(script, statement, listed(names))
        for statement, command in script.altered("AT_DropColumn"):
            yield _finding(script, statement, f"{name_of(statement.node.relation)}.{command.name}")


def _finding(script: Script, statement: Statement, dropped: str) -> Finding:
    return Finding(
        object=script.file,
        fact=f"drops {dropped}",
        fix="see that the release before does not use it, and that a backup has it; then waive it with that reason",
        span=statement.span,
    )


RULE = Rule(
    code="M7",
    name="dropped-in-use",
    severity=Severity.WARNING,
    checks="What was there before is dropped in a release of its own, when nothing uses it any more.",
    why="What is dropped is lost, and programs of the release before fail at once.",
    sources=("squawk: ban-drop-column, ban-drop-table, ban-drop-not-null", "Atlas DS102, DS103"),
    find=find,
    reads=Reads.SCRIPT,
)
