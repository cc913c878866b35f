"""Statements that take a whole table, or a database."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import Statement, kind_name
from database_designer.lint.subject import Subject


def _named(statement: Statement) -> str:
    """What of this kind the statement is, "" for others."""
    node, cascades = statement.node, "CASCADE" in statement.sql.upper()
    if statement.kind == "TruncateStmt" and cascades:
        return "TRUNCATE ... CASCADE"
    if statement.kind == "VacuumStmt" and any(o.def_elem.defname == "full" for o in node.options):
        return "VACUUM FULL"
    if statement.kind in ("ClusterStmt", "DropdbStmt"):
        return "CLUSTER" if statement.kind == "ClusterStmt" else "DROP DATABASE"
    if statement.kind == "DropStmt" and cascades:
        return {"OBJECT_SCHEMA": "DROP SCHEMA ... CASCADE"}.get(kind_name(node, "remove_type"), "")
    return ""


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such statement."""
    for script in subject.scripts:
        for statement in script.statements:
            if statement.node is not None and (named := _named(statement)):
                yield Finding(
                    object=script.file,
                    fact=f"has {named}",
                    fix="name what is to go; reclaim space with pg_repack or partitions",
                    span=statement.span,
                )


RULE = Rule(
    code="M9",
    name="whole-table-statement",
    severity=Severity.WARNING,
    checks="A migration has no TRUNCATE ... CASCADE, VACUUM FULL, CLUSTER, DROP DATABASE or DROP SCHEMA ... CASCADE.",
    why="They lock or empty more than the text shows: CASCADE goes on to tables that it does not name.",
    sources=("squawk: ban-truncate-cascade, ban-drop-database", "Atlas CD101"),
    find=find,
    reads=Reads.SCRIPT,
)
