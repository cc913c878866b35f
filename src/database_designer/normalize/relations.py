"""The relations of entity types."""

from __future__ import annotations

from database_designer.diagnostics import Diagnostic
from database_designer.model.conceptual import DeletionManner, EntityType
from database_designer.model.decision import because
from database_designer.model.logical import Relation, RelationKind
from database_designer.normalize.attributes import Members, members_of
from database_designer.normalize.naming import SURROGATE
from database_designer.normalize.scope import Scope

BY = "normalize.relations"


def entity_relations(scope: Scope) -> tuple[tuple[Relation, ...], tuple[Diagnostic, ...]]:
    """A relation for each entity type, in their order, and what could not be used of them."""
    relations: list[Relation] = []
    diagnostics: list[Diagnostic] = []
    for entity in scope.entities:
        members = members_of(entity, scope)
        relations.append(_relation(entity, members, scope))
        diagnostics.extend(members.diagnostics)
    return tuple(relations), tuple(diagnostics)


def _relation(entity: EntityType, members: Members, scope: Scope) -> Relation:
    holders = tuple(a.name for a in members.attributes if a.reference and a.reference.name in entity.identified_by)
    association = _is_association(entity, scope) and len(holders) == len(entity.identified_by)
    if association:
        kind, principle = RelationKind.JUNCTION, "nothing points to it: the keys it points with identify it"
    elif entity.name in scope.supertypes:
        kind, principle = RelationKind.SUBTYPE, "a kind with data of its own is a relation that shares the key"
    else:
        kind, principle = RelationKind.ENTITY, "data is kept about it"
    return Relation(
        name=scope.names[entity.name],
        kind=kind,
        attributes=tuple(a for a in members.attributes if not (association and a.name == SURROGATE)),
        primary=holders if association else (SURROGATE,),
        origin=because(entity.origin, BY, principle),
        entity=entity.name,
        purpose=entity.says,
        references=members.references,
    )


def _is_association(entity: EntityType, scope: Scope) -> bool:
    """Whether an entity only relates others: identified by its references, and pointed to by nothing."""
    references = {r.name: r for r in entity.references}
    members = [references.get(name) for name in entity.identified_by]
    if len(members) < 2 or any(m is None or m.optional for m in members) or entity.attribute(SURROGATE):
        return False
    own_relations = bool(entity.links) or any(a.many is not None for a in entity.attributes)
    typed = entity.name in scope.supertypes or entity.name in scope.supertypes.values()
    return not (own_relations or typed or _pointed_to(entity, scope) or _softly_deleted(entity, scope))


def _pointed_to(entity: EntityType, scope: Scope) -> bool:
    return any(
        entity.name in {*(r.to for r in other.references), *(link.to for link in other.links)}
        for other in scope.entities
    )


def _softly_deleted(entity: EntityType, scope: Scope) -> bool:
    """Whether deleted rows stay, by themselves or with a whole: then the same pair may come again."""
    soft = (DeletionManner.SOFT, DeletionManner.WITH_OWNER)
    wholes = {r.to for r in entity.references if r.part_of} | {entity.name}
    return any(e.deletion is not None and e.deletion.manner in soft for e in scope.entities if e.name in wholes)
