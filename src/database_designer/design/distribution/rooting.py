"""What rows are distributed by: the tenant, or the table that most rows belong to."""

from __future__ import annotations

from database_designer.design.distribution.placing import belonging
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.physical import PhysicalModel, Table, TableKind


def root_of(concept: ConceptualModel, physical: PhysicalModel) -> tuple[str, str] | None:
    """The table whose key rows are distributed by, and why; None where there is none."""
    tenant = physical.of_entity(concept.tenancy) if concept.tenancy else None
    if tenant is not None and len(tenant.primary_key) == 1:
        return tenant.name, f"the documents keep the data of each {concept.tenancy} apart (tenancy)"
    roots = [t for t in physical.tables if t.kind is TableKind.ENTITY and len(t.primary_key) == 1]
    scored = {t.name: _score(t, physical) for t in roots}
    best = max(scored, key=lambda name: scored[name], default=None)  # the first of equals
    if best is None or scored[best][1] < 2:
        return None
    rows, tables, _ = scored[best]
    whole = sum(_rows(t.name, physical) for t in physical.tables)
    share = f"{rows / whole:.0%} of all rows" if whole else "most rows"
    return (
        best,
        f"no tenant is stated; {tables} tables with {share} belong to one of its rows each, more than to any other",
    )


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
