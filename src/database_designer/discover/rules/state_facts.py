"""A fact about states: what is said of which, as the sentence spells them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from database_designer.discover.prose import Line
from database_designer.model.conceptual import EntityType
from database_designer.source import Evidence

CODE = r"[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*"
THING = r"[A-Za-z][\w-]*(?:\s[a-z][\w-]*){0,2}?"
STATUS = r"(?:(?:the\s+)?(?:status|state)(?:\s+of)?\s+|status\s*=\s*)?"
_STATE_WORDS = frozenset(
    """ACTIVE INACTIVE PENDING DRAFT OPEN NEW VOID FINAL IN_PROGRESS DONE COMPLETE INCOMPLETE VALID INVALID LOCKED ON_HOLD
    AVAILABLE UNAVAILABLE FREE READY WAITING SENT PAID UNPAID LOST SOLD HELD IN_REVIEW IN_TRANSIT OVERDUE LIVE""".split()
)


class Told(StrEnum):
    """What is said of states: that there is one, that rows start in it, how they get there, and where they stay."""

    STATE = "state"  # there is such a state
    START = "start"  # rows are created in it
    INTO = "into"  # rows get into it, from wherever
    MOVE = "move"  # rows go from the first to the second
    ONLY = "only"  # rows get into the second from nowhere but the first
    FINAL = "final"  # rows never leave it
    NEVER = "never"  # rows never go from the first to the second
    BACK = "back"  # rows may return to where they were


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something said of states of an entity type; the states as the sentence spells them."""

    entity: str
    told: Told
    states: tuple[str, ...]
    evidence: Evidence


def fact_of(entity: EntityType, told: Told, states: Iterable[str], line: Line) -> Fact:
    """What a line tells of states of an entity type."""
    return Fact(entity=entity.name, told=told, states=tuple(states), evidence=line.statement.evidence)


def states_in(text: str) -> tuple[str, ...]:
    """The states of an enumeration, without quotation marks."""
    return tuple(w for p in re.split(r"\s*(?:,|/|\bor\b|\band\b)\s*", text) if (w := p.strip(" `\"'“”‘’.")))


def looks_like_state(code: str) -> bool:
    """Whether a code in capitals tells a state by its form (CONFIRMED, IN_PROGRESS); GET and ADMIN do not."""
    return code.isupper() and ((code.endswith(("ED", "ING")) and len(code) > 4) or code in _STATE_WORDS)
