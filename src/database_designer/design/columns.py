"""The tables with their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from database_designer.design.enums import enum_types, is_open, values_of
from database_designer.design.history import own_log
from database_designer.design.housekeeping import DELETED, is_merged, kept_columns
from database_designer.design.layout import Draft, Layout
from database_designer.design.names import AUDIT_TABLE, object_name, table_names
from database_designer.design.policies import Policies
from database_designer.design.types import StoredAs, key_type, stored_as
from database_designer.model.conceptual import Attribute, EntityType
from database_designer.model.configuration import Configuration, KeyStrategy
from database_designer.model.logical import AttributeRole, LogicalModel, Relation, RelationAttribute, RelationKind
from database_designer.model.physical import (
    Column,
    ColumnRole,
    ColumnType,
    Default,
    EnumType,
    NewUuid,
    NextNumber,
    Table,
    TableKind,
)
from database_designer.postgres.identifiers import distinct

_ROLES = {
    AttributeRole.KEY: ColumnRole.KEY,
    AttributeRole.REFERENCE: ColumnRole.REFERENCE,
    AttributeRole.STATE: ColumnRole.STATE,
    AttributeRole.VALUE: ColumnRole.VALUE,
}
_KINDS = {
    RelationKind.ENTITY: TableKind.ENTITY,
    RelationKind.SUBTYPE: TableKind.SUBTYPE,
    RelationKind.JUNCTION: TableKind.JUNCTION,
    RelationKind.MULTIVALUED: TableKind.MULTIVALUED,
    RelationKind.LOOKUP: TableKind.LOOKUP,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What all tables are made from."""

    logical: LogicalModel
    configuration: Configuration
    policies: Policies
    tables: Mapping[str, str]
    names: frozenset[str]
    entities: Mapping[str, EntityType]
    enums: Mapping[tuple[str, str], EnumType]


def lay_out(logical: LogicalModel, configuration: Configuration, policies: Policies) -> Layout:
    """All tables with their columns (defaults of keys and housekeeping only) and the enum types."""
    own = own_log(logical)
    log = (own.name if own is not None else "") if policies.audited else None
    tables = table_names(logical, configuration.naming, log=log)
    enums = enum_types(logical, (*tables.values(), AUDIT_TABLE))
    names = frozenset((*tables.values(), AUDIT_TABLE))
    plan = _Plan(
        logical=logical,
        configuration=configuration,
        policies=policies,
        tables=tables,
        names=names,
        entities={e.name: e for e in reversed(logical.concept.entities)},
        enums=enums,
    )
    drafts = tuple(_draft(r, plan) for r in logical.relations)
    return Layout(
        logical=logical,
        configuration=configuration,
        drafts=drafts,
        positions={d.relation.name: i for i, d in enumerate(drafts)},
        entities={d.entity.name: i for i, d in enumerate(drafts) if d.entity is not None},
        enums=_with_users(tuple(dict.fromkeys(enums.values())), drafts),
        tables=names,
    )


def _with_users(enums: tuple[EnumType, ...], drafts: tuple[Draft, ...]) -> tuple[EnumType, ...]:
    users: dict[str, list[tuple[str, str]]] = {}
    for table in (d.table for d in drafts):
        for column in table.columns:
            if column.type.is_enum:
                users.setdefault(column.type.name, []).append((table.name, column.name))
    return tuple(replace(e, used_by=tuple(users.get(e.name, ()))) for e in enums)


def _draft(relation: Relation, plan: _Plan) -> Draft:
    entity = plan.entities.get(relation.entity) if relation.kind != RelationKind.MULTIVALUED else None
    kept = kept_columns(relation, plan.policies)
    columns: list[Column] = []
    held: dict[str, tuple[str, ...]] = {}
    for attribute in _key_first(relation):
        if is_merged(attribute, relation, plan.policies):
            held[attribute.name] = (attribute.name,)
            continue
        own = _columns(attribute, relation, plan, [*(c.name for c in (*columns, *kept)), *_other(attribute, relation)])
        held[attribute.name] = tuple(c.name for c in own)
        columns.extend(own)
    soft = DELETED if any(c.name == DELETED for c in kept) else ""
    table = _table(relation, entity, (*columns, *kept), held, plan)
    return Draft(relation=relation, entity=entity, table=table, columns=held, soft=soft)


def _key_first(relation: Relation) -> Iterator[RelationAttribute]:
    yield from (a for a in relation.attributes if a.name in relation.primary)
    yield from (a for a in relation.attributes if a.name not in relation.primary)


def _other(attribute: RelationAttribute, relation: Relation) -> Iterator[str]:
    """The names of the other attributes, which their own columns will have."""
    yield from (a.name for a in relation.attributes if a is not attribute)


def _table(
    relation: Relation,
    entity: EntityType | None,
    columns: tuple[Column, ...],
    held: Mapping[str, tuple[str, ...]],
    plan: _Plan,
) -> Table:
    name = plan.tables[relation.name]
    return Table(
        name=name,
        kind=_KINDS[relation.kind],
        columns=columns,
        primary_key=tuple(c for member in relation.primary for c in held[member]),
        primary_key_name=object_name("pk", name, (), plan.names),
        origin=relation.origin,
        entity=relation.entity,
        group=entity.group if entity is not None else "",
        purpose=relation.purpose,
        normal_form=relation.certificate.normal_form,
    )


def _columns(attribute: RelationAttribute, relation: Relation, plan: _Plan, taken: list[str]) -> tuple[Column, ...]:
    stated = attribute.attribute
    columns: list[Column] = []
    for stored in _stored(attribute, relation, plan):
        column = Column(
            name=distinct(attribute.name + stored.suffix, [*taken, *(c.name for c in columns)]),
            type=stored.type,
            role=_ROLES[attribute.role],
            origin=attribute.origin,
            nullable=attribute.nullable,
            default=_key_default(attribute, relation, plan),
            comment=_comment(attribute, plan),
            element=attribute.element,
            classification=_classification(stated) if stated is not None else "",
            unit=stored.unit,
        )
        columns.append(column)
    return tuple(columns)


def _stored(attribute: RelationAttribute, relation: Relation, plan: _Plan) -> tuple[StoredAs, ...]:
    enum = plan.enums.get((relation.name, attribute.name))
    if enum is not None:
        return (StoredAs(suffix="", type=ColumnType(name=enum.name, is_enum=True)),)
    surrogate = attribute.role == AttributeRole.KEY and relation.kind != RelationKind.LOOKUP
    if surrogate or (attribute.role == AttributeRole.REFERENCE and attribute.attribute is None):
        return (StoredAs(suffix="", type=key_type(plan.configuration.keys)),)
    return stored_as(attribute, plan.logical.concept.currency)


def _key_default(attribute: RelationAttribute, relation: Relation, plan: _Plan) -> Default | None:
    if attribute.role != AttributeRole.KEY or relation.kind != RelationKind.ENTITY:
        return None
    return NewUuid() if plan.configuration.keys == KeyStrategy.UUID else NextNumber()


def _comment(attribute: RelationAttribute, plan: _Plan) -> str:
    """What the documents say of it; of an open list also the values they know."""
    element = attribute.attribute or attribute.reference
    says = element.says if element is not None else ""
    if attribute.role == AttributeRole.VALUE and is_open(attribute.type, plan.logical):
        known = ", ".join(values_of(attribute.type, plan.logical))
        return " ".join(filter(None, (says, f"Known values: {known}; others may be added." if known else "")))
    return says


def _classification(attribute: Attribute) -> str:
    if attribute.secret:
        return "secret"
    if attribute.sensitive:
        return "sensitive"
    return "personal" if attribute.personal else ""
