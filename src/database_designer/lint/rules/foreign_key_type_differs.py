"""References of another type than what they refer to."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import sql_columns, sql_name
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each foreign key with a pair of columns of different types."""
    catalog = subject.catalog
    for key in catalog.foreign_keys:
        for name, target_name in zip(key.columns, key.target_columns, strict=True):
            own, target = catalog.column(key.table, name), catalog.column(key.target, target_name)
            if own and target and (own.base, own.type) != (target.base, target.type):
                yield Finding(
                    object=f"{key.table}.{key.name}",
                    fact=f"compares {name}, {own.type}, with {key.target}.{target_name}, {target.type}",
                    fix=f"ALTER TABLE {sql_name(key.table)} ALTER COLUMN {sql_columns((name,))} TYPE {target.type}",
                )


RULE = Rule(
    code="B3",
    name="foreign-key-type-differs",
    severity=Severity.WARNING,
    checks="A reference has the type of the column that it refers to.",
    why="The narrower one runs out first, and joins compare through a cast.",
    sources=(
        "pg-index-health: foreign keys with unmatched column type",
        "SchemaCrawler: column types of foreign key mismatch",
        "Azimutt: relation misaligned",
        "dblinter T008",
        "Atlas",
    ),
    find=find,
)
