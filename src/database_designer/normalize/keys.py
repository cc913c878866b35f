"""Candidate keys of relations: what identifies a row, as the documents say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from database_designer.model.conceptual import EntityType, Uniqueness, UniqueRule
from database_designer.model.decision import because, housekeeping
from database_designer.model.logical import AttributeRole, CandidateKey, Relation, RelationKind
from database_designer.source import Origin, merge_origins

BY = "normalize.keys"


def candidate_keys(relation: Relation, entity: EntityType | None) -> tuple[CandidateKey, ...]:
    """The primary key of a relation, then its natural keys; of these none contains another."""
    found = [_primary(relation), *_of_attributes(relation), *_of_references(relation)]
    if entity is not None and relation.kind != RelationKind.MULTIVALUED:
        found += [*_identifier(relation, entity), *_of_rules(relation, entity)]
    return _minimal(found)


def _primary(relation: Relation) -> CandidateKey:
    only = relation.attribute(relation.primary[0])
    surrogate = only is not None and only.role == AttributeRole.KEY and relation.kind != RelationKind.LOOKUP
    if surrogate:
        origin = housekeeping(BY, "the key that references use")
        return CandidateKey(members=relation.primary, origin=origin, natural=False)
    return CandidateKey(members=relation.primary, origin=because(relation.origin, BY, "the key that identifies a row"))


def _of_attributes(relation: Relation) -> Iterator[CandidateKey]:
    for attribute in relation.attributes:
        stated = attribute.attribute
        if stated is not None and stated.unique != Uniqueness.NO:
            origin = because(attribute.origin, BY, "stated to be unique")
            ignore_case = stated.unique == Uniqueness.IGNORE_CASE
            yield CandidateKey(
                members=(attribute.name,), origin=origin, ignore_case=ignore_case, elements=(attribute.element,)
            )


def _of_references(relation: Relation) -> Iterator[CandidateKey]:
    for reference in relation.references:
        holder = relation.attribute(reference.members[0])
        if reference.to_one and holder is not None and holder.role == AttributeRole.REFERENCE:
            origin = because(reference.origin, BY, "each row pointed to has at most one that points")
            yield CandidateKey(members=reference.members, origin=origin, elements=(reference.element,))


def _identifier(relation: Relation, entity: EntityType) -> Iterator[CandidateKey]:
    if entity.identified_by:
        origin = because(entity.origin, BY, "what identifies it in the documents")
        yield from _key(relation, entity.identified_by, origin, entity.name)


def _of_rules(relation: Relation, entity: EntityType) -> Iterator[CandidateKey]:
    for rule in entity.rules:
        if isinstance(rule, UniqueRule) and rule.where is None:
            origin = because(rule.origin, BY, rule.says or "stated to be unique together")
            element = f"{entity.name}.{rule.name}"
            yield from _key(relation, rule.members, origin, element, nulls_equal=rule.unset_equal)


def _key(
    relation: Relation, members: tuple[str, ...], origin: Origin, element: str, *, nulls_equal: bool = False
) -> Iterator[CandidateKey]:
    """The key over the attributes that hold `members`; none where one is held by another relation."""
    held = [a.name for a in map(relation.of_element, members) if a is not None]
    if held and len(held) == len(members):
        names = tuple(dict.fromkeys(held))
        yield CandidateKey(members=names, origin=origin, nulls_equal=nulls_equal, elements=(element,))


def _minimal(keys: list[CandidateKey]) -> tuple[CandidateKey, ...]:
    """The first key and those that contain no other; a dropped key leaves its elements to the one that implies it."""
    kept: list[CandidateKey] = [keys[0]]
    for key in sorted(keys[1:], key=lambda k: len(k.members)):
        implying = next((i for i, other in enumerate(kept) if _implies(other, key, primary=i == 0)), None)
        if implying is None:
            kept.append(key)
        else:
            kept[implying] = _merged(kept[implying], key, primary=implying == 0)
    order = {key.members: position for position, key in reversed(list(enumerate(keys)))}
    return (kept[0], *sorted(kept[1:], key=lambda k: order[k.members]))


def _implies(key: CandidateKey, other: CandidateKey, *, primary: bool) -> bool:
    """Whether no two rows that differ under `key` can agree under `other`; a primary key always minds the case."""
    if set(key.members) == set(other.members):
        return not (primary and other.ignore_case)
    return set(key.members) < set(other.members) and not other.nulls_equal


def _merged(key: CandidateKey, other: CandidateKey, *, primary: bool) -> CandidateKey:
    merged = replace(key, elements=tuple(dict.fromkeys((*key.elements, *other.elements))))
    if primary or set(key.members) != set(other.members):
        return merged
    return replace(
        merged,
        origin=merge_origins((key.origin, other.origin)),
        ignore_case=key.ignore_case or other.ignore_case,
        nulls_equal=key.nulls_equal or other.nulls_equal,
    )
