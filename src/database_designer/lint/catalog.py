"""What a whole database holds: its objects by kind, and by the table that they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations
from typing import Protocol, TypeVar

from database_designer.lint.objects import (
    Check,
    Column,
    Extension,
    ForeignKey,
    Function,
    Index,
    Key,
    Kind,
    Policy,
    Relation,
    Schema,
    Trigger,
    Type,
)


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """What a database holds apart from PostgreSQL's own objects and those of extensions, each kind by name."""

    version: int
    schemas: tuple[Schema, ...] = ()
    extensions: tuple[Extension, ...] = ()
    relations: tuple[Relation, ...] = ()
    columns: tuple[Column, ...] = ()
    keys: tuple[Key, ...] = ()
    checks: tuple[Check, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    indexes: tuple[Index, ...] = ()
    functions: tuple[Function, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    policies: tuple[Policy, ...] = ()
    types: tuple[Type, ...] = ()

    @cached_property
    def tables(self) -> tuple[Relation, ...]:
        """The tables; a partition is part of one, and none by itself."""
        return tuple(r for r in self.relations if r.kind in (Kind.TABLE, Kind.PARTITIONED) and not r.partition_of)

    @cached_property
    def table_names(self) -> frozenset[str]:
        """The names of the tables."""
        return frozenset(t.name for t in self.tables)

    @cached_property
    def _columns(self) -> dict[str, dict[str, Column]]:
        found: dict[str, dict[str, Column]] = {r.name: {} for r in self.relations}
        for column in self.columns:
            found.setdefault(column.table, {})[column.name] = column
        return found

    @cached_property
    def table_columns(self) -> tuple[Column, ...]:
        """The columns of tables, without those of views and partitions."""
        return tuple(c for c in self.columns if c.table in self.table_names)

    def columns_of(self, relation: str) -> tuple[Column, ...]:
        """The columns of a relation, in their order."""
        return tuple(self._columns.get(relation, {}).values())

    def column(self, relation: str, name: str) -> Column | None:
        """A column by its name."""
        return self._columns.get(relation, {}).get(name)

    @cached_property
    def _primary_keys(self) -> dict[str, tuple[str, ...]]:
        return {k.table: k.columns for k in self.keys if k.primary}

    @cached_property
    def _indexes(self) -> dict[str, tuple[Index, ...]]:
        return _by_table(self.indexes)

    @cached_property
    def _foreign_keys(self) -> dict[str, tuple[ForeignKey, ...]]:
        return _by_table(self.foreign_keys)

    @cached_property
    def _checks(self) -> dict[str, tuple[Check, ...]]:
        return _by_table(self.checks)

    def primary_key(self, table: str) -> tuple[str, ...]:
        """The columns of the primary key, () where there is none."""
        return self._primary_keys.get(table, ())

    def indexes_of(self, table: str) -> tuple[Index, ...]:
        """The indexes of a table, those of its constraints included."""
        return self._indexes.get(table, ())

    def pairs_of_indexes(self) -> Iterator[tuple[Index, Index]]:
        """Every two indexes of one table."""
        return chain.from_iterable(combinations(of_table, 2) for of_table in self._indexes.values())

    def foreign_keys_of(self, table: str) -> tuple[ForeignKey, ...]:
        """The foreign keys that a table has."""
        return self._foreign_keys.get(table, ())

    def checks_of(self, table: str) -> tuple[Check, ...]:
        """The checks and exclusions of a table."""
        return self._checks.get(table, ())

    def referring(self, table: str) -> frozenset[str]:
        """The columns of a table that are in any foreign key."""
        return frozenset(c for f in self.foreign_keys_of(table) for c in f.columns)

    def unique_sets(self, table: str) -> tuple[tuple[str, ...], ...]:
        """The columns of each unique index (keys included) over plain columns of all rows."""
        return tuple(i.columns for i in self.indexes_of(table) if i.unique and not i.predicate and "" not in i.columns)


class _OfTable(Protocol):
    @property
    def table(self) -> str: ...


_Member = TypeVar("_Member", bound=_OfTable)


def _by_table(members: Iterable[_Member]) -> dict[str, tuple[_Member, ...]]:
    found: dict[str, list[_Member]] = defaultdict(list)
    for member in members:
        found[member.table].append(member)
    return {table: tuple(of_table) for table, of_table in found.items()}
