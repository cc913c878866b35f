"""How many synthetic rows each table gets: the stated numbers, brought down in proportion to what a proof can take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from database_designer.model.physical import ForeignKey, PhysicalModel, Table, TableKind

OF_A_TABLE = 100_000
OF_ALL = 250_000
OF_ASSUMED = 10_000
"""Rows of a table of which no number is stated: enough for an index to matter."""
SMALL = 1_000
"""Tables of no more rows are read whole by right; they keep all their rows."""
LEAST = 2_000
"""Rows that a larger table keeps in any case."""
ORDINARY, LOOKUP = 100_000, 20
"""Rows of tables that nothing is known about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The rows of each table as designed for (after a year), those that are made, and which numbers are stated."""

    designed: Mapping[str, int]
    made: Mapping[str, int]
    stated: frozenset[str]

    def facts(self) -> tuple[str, ...]:
        """What was scaled down, in words."""
        assumed = [t for t, n in self.made.items() if t not in self.stated and n < self.designed[t]]
        found = [f"{sum(self.made.values()):,} synthetic rows in {sum(map(bool, self.made.values()))} tables"]
        found.extend(
            f"{table} is scaled down from {self.designed[table]:,} to {self.made[table]:,} rows"
            for table in self.made
            if table in self.stated and self.made[table] < self.designed[table]
        )
        if assumed:
            most = max(self.made[t] for t in assumed)
            found.append(f"{len(assumed)} tables of assumed size have at most {most:,} rows")
        return tuple(found)


def numbers(model: PhysicalModel) -> Numbers:
    """The rows to make: large tables keep their proportion to each other, small ones their rows."""
    known = {v.table: max((v.rows, *(rows for years, rows in v.after if years <= 1))) for v in model.volumes}
    stated = frozenset(v.table for v in model.volumes if v.stated)
    designed = {t.name: _of_table(t, known) for t in model.tables}
    counted = {t: n for t, n in designed.items() if t in stated}
    others = {t: n for t, n in designed.items() if t not in stated}
    each = OF_ALL // 2 // max(1, sum(n > SMALL for n in others.values()))
    assumed = {t: min(n, max(LEAST, min(OF_ASSUMED, each))) for t, n in others.items()}
    scaled = _in_proportion(counted, OF_ALL - sum(assumed.values()))
    made = {t: (scaled | assumed)[t] for t in designed}
    return Numbers(designed=designed, made=_with_their_wholes(made, model), stated=stated)


def _in_proportion(rows: Mapping[str, int], most: int) -> dict[str, int]:
    """The numbers by one factor, none above OF_A_TABLE, about `most` in all; small tables as they are."""
    high = min(1.0, OF_A_TABLE / max((1, *rows.values())))
    if sum(_scaled(rows, high).values()) <= most:
        return _scaled(rows, high)
    low = 0.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if sum(_scaled(rows, middle).values()) > most else (middle, high)
    return _scaled(rows, low)


def _of_table(table: Table, known: Mapping[str, int]) -> int:
    if table.kind is TableKind.GUARDS:
        return 0
    return known.get(table.name, LOOKUP if table.kind is TableKind.LOOKUP else ORDINARY)


def _scaled(rows: Mapping[str, int], factor: float) -> dict[str, int]:
    return {name: min(number, max(LEAST, round(number * factor))) for name, number in rows.items()}


def _with_their_wholes(rows: dict[str, int], model: PhysicalModel) -> dict[str, int]:
    """A row needs the rows that it has to point to, and one of its own where no two rows point to the same."""
    found = dict(rows)
    for _ in range(len(model.tables)):
        before = dict(found)
        for key in model.foreign_keys:
            table, held = model.table(key.table), found.get(key.target, 0)
            if table is None or key.target == key.table:
                continue
            alone = len(key.columns) == 1 and key.columns in (table.primary_key, *(u.columns for u in table.uniques))
            if alone or (not held and _is_needed(key, table)):
                found[key.table] = min(found[key.table], held)
        if found == before:
            break
    return found


def _is_needed(key: ForeignKey, table: Table) -> bool:
    columns = (table.column(c) for c in key.columns)
    return all(c is not None and not c.nullable for c in columns)
