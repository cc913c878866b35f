"""Which rows still count: those that have not been cancelled, refused or the like, and take a place now."""

from __future__ import annotations

from database_designer.discover.rules.logic import timeless
from database_designer.discover.rules.moments import moment
from database_designer.discover.rules.stems import stem
from database_designer.discover.rules.things import still_open
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import EntityType
from database_designer.model.expression import Comparator, Comparison, Expression, In, Literal, LiteralKind, Path

_ENDED = frozenset(
    stem(w) for w in "cancelled canceled rejected declined withdrawn void voided revoked aborted refused denied".split()
)


def not_ended(entity: EntityType, words: Vocabulary) -> Expression | None:
    """That a row has not been cancelled, refused or the like: such ones count for nothing."""
    lifecycle = words.navigation.lifecycle(entity.name)
    if lifecycle is None:
        return None
    ended = [s for s in lifecycle.states if stem(s.split("_")[0]) in _ENDED]
    path = Path(steps=(lifecycle.state,))
    if len(ended) == 1:
        return Comparison(operator=Comparator.NE, left=path, right=_value(ended[0]))
    kept = tuple(_value(s) for s in lifecycle.states if s not in ended)
    return In(operand=path, values=kept) if ended and kept else None


def _value(state: str) -> Literal:
    return Literal(kind=LiteralKind.VALUE, value=state)


def present(entity: EntityType, words: Vocabulary) -> tuple[Expression | None, bool]:
    """Which rows take a place now, and whether that can be told: not where all rows have an end in time."""
    if words.navigation.lifecycle(entity.name) is not None:
        return not_ended(entity, words), True
    ended = still_open(entity, words)
    return ended, ended is not None or moment(entity, "end") is None


def lasting(where: Expression | None) -> bool:
    """Whether rows can be counted by the condition: it does not depend on the moment."""
    return where is None or timeless(where)
