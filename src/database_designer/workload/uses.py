"""What one statement asks of each table that it names, before values are compared between statements."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.indexing import Match, SortKey, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A condition on a term of one table.

    `text` is the whole condition, `value` what the term is compared with ("" for a parameter or a column of another
    table), `constant` whether that is a plain literal. `other` is the alias of the table that it is joined with.
    """

    term: Term
    match: Match
    text: str
    value: str = ""
    constant: bool = False
    operator_class: str = ""
    other: str = ""
    both_ends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One table of a query, under its alias. `alternatives` are arms of an OR, each with its own conditions."""

    alias: str
    table: str
    conditions: tuple[Compared, ...] = ()
    alternatives: tuple[tuple[Compared, ...], ...] = ()
    sort: tuple[SortKey, ...] = ()
    columns: frozenset[str] = frozenset()
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query of a statement: its tables, the limit that ends it early. `repeated` where it runs for each outer row."""

    uses: tuple[Use, ...]
    limit: int | None = None
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a statement writes: the table, the columns that are changed (none for new or deleted rows)."""

    table: str
    changed: tuple[str, ...] = ()
    inserted: bool = False
