"""What the concept says of the members of an entity: whether they may change, and which rows they lead to."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.model.conceptual import (
    Attribute,
    ConceptualModel,
    DeletionManner,
    Derivation,
    EntityType,
    History,
    Reference,
)
from database_designer.model.expression import (
    Comparator,
    Comparison,
    Expression,
    IsSet,
    Literal,
    LiteralKind,
    Not,
    Path,
)
from database_designer.model.navigation import back_name, supertypes


def is_free(entity: EntityType, member: str) -> bool:
    """Whether an UPDATE may give the member another value at any time: it is neither fixed, worked out nor a state."""
    if entity.history is not None and entity.history.manner == History.APPEND_ONLY:
        return False
    attribute, reference = entity.attribute(member), entity.reference(member)
    if attribute is not None:
        return is_given(attribute) and not (attribute.immutable or attribute.set_once or attribute.many)
    return reference is not None and not (reference.immutable or reference.set_once)


def is_given(attribute: Attribute) -> bool:
    """Whether its value comes from whoever writes the row, not from the database."""
    return attribute.derived is None and attribute.generated is None and attribute.numbered is None


def is_filled(attribute: Attribute) -> bool:
    """Whether the database gives it a value where an INSERT leaves it out or unset."""
    expression = attribute.default is not None and not isinstance(attribute.default, Literal)
    snapshot = attribute.derived is not None and attribute.derived.manner != Derivation.COMPUTED
    return expression or snapshot or attribute.numbered is not None or attribute.generated is not None


def may_change(entity: EntityType) -> bool:
    """Whether its rows may be changed after they were made."""
    return entity.history is None or entity.history.manner != History.APPEND_ONLY


def may_be_deleted(entity: EntityType) -> bool:
    """Whether its rows can be deleted, for good or softly."""
    never = entity.deletion is not None and entity.deletion.manner == DeletionManner.NEVER
    return may_change(entity) and not never


def other_side(concept: ConceptualModel, entity: str, step: str) -> tuple[EntityType, Reference] | None:
    """The entity and its reference whose other side is called `step`, seen from `entity` or its supertypes."""
    kind_of = {e.name: e.kind_of for e in concept.entities}
    targets = (entity, *supertypes(entity, kind_of))
    return next((p for p in pointing(concept, targets) if back_name(*p) == step), None)


def pointing(concept: ConceptualModel, targets: tuple[str, ...]) -> Iterator[tuple[EntityType, Reference]]:
    """The references to any of the entities, with the entity that has them."""
    for entity in concept.entities:
        for reference in entity.references:
            if reference.to in targets:
                yield entity, reference


def target_of(entity: EntityType, concept: ConceptualModel, steps: tuple[str, ...]) -> EntityType | None:
    """The entity that a path along references leads to; None where a step is no reference."""
    at: EntityType | None = entity
    for step in steps:
        reference = at.reference(step) if at is not None else None
        at = concept.entity(reference.to) if reference is not None else None
    return at


def path(*steps: str) -> Path:
    """A path from the row itself."""
    return Path(steps=steps)


def equals(member: str, value: Expression) -> Comparison:
    """`member = value`."""
    return Comparison(operator=Comparator.EQ, left=path(member), right=value)


def in_state(member: str, state: str) -> Comparison:
    """`member = state`."""
    return equals(member, Literal(kind=LiteralKind.VALUE, value=state))


def is_set(member: str) -> IsSet:
    """`member is set`."""
    return IsSet(operand=path(member))


def negation(condition: Expression) -> Not:
    """`not condition`: true where the condition is false, not where it is unknown."""
    return Not(operand=condition)
