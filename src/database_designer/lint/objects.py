"""The objects of a database as rules ask for them: flat values, each naming the table that it belongs to.

A name is that of SQL without quotes: bare in the schema public, `schema.name` elsewhere. Expressions are texts as the
server prints them. `verify.catalog` holds one schema as a design would make it; these are anybody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of relations."""

    TABLE = "table"
    PARTITIONED = "partitioned table"
    FOREIGN = "foreign table"
    VIEW = "view"
    MATERIALIZED = "materialized view"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A table or view. `partition_of` names the partitioned table it is part of, `inherits` its parents otherwise.

    `granted` are (role, privilege) pairs of others than the owner, "PUBLIC" for everyone; `rules` those of CREATE RULE.
    `reads` are the relations that a view reads.
    """

    name: str
    schema: str
    bare: str
    kind: str
    comment: str
    row_security: bool
    forced: bool
    options: tuple[str, ...]
    partition_of: str
    inherits: tuple[str, ...]
    partition_strategy: str
    partitions: int
    default_partition: bool
    granted: tuple[str, ...]
    rules: tuple[str, ...]
    definition: str
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `type` as format_type prints it; `base` is the short name of the type below domains and arrays ("int4").

    `category` is PostgreSQL's ("E" enum, "A" array, "S" text ...), `size` and `alignment` are bytes (size -1 where it
    varies); `insensitive` tells a collation for which other spellings are equal.
    """

    table: str
    name: str
    type: str
    base: str
    category: str
    domain: bool
    nullable: bool
    default: str
    generated: str
    identity: str
    comment: str
    size: int
    alignment: int
    insensitive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A primary key or a unique constraint."""

    table: str
    name: str
    primary: bool
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check or an exclusion constraint, as the server prints it, with the columns that it reads."""

    table: str
    name: str
    exclusion: bool
    columns: tuple[str, ...]
    definition: str
    validated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A foreign key; the actions are spelled as in SQL."""

    table: str
    name: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    on_delete: str
    on_update: str
    full: bool
    deferrable: bool
    validated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index. `columns` are its keys in order, "" for an expression; `keys` are printed with class and order.

    `backs` tells that it belongs to a constraint.
    """

    table: str
    name: str
    method: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    include: tuple[str, ...]
    unique: bool
    primary: bool
    backs: bool
    nulls_not_distinct: bool
    predicate: str
    valid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function or procedure; `signature` is its name with the types of its arguments."""

    name: str
    signature: str
    language: str
    definer: bool
    search_path: bool
    public: bool
    trigger: bool
    comment: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A trigger on a table; `function` is the name of what it calls."""

    table: str
    name: str
    before: bool
    events: tuple[str, ...]
    function: str
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy of row level security; `roles` are "PUBLIC" or names."""

    table: str
    name: str
    command: str
    permissive: bool
    roles: tuple[str, ...]
    using: str
    check: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """An enum (`values`) or a domain (`constraints`)."""

    name: str
    domain: bool
    values: tuple[str, ...]
    constraints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """An extension and its schema."""

    name: str
    schema: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A schema; `open` tells that everyone may create objects in it."""

    name: str
    open: bool
