"""Which moves between states the documents as a whole allow: all but those that they rule out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import DECIDED
from database_designer.discover.rules.proposals import Proposal, States
from database_designer.discover.rules.state_facts import Fact, Told, looks_like_state
from database_designer.discover.rules.states import read_states
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.discover.values.state_words import key
from database_designer.model.conceptual import EntityType, Kind, Lifecycle, Move
from database_designer.source import Evidence, Origin


def read_moves(lines: Iterable[Line], words_: Vocabulary) -> Iterator[Proposal]:
    """For every entity type of which states are told: further states, the start, and the moves that are left."""
    facts: dict[str, list[Fact]] = {}
    for line in lines:
        for fact in read_states(line, words_):
            facts.setdefault(fact.entity, []).append(fact)
    for name, told in facts.items():
        entity = words_.model.entity(name)
        if entity is not None:
            yield from _proposals(entity, told, words_)


@dataclass(frozen=True, slots=True)
class _Telling:
    """What is told of the states of one entity type, all states spelled as the lifecycle has them."""

    facts: tuple[Fact, ...]
    states: tuple[str, ...]

    def pairs(self, told: Told) -> dict[tuple[str, str], Evidence]:
        """The (source, target) pairs so told, each with the first sentence that tells it."""
        found: dict[tuple[str, str], Evidence] = {}
        for fact in self.facts:
            if fact.told is told and len(fact.states) == 2:
                found.setdefault((fact.states[0], fact.states[1]), fact.evidence)
        return found

    def single(self, told: Told) -> dict[str, Evidence]:
        """The states so told."""
        found: dict[str, Evidence] = {}
        for fact in self.facts:
            if fact.told is told and len(fact.states) == 1:
                found.setdefault(fact.states[0], fact.evidence)
        return found


def _proposals(entity: EntityType, facts: list[Fact], words_: Vocabulary) -> Iterator[Proposal]:
    lifecycle = entity.lifecycle
    states = _states(entity, lifecycle, facts, words_)
    spelled = {key(s): s for s in states}
    known = tuple(
        Fact(
            entity=f.entity,
            told=f.told,
            states=tuple(spelled[key(s)] if s else "" for s in f.states),
            evidence=f.evidence,
        )
        for f in facts
        if all(not s or key(s) in spelled for s in f.states)
    )
    evidence = next((f.evidence for f in known if f.states), None)
    if evidence is None or (lifecycle is None and len(states) < 2):
        return
    told = _Telling(known, states)
    start = tuple(told.single(Told.START))
    further = states if lifecycle is None else tuple(s for s in states if s not in lifecycle.states)
    moves = _left(told, start, lifecycle)
    if further or start or moves:
        yield States(
            entity=entity.name, evidence=evidence, states=further, moves=moves,
            start=start or (_beginnings(told, moves) if moves else ()),
        )  # fmt: skip


def _states(entity: EntityType, lifecycle: Lifecycle | None, facts: list[Fact], words_: Vocabulary) -> tuple[str, ...]:
    """The known states and those told as codes, unless a code is a value of another property."""
    values = {
        key(v)
        for a in entity.attributes
        if a.type.kind is Kind.LIST
        for v in words_.navigation.values(a.type) or a.type.values
    }
    found = {key(s): s for s in (lifecycle.states if lifecycle is not None else ())}
    closed = lifecycle is not None and not lifecycle.any_move
    for fact in facts:
        for state in fact.states:
            if looks_like_state(state) and not closed and key(state) not in values:
                found.setdefault(key(state), state)
    return tuple(found.values())


def _left(told: _Telling, start: tuple[str, ...], lifecycle: Lifecycle | None) -> tuple[Move, ...]:
    """All moves but those ruled out; () where none is ruled out, or the moves are told one by one."""
    if lifecycle is not None and not lifecycle.any_move:
        return ()
    complete = _complete(told, start)
    if complete:
        return complete
    out = {pair: evidence for pair, evidence in _ruled_out(told, start) if pair[0] != pair[1]}
    if not out:
        return ()
    stated = {**told.pairs(Told.MOVE), **told.pairs(Told.ONLY)}
    return tuple(
        Move(source=a, target=b, origin=_origin(stated.get((a, b)), tuple(out.values())))
        for a in told.states
        for b in told.states
        if a != b and (a, b) not in out
    )


def _complete(told: _Telling, start: tuple[str, ...]) -> tuple[Move, ...]:
    """The moves that are told one by one, where they lead to every state but the first; () else."""
    moves = {**told.pairs(Told.ONLY), **told.pairs(Told.MOVE)}
    others = set(told.single(Told.INTO)) - {b for _, b in moves}
    first = set(start or told.states[:1])
    if not told.pairs(Told.MOVE) or others - first or {b for _, b in moves} | first != set(told.states):
        return ()
    return tuple(Move(source=a, target=b, origin=_origin(e, ())) for (a, b), e in moves.items())


def _ruled_out(told: _Telling, start: tuple[str, ...]) -> Iterator[tuple[tuple[str, str], Evidence]]:
    for (source, target), evidence in told.pairs(Told.NEVER).items():
        yield from (((s, target), evidence) for s in told.states if s == source or not source)
    for state, evidence in told.single(Told.FINAL).items():
        yield from (((state, target), evidence) for target in told.states)
    allowed = {**told.pairs(Told.ONLY), **told.pairs(Told.MOVE)}
    for (_, target), evidence in told.pairs(Told.ONLY).items():
        yield from (((s, target), evidence) for s in told.states if (s, target) not in allowed)
    yield from _never_back(told, start)


def _never_back(told: _Telling, start: tuple[str, ...]) -> Iterator[tuple[tuple[str, str], Evidence]]:
    """Nothing leads back to where rows start: it is told where they start and how they get into every other state."""
    into = set(told.single(Told.INTO)) | {b for t in (Told.MOVE, Told.ONLY) for _, b in told.pairs(t)}
    back = any(f.told is Told.BACK for f in told.facts) or any(s in into for s in start)
    if start and not back and into | set(start) == set(told.states):
        for state, evidence in told.single(Told.START).items():
            yield from (((s, state), evidence) for s in told.states)


def _beginnings(told: _Telling, moves: tuple[Move, ...]) -> tuple[str, ...]:
    """Where rows start when no sentence tells: the first state that no told move leads to."""
    reached = {b for t in (Told.MOVE, Told.ONLY) for _, b in told.pairs(t)} | set(told.single(Told.FINAL))
    found = tuple(s for s in told.states if s not in reached)
    return (found or tuple(dict.fromkeys(m.source for m in moves)))[:1]


def _origin(evidence: Evidence | None, others: tuple[Evidence, ...]) -> Origin:
    if evidence is not None:
        return Origin(evidence=(evidence,), decided_by=DECIDED)
    ruled = tuple(dict.fromkeys(others))[:2]
    return Origin(evidence=ruled, decided_by=DECIDED, principle="not ruled out where others are")
