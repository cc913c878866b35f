"""What is created on which events, as sentences say it: "a notice is sent when a loan is overdue"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.names import noun
from database_designer.discover.prose import Line
from database_designer.discover.rules.creations import sort_told
from database_designer.discover.rules.events import Happening, happenings
from database_designer.discover.rules.naming import origin
from database_designer.discover.rules.proposals import NewMember, Proposal
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import EntityType

NAME = r"[A-Za-z][\w'’-]*(?:\s[A-Za-z][\w'’-]*){0,3}?"
_WHEN = r"(?:when(?:ever)?|once|as soon as|each time|every time|after|upon|on)"
_MAKING = r"(?:creat|generat|record|writ|add|rais|insert|issu|open|log|send|produc)\w*"
_MADE = re.compile(rf"\b(?:{_MAKING}|sent\b)", re.IGNORECASE)
_MAKES_ON = re.compile(
    rf"\b(?:shall|must|will|should|automatically|system)\s+(?:automatically\s+|also\s+)?{_MAKING}\s+(?:an?\s+|the\s+|new\s+|corresponding\s+){{0,3}}(?P<made>{NAME})s?\s+{_WHEN}\s+(?P<events>[^.;]+)",
    re.IGNORECASE,
)
_MADE_ON = re.compile(
    rf"\b(?:an?\s+|the\s+|new\s+){{0,3}}(?P<made>{NAME})\s+(?:is|are|must be|shall be|will be|should be)\s+(?:automatically\s+|also\s+)?(?:created|generated|recorded|written|added|raised|inserted|issued|logged|sent)\s+(?:to\s+[^,;.]+?\s+)?{_WHEN}\s+(?P<events>[^.;]+)",
    re.IGNORECASE,
)
WHEN_THEN = re.compile(rf"^(?:{_WHEN})\s+(?P<events>[^,;]+),\s*(?:then\s+)?(?P<main>.+)$", re.IGNORECASE)
_MAIN_MAKES = re.compile(
    rf"(?:\b{_MAKING}\s+(?:an?\s+|the\s+|new\s+){{0,3}}(?P<made>{NAME})(?=\s+(?:for|to|with|of|in|about|that|which)\b|[.,;]|$)|^(?:an?\s+|the\s+|new\s+){{0,3}}(?P<made2>{NAME})\s+(?:is|are|must be|shall be|will be)\s+(?:automatically\s+)?(?:created|generated|recorded|added|raised|issued|sent)\b)",
    re.IGNORECASE,
)


def read_sorts(line: Line, vocabulary: Vocabulary) -> Iterable[Proposal]:
    """What tells rows apart that several events create: before the effects are read, which then can write it."""
    for made, events in makings(line.statement.text.strip()):
        entity = vocabulary.exact(noun(made))
        if entity is not None:
            sort = sort_told(entity, happenings_elsewhere(entity, events, vocabulary), origin(line))
            if sort is not None:
                yield NewMember(entity=entity.name, member=sort)


def makings(text: str) -> Iterator[tuple[str, str]]:
    """What is created, and on which events, as the text says it."""
    if not _MADE.search(text):
        return
    for form in (_MAKES_ON, _MADE_ON):
        yield from ((match["made"], match["events"]) for match in form.finditer(text))
    told = WHEN_THEN.match(text)
    made = _MAIN_MAKES.search(told["main"]) if told else None
    if told and made:
        yield made["made"] or made["made2"], told["events"]


def happenings_elsewhere(entity: EntityType, events: str, vocabulary: Vocabulary) -> tuple[Happening, ...]:
    """What happens to rows of other entity types."""
    return tuple(h for h in happenings(events, vocabulary) if h.entity.name != entity.name)
