"""A rule that is to be tried, and what the design says about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from database_designer.design.layout import Layout
from database_designer.model.conceptual import Attribute, ConceptualModel, EntityType, Lifecycle, Rule
from database_designer.model.design import Design
from database_designer.model.physical import Enforcement, Table
from database_designer.verify.proving.forms.memory import Memory
from database_designer.verify.proving.values import Unmade

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A rule to be tried: its enforcement, the design that it belongs to, and where names of the concept are stored.

    `free` is the design without the rule; with `any_name` its refusals may carry the name of any constraint.
    """

    enforcement: Enforcement
    design: Design
    layout: Layout
    free: Design
    memory: Memory
    any_name: bool = False

    @property
    def concept(self) -> ConceptualModel:
        """The conceptual model."""
        return self.design.concept

    @property
    def member(self) -> str:
        """The name of the rule, attribute or reference; "" where the enforcement is of an entity as a whole."""
        return self.enforcement.element.partition(".")[2]

    @property
    def entity(self) -> EntityType:
        """The entity of the rule. Raises Unmade where it is of none: then there are no rows to be made."""
        return self.entity_named(self.enforcement.element.partition(".")[0])

    def entity_named(self, name: str) -> EntityType:
        """An entity. Raises Unmade for an unknown one."""
        found = self.concept.entity(name)
        if found is None:
            raise Unmade(f"{name} is no entity")
        return found

    @property
    def attribute(self) -> Attribute:
        """The attribute of the rule. Raises Unmade where it is of none."""
        found = self.entity.attribute(self.member)
        if found is None:
            raise Unmade(f"{self.enforcement.element} is no attribute")
        return found

    @property
    def lifecycle(self) -> Lifecycle:
        """The lifecycle of the entity. Raises Unmade where it has none."""
        found = self.entity.lifecycle
        if found is None:
            raise Unmade(f"{self.entity.name} has no lifecycle")
        return found

    def rule(self, kind: type[R]) -> R:
        """The rule by name. Raises Unmade where there is none of that kind."""
        found = next((r for r in self.entity.rules if r.name == self.member and isinstance(r, kind)), None)
        if found is None:
            raise Unmade(f"{self.enforcement.element} is no rule")
        return found

    def of_any_name(self) -> Case:
        """The case where another constraint, which says more, may be the one that refuses."""
        return replace(self, any_name=True)

    def table(self, entity: str) -> Table:
        """The table with the rows of an entity. Raises Unmade where there is none."""
        found = self.design.physical.of_entity(entity)
        if found is None:
            raise Unmade(f"{entity} has no table")
        return found

    def column(self, entity: str, member: str) -> str:
        """The column of a member. Raises Unmade where there is none."""
        draft = self.layout.of_entity(entity)
        found = draft.column(member) if draft is not None else None
        if found is None:
            raise Unmade(f"{entity}.{member} has no column")
        return found
