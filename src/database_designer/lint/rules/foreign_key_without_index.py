"""Foreign keys that no index serves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from database_designer.diagnostics import Severity
from database_designer.lint.catalog import Catalog
from database_designer.lint.facts import leads, listed, sql_columns, sql_name
from database_designer.lint.objects import ForeignKey, Index
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def _serves(index: Index, key: ForeignKey, catalog: Catalog) -> bool:
    """Whether its first keys are the columns, or some of them that refer to what is unique by itself."""
    if leads(index, key.columns):
        return True
    targets = dict(zip(key.columns, key.target_columns, strict=True))
    alone = [targets[c] for c in takewhile(lambda c: c in targets, index.columns)]
    return any(set(unique) <= set(alone) for unique in catalog.unique_sets(key.target)) and index.method == "btree"


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each foreign key whose columns lead no index, a partial one included (that is another rule)."""
    for key in subject.catalog.foreign_keys:
        if key.table not in subject.catalog.table_names:
            continue
        if not any(_serves(index, key, subject.catalog) for index in subject.catalog.indexes_of(key.table)):
            columns = listed(key.columns)
            yield Finding(
                object=f"{key.table}.{key.name}",
                fact=f"({columns}) to {key.target} has no index: a delete in {key.target} reads all of {key.table}",
                fix=f"CREATE INDEX ON {sql_name(key.table)} ({sql_columns(key.columns)})",
            )


RULE = Rule(
    code="B1",
    name="foreign-key-without-index",
    severity=Severity.WARNING,
    checks="The columns of every foreign key are the first of some index.",
    why=(
        "A delete or a change of a referenced row looks for the rows that refer to it, and reads the whole "
        "table for each; so do joins from there."
    ),
    sources=(
        "splinter 0001 unindexed_foreign_keys",
        "pg-index-health: foreign keys not covered with indexes",
        "SchemaCrawler",
        "Azimutt: index on relation",
        "dblinter B003",
        "Timescale pg-aiguide",
        "Supabase postgres best practices",
    ),
    find=find,
)
