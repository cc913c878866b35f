"""Which entities are deleted softly, audited, versioned or never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from database_designer.model.conceptual import ConceptualModel, DeletionManner, EntityType, History


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """The names of the entities under each policy."""

    soft: frozenset[str]
    audited: frozenset[str]
    versioned: frozenset[str]
    append_only: frozenset[str]


def policies_of(concept: ConceptualModel) -> Policies:
    """The policies of all entities; parts of softly deleted rows are deleted softly with them.

    The earlier versions of versioned rows are those that the audit log holds.
    """
    entities = concept.entities
    return Policies(
        soft=frozenset(_soft(entities)),
        audited=frozenset(e.name for e in entities if _history(e) in (History.AUDITED, History.VERSIONED)),
        versioned=frozenset(e.name for e in entities if e.concurrency is not None or _history(e) == History.VERSIONED),
        append_only=frozenset(e.name for e in entities if _history(e) == History.APPEND_ONLY),
    )


def _history(entity: EntityType) -> History:
    return entity.history.manner if entity.history is not None else History.NONE


def _soft(entities: tuple[EntityType, ...]) -> set[str]:
    found = {e.name for e in entities if e.deletion is not None and e.deletion.manner == DeletionManner.SOFT}
    while True:
        more = {e.name for e in entities if e.name not in found and found.intersection(_wholes(e))}
        if not more:
            return found
        found |= more


def _wholes(entity: EntityType) -> Iterator[str]:
    """The entities whose rows take the rows of `entity` with them when they are deleted softly."""
    with_owner = entity.deletion is not None and entity.deletion.manner == DeletionManner.WITH_OWNER
    if _history(entity) == History.APPEND_ONLY or (entity.deletion is not None and not with_owner):
        return
    yield from (r.to for r in entity.references if r.part_of)
