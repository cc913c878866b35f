"""The logical model: relations with their dependencies, keys and normal form. No PostgreSQL yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from database_designer.model.conceptual import Attribute, ConceptualModel, Reference, SemanticType, WhenDeleted
from database_designer.source import Origin


class RelationKind(StrEnum):
    """What a relation stands for."""

    ENTITY = "entity"
    SUBTYPE = "subtype"  # shares the key of its supertype
    JUNCTION = "junction"  # a many-to-many relationship
    MULTIVALUED = "multivalued"  # the values of a many-valued attribute
    LOOKUP = "lookup"  # a list of values that users maintain


class AttributeRole(StrEnum):
    """What an attribute of a relation is for."""

    KEY = "key"  # surrogate key
    REFERENCE = "reference"  # holds the key of another relation
    STATE = "state"  # state of a lifecycle
    VALUE = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationAttribute:
    """An attribute of a relation. `attribute` or `reference` is the conceptual element behind it, where there is one.

    `element` names it ("Loan.due_on"); for surrogate keys it is "".
    """

    name: str
    type: SemanticType
    role: AttributeRole
    origin: Origin
    nullable: bool = False
    element: str = ""
    attribute: Attribute | None = None
    reference: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationReference:
    """A foreign key: `members` hold the key of `target`. `to_one` where each target row is pointed to at most once."""

    members: tuple[str, ...]
    target: str
    element: str
    origin: Origin
    when_deleted: WhenDeleted = WhenDeleted.RESTRICT
    to_one: bool = False
    part_of: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateKey:
    """A minimal set of attributes that determines the others. `natural` unless it is the surrogate.

    With `nulls_equal` two rows with the same members unset are equal too. `elements` are the conceptual elements that
    ask for it ("Loan.isbn", "Loan.one_active", "Loan" for what identifies it).
    """

    members: tuple[str, ...]
    origin: Origin
    natural: bool = True
    ignore_case: bool = False
    nulls_equal: bool = False
    elements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """A functional dependency: equal `determinant` values come with equal `dependent` values."""

    determinant: tuple[str, ...]
    dependent: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The normal form of a relation ("1NF" to "BCNF") under its dependencies, and what stands against the next one."""

    normal_form: str
    violations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation. `name` is snake_case and singular; `primary` are the members of the key that references use.

    `entity` is the entity type behind it ("" for junctions of links and lookups), `list_name` the list of a lookup.
    """

    name: str
    kind: RelationKind
    attributes: tuple[RelationAttribute, ...]
    primary: tuple[str, ...]
    origin: Origin
    entity: str = ""
    list_name: str = ""
    purpose: str = ""
    keys: tuple[CandidateKey, ...] = ()
    references: tuple[RelationReference, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    certificate: Certificate = Certificate(normal_form="")

    def attribute(self, name: str) -> RelationAttribute | None:
        """The attribute of that name, None where there is none."""
        return next((a for a in self.attributes if a.name == name), None)

    def of_element(self, local: str) -> RelationAttribute | None:
        """The attribute that holds the attribute, reference or state `local` of the entity, None where none does."""
        element = f"{self.entity}.{local}"
        return next((a for a in self.attributes if a.element == element), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogicalModel:
    """All relations, in the order of the entities, and the conceptual model they come from."""

    relations: tuple[Relation, ...]
    concept: ConceptualModel

    def relation(self, name: str) -> Relation | None:
        """The relation of that name, None where there is none."""
        return next((r for r in self.relations if r.name == name), None)

    def of_entity(self, entity: str) -> Relation | None:
        """The relation that holds the rows of an entity type, None where there is none."""
        return next((r for r in self.relations if r.entity == entity and r.kind != RelationKind.MULTIVALUED), None)
