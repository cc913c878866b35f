"""Enum types: for lifecycles and closed lists."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from database_designer.model.conceptual import Kind, SemanticType
from database_designer.model.decision import because
from database_designer.model.logical import AttributeRole, LogicalModel, Relation, RelationAttribute
from database_designer.model.names import snake_case, storable
from database_designer.model.physical import EnumType
from database_designer.postgres.identifiers import distinct
from database_designer.postgres.limits import NAME_BYTES, byte_length
from database_designer.postgres.types import BUILT_IN

BY = "design.enums"
MAX_VALUES = 200


def values_of(semantic: SemanticType, logical: LogicalModel) -> tuple[str, ...]:
    """The values of a list, its own or those of the shared list it names; none for other types."""
    if semantic.kind != Kind.LIST:
        return ()
    shared = next((v for v in logical.concept.lists if v.name == semantic.list_name), None)
    listed = semantic.values or (shared.values if shared is not None else ())
    return tuple(dict.fromkeys(v for v in listed if v and storable(v)))


def is_open(semantic: SemanticType, logical: LogicalModel) -> bool:
    """Whether further values are data."""
    shared = next((v for v in logical.concept.lists if v.name == semantic.list_name), None)
    return semantic.open_list or (shared is not None and (shared.open_list or shared.maintained))


def enum_types(logical: LogicalModel, tables: Collection[str]) -> Mapping[tuple[str, str], EnumType]:
    """The enum type of each (relation, attribute) that has one. Shared lists have one type for all their attributes."""
    found: dict[tuple[str, str], EnumType] = {}
    shared: dict[str, EnumType] = {}
    taken = [*tables, *BUILT_IN]
    for relation in logical.relations:
        for attribute in relation.attributes:
            values = values_of(attribute.type, logical)
            if not _fits_an_enum(attribute, values, logical):
                continue
            key = "" if attribute.type.values else attribute.type.list_name
            enum = shared.get(key)
            if enum is None:
                enum = _enum(attribute, snake_case(key) if key else _own_name(relation, attribute), values, taken)
                taken.append(enum.name)
            if key:
                shared[key] = enum
            found[relation.name, attribute.name] = enum
    return found


def _own_name(relation: Relation, attribute: RelationAttribute) -> str:
    named = relation.name.endswith(f"_{attribute.name}")  # a relation of values is named after them
    return relation.name if named else f"{relation.name}_{attribute.name}"


def _fits_an_enum(attribute: RelationAttribute, values: tuple[str, ...], logical: LogicalModel) -> bool:
    if not values or attribute.role == AttributeRole.REFERENCE or is_open(attribute.type, logical):
        return False
    return len(values) <= MAX_VALUES and all(byte_length(v) <= NAME_BYTES for v in values)


def _enum(attribute: RelationAttribute, name: str, values: tuple[str, ...], taken: list[str]) -> EnumType:
    state = attribute.role == AttributeRole.STATE
    principle = "the states of a lifecycle" if state else "a closed list: a value outside of it is refused"
    free = name if name not in taken else f"{name}_type"
    return EnumType(name=distinct(free, taken), values=values, origin=because(attribute.origin, BY, principle))
