"""What several rules ask of a catalog: kinds of types and names, keys that the server makes, indexes that serve."""

from __future__ import annotations

import re
from collections.abc import Iterable

from database_designer.lint.catalog import Catalog
from database_designer.lint.objects import Column, Index
from database_designer.postgres.quoting import quote_identifier

TEXTS = frozenset({"text", "varchar", "bpchar", "citext"})
INTEGERS = frozenset({"int2", "int4", "int8"})
MOMENTS = frozenset({"timestamp", "timestamptz", "date"})
HOUSEKEEPING = frozenset(
    """
    created_at updated_at deleted_at inserted_at modified_at created_on updated_on created_by updated_by deleted_by
    created updated modified inserted version lock_version row_version
    """.split()
)
"""What frameworks add to a table, whatever it is about."""

SOFT_DELETION = frozenset("deleted_at deleted_on is_deleted deleted removed_at".split())
TENANTS = frozenset({"tenant_id", "tenant", "organization_id", "organisation_id", "workspace_id"})
"""What the tenant of a row is called."""

_MADE = re.compile(r"nextval\(|uuid|newid", re.IGNORECASE)
_LOG = re.compile(r"(^|_)(audit|audits|log|logs|history|histories|journal|trail|archive|archives)(_|$)")
_NOT_NULL_OF = re.compile(r"\(?(\w+|\"[^\"]+\") IS NOT NULL\)?")


def is_text(column: Column) -> bool:
    """Whether the column holds a text."""
    return column.base in TEXTS and column.category != "A"


def is_made(column: Column) -> bool:
    """Whether the server makes the value: an identity, a sequence, a UUID."""
    return bool(column.identity) or bool(_MADE.search(column.default))


def surrogate(catalog: Catalog, table: str) -> Column | None:
    """The column of a primary key that the server makes; None where the key is another."""
    key = catalog.primary_key(table)
    column = catalog.column(table, key[0]) if len(key) == 1 else None
    return column if column and is_made(column) else None


def is_log(table: str) -> bool:
    """Whether a table is named as a log, history or archive of others."""
    return bool(_LOG.search(table))


def all_rows(index: Index, columns: Iterable[str]) -> bool:
    """Whether a condition `column = value` on `columns` is all that an index leaves rows out by."""
    asked = _NOT_NULL_OF.fullmatch(index.predicate)
    return not index.predicate or (asked is not None and asked[1].strip('"') in columns)


def leads(index: Index, columns: tuple[str, ...]) -> bool:
    """Whether the first keys of an index are these columns, in any order, so that it finds rows by them."""
    first = index.columns[: len(columns)]
    return index.valid and index.method in ("btree", "hash") and set(first) == set(columns)


def is_partition_key(catalog: Catalog, table: str) -> bool:
    """Whether a table is partitioned, so that its keys hold more columns than they need."""
    return any(t.name == table and t.partition_strategy for t in catalog.tables)


def bodies(catalog: Catalog, table: str, *events: str) -> tuple[str, ...]:
    """The sources of the functions that triggers on a table call for one of `events` (all where none is named)."""
    called = {t.function for t in catalog.triggers if t.table == table and (not events or set(events) & set(t.events))}
    return tuple(f.source for f in catalog.functions if f.name in called)


def listed(names: Iterable[str]) -> str:
    """Names as they stand in a sentence."""
    return ", ".join(names)


def sql_columns(names: Iterable[str]) -> str:
    """Names of columns, constraints and other objects that no schema stands before, in quotes where SQL needs them."""
    return ", ".join(quote_identifier(n) for n in names)


def sql_name(relation: str) -> str:
    """The name of a relation, with its schema where it has one, in quotes where SQL needs them."""
    schema, dot, bare = relation.partition(".")
    return (
        f"{quote_identifier(schema)}.{quote_identifier(bare)}"
        if dot and schema and bare
        else quote_identifier(relation)
    )


def sql_index(index: Index) -> str:
    """The name of an index as DROP INDEX takes it: it lies in the schema of its table."""
    schema, dot, _ = index.table.rpartition(".")
    return (
        f"{quote_identifier(schema)}.{quote_identifier(index.name)}" if dot and schema else quote_identifier(index.name)
    )
