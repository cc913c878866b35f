"""The attributes and foreign keys of the relation of one entity type."""

from __future__ import annotations

from dataclasses import dataclass, replace

from database_designer.diagnostics import Diagnostic
from database_designer.model.conceptual import (
    Attribute,
    Derivation,
    EntityType,
    Kind,
    Reference,
    SemanticType,
    WhenDeleted,
)
from database_designer.model.decision import because, housekeeping
from database_designer.model.logical import AttributeRole, RelationAttribute, RelationReference
from database_designer.model.names import storable
from database_designer.normalize.naming import SURROGATE, attribute_name, reference_name
from database_designer.normalize.scope import KEY_TYPE, Scope, warning
from database_designer.source import merge_origins

BY = "normalize.attributes"
MAX_ATTRIBUTES = 500
"""More than any table should have, and few enough for PostgreSQL, where an attribute may be two columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """The attributes and foreign keys of a relation, and what could not be used."""

    attributes: tuple[RelationAttribute, ...]
    references: tuple[RelationReference, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def members_of(entity: EntityType, scope: Scope) -> Members:
    """The attributes of an entity's relation in the order key, references, attributes, state."""
    key = _surrogate(entity)
    references = _references(entity, scope)
    stored, diagnostics = _stored(entity, references)
    taken = [SURROGATE, *(r.name for r in references.attributes)]
    values: list[RelationAttribute] = []
    lookups: list[RelationReference] = []
    for attribute in stored:
        value = _value(entity, attribute, taken, scope)
        taken.append(value.name)
        values.append(value)
        lookups.extend(lookup_reference(value, scope))
    state = _state(entity, taken)
    return Members(
        attributes=(key, *references.attributes, *values, *state),
        references=(*_supertype(entity, scope), *references.references, *lookups),
        diagnostics=(*references.diagnostics, *diagnostics),
    )


def _surrogate(entity: EntityType) -> RelationAttribute:
    principle = "a surrogate key stays the same when what identifies the row in the world changes"
    origin = housekeeping(BY, principle)
    own = entity.attribute(SURROGATE)
    if own is not None and own.origin.evidence:
        origin = because(own.origin, BY, principle)
    return RelationAttribute(name=SURROGATE, type=KEY_TYPE, role=AttributeRole.KEY, origin=origin)


def _supertype(entity: EntityType, scope: Scope) -> tuple[RelationReference, ...]:
    parent = scope.supertypes.get(entity.name)
    if parent is None:
        return ()
    origin = because(entity.origin, BY, "a subtype shares the key of its supertype and goes with it")
    reference = RelationReference(
        members=(SURROGATE,),
        target=scope.names[parent],
        element=f"{entity.name}.kind_of",
        origin=origin,
        when_deleted=WhenDeleted.CASCADE,
        to_one=True,
    )
    return (reference,)


def _references(entity: EntityType, scope: Scope) -> Members:
    attributes: list[RelationAttribute] = []
    references: list[RelationReference] = []
    diagnostics: list[Diagnostic] = []
    for reference in entity.references:
        element = f"{entity.name}.{reference.name}"
        if reference.to not in scope.names:
            fact = f"{element} points to {reference.to}, which is no entity of the model; it was left out"
            fix = f"Declare the entity {reference.to} or correct the reference"
            diagnostics.append(warning("reference-unknown", fact, fix, element, reference.origin))
            continue
        if any(a.element == element for a in attributes):
            fact = f"{element} is declared more than once; the first declaration was taken"
            diagnostics.append(warning("reference-doubled", fact, "Rename one of them", element, reference.origin))
            continue
        name = reference_name(reference.name, [SURROGATE, *(a.name for a in attributes)])
        attributes.append(_holder(element, name, reference))
        references.append(_foreign_key(element, name, reference, entity, scope))
    return Members(attributes=tuple(attributes), references=tuple(references), diagnostics=tuple(diagnostics))


def _holder(element: str, name: str, reference: Reference) -> RelationAttribute:
    return RelationAttribute(
        name=name,
        type=KEY_TYPE,
        role=AttributeRole.REFERENCE,
        origin=reference.origin,
        nullable=reference.optional and not reference.part_of,
        element=element,
        reference=reference,
    )


def _foreign_key(element: str, name: str, reference: Reference, entity: EntityType, scope: Scope) -> RelationReference:
    goes = reference.part_of or reference.when_deleted is WhenDeleted.CASCADE
    kept = WhenDeleted.RESTRICT if goes else reference.when_deleted
    return RelationReference(
        members=(name,),
        target=scope.names[reference.to],
        element=element,
        origin=reference.origin,
        when_deleted=WhenDeleted.CASCADE if goes and not entity.stays else kept,
        to_one=reference.unique or reference.each_has.maximum == 1,
        part_of=reference.part_of and not entity.stays,
    )


def _stored(entity: EntityType, references: Members) -> tuple[tuple[Attribute, ...], tuple[Diagnostic, ...]]:
    """The attributes that the relation holds: not the key, many-valued, computed or doubled ones."""
    kept: dict[str, Attribute] = {}
    diagnostics: list[Diagnostic] = []
    held = {a.name for a in references.attributes}
    named = {a.reference.name for a in references.attributes if a.reference}
    state = entity.lifecycle.state if entity.lifecycle else None
    for attribute in entity.attributes:
        element = f"{entity.name}.{attribute.name}"
        if attribute_name(attribute.name, ()) in held or attribute.name in named:
            fact = f"{element} says the same as the reference that holds its value; the reference was kept"
            diagnostics.append(warning("attribute-is-reference", fact, "Remove it", element, attribute.origin))
        elif attribute.name in kept:
            fact = f"{element} is declared more than once; the first declaration was taken"
            diagnostics.append(warning("attribute-doubled", fact, "Merge them", element, attribute.origin))
        elif len(kept) >= MAX_ATTRIBUTES:
            fact = f"{entity.name} has more than {MAX_ATTRIBUTES} attributes; {attribute.name} was left out"
            fix = "Make several entities of it"
            diagnostics.append(warning("too-many-attributes", fact, fix, element, attribute.origin))
        elif _is_stored(attribute) and attribute.name not in (SURROGATE, state):
            kept[attribute.name] = attribute
    declared = {*kept, *named, *(a.name for a in entity.attributes), state or ""}
    return (*kept.values(), *_discriminator(entity, declared)), tuple(diagnostics)


def _is_stored(attribute: Attribute) -> bool:
    computed = attribute.derived is not None and attribute.derived.manner == Derivation.COMPUTED
    return attribute.many is None and not computed


def _discriminator(entity: EntityType, declared: set[str]) -> tuple[Attribute, ...]:
    """The attribute that tells the subtype apart, where nothing declares it."""
    if entity.kinds is None or not entity.kinds.by or entity.kinds.by in declared or entity.kinds.by == SURROGATE:
        return ()
    values = tuple(dict.fromkeys(value for value, _ in entity.kinds.of))
    origin = because(entity.origin, BY, "the value tells which kind the row is")
    return (Attribute(name=entity.kinds.by, type=SemanticType(kind=Kind.LIST, values=values), origin=origin),)


def _value(entity: EntityType, attribute: Attribute, taken: list[str], scope: Scope) -> RelationAttribute:
    looked_up = attribute.type.kind == Kind.LIST and attribute.type.list_name in scope.lookups
    return RelationAttribute(
        name=attribute_name(attribute.name, taken),
        type=attribute.type,
        role=AttributeRole.REFERENCE if looked_up else AttributeRole.VALUE,
        origin=attribute.origin,
        nullable=attribute.optional,
        element=f"{entity.name}.{attribute.name}",
        attribute=attribute,
    )


def lookup_reference(value: RelationAttribute, scope: Scope) -> tuple[RelationReference, ...]:
    """The foreign key of an attribute that takes its values from a list kept as a relation."""
    if value.role != AttributeRole.REFERENCE or value.attribute is None:
        return ()
    target = scope.lookups[value.type.list_name]
    return (RelationReference(members=(value.name,), target=target, element=value.element, origin=value.origin),)


def _state(entity: EntityType, taken: list[str]) -> tuple[RelationAttribute, ...]:
    lifecycle = entity.lifecycle
    states = tuple(dict.fromkeys(s for s in lifecycle.states if s and storable(s))) if lifecycle else ()
    if lifecycle is None or not states:
        return ()
    declared = entity.attribute(lifecycle.state)
    origin = merge_origins((lifecycle.origin, declared.origin)) if declared else lifecycle.origin
    state = RelationAttribute(
        name=attribute_name(lifecycle.state, taken),
        type=SemanticType(kind=Kind.LIST, values=states),
        role=AttributeRole.STATE,
        origin=replace(origin, decided_by=lifecycle.origin.decided_by),
        element=f"{entity.name}.{lifecycle.state}",
    )
    return (state,)
