"""Lifecycles: the states of an entity type out of value findings, then the moves, the start and what a state needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from database_designer.discover.concepts import Concepts
from database_designer.discover.findings import AttributeFinding, StateFinding, ValuesFinding
from database_designer.discover.names import camel, snake
from database_designer.discover.values.state_words import LATER, key
from database_designer.model.conceptual import EntityType, Lifecycle, Move
from database_designer.source import Evidence, Origin

STATE_NAMES = frozenset({"status", "state"})
_MIN_STATES = 2
_MAX_STATES = 20
_UNKNOWN = "the documents do not say which moves are allowed: any"


def _best(found: list[ValuesFinding]) -> list[ValuesFinding]:
    """The findings that tell the states: a list of a structured source alone, else longer lists before shorter ones."""
    structured = [v for v in found if v.structured and len(v.values) >= _MIN_STATES]
    if structured:
        return structured[:1]
    return sorted(found, key=lambda v: (v.open, -len(v.values)))


def build(state: str, found: Iterable[ValuesFinding], fields: Iterable[AttributeFinding]) -> Lifecycle | None:
    """The lifecycle in the attribute `state`, with any move allowed; None where fewer than two states are known."""
    known = _best(list(found))
    spelled: dict[str, str] = {}
    for value in (v for f in known for v in f.values):
        spelled.setdefault(key(value), value)
    if all(v.open for v in known):
        # Told one by one: nothing begins as cancelled, wherever that is said first.
        spelled = dict(sorted(spelled.items(), key=lambda pair: pair[1].lower() in LATER))
    states = tuple(spelled.values())[:_MAX_STATES]
    if len(states) < _MIN_STATES:
        return None
    stated = next((f.default.value for f in fields if f.default is not None), None)
    first = spelled.get(key(stated), states[0]) if stated else states[0]
    evidence = tuple(dict.fromkeys(v.evidence for v in known))[:6]
    return Lifecycle(
        state=state,
        states=states,
        start=(first, *(s for s in states if s != first)),
        moves=(),
        any_move=True,
        origin=Origin(evidence=evidence, decided_by="lifecycles", principle=_UNKNOWN),
    )


def by_owner(found: Iterable[StateFinding], concepts: Concepts) -> Mapping[str, list[StateFinding]]:
    """What is said of states, by the name of the entity type that it is said of."""
    grouped: dict[str, list[StateFinding]] = defaultdict(list)
    for finding in found:
        target = concepts.named(finding.owner) if finding.owner else None
        if target is not None:
            grouped[camel(target)].append(finding)
    return grouped


def with_moves(entity: EntityType, own: list[StateFinding]) -> EntityType:
    """The entity type with what is said of its states: moves where they lead to every state, the start, the needs."""
    lifecycle = entity.lifecycle
    if lifecycle is None:
        return entity
    spelled = {key(s): s for s in lifecycle.states}
    lifecycle = _started(lifecycle, own, spelled)
    lifecycle = _moved(lifecycle, own, spelled)
    return replace(entity, lifecycle=replace(lifecycle, requires=_needs(own, spelled, entity)))


def _started(lifecycle: Lifecycle, found: list[StateFinding], spelled: dict[str, str]) -> Lifecycle:
    """With the one state that rows start in, where the documents say so and nothing contradicts."""
    stated = {spelled[key(f.start)]: f.evidence for f in reversed(found) if f.start and key(f.start) in spelled}
    if len(stated) != 1:
        return lifecycle
    ((start, evidence),) = stated.items()
    return replace(lifecycle, start=(start,), origin=_with(lifecycle.origin, evidence))


def _moved(lifecycle: Lifecycle, found: list[StateFinding], spelled: dict[str, str]) -> Lifecycle:
    """With the stated moves, where they lead to every state but the first: else some are not told, and all stay."""
    moves: dict[tuple[str, str], Move] = {}
    for finding in found:
        for source, target in finding.moves:
            one, two = spelled.get(_state_key(source, spelled)), spelled.get(_state_key(target, spelled))
            if one and two and one != two:
                origin = Origin(evidence=(finding.evidence,), decided_by="lifecycles")
                moves.setdefault((one, two), Move(source=one, target=two, origin=origin))
    targets = {b for _, b in moves}
    first = lifecycle.start[0]
    if not moves or targets | {first} != set(lifecycle.states):
        # What is entered from another state is entered later, whatever other moves there are.
        later = targets | {spelled.get(_state_key(s, spelled), "") for f in found for s in f.later}
        return replace(lifecycle, start=(first, *(s for s in lifecycle.start[1:] if s not in later)))
    return replace(
        lifecycle,
        start=(first,),
        moves=tuple(moves.values()),
        any_move=False,
        origin=replace(lifecycle.origin, principle="moves as documented"),
    )


def _state_key(word: str, spelled: dict[str, str]) -> str:
    """The key of the state that a word means: its spelling, or its verb ("be voided": VOID, "activated": ACTIVE)."""
    wanted = key(word)
    shortened = (*(wanted.removesuffix(end) for end in ("ed", "d")), wanted.removesuffix("ated") + "e")
    return next((k for k in (wanted, *shortened) if k in spelled), wanted)


def _needs(
    found: list[StateFinding], spelled: dict[str, str], entity: EntityType
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What must be set in a state, among the attributes that need not be set always."""
    optional = {a.name for a in entity.attributes if a.optional and a.many is None}
    needs: dict[str, list[str]] = {}
    for finding in found:
        for state, name in finding.needs:
            known = spelled.get(_state_key(state, spelled))
            if known and (attribute := _needed(snake(name), known, optional)):
                needs.setdefault(known, []).append(attribute)
    return tuple((s, tuple(dict.fromkeys(names))) for s, names in needs.items())


def _needed(name: str, state: str, optional: set[str]) -> str | None:
    """The attribute of that name, or of that name for the state ("cancellation_reason" of CANCELLED)."""
    if name in optional:
        return name
    stem = key(state)[:6]
    of_state = [a for a in sorted(optional) if a.endswith(f"_{name}") and a.startswith(stem[:5])]
    return of_state[0] if len(of_state) == 1 else None


def _with(origin: Origin, evidence: Evidence) -> Origin:
    return replace(origin, evidence=tuple(dict.fromkeys((*origin.evidence, evidence))))
