"""DDL that the search_path decides about."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each script that names some of the tables it makes with a schema and others without."""
    for script in subject.scripts:
        made = [s for s in script.of_kind("CreateStmt") if s.node.relation.relpersistence != "t"]
        bare = [s for s in made if not s.node.relation.schemaname]
        if bare and len(bare) < len(made):
            yield Finding(
                object=script.file,
                fact=f"makes {listed(s.node.relation.relname for s in bare)} without a schema, and others with one",
                fix="write the schema of each",
                span=bare[0].span,
            )


RULE = Rule(
    code="N5",
    name="names-without-schema",
    severity=Severity.INFO,
    checks="Where a script uses several schemas, each table it makes is named with its own.",
    why="The same file makes its tables elsewhere when another search_path is set.",
    sources=("squawk: require-table-schema",),
    find=find,
    reads=Reads.SCRIPT,
)
