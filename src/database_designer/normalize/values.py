"""Relations of values: many-valued attributes, and lists that users maintain."""

from __future__ import annotations

from database_designer.model.conceptual import Attribute, EntityType, Kind, ValueList, WhenDeleted
from database_designer.model.decision import because
from database_designer.model.logical import (
    AttributeRole,
    Relation,
    RelationAttribute,
    RelationKind,
    RelationReference,
)
from database_designer.model.names import singular, snake_case
from database_designer.normalize.attributes import lookup_reference
from database_designer.normalize.naming import attribute_name, reference_name, relation_name
from database_designer.normalize.scope import CODE_TYPE, KEY_TYPE, Scope

BY = "normalize.values"


def many_valued(scope: Scope, taken: tuple[str, ...]) -> tuple[Relation, ...]:
    """A relation of owner and value for each many-valued attribute; `taken` are names of further relations."""
    relations: list[Relation] = []
    names = {*scope.taken, *taken}
    for entity in scope.entities:
        first = {a.name: a for a in reversed(entity.attributes)}
        for attribute in (first[name] for name in dict.fromkeys(a.name for a in entity.attributes)):
            if attribute.many is not None:
                relations.append(_values(entity, attribute, scope, names))
                names.add(relations[-1].name)
    return tuple(relations)


def _values(entity: EntityType, attribute: Attribute, scope: Scope, taken: set[str]) -> Relation:
    owner = scope.names[entity.name]
    element = f"{entity.name}.{attribute.name}"
    origin = because(attribute.origin, BY, "an attribute holds one value: several values are rows of their own")
    holder = RelationAttribute(
        name=reference_name(owner, ()), type=KEY_TYPE, role=AttributeRole.REFERENCE, origin=origin
    )
    value_name = singular(snake_case(attribute.name))
    looked_up = attribute.type.kind == Kind.LIST and attribute.type.list_name in scope.lookups
    value = RelationAttribute(
        name=attribute_name(value_name, (holder.name,)),
        type=attribute.type,
        role=AttributeRole.REFERENCE if looked_up else AttributeRole.VALUE,
        origin=attribute.origin,
        element=element,
        attribute=attribute,
    )
    to_owner = RelationReference(
        members=(holder.name,),
        target=owner,
        element=element,
        origin=origin,
        when_deleted=WhenDeleted.CASCADE,
        part_of=True,
    )
    return Relation(
        name=relation_name(f"{owner}_{value_name}", taken),
        kind=RelationKind.MULTIVALUED,
        attributes=(holder, value),
        primary=(holder.name, value.name),
        origin=origin,
        entity=entity.name,
        purpose=attribute.says,
        references=(to_owner, *lookup_reference(value, scope)),
    )


def lookups(scope: Scope) -> tuple[Relation, ...]:
    """A relation of code and name for each list whose values are data."""
    return tuple(_lookup(shared, scope.lookups[shared.name]) for shared in scope.lists)


def _lookup(shared: ValueList, name: str) -> Relation:
    origin = because(shared.origin, BY, "values that users add or rename are rows, not part of the schema")
    return Relation(
        name=name,
        kind=RelationKind.LOOKUP,
        attributes=(
            RelationAttribute(name="code", type=CODE_TYPE, role=AttributeRole.KEY, origin=origin),
            RelationAttribute(name="name", type=CODE_TYPE, role=AttributeRole.VALUE, origin=origin),
        ),
        primary=("code",),
        origin=origin,
        list_name=shared.name,
    )
