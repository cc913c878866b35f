"""What rows are distributed by: the tenant, or the table that most rows belong to."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.design.distribution.placing import belonging
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.physical import PhysicalModel, Table, TableKind

_OTHERS = 3
FEWEST = 100
"""Rows that the root has to have where their number is stated: rows with one value lie in one of 32 shards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The table whose key rows are distributed by, why it is that one, and the next best ones."""

    table: str
    why: str
    others: tuple[str, ...] = ()


def root_of(concept: ConceptualModel, physical: PhysicalModel) -> Root | None:
    """What rows are distributed by; None where there is nothing to choose."""
    tenant = physical.of_entity(concept.tenancy) if concept.tenancy else None
    if tenant is not None and len(tenant.primary_key) == 1:
        return Root(table=tenant.name, why=f"the data of each {concept.tenancy} is kept apart (tenancy)")
    roots = [t for t in physical.tables if t.kind is TableKind.ENTITY and len(t.primary_key) == 1]
    scored = {t.name: _score(t, physical) for t in roots if not _is_small(t.name, physical)}
    ranked = sorted((n for n in scored if scored[n][1] > 1), key=lambda n: scored[n], reverse=True)  # stable
    if not ranked:
        return None
    whole = sum(_rows(t.name, physical) for t in physical.tables)
    said = [f"{n} ({scored[n][1]} tables, {scored[n][0] / whole:.0%} of all rows)" if whole else n for n in ranked]
    why = f"no tenant is stated, and most rows belong to one of its rows each: {said[0]}"
    return Root(table=ranked[0], why=why, others=tuple(said[1 : 1 + _OTHERS]))


def _is_small(table: str, physical: PhysicalModel) -> bool:
    found = next((v for v in physical.volumes if v.table == table), None)
    return found is not None and found.stated and _rows(table, physical) < FEWEST


def _score(table: Table, physical: PhysicalModel) -> tuple[int, int, int]:
    """The rows and tables that belong to it, and how many access patterns are asked by it."""
    members = belonging(table.name, physical)
    asked = sum(
        p.name.split(".")[-1] == table.entity.lower()
        for s in physical.services
        if s.pattern is not None
        for p in s.pattern.parameters
    )
    return sum(_rows(name, physical) for name in members), len(members), asked


def _rows(table: str, physical: PhysicalModel) -> int:
    """The rows of a table after the years that are looked ahead."""
    found = next((v for v in physical.volumes if v.table == table), None)
    return max((found.rows, *(rows for _, rows in found.after))) if found is not None else 0
