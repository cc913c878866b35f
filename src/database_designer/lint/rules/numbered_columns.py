"""Columns that repeat with a number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_NUMBERED = re.compile(r"(.*[a-z])_?(\d{1,2})$")


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each name with at least two numbered columns of one type."""
    for table in subject.catalog.tables:
        families: dict[tuple[str, str], list[str]] = defaultdict(list)
        for column in subject.catalog.columns_of(table.name):
            found = _NUMBERED.match(column.name)
            if found and len(found[1]) > 1 and not found[1].endswith("line"):
                families[found[1], column.type].append(column.name)
        for (stem, _), names in families.items():
            if len(names) > 1:
                yield Finding(
                    object=f"{table.name}.{names[0]}",
                    fact=f"repeats: {listed(names)}",
                    fix=f"a table with a row for each {stem}, referring to {table.name}",
                )


RULE = Rule(
    code="B11",
    name="numbered-columns",
    severity=Severity.WARNING,
    checks="No columns of a table are the same thing with a number behind it.",
    why=(
        "The next one needs a migration, every search has to ask all of them, and nothing keeps a value from "
        "standing there twice."
    ),
    sources=(
        "SchemaCrawler: incrementing columns",
        "pg-index-health: repeating column names",
        "sqlcheck 1007 metadata tribbles",
    ),
    find=find,
)
