"""What a verb with its nouns does to rows: "book a room" creates a booking, "cancel it" brings it into CANCELLED.

A deed between two things is told of the rows that join them: who may not borrow a copy may get no loan of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from database_designer.discover.names import words as split
from database_designer.discover.rules.logic import references_read
from database_designer.discover.rules.stems import stem
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import EntityType, Event, EventKind
from database_designer.model.expression import Expression

_CHANGING = frozenset(stem(w) for w in "change edit modify update amend alter reschedule adjust".split())
_USING = frozenset(
    stem(w)
    for w in """use select choose assign reference host hold have receive get take add accept contain allocate attach link
    give put include pick enter join serve run perform""".split()
)
_CREATE = Event(kind=EventKind.CREATE)


@dataclass(frozen=True, slots=True)
class Deed:
    """The rows that a deed is done to, and what happens to them; `verb` is its word, for names."""

    entity: EntityType
    events: tuple[Event, ...]
    verb: str


def deed(verb: str, undergoer: EntityType | None, others: Iterable[EntityType], words: Vocabulary) -> Deed | None:
    """What is done when `others` do the verb to the undergoer (or with it, in it, for it); None where it is not clear."""
    around = tuple(o for o in others if undergoer is None or o.name != undergoer.name)
    involved = tuple(e for e in (undergoer, *around) if e is not None)
    named = _named_by(verb, involved, words)
    if named is not None:
        return Deed(entity=named, events=(_CREATE,), verb=verb)
    if undergoer is not None and stem(verb) in _CHANGING:
        return Deed(entity=undergoer, events=(Event(kind=EventKind.CHANGE),), verb=verb)
    event = words.event(undergoer.name, verb) if undergoer is not None else None
    if undergoer is not None and event is not None:
        return Deed(entity=undergoer, events=(event,), verb=verb)
    told = _told(verb, involved, words)
    if told is not None:
        return Deed(entity=told, events=(_CREATE,), verb=verb)
    joined = _joining(verb, undergoer, around, words)
    return Deed(entity=joined, events=(_CREATE,), verb=verb) if joined is not None else None


def _named_by(verb: str, involved: tuple[EntityType, ...], words: Vocabulary) -> EntityType | None:
    """The entity type that is called after the verb and points to all that are involved: Booking of "book"."""
    found = [
        e
        for e in words.model.entities
        if involved
        and any(stem(w) == stem(verb) for w in split(e.name))
        and all(i.name != e.name and words.route(e.name, i.name) for i in involved[:1])
    ]
    return found[0] if len(found) == 1 else None


def _told(verb: str, involved: tuple[EntityType, ...], words: Vocabulary) -> EntityType | None:
    """The one entity type of which the documents use the verb, among those that point to what is involved."""
    known = words.deeds.get(stem(verb), ())
    found = [e for e in words.model.entities if e.name in known and involved and words.route(e.name, involved[0].name)]
    return found[0] if len(found) == 1 else None


def _joining(
    verb: str, undergoer: EntityType | None, around: tuple[EntityType, ...], words: Vocabulary
) -> EntityType | None:
    """The rows that point from one of two things to the other, or to both; for one thing those that point to it."""
    if undergoer is not None and around:
        return _of_two(undergoer, around[0], words)
    alone = undergoer if undergoer is not None else None
    if alone is None or stem(verb) not in _USING:
        return None
    found = [e for e in words.model.entities if any(r.to == alone.name for r in e.references) and e.name != alone.name]
    return found[0] if len(found) == 1 else None


def _of_two(one: EntityType, two: EntityType, words: Vocabulary) -> EntityType | None:
    for pointing, target in ((one, two), (two, one)):
        if any(r.to == target.name for r in pointing.references):
            return pointing
    found = [
        e
        for e in words.model.entities
        if e.name not in (one.name, two.name) and words.route(e.name, one.name) and words.route(e.name, two.name)
    ]
    nearest = [e for e in found if sum(len(words.route(e.name, x.name) or ()) for x in (one, two)) == 2]
    chosen = nearest or found
    return chosen[0] if len(chosen) == 1 else None


def guarded(done: Deed, require: Expression, words: Vocabulary) -> tuple[Event, ...]:
    """The events at which a condition has to hold: with the creation goes every change of a reference that it reads."""
    if not any(e.kind is EventKind.CREATE for e in done.events):
        return done.events
    read = references_read(require, done.entity, words.navigation)
    return (*done.events, *(Event(kind=EventKind.CHANGE, name=r) for r in read))
