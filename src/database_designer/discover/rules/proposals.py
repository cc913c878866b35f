"""What a reading of rules proposes for the model; `placing` puts it there, or asks about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from database_designer.model.conceptual import Attribute, Derived, Expiry, Move, Reference, Rule, WhenDeleted
from database_designer.model.expression import Expression
from database_designer.source import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """The entity type gets the rule; one of the same meaning that it has already gains the evidence."""

    entity: str
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    """The entity type gets the attribute or reference, unless it has one of that name."""

    entity: str
    member: Attribute | Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is said further of a member; None (False) leaves it as it is, what is stated already stays. `ignore_case` is of uniqueness."""

    entity: str
    member: str
    evidence: Evidence
    optional: bool | None = None
    immutable: bool = False
    set_once: bool = False
    unique: bool = False
    ignore_case: bool = False
    secret: bool = False
    generated: str | None = None
    default: Expression | None = None
    derived: Derived | None = None
    check: Expression | None = None
    matches: str | None = None
    when_deleted: WhenDeleted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """What is said of the states of an entity type. Without a lifecycle it gets one, if two states come together.

    `states` are further states as the documents spell them, `start` those a new row may have, `moves` stated moves,
    `requires` (state, members), `stamps` (state, attribute), `frozen` (state, members), `expires` moves of a job.
    """

    entity: str
    evidence: Evidence
    states: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    requires: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stamps: tuple[tuple[str, str], ...] = ()
    frozen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    expires: tuple[Expiry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Rows of the entity type are never deleted, unless another way of deleting them is stated."""

    entity: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A sentence that tells a rule which the model cannot hold as told: it becomes a question.

    `ask` is the question in one line, `about` the element it is about ("" for none), `assumed` what is done meanwhile.
    """

    evidence: Evidence
    ask: str
    about: str = ""
    assumed: str = "not enforced"


Proposal: TypeAlias = NewRule | NewMember | Options | States | Kept | Unplaced
