"""References whose table is told by another column."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import is_log
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_TYPES = ("type", "kind", "class", "table", "entity")
_ID = re.compile(r"(.+)_(id|uuid)$")


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each column `x_id` without a foreign key beside `x_type`, but for logs, which outlive their subjects."""
    catalog = subject.catalog
    for column in catalog.table_columns:
        found = _ID.match(column.name)
        beside = next((n for n in _TYPES if found and catalog.column(column.table, f"{found[1]}_{n}")), "")
        if found and beside and column.name not in catalog.referring(column.table) and not is_log(column.table):
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact=f"refers to a table that {found[1]}_{beside} names, so no foreign key checks it",
                fix=(
                    "a nullable reference for each table with CHECK (num_nonnulls(...) = 1), or a table that "
                    "all of them share"
                ),
            )


RULE = Rule(
    code="B15",
    name="polymorphic-reference",
    severity=Severity.WARNING,
    checks="No column holds the id of a row in a table that a second column names.",
    why="No foreign key can check it: the rows may be gone, and a join has to know every possible table.",
    sources=('PostgreSQL documentation "Foreign Keys"', "sqlcheck 1005"),
    find=find,
)
