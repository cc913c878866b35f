"""Junction relations: one for each many-to-many relationship without data of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from database_designer.diagnostics import Diagnostic
from database_designer.model.conceptual import EntityType, Link, WhenDeleted
from database_designer.model.decision import because
from database_designer.model.logical import (
    AttributeRole,
    Relation,
    RelationAttribute,
    RelationKind,
    RelationReference,
)
from database_designer.model.names import plural, singular, snake_case
from database_designer.normalize.naming import reference_name, relation_name
from database_designer.normalize.scope import KEY_TYPE, Scope, warning

BY = "normalize.junctions"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A link with the entity that tells it."""

    owner: EntityType
    link: Link

    @property
    def pair(self) -> frozenset[str]:
        return frozenset((self.owner.name, self.link.to))

    @property
    def element(self) -> str:
        return f"{self.owner.name}.{self.link.name}"


def junctions(scope: Scope) -> tuple[tuple[Relation, ...], tuple[Diagnostic, ...]]:
    """A relation for each link, and which links could not be used or are told elsewhere already."""
    told, diagnostics = _usable(scope)
    pairs = Counter(one.pair for one in told)
    relations: list[Relation] = []
    taken = set(scope.taken)
    for one in told:
        relations.append(_junction(one, scope, taken, alone=pairs[one.pair] == 1))
        taken.add(relations[-1].name)
    return tuple(relations), diagnostics


def _usable(scope: Scope) -> tuple[tuple[_Told, ...], tuple[Diagnostic, ...]]:
    kept: list[_Told] = []
    by_pair: dict[frozenset[str], list[_Told]] = {}
    entities = {scope.names[e.name]: e for e in scope.entities}
    diagnostics: list[Diagnostic] = []
    for one in (_Told(owner=e, link=link) for e in scope.entities for link in e.links):
        if one.link.to not in scope.names:
            fact = f"{one.element} links to {one.link.to}, which is no entity of the model; it was left out"
            fix = f"Declare the entity {one.link.to} or correct the link"
            diagnostics.append(warning("link-unknown", fact, fix, one.element, one.link.origin))
        elif (other := _same(one, by_pair.get(one.pair, ()))) is not None:
            fact = f"{one.element} and {other.element} tell one relationship from both sides; it was taken once"
            diagnostics.append(warning("link-doubled", fact, "Tell it on one side", one.element, one.link.origin))
        elif (entity := _association(one, entities)) is not None:
            fact = f"{one.element} is what {entity.name} records already; no second relation was made"
            fix = f"Remove the link, or rename {entity.name} if it means something else"
            diagnostics.append(warning("link-is-entity", fact, fix, one.element, one.link.origin))
        else:
            kept.append(one)
            by_pair.setdefault(one.pair, []).append(one)
    return tuple(kept), tuple(diagnostics)


def _same(one: _Told, kept: Sequence[_Told]) -> _Told | None:
    """The link that tells the same relationship: told twice, or from the other side under the name of this one."""
    for other in kept:
        if other.element == one.element:
            return other
        if (other.owner.name, other.link.to) != (one.link.to, one.owner.name):
            continue
        names = (_back(other), _back(one))
        if names[0] == snake_case(one.link.name) or names[1] == snake_case(other.link.name):
            return other
    return None


def _back(one: _Told) -> str:
    return snake_case(one.link.back) if one.link.back else plural(snake_case(one.owner.name))


def _association(one: _Told, entities: Mapping[str, EntityType]) -> EntityType | None:
    """The entity named after both ends that points to both: the relationship with data of its own."""
    ends = [snake_case(one.owner.name), snake_case(one.link.to)]
    for name in ("_".join(ends), "_".join(reversed(ends))):
        entity = entities.get(name)
        if entity is not None and {one.owner.name, one.link.to} <= {r.to for r in entity.references}:
            return entity
    return None


def _junction(one: _Told, scope: Scope, taken: set[str], *, alone: bool) -> Relation:
    owner, target = scope.names[one.owner.name], scope.names[one.link.to]
    other = singular(snake_case(one.link.name))
    left = reference_name(owner, ())
    right = reference_name(target if owner != target else other, (left,))
    origin = because(one.link.origin, BY, "a many-to-many relationship is a relation of the keys of both sides")
    key = (left, right)
    return Relation(
        name=relation_name(f"{owner}_{target}" if alone and owner != target else f"{owner}_{other}", taken),
        kind=RelationKind.JUNCTION,
        attributes=tuple(
            RelationAttribute(name=n, type=KEY_TYPE, role=AttributeRole.REFERENCE, origin=origin, element=one.element)
            for n in key
        ),
        primary=key,
        origin=origin,
        purpose=one.link.says,
        references=tuple(
            RelationReference(
                members=(name,),
                target=end,
                element=one.element,
                origin=origin,
                when_deleted=WhenDeleted.CASCADE,
                part_of=True,
            )
            for name, end in zip(key, (owner, target), strict=True)
        ),
    )
