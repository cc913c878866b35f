"""How many synthetic rows each table gets: the stated numbers, brought down in proportion to what a proof can take."""

from __future__ import annotations

from collections.abc import Mapping

from database_designer.model.physical import PhysicalModel, Table, TableKind

OF_A_TABLE = 200_000
OF_ALL = 300_000
SMALL = 1_000
"""Tables of fewer rows are read whole by right; they keep all their rows."""
ORDINARY, LOOKUP = 100_000, 20
"""Rows of tables that nothing is said about."""


def stated_rows(model: PhysicalModel) -> dict[str, int]:
    """The rows of each table after a year, as the documents state or as is assumed; none of guard tables."""
    stated = {v.table: max((v.rows, *(rows for years, rows in v.after if years <= 1))) for v in model.volumes}
    return {t.name: _of_table(t, stated) for t in model.tables}


def _of_table(table: Table, stated: Mapping[str, int]) -> int:
    if table.kind is TableKind.GUARDS:
        return 0
    return stated.get(table.name, LOOKUP if table.kind is TableKind.LOOKUP else ORDINARY)


def synthetic_rows(model: PhysicalModel) -> dict[str, int]:
    """The rows that are made of each table: all keep their proportion to each other, small ones their rows."""
    stated = stated_rows(model)
    factor = min(1.0, OF_A_TABLE / max((1, *stated.values())))
    low, high = 0.0, factor
    if sum(_scaled(stated, factor).values()) > OF_ALL:
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (low, middle) if sum(_scaled(stated, middle).values()) > OF_ALL else (middle, high)
        factor = low
    return _not_more_than_wholes(_scaled(stated, factor), model)


def _scaled(stated: Mapping[str, int], factor: float) -> dict[str, int]:
    return {name: rows if rows <= SMALL else max(SMALL, round(rows * factor)) for name, rows in stated.items()}


def _not_more_than_wholes(rows: dict[str, int], model: PhysicalModel) -> dict[str, int]:
    """A row that is one with a row of another table, or the only one that points to it, needs that row."""
    found = dict(rows)
    for _ in range(len(model.tables)):
        before = dict(found)
        for key in model.foreign_keys:
            table = model.table(key.table)
            alone = table is not None and key.columns in (table.primary_key, *(u.columns for u in table.uniques))
            if alone and len(key.columns) == 1 and key.target != key.table:
                found[key.table] = min(found[key.table], found.get(key.target, 0))
        if found == before:
            break
    return found
