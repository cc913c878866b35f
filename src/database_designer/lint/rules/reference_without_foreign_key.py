"""Columns that refer to a table by name only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import is_log, sql_columns, sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject
from database_designer.model.names import singular

_SUFFIX = re.compile(r"_(id|uuid)$")


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each column `x_id` without a foreign key where a table x or xs has a key of its type."""
    catalog = subject.catalog
    tables = {form: t for t in catalog.tables for form in (t.bare, singular(t.bare))}
    for column in catalog.table_columns:
        target = tables.get(_SUFFIX.sub("", column.name)) if _SUFFIX.search(column.name) else None
        key = catalog.primary_key(target.name) if target else ()
        other = catalog.column(target.name, key[0]) if target and len(key) == 1 else None
        if target is None or other is None or other.base != column.base or is_log(column.table):
            continue
        own_key = catalog.primary_key(column.table) == (column.name,)
        if column.category != "A" and not own_key and column.name not in catalog.referring(column.table):
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact=f"looks like a reference to {target.name}, but no foreign key says so",
                fix=f"FOREIGN KEY ({sql_columns((column.name,))}) REFERENCES {sql_name(target.name)} ({sql_columns((other.name,))})",
            )


RULE = Rule(
    code="B7",
    name="reference-without-foreign-key",
    severity=Severity.WARNING,
    checks="A column that is named after a table and has the type of its key refers to it by a foreign key.",
    why="Nothing keeps such a value from pointing to a row that was never there or is gone.",
    sources=("Azimutt: relation missing", "sqlcheck 1005", "pg-index-health: columns that look like references"),
    find=find,
)
