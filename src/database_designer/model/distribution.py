"""A plan for more than one machine: which table lies where, and the same database with keys that can be kept there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from database_designer.model.physical import PhysicalModel
from database_designer.source import Origin


class Placement(StrEnum):
    """Where the rows of a table lie."""

    DISTRIBUTED = "distributed"  # by the hash of a column, over all nodes
    REFERENCE = "reference"  # whole, on every node
    LOCAL = "local"  # whole, on the coordinator


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a table lies, and why; `column` is what a distributed one is distributed by.

    A column that is `added` takes its value from the row of `parent` that the foreign key `along` points to.
    """

    table: str
    placement: Placement
    reason: str
    column: str = ""
    added: bool = False
    parent: str = ""
    along: str = ""


class LossKind(StrEnum):
    """What becomes of something that cannot be kept as it is."""

    DROPPED = "dropped"
    WEAKER = "weaker"  # kept among the rows of one value of the distribution column only
    CHANGED = "changed"
    STAYS = "does not work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """An object that a distributed database does not keep as it is: what becomes of it, and why."""

    kind: LossKind
    what: str
    name: str
    table: str
    reason: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A plan: the table `root`, by the key of which rows are distributed, `why` it is that one, and the next best ones.

    `placed` has every table. `adapted` is the database after the changes.
    """

    root: str
    why: str
    placed: tuple[Placed, ...]
    adapted: PhysicalModel
    losses: tuple[Loss, ...] = ()
    others: tuple[str, ...] = ()

    def of(self, table: str) -> Placed | None:
        """Where a table lies."""
        return next((p for p in self.placed if p.table == table), None)

    def tables(self, placement: Placement) -> tuple[Placed, ...]:
        """The tables of a placement."""
        return tuple(p for p in self.placed if p.placement is placement)
