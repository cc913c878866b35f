"""Phrases that speak of rows in a state: "a cancelled booking", "the booking is cancelled", "cancelling it", "cancellation"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from database_designer.discover.names import Noun, noun, words
from database_designer.discover.prose import Line
from database_designer.discover.rules.naming import about
from database_designer.discover.rules.vocabulary import Vocabulary, spelled
from database_designer.model.conceptual import EntityType, Lifecycle

_FILL = frozenset(
    """a an the each every any all it its it's they them their he she is are be been being was were has have had gets get becomes
    become status state in as to set marked moved changed put of for with on upon when if once after while whenever that which
    already finally successfully such new whose = this these those into from still so""".split()
)
_NOMINAL = {
    "cancel": "cancellation", "approve": "approval", "refuse": "refusal", "withdraw": "withdrawal", "close": "closing",
    "return": "return", "void": "void", "deny": "denial", "decline": "decline", "expire": "expiry", "remove": "removal",
    "deactivate": "deactivation", "suspend": "suspension", "confirm": "confirmation", "resolve": "resolution",
}  # fmt: skip
_LONGEST = 3


@dataclass(frozen=True, slots=True)
class Phase:
    """Rows of an entity type in one of these states; `rest` are the words of the phrase that mean neither."""

    entity: EntityType
    lifecycle: Lifecycle
    states: tuple[str, ...]
    rest: tuple[str, ...]


def phase(text: str, line: Line, words_: Vocabulary, owner: EntityType | None = None) -> Phase | None:
    """The rows in a state that a phrase speaks of; None where it speaks of no known state.

    The entity type is the one that the phrase names, else `owner`, else the first with such a state that the line is about.
    """
    said = words(text)
    if not said or len(said) > 16:
        return None
    named, left = _named(said, words_)
    for entity in (named,) if named is not None else (owner,) if owner is not None else about(line, words_):
        lifecycle = words_.navigation.lifecycle(entity.name)
        if lifecycle is None:
            continue
        states, rest = _states(left if named is not None else said, lifecycle)
        if states:
            return Phase(_holder(entity, words_), lifecycle, states, rest)
    return None


def _holder(entity: EntityType, words_: Vocabulary) -> EntityType:
    return next((e for e in words_.navigation.lineage(entity.name) if e.lifecycle is not None), entity)


def _named(said: tuple[str, ...], words_: Vocabulary) -> tuple[EntityType | None, tuple[str, ...]]:
    """The first entity type that the words name, and the words without its name."""
    for at in range(len(said)):
        for length in range(min(_LONGEST, len(said) - at), 0, -1):
            name = noun(" ".join(said[at : at + length]))
            entity = words_.exact(name) if said[at] not in _FILL else None
            if entity is not None and (length == 1 or words_.exact(name[1:]) is not entity):
                return entity, (*said[:at], *said[at + length :])
    return None, said


def _states(said: tuple[str, ...], lifecycle: Lifecycle) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found: dict[str, None] = {}
    rest: list[str] = []
    at = 0
    while at < len(said):
        state, length = _state_at(said, at, lifecycle)
        if state is not None:
            found.setdefault(state)
        elif said[at] not in _FILL and said[at] not in ("or", "and", "by"):
            rest.append(said[at])
        at += length
    return tuple(found), tuple(rest)


def _state_at(said: tuple[str, ...], at: int, lifecycle: Lifecycle) -> tuple[str | None, int]:
    for length in (3, 2, 1):
        if at + length <= len(said) and said[at] not in _FILL:
            state = spelled(" ".join(said[at : at + length]), lifecycle.states)
            if state is not None:
                return state, length
    return None, 1


def later(lifecycle: Lifecycle, state: str) -> tuple[str, ...]:
    """The state and those that the moves lead to from it, the start left out; the state alone where any move is allowed."""
    targets: dict[str, list[str]] = {}
    for move in lifecycle.moves:
        targets.setdefault(move.source, []).append(move.target)
    reached, waiting = {state}, [state]
    while waiting:
        for target in targets.get(waiting.pop(), ()):
            if target not in reached and target not in lifecycle.start:
                reached.add(target)
                waiting.append(target)
    return tuple(s for s in lifecycle.states if s in reached)


def deed(state: str) -> Noun:
    """What bringing a row into the state is called: ("cancellation",) for `CANCELLED`, ("rejection",) for "Rejected"."""
    bare = " ".join(words(state))
    verb = next((v for v in _NOMINAL if spelled(v, (state,))), None)
    if verb is not None:
        return (_NOMINAL[verb],)
    if re.fullmatch(r"[a-z]+cted", bare):
        return (f"{bare[:-2]}ion",)
    if re.fullmatch(r"[a-z]+[aeiou]ted", bare) and bare.endswith("ated"):
        return (f"{bare[:-2]}ion",)
    return words(state)
