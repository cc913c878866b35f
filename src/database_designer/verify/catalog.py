"""The catalog: what a server holds, as values. Expressions are texts as the server prints them."""

from __future__ import annotations

from dataclasses import dataclass

ANY = "\N{HORIZONTAL ELLIPSIS}"  # in an expected catalog: a text is there, and only the server knows how it prints it


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogColumn:
    """A column; `type` as format_type prints it, `identity` is "ALWAYS", "BY DEFAULT" or ""."""

    name: str
    type: str
    nullable: bool
    default: str = ""
    generated: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogKey:
    """A primary key or unique constraint."""

    name: str
    columns: tuple[str, ...]
    nulls_not_distinct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogCheck:
    """A check or exclusion constraint, as pg_get_constraintdef prints it."""

    name: str
    definition: str
    exclusion: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogTable:
    """A table with its columns in order; `primary_key` has at most one member.

    `partitioned` tells by what ("RANGE (taken_at)", "" for a plain table), `default` names the default partition.
    """

    name: str
    columns: tuple[CatalogColumn, ...]
    primary_key: tuple[CatalogKey, ...] = ()
    uniques: tuple[CatalogKey, ...] = ()
    checks: tuple[CatalogCheck, ...] = ()
    row_security: bool = False
    partitioned: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogForeignKey:
    """A foreign key; the actions are spelled as in SQL, `timing` is "", "DEFERRABLE" or "DEFERRABLE INITIALLY DEFERRED"."""

    name: str
    table: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    on_delete: str
    on_update: str = "NO ACTION"
    timing: str = ""
    validated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogIndexKey:
    """A key part of an index: the name of a `column`, or else an `expression`; `operator_class` "" for the usual one."""

    column: str = ""
    expression: str = ""
    operator_class: str = ""
    descending: bool = False
    nulls_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogIndex:
    """An index that backs no constraint."""

    name: str
    table: str
    method: str
    keys: tuple[CatalogIndexKey, ...]
    include: tuple[str, ...] = ()
    unique: bool = False
    nulls_not_distinct: bool = False
    predicate: str = ""
    valid: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogEnum:
    """An enum type; `values` in their order."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogFunction:
    """A function or procedure; `definition` as pg_get_functiondef prints it.

    `security_definer`: it acts with the rights of its owner. `public`: everyone may use it.
    """

    name: str
    arguments: str
    returns: str
    definition: str
    volatility: str = "VOLATILE"
    strict: bool = False
    security_definer: bool = False
    search_path: str = ""
    public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogTrigger:
    """A trigger on a table; names repeat between tables. `definition` holds its WHEN and its columns too.

    `when` tells whether it has one; `deferral` is as of foreign keys, of constraint triggers.
    """

    name: str
    table: str
    timing: str
    events: tuple[str, ...]
    for_each: str
    function: str
    arguments: tuple[str, ...]
    definition: str
    when: bool = False
    constraint: bool = False
    deferral: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogView:
    """A view or materialized view; `columns` are names."""

    name: str
    columns: tuple[str, ...]
    definition: str
    options: tuple[str, ...] = ()
    materialized: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogSequence:
    """A sequence that goes with a column."""

    name: str
    table: str
    column: str
    start: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogPolicy:
    """A policy of row level security, for everyone; `using` and `check` are its conditions, "" for none."""

    name: str
    table: str
    command: str
    using: str = ""
    check: str = ""
    permissive: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogComment:
    """A comment; `on` names the object, from the schema inwards: ("public", "loans", "due_on")."""

    kind: str
    on: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """What a schema holds, each kind by name. `others` are objects of kinds that no design makes ("sequence x").

    `extensions` are those of the whole database without plpgsql, which is always there.
    """

    extensions: tuple[str, ...] = ()
    enums: tuple[CatalogEnum, ...] = ()
    tables: tuple[CatalogTable, ...] = ()
    foreign_keys: tuple[CatalogForeignKey, ...] = ()
    indexes: tuple[CatalogIndex, ...] = ()
    functions: tuple[CatalogFunction, ...] = ()
    triggers: tuple[CatalogTrigger, ...] = ()
    views: tuple[CatalogView, ...] = ()
    sequences: tuple[CatalogSequence, ...] = ()
    policies: tuple[CatalogPolicy, ...] = ()
    comments: tuple[CatalogComment, ...] = ()
    others: tuple[str, ...] = ()
