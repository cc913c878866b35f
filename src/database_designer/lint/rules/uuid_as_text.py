"""UUIDs kept as texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import is_text
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_UUID = re.compile(r"\(*[\w.]*uuid\w*\(\)\)*::(text|character)")


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each text column with a UUID for a default, or in a key with the length or name of one."""
    catalog = subject.catalog
    for column in catalog.table_columns:
        if not is_text(column):
            continue
        sized = column.type in ("character(36)", "character varying(36)")
        in_key = column.name in catalog.primary_key(column.table) or column.name in catalog.referring(column.table)
        if _UUID.match(column.default) or (in_key and (sized or "uuid" in column.name.split("_"))):
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact=f"holds a UUID as {column.type}",
                fix="ALTER COLUMN ... TYPE uuid USING ...::uuid, there and in the columns that refer to it",
            )


RULE = Rule(
    code="A5",
    name="uuid-as-text",
    severity=Severity.WARNING,
    checks="A UUID is stored in a column of type uuid.",
    why=(
        "As text it takes 37 bytes instead of 16 in the table and in each index, compares slower, and may be "
        "anything or stand there in two spellings."
    ),
    sources=("pg-index-health: primary keys with varchar", 'PostgreSQL documentation "UUID Type"'),
    find=find,
)
