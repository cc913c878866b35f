"""Spans of time that run forwards: "validate the time window", "a trip ends after it starts", "must lie in the future"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.prose import Line
from database_designer.discover.rules.conditions import simple
from database_designer.discover.rules.moments import moment, now
from database_designer.discover.rules.naming import about, entity_of, one_member, origin, sayings, spoken
from database_designer.discover.rules.proposals import NewRule, Proposal
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.rules.wording import rule_name
from database_designer.model.conceptual import (
    AlwaysRule,
    Attribute,
    EntityType,
    Event,
    EventKind,
    GuardRule,
    Kind,
)
from database_designer.model.expression import Comparator, Comparison, Path
from database_designer.model.walk import nodes

_SPAN = r"(?:time[ -]?)?(?:window|range|period|interval|span|slot|frame)"
_VALID = re.compile(
    rf"\b(?:validat\w*|check\w*|verif\w*|ensur\w*)\b.{{0,40}}?\b(?:time|date|valid)?[ -]?{_SPAN}\b"
    rf"|\b(?:the |its |a )?(?:time|date|booking|validity)[ -]?{_SPAN} (?:must|shall|should|has to) be (?:valid|consistent|plausible|positive)"
    rf"|\b(?:invalid|negative|empty|inconsistent) (?:time |date )?{_SPAN}s? (?:is|are|must be|shall be|will be) (?:rejected|refused)"
    rf"|\b(?:reject|refuse)s? (?:an? )?(?:invalid|negative|empty) (?:time |date )?{_SPAN}"
)
_START = r"(?:it |they )?(?:the |its |their )?(?:starts?|begins?|opens?|beginning|start(?:ing)?(?: (?:date|time))?|departs?|departure)"
_END = r"(?:it |they )?(?:the |its |their )?(?:ends?|finish(?:es)?|closes?|end(?:ing)?(?: (?:date|time))?)"
_FORWARDS = tuple(
    (re.compile(pattern), strict)
    for pattern, strict in (
        (rf"\b(?:must |shall |should |always )*(?:end|ends|finish|finishes|close|closes) (?:strictly )?(?:after|later than) {_START}\b", True),
        (rf"\bcannot (?:end|finish|close) (?:before|earlier than) {_START}\b", False),
        (rf"\bcannot (?:start|begin|open) (?:after|later than) {_END}\b", False),
        (rf"\b(?:must |shall |should |always )*(?:start|begin|open)s? (?:strictly )?(?:before|earlier than) {_END}\b", True),
        (r"\b(?:the |its )?end(?:s|ing)?(?: (?:date|time|moment))? (?:must|shall|should|has to|is|needs to) (?:always )?(?:be |lie |come )?(?:strictly )?(?:after|later than|greater than) (?:the |its )?(?:start|beginning|begin)\w*", True),
        (r"\b(?:the |its )?start(?:s|ing)?(?: (?:date|time|moment))? (?:must|shall|should|has to|is|needs to) (?:always )?(?:be |lie |come )?(?:strictly )?(?:before|earlier than|less than) (?:the |its )?end\w*", True),
        (r"\bend(?: (?:date|time))? (?:cannot be|not) (?:before|earlier than) (?:the |its )?(?:start|beginning)\w*", False),
        (r"\bend(?: (?:date|time))? (?:after|>) start(?: (?:date|time))?\b|\bstart(?: (?:date|time))? (?:before|<) end(?: (?:date|time))?\b", True),
    )
)  # fmt: skip
_FUTURE = re.compile(
    r"^(?:the |an? |its |each )?(?P<what>[^,]+?) (?P<modal>must|shall|should|has to|have to|needs to|cannot) (?:always )?(?:be |lie |have )?(?:set )?(?:a |an )?(?:dates? )?(?:(?:strictly )?in the |an? )?(?P<side>future|past)(?: dates?)?(?: (?:at|on|upon|when) .+)?$"
)

_AGE = re.compile(
    r"^(?:an? |the |each |every |all )?(?P<x>[^,]+?) (?:must|shall|has to|have to) be (?P<said>(?:at least|over|older than) .+? years?(?: old| of age)?)$"
)


def read_windows(line: Line, words_: Vocabulary) -> Iterable[Proposal]:
    """The rule that the end follows the start, and that a moment lies ahead or behind when it is given."""
    for clause in sayings(line):
        strict = _strict(clause)
        if strict is not None:
            yield from _forwards(clause, line, words_, strict=strict)
        else:
            yield from _ahead(clause, line, words_)
            yield from _aged(clause, line, words_)


def _strict(clause: str) -> bool | None:
    """Whether start and end have to differ; None where the clause says nothing of them."""
    if _VALID.search(clause):
        return True
    return next((strict for pattern, strict in _FORWARDS if pattern.search(clause)), None)


def _forwards(clause: str, line: Line, words_: Vocabulary, *, strict: bool) -> Iterator[Proposal]:
    topic = words_.topic(line)
    for entity in (*spoken(clause, words_), *((topic,) if topic is not None else ()), *about(line, words_)):
        start, end = moment(entity, "start"), moment(entity, "end")
        if start is None or end is None or start.name == end.name or start.type.kind is not end.type.kind:
            continue
        # Of two dates, those of one day make a span of a day.
        after = strict and (start.type.kind is not Kind.DATE or "after" in clause or "before" in clause)
        operator = Comparator.GT if after else Comparator.GE
        condition = Comparison(operator=operator, left=Path(steps=(end.name,)), right=Path(steps=(start.name,)))
        name = rule_name(end.name, "above" if after else "not_below", start.name)
        if not _known(entity, start, end):
            yield NewRule(entity=entity.name, rule=AlwaysRule(name=name, condition=condition, origin=origin(line)))
        return


def _known(entity: EntityType, start: Attribute, end: Attribute) -> bool:
    """Whether a rule orders the two already."""
    both = {(start.name,), (end.name,)}
    return any(
        isinstance(r, AlwaysRule)
        and isinstance(r.condition, Comparison)
        and isinstance(r.condition.left, Path)
        and isinstance(r.condition.right, Path)
        and {r.condition.left.steps, r.condition.right.steps} == both
        for r in entity.rules
    )


def _ahead(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    match = _FUTURE.match(clause)
    found = one_member(match["what"], line, words_) if match is not None else None
    attribute = found[0].attribute(found[1]) if found is not None else None
    if match is None or found is None or attribute is None or attribute.type.kind not in (Kind.DATE, Kind.INSTANT):
        return
    entity, path = found[0], Path(steps=(attribute.name,))
    future = match["side"] == "future"
    cannot = match["modal"] == "cannot"
    operator = {
        (True, False): Comparator.GT, (True, True): Comparator.LE, (False, False): Comparator.LT, (False, True): Comparator.GE,
    }[future, cannot]  # fmt: skip
    yield NewRule(
        entity=entity.name,
        rule=GuardRule(
            name=rule_name(attribute.name, "not" if cannot else "", "in the", match["side"]),
            events=(Event(kind=EventKind.CREATE), Event(kind=EventKind.CHANGE, name=attribute.name)),
            require=Comparison(operator=operator, left=path, right=now(path, entity, words_)),
            origin=origin(line),
        ),
    )


def _aged(clause: str, line: Line, words_: Vocabulary) -> Iterator[Proposal]:
    """As in "a driver must be at least 21 years old": by the date of birth, when the row is made or that date changed."""
    match = _AGE.match(clause)
    entity = entity_of(match["x"], words_) if match is not None else None
    holds = simple(f"is {match['said']}", entity, words_) if match is not None and entity is not None else None
    paths = [n.steps[0] for n in nodes(holds) if isinstance(n, Path) and len(n.steps) == 1] if holds is not None else []
    if entity is not None and holds is not None and len(paths) == 1:
        events = (Event(kind=EventKind.CREATE), Event(kind=EventKind.CHANGE, name=paths[0]))
        rule = GuardRule(name=rule_name("old enough"), events=events, require=holds, origin=origin(line))
        yield NewRule(entity=entity.name, rule=rule)
