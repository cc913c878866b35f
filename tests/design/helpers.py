"""From a conceptual model to its design in one call."""

from __future__ import annotations

from database_designer.design import design
from database_designer.diagnostics import Diagnostic
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.configuration import Configuration
from database_designer.model.physical import Check, Enforcement, ForeignKey, Index, PhysicalModel, Table
from database_designer.normalize import normalize


def designed(concept: ConceptualModel, configuration: Configuration | None = None) -> PhysicalModel:
    return design(normalize(concept)[0], configuration or Configuration())[0]


def diagnostics(concept: ConceptualModel) -> list[Diagnostic]:
    return list(design(normalize(concept)[0], Configuration())[1])


def table(physical: PhysicalModel, name: str) -> Table:
    found = physical.table(name)
    assert found is not None, [t.name for t in physical.tables]
    return found


def types(physical: PhysicalModel, name: str) -> dict[str, str]:
    """Column names with their types, without housekeeping."""
    found = {}
    for column in table(physical, name).columns:
        arguments = f"({','.join(str(a) for a in column.type.arguments)})" if column.type.arguments else ""
        found[column.name] = f"{column.type.name}{arguments}{'?' if column.nullable else ''}"
    return {n: t for n, t in found.items() if n not in ("created_at", "updated_at")}


def check(physical: PhysicalModel, name: str) -> Check:
    return next(c for t in physical.tables for c in t.checks if c.name == name)


def check_names(physical: PhysicalModel, name: str) -> list[str]:
    return [c.name for c in table(physical, name).checks]


def foreign_key(physical: PhysicalModel, name: str) -> ForeignKey:
    return next(k for k in physical.foreign_keys if k.name == name)


def index(physical: PhysicalModel, name: str) -> Index:
    found = next((i for i in physical.indexes if i.name == name), None)
    assert found is not None, index_names(physical)
    return found


def index_names(physical: PhysicalModel) -> list[str]:
    return [i.name for i in physical.indexes]


def enforcements(physical: PhysicalModel, element: str) -> list[Enforcement]:
    return [e for e in physical.enforcements if e.element == element]
