"""What the system does by itself: "create a notification when a visit is cancelled", "closing a case closes its tasks"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from database_designer.discover.names import noun, words
from database_designer.discover.prose import Line
from database_designer.discover.rules.creations import creation
from database_designer.discover.rules.events import Happening, happenings
from database_designer.discover.rules.makings import NAME, WHEN_THEN, happenings_elsewhere, makings
from database_designer.discover.rules.naming import origin
from database_designer.discover.rules.proposals import NewMember, NewRule, Proposal, Unplaced
from database_designer.discover.rules.stems import stem
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import Assignment, EffectRule, EntityType, Event, EventKind, Reference
from database_designer.model.expression import Aggregate, Comparison, Expression, Literal, Path
from database_designer.model.names import snake_case

_SETTING = re.compile(
    r"^(?P<deed>[A-Za-z]+(?:\s+(?:of\s+)?(?:an?\s+|the\s+)?[A-Za-z-]+)?)\s+(?:(?:shall|must|will|should|also|automatically)\s+)*(?:sets?|moves?|changes?|marks?|turns?|puts?)\s+(?P<sets>[^.;]+)",
    re.IGNORECASE,
)
_SET = re.compile(
    rf"^(?:(?:the|its|their|all|linked|related|associated|corresponding|an?)\s+)*(?P<what>{NAME})(?:['’]s?)?\s+(?:(?:status|state)\s+)?(?:(?:to|as|into|in)\s+)?`?(?P<state>[A-Za-z_]+)`?(?:\s+[a-z]+ly)?[. ]*$",
    re.IGNORECASE,
)
_BECOMES = re.compile(
    rf"^(?:(?:the|its|their|all|linked|related|associated|corresponding|open|remaining|an?|each|every|of)\s+)*(?P<what>{NAME})\s+(?:(?:shall|must|will|should|also|automatically)\s+)*(?:is|are|be|becomes?|gets?|moves? to|changes? to|(?:is|are|be) set to|(?:is|are|be) marked(?: as)?)\s+(?:automatically\s+|also\s+|set to\s+|marked(?: as)?\s+|moved to\s+)?`?(?P<state>[A-Za-z_]+)`?(?:\s+(?:too|as well|automatically))?$",
    re.IGNORECASE,
)
_CASCADE = re.compile(
    rf"^(?P<deed>[a-z]+ing\s+(?:an?|the)\s+{NAME})\s+(?:(?:shall|must|will|should|also|automatically)\s+)*(?P<verb>[a-z]+)\s+(?:also\s+)?(?:all\s+|its\s+|the\s+|of\s+)+(?P<what>{NAME})$",
    re.IGNORECASE,
)
_NOTIFY = re.compile(
    rf"\bnotify\s+(?:all\s+|the\s+|its\s+|every\s+|each\s+)*(?P<whom>{NAME})(?=\s*(?:[,.;(]|\band\b|\bby\b|$))",
    re.IGNORECASE,
)
_DEED_FIRST = re.compile(
    rf"^(?:(?:the\s+)?system\s+)?(?P<deed>[A-Za-z]+ing\s+(?:an?\s+|the\s+)?{NAME})\s*(?:\([^)]*\))?\s+(?:shall|must|will|should)\b",
    re.IGNORECASE,
)
_SAID_BY_WHO = re.compile(r"^(?:the\s+)?(?:system|application|platform|software|app)\b", re.IGNORECASE)


_LINKED = re.compile(r"\b(?:linked|related|associated|corresponding|connected|its)\b", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,\s*and\s+|,\s*|\s+and\s+)", re.IGNORECASE)


def read_effects(line: Line, vocabulary: Vocabulary) -> Iterable[Proposal]:
    """An effect for each thing that happens by itself after an event."""
    text = line.statement.text.strip()
    for made, events in makings(text):
        yield from _made(made, events, line, vocabulary)
    told = WHEN_THEN.match(text)
    for happening in happenings(told["events"], vocabulary) if told else ():
        yield from _became(told["main"] if told else "", happening, line, vocabulary)
    yield from _set_by_deed(text, line, vocabulary)
    yield from _cascades(text, line, vocabulary)
    yield from _notifies(text, line, vocabulary)


def _made(made: str, events: str, line: Line, vocabulary: Vocabulary) -> Iterator[Proposal]:
    entity = vocabulary.exact(noun(made))
    if entity is None:
        return
    found = happenings_elsewhere(entity, events, vocabulary)
    if not found:
        yield Unplaced(
            evidence=line.statement.evidence,
            ask=f"Which change of which row is “{events.strip()[:80]}”, when {_spaced(entity)} is created?",
            about=entity.name,
        )
    for happening in found:
        made_row = creation(entity, happening, vocabulary)
        if made_row is None:
            yield Unplaced(
                evidence=line.statement.evidence,
                ask=f"What does the {_spaced(entity)} hold that is created when {happening.called}?",
                about=entity.name,
            )
            continue
        name = f"{'_'.join(words(happening.called))}_makes_{'_'.join(words(entity.name))}"
        yield _rule(happening, line, name, EffectRule(name="", events=(), origin=origin(line), create=(made_row,)))


def _became(main: str, happening: Happening, line: Line, vocabulary: Vocabulary) -> Iterator[Proposal]:
    for part in re.split(
        r"\s*(?:,\s*and\s+|;\s*|,\s+|\s+and\s+)(?=(?:the|its|their|all|an?|each)\b)", main.strip(" .")
    ):
        match = _BECOMES.match(part.strip())
        entity = vocabulary.exact(noun(match["what"])) if match else None
        if match is None or entity is None or entity.name == happening.entity.name:
            continue
        rule = _setting(happening, entity, match["state"], vocabulary, line)
        if rule is not None:
            yield rule


def _set_by_deed(text: str, line: Line, vocabulary: Vocabulary) -> Iterator[Proposal]:
    """As in "Refunds shall set payment `REFUNDED` and linked membership `CANCELLED`": the deed is one of the states set."""
    match = _SETTING.match(text)
    if match is None or _SAID_BY_WHO.match(match["deed"]):
        return
    deed = stem(match["deed"].split()[0])
    told = [(vocabulary.exact(noun(m["what"])), m["state"]) for p in _AND.split(match["sets"]) if (m := _SET.match(p))]
    known = [(e, s) for e, s in told if e is not None]
    first = next(((e, s) for e, s in known if stem(s) == deed), None)
    if first is None:
        yield from _set_by_other(match["deed"], known, line, vocabulary)
        return
    if len(known) < 2:
        return
    event = vocabulary.event(first[0].name, first[1])
    if event is None or event.kind is not EventKind.ENTER:
        return
    happening = Happening(first[0], event, f"{' '.join(words(first[0].name))} {' '.join(words(event.name))}")
    for entity, state in known:
        if entity.name == first[0].name:
            continue
        rule = _setting(happening, entity, state, vocabulary, line)
        if rule is None and _LINKED.search(match["sets"]):
            link = _link(entity, line)
            yield NewMember(entity=first[0].name, member=link)
            target = vocabulary.state(entity.name, state, (link.name,))
            rule = _along(happening, entity, target, line)
        if rule is not None:
            yield rule


def _set_by_other(
    deed: str, known: list[tuple[EntityType, str]], line: Line, vocabulary: Vocabulary
) -> Iterator[Proposal]:
    """As in "cancelling a tour sets the bus to `FREE`": the deed is done to other rows than those set."""
    for happening in happenings(deed, vocabulary) if len(deed.split()) > 1 else ():
        for entity, state in known:
            rule = _setting(happening, entity, state, vocabulary, line) if entity != happening.entity else None
            if rule is not None:
                yield rule


def _link(entity: EntityType, line: Line) -> Reference:
    """As in "and the linked lease": the row of the event points to one, if it is about one."""
    return Reference(
        name=snake_case(entity.name), to=entity.name, origin=origin(line), optional=True, assumed=("optional",)
    )


def _cascades(text: str, line: Line, vocabulary: Vocabulary) -> Iterator[Proposal]:
    """As in "Closing a case closes its tasks"."""
    match = _CASCADE.match(text.rstrip("."))
    entity = vocabulary.exact(noun(match["what"])) if match else None
    if match is None or entity is None:
        return
    for happening in happenings(match["deed"], vocabulary):
        event = vocabulary.event(entity.name, match["verb"]) if entity.name != happening.entity.name else None
        if event is not None and event.kind is EventKind.ENTER:
            rule = _setting(happening, entity, event.name, vocabulary, line)
            if rule is not None:
                yield rule


def _setting(
    happening: Happening, entity: EntityType, state: str, vocabulary: Vocabulary, line: Line
) -> NewRule | None:
    """The effect that brings the rows of `entity` that belong to the row of the event into a state."""
    if happening.event.kind is EventKind.DELETE:
        return None
    steps = vocabulary.route(happening.entity.name, entity.name)
    if steps:
        return _along(happening, entity, vocabulary.state(entity.name, state, steps), line)
    back = vocabulary.back(happening.entity.name, entity.name)
    done = _assignment(vocabulary.state(entity.name, state) if back else None, "it")
    if back is None or done is None:
        return None
    each = Aggregate(function="each", over=Path(steps=back))
    return _rule(
        happening,
        line,
        _sets(happening, entity),
        EffectRule(name="", events=(), origin=origin(line), each=each, set=(done,)),
    )


def _along(happening: Happening, entity: EntityType, target: Expression | None, line: Line) -> NewRule | None:
    """The effect on the one row that the row of the event points to."""
    done = _assignment(target, "")
    if done is None:
        return None
    return _rule(
        happening, line, _sets(happening, entity), EffectRule(name="", events=(), origin=origin(line), set=(done,))
    )


def _sets(happening: Happening, entity: EntityType) -> str:
    return f"{'_'.join(words(happening.called))}_sets_{'_'.join(words(entity.name))}"


def _assignment(target: Expression | None, root: str) -> Assignment | None:
    if isinstance(target, Comparison) and isinstance(target.left, Path) and isinstance(target.right, Literal):
        return Assignment(path=Path(steps=target.left.steps, root=root), value=target.right)
    return None


def _notifies(text: str, line: Line, vocabulary: Vocabulary) -> Iterator[Proposal]:
    """As in "Cancelling a session shall ... notify all enrolled members", where notifications are kept."""
    match = _NOTIFY.search(text)
    kept = next((e for e in vocabulary.model.entities if words(e.name)[-1] in ("notification", "notice")), None)
    if match is None or kept is None:
        return
    when = WHEN_THEN.match(text)
    deed = _DEED_FIRST.match(text)
    events = when["events"] if when else (deed["deed"] if deed else "")
    for happening in happenings(events, vocabulary) if events else ():
        each = _told(match["whom"], happening.entity, vocabulary)
        if each is None:
            continue
        made_row = creation(kept, happening, vocabulary, each)
        if made_row is None:
            continue
        name = f"{'_'.join(words(happening.called))}_is_told"
        yield _rule(
            happening,
            line,
            name,
            EffectRule(name="", events=(), origin=origin(line), each=each, create=(made_row,)),
        )


def _told(whom: str, entity: EntityType, vocabulary: Vocabulary) -> Aggregate | None:
    """The rows through which those to be told belong to the row ("enrolled members" of a session: its enrolments)."""
    parts = words(whom)
    person = vocabulary.exact(noun(parts[-1])) if parts else None
    if person is None:
        return None
    for between in vocabulary.model.entities:
        back = vocabulary.back(entity.name, between.name)
        if back is None or not vocabulary.route(between.name, person.name):
            continue
        where = vocabulary.state(between.name, parts[0]) if len(parts) > 1 else None
        if len(parts) == 1 or where is not None:
            return Aggregate(function="each", over=Path(steps=back), where=where)
    return None


def _rule(happening: Happening, line: Line, name: str, effect: EffectRule) -> NewRule:
    events: tuple[Event, ...] = (happening.event,)
    rule = EffectRule(
        name=name[:60].rstrip("_"), events=events, origin=origin(line), each=effect.each, create=effect.create,
        set=effect.set,
    )  # fmt: skip
    return NewRule(entity=happening.entity.name, rule=rule)


def _spaced(entity: EntityType) -> str:
    return " ".join(words(entity.name))
