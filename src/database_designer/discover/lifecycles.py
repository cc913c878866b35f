"""Lifecycles: the states of an entity type and the moves between them, from all value findings about its status."""

from __future__ import annotations

from collections.abc import Iterable

from database_designer.discover.findings import AttributeFinding, ValuesFinding
from database_designer.model.conceptual import Lifecycle, Move
from database_designer.source import Origin

STATE_NAMES = frozenset({"status", "state"})
_MIN_STATES = 2
_MAX_STATES = 20


def key(value: str) -> str:
    """A state without its spelling: "In Progress", `IN_PROGRESS` and "in-progress" are one."""
    return "".join(c for c in value.lower() if c.isalnum())


def _start(states: tuple[str, ...], stated: str | None, *, known: bool) -> tuple[str, ...]:
    """The states a row may be created in: the stated one where moves are known, else all, the default first."""
    first = stated or states[0]
    return (first,) if known else (first, *(s for s in states if s != first))


def _best(found: list[ValuesFinding]) -> list[ValuesFinding]:
    """The findings that tell the states: a list in a structured source silences all others but those with moves."""
    structured = [v for v in found if v.structured and len(v.values) >= _MIN_STATES]
    if not structured:
        return found
    states = {key(s) for s in structured[0].values}
    return [structured[0], *(v for v in found if v.moves and {key(s) for s in v.values} <= states)]


def build(state: str, found: Iterable[ValuesFinding], fields: Iterable[AttributeFinding]) -> Lifecycle | None:
    """The lifecycle in the attribute `state`; None where fewer than two states are known."""
    known = _best(list(found))
    closed = [v for v in known if not v.open]
    spelled: dict[str, str] = {}
    for finding in (*closed, *(v for v in known if v.open)):
        for value in finding.values:
            if closed and finding.open and key(value) not in spelled and len(spelled) >= _MAX_STATES:
                continue
            spelled.setdefault(key(value), value)
    states = tuple(spelled.values())[:_MAX_STATES]
    if len(states) < _MIN_STATES:
        return None
    evidence = tuple(dict.fromkeys(v.evidence for v in known))
    moves: dict[tuple[str, str], Move] = {}
    for finding in known:
        for source, target in finding.moves:
            a, b = spelled.get(key(source)), spelled.get(key(target))
            if a and b and a != b:
                moves.setdefault(
                    (a, b),
                    Move(source=a, target=b, origin=Origin(evidence=(finding.evidence,), decided_by="lifecycles")),
                )
    stated = next((f.default.value for f in fields if f.default is not None), None)
    start = spelled.get(key(stated)) if stated else None
    start = start or next((spelled[key(v.start)] for v in known if v.start and key(v.start) in spelled), None)
    covered = {s for pair in moves for s in pair}
    complete = bool(moves) and covered == set(states)
    return Lifecycle(
        state=state,
        states=states,
        start=_start(states, start, known=bool(moves)),
        moves=tuple(moves.values()) if complete else (),
        any_move=not complete,
        origin=Origin(
            evidence=evidence[:6],
            decided_by="lifecycles",
            principle="moves as documented" if complete else "the documents do not say which moves are allowed: any",
        ),
    )
