"""Synthetic rows, made on the server: the statements that fill the tables of a design with so many rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from database_designer.ddl.names import Names, columns_list
from database_designer.ddl.scopes import known_table
from database_designer.ddl.synthetic.chance import N, below, seed_of, share
from database_designer.ddl.synthetic.values import UNSET, Values, numbered_key
from database_designer.model.expression import Call, Expression, Path
from database_designer.model.physical import (
    Column,
    ForeignKey,
    Form,
    NextNumber,
    PhysicalModel,
    Table,
)
from database_designer.model.walk import nodes
from database_designer.postgres.quoting import quote_identifier, quote_literal

IN_TIME_FROM = 18
"""The version whose keys grow in time: uuidv7()."""
_SKEW = 2
_TIMES = frozenset({"date", "timestamptz"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """How many rows each table gets, and the keys that are there already of small tables, as texts."""

    model: PhysicalModel
    counts: Mapping[str, int]
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def insert_rows(table: Table, filling: Filling) -> str:
    """INSERT of the rows of a table; those that a unique key refuses are left out.

    Tables that it points to are filled before, unless they point back.
    """
    columns = [c for c in table.columns if c.generated is None]
    values = _Row(table, filling).values(columns)
    overriding = " OVERRIDING SYSTEM VALUE" if any(isinstance(c.default, NextNumber) for c in columns) else ""
    listed = ",\n    ".join(values[c.name] for c in columns)
    name = Names(schema=filling.model.schema).relation(table.name)
    return (
        f"INSERT INTO {name} ({columns_list(tuple(c.name for c in columns))}){overriding}\n"
        f"SELECT {listed}\nFROM generate_series(1::bigint, {filling.counts[table.name]}) AS g (n)\n"
        "ON CONFLICT DO NOTHING;"
    )


def keys_query(table: Table, model: PhysicalModel) -> str:
    """The keys of a table as texts, in an order that does not depend on how they were made."""
    natural = table.uniques[0].columns if table.uniques else table.primary_key
    key = quote_identifier(table.primary_key[0])
    return (
        f"SELECT {key}::text FROM {Names(schema=model.schema).relation(table.name)} ORDER BY {columns_list(natural)};"
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """The row n of a table."""

    table: Table
    filling: Filling

    @property
    def count(self) -> int:
        return self.filling.counts[self.table.name]

    def values(self, columns: list[Column]) -> dict[str, str]:
        """The SQL of each column: what points somewhere, the key, all others."""
        pointing = self._pointing()
        carried = self._carried(pointing)
        others = Values(
            table=self.table,
            model=self.filling.model,
            count=max(self.count, 1),
            distinct=_distinct(self.table, self.filling.model),
            long=_searched(self.table, self.filling.model),
            marks=_marks(self.table, self.filling.model),
            moments=_moments(self.table, self.filling.model),
        )
        found: dict[str, str] = {}
        for column in columns:
            own = pointing.get(column.name)
            if own is None and (column.name,) == self.table.row_key:
                own = self._key(self.table, N)
            read = carried.get(column.name)
            if read is not None and own is None and column.nullable:
                found[column.name] = read
            else:
                plain = own or others.of(column)
                found[column.name] = f"coalesce({read}, {plain})" if read is not None else plain
        return found

    def _pointing(self) -> dict[str, str]:
        """The columns that point to a row by themselves."""
        keys = (k for k in self._plain_keys() if len(k.columns) == 1)
        return {k.columns[0]: self._number_of(k.columns[0], self._target(k)) for k in keys}

    def _carried(self, pointing: dict[str, str]) -> dict[str, str]:
        """Of foreign keys over several columns, those that are as in the row pointed to."""
        found: dict[str, str] = {}
        for key in self._plain_keys():
            target = self._target(key)
            pairs = dict(zip(key.target_columns, key.columns, strict=True))
            anchor = pairs.get(target.primary_key[0], "")
            if len(pairs) == 1 or len(target.primary_key) > 1 or anchor not in pointing or target == self.table:
                continue
            name = Names(schema=self.filling.model.schema).relation(target.name)
            primary = quote_identifier(target.primary_key[0])
            for there, here in pairs.items():
                read = f"SELECT p.{quote_identifier(there)} FROM {name} AS p WHERE p.{primary} = {pointing[anchor]}"
                if here != anchor:
                    found.setdefault(here, f"({read})")
        return found

    def _plain_keys(self) -> tuple[ForeignKey, ...]:
        keys = self.filling.model.foreign_keys
        return tuple(k for k in keys if k.table == self.table.name and self._is_plain(k))

    def _target(self, key: ForeignKey) -> Table:
        return known_table(key.target, self.filling.model)

    def _is_plain(self, key: ForeignKey) -> bool:
        """Whether its columns are written, not worked out."""
        target = known_table(key.target, self.filling.model)
        here = [self.table.column(c) for c in key.columns]
        there = [target.column(c) for c in key.target_columns]
        return all(c is not None and c.generated is None for c in (*here, *there))

    def _number_of(self, column: str, target: Table) -> str:
        """The key of one of the rows pointed to: few have many that point to them."""
        seed, held = seed_of(self.table.name, column), self.table.column(column)
        count = self.filling.counts.get(target.name, 0)
        known = self.filling.keys.get(target.name)
        if not (known or count):
            return "NULL"
        optional = held is not None and held.nullable
        if known is not None:
            listed = ", ".join(quote_literal(k) for k in known)
            place = N if self._alone(column) else f"1 + {below(str(len(known)), seed)}"
            found = f"(ARRAY[{listed}])[{place}]::{_type(target, self.filling.model)}"
        elif target.name == self.table.name:
            found = self._key(target, f"(1 + {below(f'greatest({N} - 1, 1)', seed, _SKEW)})")
        elif self._alone(column):
            found = self._key(target, N)
        else:
            found = self._key(target, f"(1 + {below(str(count), seed, _SKEW)})")
        return f"CASE WHEN {share(seed + 1)} >= {UNSET} THEN {found} END" if optional else found

    def _alone(self, column: str) -> bool:
        """Whether no two rows have the same value in the column."""
        return (column,) in _unique_columns(self.table, self.filling.model)

    def _key(self, table: Table, number: str) -> str:
        """The primary key of the row with a number; that of a row that is a row of another table is its key."""
        whole = self._whole(table)
        if whole is not None:
            return self._key(whole, number)
        column = known_column(table, table.primary_key[0])
        return numbered_key(table, column, number, in_time=self.filling.model.postgres >= IN_TIME_FROM)

    def _whole(self, table: Table) -> Table | None:
        keys = self.filling.model.foreign_keys
        found = (k.target for k in keys if k.table == table.name and k.columns == table.primary_key)
        target = next(found, None)
        return known_table(target, self.filling.model) if target not in (None, table.name) and target else None


def known_column(table: Table, name: str) -> Column:
    """The column of a table. Raises KeyError where it has none."""
    found = table.column(name)
    if found is None:
        raise KeyError(f"{table.name}.{name}")
    return found


def _type(table: Table, model: PhysicalModel) -> str:
    return Names(schema=model.schema).column_type(known_column(table, table.primary_key[0]).type)


def _unique_columns(table: Table, model: PhysicalModel) -> frozenset[tuple[str, ...]]:
    """The columns of each key of a table, those of unique indexes over expressions too."""
    keys = [table.primary_key, *(u.columns for u in table.uniques)]
    indexes = (i for i in model.indexes if i.table == table.name and i.unique)
    keys += [tuple(c for k in i.keys for c in _columns(k.expression)) for i in indexes]
    return frozenset(keys)


def _distinct(table: Table, model: PhysicalModel) -> frozenset[str]:
    """The columns that tell rows apart, so that no row is refused for them."""
    return frozenset(c for key in _unique_columns(table, model) for c in key)


def _columns(expression: Expression) -> Iterator[str]:
    yield from (n.steps[-1] for n in nodes(expression) if isinstance(n, Path) and n.steps)


def _searched(table: Table, model: PhysicalModel) -> frozenset[str]:
    """The columns whose words are searched."""
    held = [c.generated for c in table.columns if c.generated is not None]
    held += [k.expression for i in model.indexes if i.table == table.name for k in i.keys]
    calls = (n for e in held for n in nodes(e) if isinstance(n, Call) and n.function == "to_tsvector")
    return frozenset(c for call in calls for c in _columns(call))


def _marks(table: Table, model: PhysicalModel) -> frozenset[str]:
    """The columns that mark rows as deleted."""
    named = {o for e in model.enforcements if e.form is Form.SOFT_DELETE for o in e.objects}
    return frozenset(c.name for c in table.columns if f"{table.name}.{c.name}" in named)


def _moments(table: Table, model: PhysicalModel) -> tuple[str, ...]:
    """The dates and instants of a row: creation first, starts before their ends, else as the columns stand."""
    names = [c.name for c in table.columns if c.type.name in _TIMES]
    names.sort(key=lambda n: n != "created_at")
    held = [c.generated for c in table.columns if c.generated is not None]
    held += [k.expression for i in model.indexes if i.table == table.name for k in i.keys]
    held += [x.period for x in model.exclusions if x.table == table.name]
    for call in (n for e in held for n in nodes(e) if isinstance(n, Call) and n.function == "range"):
        start, end = (next(_columns(a), "") for a in call.arguments)
        if start in names and end in names and names.index(start) > names.index(end):
            names.remove(end)
            names.insert(names.index(start) + 1, end)
    return tuple(names)
