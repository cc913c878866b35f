"""Columns that no document needs to ask for: when a row was made, changed, deleted, and how often it changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from database_designer.design.policies import Policies
from database_designer.design.types import INSTANT, INTEGER
from database_designer.model.conceptual import Attribute, Kind, SemanticType
from database_designer.model.decision import because, housekeeping
from database_designer.model.expression import Clock, Expression, Literal, LiteralKind, Moment
from database_designer.model.logical import AttributeRole, LogicalModel, Relation, RelationAttribute, RelationKind
from database_designer.model.physical import Column, ColumnRole, ColumnType

BY = "design.housekeeping"
CREATED, UPDATED, DELETED, VERSION = "created_at", "updated_at", "deleted_at", "version"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    name: str
    type: ColumnType
    default: Expression | None
    nullable: bool
    comment: str
    principle: str


_NOW = Moment(clock=Clock.NOW)
_CREATED = _Kept(
    name=CREATED,
    type=INSTANT,
    default=_NOW,
    nullable=False,
    comment="When the row was created.",
    principle="every row says when it was created",
)
_UPDATED = _Kept(
    name=UPDATED,
    type=INSTANT,
    default=_NOW,
    nullable=False,
    comment="When the row was last changed; set by a trigger.",
    principle="every row that can change says when it last did",
)
_DELETED = _Kept(
    name=DELETED,
    type=INSTANT,
    default=None,
    nullable=True,
    comment="When the row was deleted; unset as long as it is in use.",
    principle="deleted rows are marked and kept",
)
_VERSION = _Kept(
    name=VERSION,
    type=INTEGER,
    default=Literal(kind=LiteralKind.NUMBER, value="1"),
    nullable=False,
    comment="Goes up by one with every change; an update that states another version is refused.",
    principle="two people who change the same row do not overwrite each other unnoticed",
)


def with_housekeeping(logical: LogicalModel, policies: Policies) -> LogicalModel:
    """The relations with the attributes that become housekeeping columns reduced to what those are.

    Their type, whether they may be unset and how they are filled are decided here, whatever the documents say.
    """
    return replace(logical, relations=tuple(_reduced(r, policies) for r in logical.relations))


def _reduced(relation: Relation, policies: Policies) -> Relation:
    reduced = {a.name: _plain(a) for a in relation.attributes if is_merged(a, relation, policies)}
    return replace(
        relation,
        attributes=tuple(reduced.get(a.name, a) for a in relation.attributes),
        references=tuple(r for r in relation.references if not reduced.keys() & set(r.members)),
    )


def _plain(held: RelationAttribute) -> RelationAttribute:
    kind = Kind.INTEGER if held.name == VERSION else Kind.INSTANT
    says = held.attribute.says if held.attribute is not None else ""
    type_ = SemanticType(kind=kind)
    attribute = Attribute(name=held.name, type=type_, origin=held.origin, says=says)
    return replace(held, type=type_, role=AttributeRole.VALUE, attribute=attribute)


def kept_columns(relation: Relation, policies: Policies) -> tuple[Column, ...]:
    """The housekeeping columns of a relation; an attribute that the documents give one of them is merged into it."""
    return tuple(_column(kept, merged(relation, kept.name)) for kept in _kept(relation, policies))


def is_merged(attribute: RelationAttribute, relation: Relation, policies: Policies) -> bool:
    """Whether the attribute is one of the housekeeping columns of the relation."""
    return any(merged(relation, kept.name) is attribute for kept in _kept(relation, policies))


def merged(relation: Relation, name: str) -> RelationAttribute | None:
    """The attribute of the documents that is the housekeeping column `name`."""
    attribute = relation.attribute(name)
    if attribute is None or attribute.attribute is None or attribute.name in relation.primary:
        return None
    counts = attribute.type.kind == Kind.INTEGER
    return attribute if counts or name != VERSION else None


def _kept(relation: Relation, policies: Policies) -> tuple[_Kept, ...]:
    if relation.kind == RelationKind.LOOKUP:
        return ()
    kept = [_CREATED]
    if relation.entity and relation.kind != RelationKind.MULTIVALUED:
        if relation.entity not in policies.append_only:
            kept.append(_UPDATED)
        if relation.entity in policies.soft:
            kept.append(_DELETED)
        if relation.entity in policies.versioned:
            kept.append(_VERSION)
    return tuple(kept)


def _column(kept: _Kept, attribute: RelationAttribute | None) -> Column:
    origin = housekeeping(BY, kept.principle)
    if attribute is not None and not attribute.origin.assumed:
        origin = because(attribute.origin, BY, kept.principle)
    stated = attribute.attribute.says if attribute is not None and attribute.attribute is not None else ""
    return Column(
        name=kept.name,
        type=kept.type,
        role=ColumnRole.HOUSEKEEPING,
        origin=origin,
        nullable=kept.nullable,
        default=kept.default,
        comment=stated or kept.comment,
        element=attribute.element if attribute is not None else "",
    )
