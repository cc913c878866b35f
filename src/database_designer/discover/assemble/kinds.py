"""What a supertype tells of its kinds: the property that tells them apart ("type: truck, van"), and all they have in common."""

from __future__ import annotations

from dataclasses import replace

from database_designer.discover.names import Noun, noun
from database_designer.model.conceptual import Attribute, EntityType, Kinds, SemanticType

_SEVERAL = 2


def with_kinds(entities: tuple[EntityType, ...]) -> tuple[EntityType, ...]:
    """The entity types; a supertype with a list of values of which two or more name subtypes says so in `kinds`.

    What a kind has in common with its supertype is told there alone.
    """
    known = {e.name: e for e in entities}
    found = (replace(e, kinds=_kinds(e, entities)) if e.kinds is None else e for e in entities)
    return tuple(_without_common(e, known) for e in found)


def _without_common(entity: EntityType, known: dict[str, EntityType]) -> EntityType:
    """The kind without the properties that a supertype of it has under the same name and with the same type."""
    common: set[tuple[str, SemanticType]] = set()
    above = known.get(entity.kind_of)
    while above is not None:
        common |= {(a.name, a.type) for a in above.attributes}
        above = known.get(above.kind_of)
    kept = tuple(a for a in entity.attributes if (a.name, a.type) not in common)
    return entity if len(kept) == len(entity.attributes) else replace(entity, attributes=kept)


def _kinds(above: EntityType, entities: tuple[EntityType, ...]) -> Kinds | None:
    named = {n: e.name for e in entities if e.kind_of == above.name for n in _names(noun(e.name), noun(above.name))}
    if not named:
        return None
    told = (Kinds(by=a.name, of=_matched(a, named), overlapping=a.many is not None) for a in above.attributes)
    return next((k for k in told if len({entity for _, entity in k.of}) >= _SEVERAL), None)


def _names(below: Noun, above: Noun) -> tuple[Noun, ...]:
    """The names that a value may give a subtype: its own, and its own without that of the supertype ("diesel")."""
    short = below[: -len(above)] if below[-len(above) :] == above else ()
    return (below, short) if short else (below,)


def _matched(attribute: Attribute, named: dict[Noun, str]) -> tuple[tuple[str, str], ...]:
    return tuple((value, named[noun(value)]) for value in attribute.type.values if noun(value) in named)
