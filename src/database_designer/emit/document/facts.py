"""What the sections of the document look up, gathered once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from database_designer.diagnostics import Diagnostic
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.design import Design
from database_designer.model.physical import ForeignKey, Index, PhysicalModel, Trigger
from database_designer.model.plan import ObjectId, Statement
from database_designer.model.proof import Proof


class _OfTable(Protocol):
    @property
    def table(self) -> str: ...


T = TypeVar("T", bound=_OfTable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A design with its proof (None: not run) and the diagnostics of the run; its objects by table."""

    design: Design
    proof: Proof | None
    diagnostics: tuple[Diagnostic, ...]
    statements: Mapping[str, tuple[Statement, ...]]
    keys_from: Mapping[str, tuple[ForeignKey, ...]]
    keys_to: Mapping[str, tuple[ForeignKey, ...]]
    indexes: Mapping[str, tuple[Index, ...]]
    triggers: Mapping[str, tuple[Trigger, ...]]
    by_object: Mapping[ObjectId, tuple[Statement, ...]]

    @property
    def physical(self) -> PhysicalModel:
        """The physical model."""
        return self.design.physical

    @property
    def concept(self) -> ConceptualModel:
        """The conceptual model."""
        return self.design.concept

    def statements_of(self, table: str, *kinds: str) -> tuple[Statement, ...]:
        """The statements of V001 that belong to a table and create objects of the given kinds, in the plan's order."""
        return tuple(s for s in self.statements.get(table, ()) if s.creates.kind in kinds)

    def created(self, kind: str, name: str) -> tuple[Statement, ...]:
        """The statements of V001 that create an object."""
        return self.by_object.get(ObjectId(kind=kind, name=name), ())


def gather(design: Design, proof: Proof | None, diagnostics: Iterable[Diagnostic]) -> Facts:
    """The facts of a run."""
    physical = design.physical
    targets: dict[str, list[ForeignKey]] = {}
    for key in physical.foreign_keys:
        targets.setdefault(key.target, []).append(key)
    creating: dict[ObjectId, tuple[Statement, ...]] = {}
    for statement in design.plan.schema:
        creating[statement.creates] = (*creating.get(statement.creates, ()), statement)
    return Facts(
        by_object=creating,
        design=design,
        proof=proof,
        diagnostics=tuple(diagnostics),
        statements=_by_table(design.plan.schema),
        keys_from=_by_table(physical.foreign_keys),
        keys_to={name: tuple(keys) for name, keys in targets.items()},
        indexes=_by_table(physical.indexes),
        triggers=_by_table(physical.triggers),
    )


def _by_table(objects: Iterable[T]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for item in objects:
        found.setdefault(item.table, []).append(item)
    return {name: tuple(items) for name, items in found.items()}
