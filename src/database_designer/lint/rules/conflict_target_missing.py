"""Upserts without the key that they rely on."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.script import name_of
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each INSERT whose target, plain columns, is that of no unique index of its table."""
    catalog = subject.catalog
    for script in subject.scripts:
        for statement in script.of_kind("InsertStmt"):
            table = name_of(statement.node.relation)
            wanted = {e.index_elem.name for e in statement.node.on_conflict_clause.infer.index_elems}
            known = {frozenset(i.columns) for i in catalog.indexes_of(table) if i.unique}
            if wanted and "" not in wanted and table in catalog.table_names and wanted not in known:
                yield Finding(
                    object=script.file,
                    fact=(
                        f"inserts into {table} ON CONFLICT ({listed(sorted(wanted))}), for which there is no "
                        "unique index"
                    ),
                    fix=f"UNIQUE ({listed(sorted(wanted))}) on {table}",
                    span=statement.span,
                )


RULE = Rule(
    code="D18",
    name="conflict-target-missing",
    severity=Severity.WARNING,
    checks="ON CONFLICT (columns) names the columns of a unique index.",
    why="Otherwise the statement ends with an error, at the first conflict or at once.",
    sources=(
        'PostgreSQL documentation "INSERT": ON CONFLICT',
        "tried on PostgreSQL 15: a partial index does where its condition is repeated",
    ),
    find=find,
    reads=Reads.SCRIPT,
)
