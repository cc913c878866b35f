"""Tables between two others in which a pair may stand twice."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import HOUSEKEEPING, listed
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each pure link whose two references no unique index holds."""
    catalog = subject.catalog
    for table in catalog.tables:
        keys = catalog.foreign_keys_of(table.name)
        columns = {c.name for c in catalog.columns_of(table.name)}
        linked = {c for f in keys for c in f.columns}
        if len(keys) != 2 or len(linked) < 2 or any(f.target == table.name for f in keys):
            continue
        own = columns - linked - HOUSEKEEPING - set(catalog.primary_key(table.name))
        if not own and not any(linked >= set(key) for key in catalog.unique_sets(table.name)):
            pair = listed(c.name for c in catalog.columns_of(table.name) if c.name in linked)
            yield Finding(object=table.name, fact=f"may hold the same ({pair}) twice", fix=f"PRIMARY KEY ({pair})")


RULE = Rule(
    code="A8",
    name="pair-not-unique",
    severity=Severity.WARNING,
    checks="A table that links two others and holds nothing else has the pair of references as its key.",
    why="Otherwise the same link is there twice, and counts and joins over it are wrong.",
    sources=(
        "SchemaCrawler: useless surrogate key",
        "splinter 0001 (reads a composite key as an index)",
        "sqlcheck 1003",
    ),
    find=find,
)
