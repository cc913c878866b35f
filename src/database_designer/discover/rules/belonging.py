"""Whether rows point to others, and which others belong to them: "is assigned to a crew", "belongs to the same branch"."""

from __future__ import annotations

import re

from database_designer.discover.names import noun
from database_designer.discover.rules.amounts import (
    figure,
)
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import EntityType
from database_designer.model.expression import (
    Aggregate,
    Comparator,
    Comparison,
    Expression,
    IsSet,
    Path,
)

_SAME = re.compile(
    r"^(?:is|are|belongs?|is assigned|are assigned|works?|is part|is registered|is located)?\s*(?:to|in|at|of|for|with|from)?\s*the same (?P<what>[a-z]+(?: [a-z]+)?)(?: (?:as|of|like) .+)?$"
)


def none_of(expression: Expression) -> Expression:
    """That there are no such rows, or that what is set is not."""
    match expression:
        case Aggregate(function="exists"):
            return Comparison(
                operator=Comparator.EQ,
                left=Aggregate(function="count", over=expression.over, where=expression.where),
                right=figure("0"),
            )
        case IsSet():
            return IsSet(operand=expression.operand, negated=True)
    return expression


def rows_of(entity: EntityType, other: EntityType, words: Vocabulary) -> tuple[str, ...] | None:
    """The way to the rows of another entity type that belong to a row: those that point to it, or to what it points to."""
    own = words.back(entity.name, other.name)
    if own is not None:
        return own
    found = [
        (r.name, *back)
        for r in entity.references
        if (back := words.back(r.to, other.name)) is not None and not r.optional
    ]
    return found[0] if len(found) == 1 else None


def same(entity: EntityType, said: str, words: Vocabulary) -> Expression | None:
    """As in "belongs to the same branch": the branches of the two things that a row joins are one."""
    told = _SAME.match(said)
    target = words.exact(noun(told["what"])) if told else None
    if target is None:
        return None
    ways = [
        (r.name, *steps)
        for r in entity.references
        if (steps := words.route(r.to, target.name)) is not None and (steps or r.to == target.name)
    ]
    if len(ways) != 2:
        return None
    return Comparison(operator=Comparator.EQ, left=Path(steps=ways[0]), right=Path(steps=ways[1]))


def pointing(entity: EntityType, said: str, words: Vocabulary) -> Expression | None:
    """As in "is assigned to a crew", "has not been assigned": whether a reference is set."""
    found = re.match(
        r"^(?:is|are|has been|have been|was)\s+(?P<not>not\s+)?(?:yet\s+)?(?:assigned|linked|attached|connected|allocated|related|tied)\s+(?:to|with)\s+(?:an?|any|some|at least one)\s+(?P<what>[a-z]+(?: [a-z]+)?)$",
        said,
    )
    target = words.exact(noun(found["what"])) if found else None
    if found is None or target is None:
        return None
    steps = words.route(entity.name, target.name)
    if steps:
        return IsSet(operand=Path(steps=steps), negated=bool(found["not"]))
    back = words.back(entity.name, target.name)
    there = Aggregate(function="exists", over=Path(steps=back)) if back is not None else None
    return none_of(there) if there is not None and found["not"] else there
