"""What is said of one thing of a design: values, for text and for JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from database_designer.model.physical import Enforcement
from database_designer.model.proof import RuleProof
from database_designer.source import Origin


class Key(NamedTuple):
    """A thing of a design: its kind in words ("table", "entity type", "access pattern") and its whole name."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A thing that can be explained: the element itself, and the name it is in the plan by (None for no statement)."""

    key: Key
    value: object
    origin: Origin | None
    table: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """What a thing has to do with others: "serves", and all that it serves."""

    how: str
    others: tuple[Key, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A rule about the thing, or that the thing keeps, with its proof on each server that was asked."""

    enforcement: Enforcement
    proofs: tuple[RuleProof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a server showed of the thing besides rules: the step of the proof, and what came of it."""

    server: str
    what: str
    outcome: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement of a requirement: its quotation and place, and what became of it."""

    quote: str
    place: str
    use: str
    elements: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All about one thing. `facts` are (label, text) pairs on what it is, `sql` the statements that make it."""

    key: Key
    facts: tuple[tuple[str, str], ...]
    origin: Origin | None
    sql: tuple[str, ...] = ()
    bonds: tuple[Bond, ...] = ()
    kept: tuple[Kept, ...] = ()
    seen: tuple[Seen, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The explanations of a name: several where several things have it.

    Where there are none, `near` are the things that may be meant; `ambiguous` where all of them have the name in part.
    """

    name: str
    explanations: tuple[Explanation, ...] = ()
    near: tuple[Key, ...] = ()
    ambiguous: bool = False
