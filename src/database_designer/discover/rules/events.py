"""What happens to which rows, as documents tell it: "when a visit is cancelled", "on contract termination", "closing a case"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from database_designer.discover.names import noun, words
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import EntityType, Event, EventKind

_NAME = r"[A-Za-z][\w'’-]*(?:\s[A-Za-z][\w'’-]*){0,3}?"
_DETERMINER = r"(?:(?:an?|the|each|every|any|all|its|their|his|her|new|one|own)\s+){0,4}"
_PASSIVE = re.compile(
    rf"^{_DETERMINER}(?P<what>{_NAME})\s+(?:is|are|was|were|gets?|becomes?|has been|have been|turns?|enters?|reaches|goes into)\s+(?:set to|marked as|moved to|marked|newly|successfully|finally)?\s*`?(?P<verb>[A-Za-z_]+)`?",
    re.IGNORECASE,
)
_GERUND = re.compile(rf"^(?P<verb>[a-z]+ing)\s+(?:of\s+)?{_DETERMINER}(?P<what>{_NAME})$", re.IGNORECASE)
_DEED_OF = re.compile(rf"^{_DETERMINER}(?P<verb>[a-z]+)\s+of\s+{_DETERMINER}(?P<what>{_NAME})$", re.IGNORECASE)
_BRACKETS = re.compile(rf"^{_DETERMINER}(?P<what>{_NAME})\s*\((?P<verbs>[a-z]+(?:\s*[/,]\s*[a-z]+)*)\)$", re.IGNORECASE)
_ACTIVE = re.compile(
    rf"^{_DETERMINER}(?P<who>{_NAME})\s+(?:successfully\s+)?(?P<verb>[a-z]+)\s+{_DETERMINER}(?P<what>{_NAME})$",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"^{_DETERMINER}(?P<what>{_NAME})\s+(?P<verb>[a-z]+)$", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:,\s*(?:and|or)\s+|,\s*|\s+(?:and|or)\s+)(?![^(]*\))", re.IGNORECASE)
_FILL = re.compile(r"^(?:(?:when(?:ever)?|upon|on|after|successful|each|every)\s+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of rows of an entity type; `called` names it in a few words ("session cancelled")."""

    entity: EntityType
    event: Event
    called: str


def happenings(text: str, vocabulary: Vocabulary) -> tuple[Happening, ...]:
    """All that the text lists as happening ("membership activation, enrollment (create/cancel) and payment").

    Empty where one of the members of the list means nothing: half a list would be another rule.
    """
    found: list[Happening] = []
    for part in _SPLIT.split(text.strip(" .,;:")):
        told = tuple(_one(_FILL.sub("", part.strip()), vocabulary))
        if not told:
            return ()
        found.extend(told)
    return tuple(dict.fromkeys(found))


def _one(text: str, vocabulary: Vocabulary) -> Iterator[Happening]:
    listed = _BRACKETS.match(text)
    if listed:
        for verb in re.split(r"\s*[/,]\s*", listed["verbs"]):
            yield from _happening(listed["what"], verb, vocabulary)
        return
    for form in (_PASSIVE, _GERUND, _DEED_OF, _ACTIVE, _ALONE):
        match = form.match(text)
        found = tuple(_happening(match["what"], match["verb"], vocabulary)) if match else ()
        if found:
            yield from found
            return
    entity = vocabulary.exact(noun(re.sub(rf"^{_DETERMINER}", "", text)))
    if entity is not None:
        yield Happening(entity, Event(kind=EventKind.CREATE), f"{_spaced(entity)} created")


def _happening(what: str, verb: str, vocabulary: Vocabulary) -> Iterator[Happening]:
    entity = vocabulary.exact(noun(what))
    event = vocabulary.event(entity.name, verb) if entity is not None else None
    if entity is not None and event is not None:
        yield Happening(entity, event, f"{_spaced(entity)} {_past(event)}")


def _past(event: Event) -> str:
    if event.kind is EventKind.ENTER:
        return " ".join(words(event.name))
    return "created" if event.kind is EventKind.CREATE else "deleted"


def _spaced(entity: EntityType) -> str:
    return " ".join(words(entity.name))
