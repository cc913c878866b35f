"""What a condition speaks of: the row itself, what it points to, a value of these ("the owner's balance")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from database_designer.discover.names import noun
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import bare
from database_designer.model.conceptual import EntityType
from database_designer.model.expression import (
    Path,
)
from database_designer.model.navigation import Hop

ITSELF = frozenset(["", "it", "they", "he", "she", "that", "this", "which", "who", "them", "itself"])


@dataclass(frozen=True, slots=True)
class Subject:
    """What a condition speaks of: a row of the entity type that the steps lead to, or a value (`value`) of it."""

    entity: EntityType
    steps: tuple[str, ...] = ()
    value: Path | None = None


def subject_of(text: str, entity: EntityType, words: Vocabulary) -> Subject | None:
    """What a phrase speaks of from a row of the entity type; None for anything unknown."""
    said = bare(text)
    if said in ITSELF:
        return Subject(entity=entity)
    if len(said.split()) > 7:
        return None
    of = re.match(r"^(?P<what>.+?) of (?P<whose>.+)$", said)
    owned = re.match(r"^(?P<whose>.+?)'s? (?P<what>.+)$", said)
    parted = owned or of
    if of is not None and words.member(entity.name, noun(said)) is not None:
        return named(said, entity, words)  # "the limit of detection" is one name
    if parted is not None:
        owner = subject_of(parted["whose"], entity, words)
        if owner is None or owner.value is not None:
            return None
        return _moved(entity, owner, subject_of(parted["what"], owner.entity, words))
    return named(said, entity, words)


def _moved(entity: EntityType, owner: Subject, inner: Subject | None) -> Subject | None:
    """What is spoken of from the owner, said from the row of the entity type."""
    if inner is None:
        return None
    if inner.value is not None:
        return Subject(entity=entity, value=Path(steps=(*owner.steps, *inner.value.steps)))
    return Subject(entity=inner.entity, steps=(*owner.steps, *inner.steps))


def named(said: str, entity: EntityType, words: Vocabulary) -> Subject | None:
    """What a noun phrase without "of" names from a row: a thing, a reference or a value of it; None for nothing known."""
    name = noun(said)
    if not name:
        return None
    target = words.exact(name)
    if target is not None and words.navigation.are_kin(entity.name, target.name):
        return Subject(entity=target)
    member = words.member(entity.name, name) if target is None else None
    hop = words.navigation.target(entity.name, member) if member is not None else None
    if isinstance(hop, Hop) and member is not None and (found := words.model.entity(hop.entity)) is not None:
        return Subject(entity=found, steps=(member,))
    if target is None and member is None:
        target = words.entity(name)
    steps = words.route(entity.name, target.name) if target is not None else None
    if target is not None and steps is not None:
        return Subject(entity=target, steps=steps)
    path = words.path(entity.name, name) if target is None else None
    return Subject(entity=entity, value=path) if path is not None else None
