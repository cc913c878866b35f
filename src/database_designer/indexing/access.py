"""What is asked of one table: the conditions, the order, how many rows, which columns, how often."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What a key of an index holds: a column (`text` is its name), or an expression over `columns` as it is written."""

    text: str
    columns: tuple[str, ...]

    @property
    def is_column(self) -> bool:
        """Whether it is a column and no expression."""
        return self.columns == (self.text,)


def column(name: str) -> Term:
    """The column of that name."""
    return Term(text=name, columns=(name,))


class Match(StrEnum):
    """How a term is compared."""

    EQUAL = "="
    ONE_OF = "in"
    RANGE = "range"
    STARTS = "starts"  # LIKE 'x%'
    CONTAINS = "contains"  # LIKE and ILIKE '%x%'
    WORDS = "words"  # @@
    HOLDS = "holds"  # jsonb and arrays: @>
    OVERLAPS = "overlaps"  # ranges: &&
    UNSET = "is null"
    SET = "is not null"
    OTHER = "other"  # checked row by row; no index is used for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition on one term. `fraction` of the table's rows satisfy it.

    `fixed` is the condition's text where it is the same each time and immutable, so that an index may be restricted to
    its rows; "" where it has a parameter. `operator_class` is what an index needs for it, "" for the default one.
    """

    term: Term
    match: Match
    fraction: float
    fixed: str = ""
    operator_class: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SortKey:
    """A term of the order."""

    term: Term
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One way in which rows of `table` are looked for, `frequency` times a minute, for the pattern `name`.

    `columns` are those that are read beside the conditions' own. `limit` is the number of rows that end it, None where
    all are read. A `required` one must be served for all rows whatever it costs: what foreign keys ask for.
    """

    name: str
    table: str
    conditions: tuple[Condition, ...] = ()
    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    columns: frozenset[str] = frozenset()
    frequency: float = 1.0
    required: bool = False

    @property
    def fixed(self) -> dict[str, Condition]:
        """The fixed conditions by their texts."""
        return {c.fixed: c for c in self.conditions if c.fixed}
