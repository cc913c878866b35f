"""Contents of files in rows."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each bytea column, but for those named as hashes."""
    for column in subject.catalog.table_columns:
        if column.base == "bytea" and not {"hash", "digest", "salt", "checksum", "key"} & set(column.name.split("_")):
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact="holds bytes in the row",
                fix="the key of a file in a store of files; waive it for short values",
            )


RULE = Rule(
    code="C7",
    name="file-in-row",
    severity=Severity.INFO,
    checks="Files lie in a store of files, with their key in the row.",
    why="Bytes in rows grow backups and replication, and are rewritten with each update of the value.",
    sources=("SchemaCrawler: lobs", "sqlcheck 2003 files in the database"),
    find=find,
)
