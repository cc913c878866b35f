"""Names that are words of SQL."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject
from database_designer.postgres.keywords import RESERVED, TYPE_OR_FUNCTION

_WORDS = RESERVED | TYPE_OR_FUNCTION


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table and each column of a table with such a name."""
    for relation in subject.catalog.relations:
        if relation.bare in _WORDS:
            yield Finding(object=relation.name, fact="is a reserved word of SQL", fix="another word, or the plural")
    for column in subject.catalog.table_columns:
        if column.name in _WORDS:
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact="is a reserved word of SQL",
                fix=f"another word, such as {column.name}_name",
            )


RULE = Rule(
    code="N3",
    name="name-reserved",
    severity=Severity.WARNING,
    checks="No table or column is named by a reserved word.",
    why=(
        "It has to be quoted everywhere, and unquoted it is a syntax error, or worse, something else: SELECT "
        "user names the role."
    ),
    sources=("dblinter T010", "SchemaCrawler", 'PostgreSQL documentation "SQL Key Words"'),
    find=find,
)
