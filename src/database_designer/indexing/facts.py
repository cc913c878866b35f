"""What is known, or assumed, of a table and its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PAGE = 8192
"""Bytes of a page (PostgreSQL documentation, Database Page Layout)."""

ROW_OVERHEAD = 28
"""Bytes of a row beside its values: header 23, padding 1, item pointer 4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFacts:
    """A column: its type by PostgreSQL's name, average bytes, number of distinct values.

    `bounded` where no value can be too long for an index; `ordered` where rows lie in the order of its values, as those
    of an instant of creation do; `changes` where rows are updated in it; `stamped` where
    it is set to the time of its row's creation by default. `unset` is the part of the rows without a
    value, `common` the part that has each of the frequent values; None and empty where that was not measured.
    """

    name: str
    type: str
    width: int
    distinct: float
    bounded: bool = True
    nullable: bool = False
    ordered: bool = False
    changes: bool = False
    stamped: bool = False
    unset: float | None = None
    common: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceFacts:
    """A foreign key."""

    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFacts:
    """A table: its columns by name, rows, inserts and updates a minute; `keys` are its primary key and unique ones.

    `measured` where rows and columns' numbers are those of real rows; `schema` where its name alone does not find it.
    """

    name: str
    columns: Mapping[str, ColumnFacts]
    rows: float
    inserts: float = 1.0
    updates: float = 1.0
    keys: tuple[tuple[str, ...], ...] = field(default=())
    references: tuple[ReferenceFacts, ...] = field(default=())
    measured: bool = False
    schema: str = ""

    @property
    def row_bytes(self) -> float:
        """Average bytes of a row in its page."""
        return ROW_OVERHEAD + sum(c.width for c in self.columns.values())

    @property
    def pages(self) -> float:
        """Pages that the rows fill."""
        return max(1.0, self.rows * self.row_bytes / PAGE)

    def width(self, column: str) -> int:
        """Average bytes of a column's values."""
        known = self.columns.get(column)
        return known.width if known else 16
