"""A design: all models of one run together. It is what design.json holds and what emitters take."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.model.conceptual import ConceptualModel
from database_designer.model.configuration import Configuration
from database_designer.model.logical import LogicalModel
from database_designer.model.physical import PhysicalModel
from database_designer.model.plan import Plan
from database_designer.source import SourceRole


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSummary:
    """A document that was read: its path, role, title, and how many statements it holds."""

    path: str
    role: SourceRole
    title: str
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """All models of a run.

    `generated` is the conceptual model as discovered, before the edits of model.yaml were merged in: the base of the
    next merge. `logical.concept` is the model that was designed.
    """

    configuration: Configuration
    sources: tuple[SourceSummary, ...]
    generated: ConceptualModel
    logical: LogicalModel
    physical: PhysicalModel
    plan: Plan

    @property
    def concept(self) -> ConceptualModel:
        """The conceptual model that was designed."""
        return self.logical.concept
