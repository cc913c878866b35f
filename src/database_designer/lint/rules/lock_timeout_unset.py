"""Migrations that may wait for ever."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import Statement, kind_name, kind_of, strings
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each script with ALTER TABLE or DROP on what it did not make, and no lock_timeout before."""
    for script in subject.scripts:
        made = {name.rpartition(".")[2] for name in script.creates}
        drops = (s for s in script.of_kind("DropStmt") if kind_name(s.node, "remove_type") == "OBJECT_TABLE")
        dropped = [s for s in drops if not {strings(o.list.items)[-1] for o in s.node.objects} <= made]
        locking = sorted((*script.on_existing("AlterTableStmt", "RenameStmt"), *dropped), key=lambda s: s.line)
        first = next((s for s in locking if s.kind != "AlterTableStmt" or not _is_light(s)), None)
        if first and not any(
            s.node.name == "lock_timeout" for s in script.of_kind("VariableSetStmt") if s.line <= first.line
        ):
            yield Finding(
                object=script.file,
                fact="locks tables in use and may wait for them without an end",
                fix="SET lock_timeout = '5s'; and try again when it ran out",
                span=first.span,
            )


def _is_light(statement: Statement) -> bool:
    """Whether it only reads rows beside others: VALIDATE CONSTRAINT."""
    return all(kind_of(c.alter_table_cmd) == "AT_ValidateConstraint" for c in statement.node.cmds)


RULE = Rule(
    code="M8",
    name="lock-timeout-unset",
    severity=Severity.WARNING,
    checks="A migration that locks tables that are there sets lock_timeout.",
    why="While it waits behind one slow query for its lock, every other query on the table waits behind it.",
    sources=("squawk: require-lock-timeout, require-statement-timeout",),
    find=find,
    reads=Reads.SCRIPT,
)
