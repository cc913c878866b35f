"""Tables of states: "Status | Meaning | Next", "From | To | Trigger", "State | Allowed next states"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from database_designer.discover.findings import Findings, StateFinding, ValuesFinding, combine
from database_designer.discover.values.state_owners import owner_of
from database_designer.model.requirements import Requirements, Row, Table
from database_designer.source import Evidence

_STATE = re.compile(r"(?:[\w-]+ ){0,3}(?:status|state)|(?:current )?(?:stage|phase)", re.IGNORECASE)
_FROM = re.compile(r"from(?: (?:status|state))?|(?:current|old|source|previous) (?:status|state)", re.IGNORECASE)
_TO = re.compile(
    r"to(?: (?:status|state))?|(?:allowed |possible |valid |permitted )?(?:next|target|new|following)(?: (?:status(?:es)?|states?|steps?))?"
    r"|(?:allowed |possible |valid |permitted )?(?:transitions?|moves?|successors?)(?: to)?|(?:can|may) (?:become|(?:change|move|go|transition) to)|followed by|leads to",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"meanings?|descriptions?|explanations?|definitions?|details?|when|notes?|comments?", re.IGNORECASE
)
_ENDS = frozenset({"", "-", "–", "—", "none", "n/a", "(none)", "terminal", "final", "(terminal)", "(final)", "end"})
_BEGINNINGS = frozenset(
    {"", "-", "–", "—", "none", "n/a", "(none)", "(new)", "new", "start", "(start)", "∅", "*", "[*]"}
)
_NAME = re.compile(r"[A-Za-z][\w-]*(?: [\w-]+){0,2}")
_SPLIT = re.compile(r"\s*(?:,|;|/|\||\bor\b|\band\b)\s*")
_PROTOCOL = frozenset({"http", "response", "code", "test", "requirement", "delivery", "implementation", "build"})
_MAX_STATES = 25


def read_state_tables(requirements: Requirements) -> Findings:
    """Value and state findings of all tables of states."""
    return combine(_table(t) for t in requirements.tables if not t.is_requirements)


def _table(table: Table) -> Findings:
    heads = tuple(h.strip(" *_`:").lower() for h in table.header)
    if len(heads) < 2 or set(heads[0].split()) & _PROTOCOL:
        return Findings()
    source = next((i for i, h in enumerate(heads) if _FROM.fullmatch(h)), None)
    source = source if source is not None else (0 if _STATE.fullmatch(heads[0]) else None)
    target = next((i for i, h in enumerate(heads) if i != source and _TO.fullmatch(h)), None)
    if source is None or (target is None and not any(_TELLING.fullmatch(h) for h in heads[1:])):
        return Findings()
    return _states(table, source, target)


def _states(table: Table, source: int, target: int | None) -> Findings:
    """The states of the first column and their moves; nothing where a cell is no name of a state."""
    owner = owner_of((table.lead, table.header[source]), table.section)
    moves: list[tuple[str, str, Row]] = []
    states: list[str] = []
    start = ""
    for row in table.rows[: _MAX_STATES * 4]:
        names = _names(row.cells[source], _BEGINNINGS)
        following = _names(row.cells[target], _ENDS) if target is not None else ()
        if names is None or following is None:
            return Findings()
        if not names and len(following) == 1:
            start = start or following[0]
        states.extend(names)
        moves.extend((a, b, row) for a in names for b in following)
    values = tuple(dict.fromkeys((*states, *(b for _, b, _ in moves))))[:_MAX_STATES]
    if not owner or len(values) < 2 or (target is None and len(values) != len(states)):
        return Findings()
    whole = Evidence(span=table.span, quote=" | ".join((*table.header, *values))[:300], requirement=table.requirement)
    found = [
        StateFinding(owner=owner, evidence=_evidence(row, table), moves=((a, b),)) for a, b, row in moves if a != b
    ]
    if start:
        found.append(StateFinding(owner=owner, evidence=whole, start=start))
    return Findings(
        values=(ValuesFinding(owner=owner, attribute=("status",), values=values, evidence=whole),), states=tuple(found)
    )


def _evidence(row: Row, table: Table) -> Evidence:
    return Evidence(span=row.span, quote=" | ".join(row.cells), requirement=row.requirement or table.requirement)


def _names(cell: str, empty: Iterable[str]) -> tuple[str, ...] | None:
    """The states that a cell names, () for a cell that says none; None where it holds something else."""
    text = re.sub(r"\([^()]*\)", " ", cell).strip(" .`*_")
    if cell.strip().lower() in empty or text.lower() in empty:
        return ()
    parts = tuple(p.strip(" `*_\"“”'") for p in _SPLIT.split(text) if p)
    return parts if parts and all(_NAME.fullmatch(p) for p in parts) else None
