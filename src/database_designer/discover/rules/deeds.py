"""What a verb with its nouns does to rows: "book a room" creates a booking, "cancel it" brings it into CANCELLED.

A deed between two things is told of the rows that join them: who may not borrow a copy may get no loan of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from database_designer.discover.rules.logic import references_read
from database_designer.discover.rules.moments import moment
from database_designer.discover.rules.stems import stem
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import EntityType, Event, EventKind, Reference
from database_designer.model.expression import Comparison, Expression, IsSet, Literal, LiteralKind, Path

_CHANGING = frozenset(stem(w) for w in "change edit modify update amend alter reschedule adjust".split())
_USING = frozenset(
    stem(w)
    for w in """use used select choose assign reference book host hold have receive get take add accept contain allocate attach link
    give put include pick enter join serve run perform""".split()
)
_MAKING = frozenset(
    stem(w)
    for w in "write upload attach import post raise file request apply draft plan schedule start send report".split()
)
_READING = frozenset(
    stem(w)
    for w in "view see read search list access browse export download print filter display show find log sort".split()
)
"""Verbs that leave rows as they are."""
_CREATE = Event(kind=EventKind.CREATE)


@dataclass(frozen=True, slots=True)
class Deed:
    """The rows that a deed is done to, and what happens to them; `when` restricts a change of a flag to one value."""

    entity: EntityType
    events: tuple[Event, ...]
    when: Expression | None = None


def deed(verb: str, undergoer: EntityType | None, others: Iterable[EntityType], words: Vocabulary) -> Deed | None:
    """What is done when `others` do the verb to the undergoer (or with it, in it, for it); None where it is not clear."""
    around = tuple(o for o in others if undergoer is None or o.name != undergoer.name)
    if stem(verb) in _READING:
        return None
    involved = tuple(e for e in (undergoer, *around) if e is not None)
    named = _named_by(verb, involved, words)
    if named is not None:
        return Deed(entity=named, events=(_CREATE,))
    if undergoer is not None and stem(verb) in _CHANGING:
        return Deed(entity=undergoer, events=(Event(kind=EventKind.CHANGE),))
    flag = words.state(undergoer.name, verb) if undergoer is not None else None
    if undergoer is not None and (name := _flag(flag)):
        return Deed(entity=undergoer, events=(Event(kind=EventKind.CHANGE, name=name),), when=flag)
    event = words.event(undergoer.name, verb) if undergoer is not None and not _lasts_not(verb, undergoer) else None
    if undergoer is not None and event is not None:
        return Deed(entity=undergoer, events=(event,))
    told = _told(verb, involved, words)
    if told is not None:
        return Deed(entity=told, events=(_CREATE,))
    if undergoer is not None and stem(verb) in _MAKING:
        return Deed(entity=undergoer, events=(_CREATE,))
    return _joining(verb, undergoer, around, words)


def _lasts_not(verb: str, undergoer: EntityType) -> bool:
    """Whether what is booked is no booking: it has no time of its own."""
    return stem(verb) == "book" and moment(undergoer, "start") is None


def _flag(condition: Expression | None) -> str:
    """The attribute of a condition like `active = false`, "" for any other."""
    match condition:
        case Comparison(left=Path(steps=(name,)), right=Literal(kind=LiteralKind.BOOLEAN)):
            return name
    return ""


def _named_by(verb: str, involved: tuple[EntityType, ...], words: Vocabulary) -> EntityType | None:
    """The entity type that is called after the verb and points to all that are involved: Booking of "book"."""
    found = [
        e
        for e in words.called.get(stem(verb), ())
        if involved and all(i.name != e.name and words.route(e.name, i.name) for i in involved[:1])
    ]
    return found[0] if len(found) == 1 else None


def _told(verb: str, involved: tuple[EntityType, ...], words: Vocabulary) -> EntityType | None:
    """The one entity type of which the documents use the verb, among those that point to what is involved."""
    known = words.deeds.get(stem(verb), ()) if stem(verb) not in _USING or stem(verb) == "book" else ()
    found = [
        e
        for e in words.model.entities
        if e.name in known and involved and all(words.route(e.name, i.name) for i in involved)
    ]
    return found[0] if len(found) == 1 else None


def _joining(verb: str, undergoer: EntityType | None, around: tuple[EntityType, ...], words: Vocabulary) -> Deed | None:
    """The rows that point from one of two things to the other, or to both; for one thing those that point to it."""
    if undergoer is None:
        return None
    if around:
        direct = _pointed(undergoer, around[0]) or _pointed(around[0], undergoer)
        joining = _of_both(undergoer, around[0], words)
        # Where rows of their own join the two, a reference that may be left out tells less.
        surer = joining is not None and all(_reference(joining.entity, e) for e in (undergoer, around[0]))
        return joining if direct is None or (surer and direct.when is not None) else direct
    if stem(verb) not in _USING:
        return None
    found = [e for e in words.model.entities if e.name != undergoer.name and _reference(e, undergoer)]
    return _pointed(found[0], undergoer) if len(found) == 1 else None


def _reference(pointing: EntityType, target: EntityType) -> Reference | None:
    found = [r for r in pointing.references if r.to == target.name]
    return found[0] if len(found) == 1 else None


def _pointed(pointing: EntityType, target: EntityType) -> Deed | None:
    """That a row comes to point to one of the other entity type, when it is created or later."""
    reference = _reference(pointing, target)
    if reference is None:
        return None
    if not reference.optional:
        return Deed(entity=pointing, events=(_CREATE,))
    change = Event(kind=EventKind.CHANGE, name=reference.name)
    return Deed(entity=pointing, events=(_CREATE, change), when=IsSet(operand=Path(steps=(reference.name,))))


def _of_both(one: EntityType, two: EntityType, words: Vocabulary) -> Deed | None:
    found = [
        (len(way) + len(other), e)
        for e in words.model.entities
        if e.name not in (one.name, two.name)
        and (way := words.route(e.name, one.name))
        and (other := words.route(e.name, two.name))
    ]
    nearest = [e for n, e in found if n == min(n for n, _ in found)]
    return Deed(entity=nearest[0], events=(_CREATE,)) if len(nearest) == 1 else None


def guarded(done: Deed, require: Expression, words: Vocabulary) -> tuple[Event, ...]:
    """The events at which a condition has to hold: with the creation goes every change of a reference that it reads."""
    if not any(e.kind is EventKind.CREATE for e in done.events):
        return done.events
    read = references_read(require, done.entity, words.navigation)
    return tuple(dict.fromkeys((*done.events, *(Event(kind=EventKind.CHANGE, name=r) for r in read))))
