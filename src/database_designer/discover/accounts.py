"""People with an account: the address by which they log in is that of the account, and is kept there once."""

from __future__ import annotations

from dataclasses import replace

from database_designer.model.conceptual import Attribute, ConceptualModel, EntityType, Query, Reference, Uniqueness

_OF_ACCOUNTS = ("email", "username")


def without_copies(model: ConceptualModel) -> ConceptualModel:
    """The model without what prose tells of people and of their only account ("member profile" of a user) alike.

    What is unique among the people is unique among the accounts, and is looked for there.
    """
    told = [(e, r) for e in model.entities for r in e.references if r.each_has.maximum == 1 and r.to != e.name]
    entities = {e.name: e for e in model.entities}
    for entity, reference in told:
        account = entities.get(reference.to)
        if account is not None:
            kept = {a.name for a in account.attributes}
            copies = {a.name: a for a in entity.attributes if a.name in kept and _is_of_account(a)}
            entities[entity.name] = _without(entities[entity.name], reference, frozenset(copies))
            entities[account.name] = replace(
                account, attributes=tuple(_as_strict(a, copies) for a in account.attributes)
            )
    return replace(model, entities=tuple(entities.values()))


def _is_of_account(attribute: Attribute) -> bool:
    """Whether people log in with it; a field of the API is there because it is wanted."""
    return attribute.name in _OF_ACCOUNTS and not attribute.origin.principle.startswith("a field")


def _as_strict(attribute: Attribute, copies: dict[str, Attribute]) -> Attribute:
    copy = copies.get(attribute.name)
    return attribute if copy is None or copy.unique == Uniqueness.NO else replace(attribute, unique=copy.unique)


def _without(entity: EntityType, account: Reference, names: frozenset[str]) -> EntityType:
    if not names:
        return entity
    return replace(
        entity,
        attributes=tuple(a for a in entity.attributes if a.name not in names),
        queries=tuple(_led(q, account.name, names) for q in entity.queries),
    )


def _led(query: Query, account: str, names: frozenset[str]) -> Query:
    """The query with the paths of the properties leading over the account."""

    def led(path: tuple[str, ...]) -> tuple[str, ...]:
        return (account, *path) if len(path) == 1 and path[0] in names else path

    return replace(
        query,
        filter=tuple(map(led, query.filter)),
        search=tuple(map(led, query.search)),
        range=tuple(map(led, query.range)),
        sort=tuple(replace(k, path=led(k.path)) for k in query.sort),
    )
