"""Tables where the same thing can stand twice."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import surrogate
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table with a surrogate key only that others refer to."""
    catalog = subject.catalog
    referred = {f.target for f in catalog.foreign_keys if f.table != f.target}
    for table in catalog.tables:
        key = surrogate(catalog, table.name)
        excluded = any(c.exclusion for c in catalog.checks_of(table.name))
        others = excluded or any(i.unique and not i.primary for i in catalog.indexes_of(table.name))
        if key and table.name in referred and not others:
            yield Finding(
                object=table.name,
                fact=f"tells its rows apart by {key.name} only, which means nothing",
                fix="UNIQUE over what identifies the thing: a code, a number, a name within its owner",
            )


RULE = Rule(
    code="A7",
    name="natural-key-missing",
    severity=Severity.INFO,
    checks="Beside a surrogate key some unique constraint says which rows would be the same thing.",
    why="A surrogate key makes every row different: the same thing entered twice is two rows.",
    sources=("sqlcheck 1004", "SchemaCrawler: useless surrogate key", 'PostgreSQL documentation "Unique Constraints"'),
    find=find,
)
