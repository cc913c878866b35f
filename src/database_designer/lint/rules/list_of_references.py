"""References kept as a list in one column."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import is_text
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_IDS = re.compile(r"_(ids|uuids|id_list|id_array)$")
_KEYS = frozenset({"int4", "int8", "uuid", "text", "varchar"})


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each column `x_ids` that is an array or a text."""
    for column in subject.catalog.table_columns:
        if _IDS.search(column.name) and column.base in _KEYS and (column.category == "A" or is_text(column)):
            yield Finding(
                object=f"{column.table}.{column.name}",
                fact=f"holds several references in one value ({column.type})",
                fix="a table with a row for each, and a foreign key to either side",
            )


RULE = Rule(
    code="B12",
    name="list-of-references",
    severity=Severity.WARNING,
    checks="No column holds the ids of several rows as an array or a text.",
    why=(
        "A foreign key cannot look into a list: the rows it names may be gone, and who refers to a row is "
        "found by reading all lists."
    ),
    sources=("sqlcheck 1001 multi-valued attribute", "Timescale pg-aiguide: arrays only for what is never referred to"),
    find=find,
)
