"""Conditions put together: moved along references, denied, joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from database_designer.model.conceptual import EntityType
from database_designer.model.expression import (
    Aggregate,
    And,
    Comparator,
    Comparison,
    Expression,
    In,
    IsSet,
    Literal,
    Moment,
    Not,
    Or,
    Path,
)
from database_designer.model.navigation import Hop, Navigation
from database_designer.model.walk import children, nodes, replaced

_OPPOSITE = {
    Comparator.EQ: Comparator.NE, Comparator.NE: Comparator.EQ, Comparator.LT: Comparator.GE,
    Comparator.GE: Comparator.LT, Comparator.GT: Comparator.LE, Comparator.LE: Comparator.GT,
}  # fmt: skip


def along(condition: Expression, steps: tuple[str, ...]) -> Expression:
    """What holds of the row that the steps lead to, said of the row they start from."""
    if not steps:
        return condition

    def moved(node: Expression) -> Expression | None:
        match node:
            case Path(root=""):
                return replace(node, steps=(*steps, *node.steps))
            case Aggregate(over=Path(root="") as over):
                return replace(node, over=replace(over, steps=(*steps, *over.steps)))
        return None

    return replaced(condition, moved)


def both(conditions: Iterable[Expression | None]) -> Expression | None:
    """All of the conditions that there are; None for none."""
    found = _flat(conditions, And)
    return And(operands=found) if len(found) > 1 else (found[0] if found else None)


def either(conditions: Iterable[Expression]) -> Expression | None:
    """Any of the conditions; equalities of one path become one list of values. None for none."""
    found = _flat(conditions, Or)
    if len(found) < 2:
        return found[0] if found else None
    same = [
        c for c in found if isinstance(c, Comparison) and c.operator is Comparator.EQ and isinstance(c.right, Literal)
    ]
    if len(same) == len(found) and len({c.left for c in same}) == 1:
        return In(operand=same[0].left, values=tuple(c.right for c in same))
    return Or(operands=found)


def _flat(conditions: Iterable[Expression | None], kind: type[And | Or]) -> tuple[Expression, ...]:
    found: dict[Expression, None] = {}
    for condition in conditions:
        if isinstance(condition, kind):
            found.update(dict.fromkeys(condition.operands))
        elif condition is not None:
            found[condition] = None
    return tuple(found)


def denied(condition: Expression, entity: EntityType, navigation: Navigation) -> Expression:
    """That the condition does not hold of a row of the entity type; what it compares need not be set for that."""
    match condition:
        case Not():
            return condition.operand
        case IsSet():
            return replace(condition, negated=not condition.negated)
        case And():
            return either(denied(o, entity, navigation) for o in condition.operands) or condition
        case Or():
            return both(denied(o, entity, navigation) for o in condition.operands) or condition
        case Comparison():
            other = _opposite(condition)
            unset = [p for p in _read(condition) if _may_lack(p, entity, navigation)]
            absent = [IsSet(operand=p, negated=True) for p in unset]
            return Or(operands=(*absent, other)) if absent else other
        case _:
            return Not(operand=condition)


def _opposite(condition: Comparison) -> Comparison:
    """With the opposite comparator; `active = true` becomes `active = false`."""
    if isinstance(condition.right, Literal) and condition.right.kind == "boolean":
        value = "false" if condition.right.value == "true" else "true"
        return replace(condition, right=replace(condition.right, value=value))
    return replace(condition, operator=_OPPOSITE[condition.operator])


def _read(condition: Expression) -> tuple[Path, ...]:
    """The paths of a condition outside other sides, each once."""
    if isinstance(condition, Aggregate):
        return ()
    if isinstance(condition, Path):
        return (condition,) if condition.root == "" else ()
    return tuple(dict.fromkeys(p for c in children(condition) for p in _read(c)))


def _may_lack(path: Path, entity: EntityType, navigation: Navigation) -> bool:
    """Whether some step of the path need not be set."""
    at = entity.name
    for step in path.steps:
        member = navigation.member(at, step)
        if member is not None and member.optional:
            return True
        target = navigation.target(at, step)
        at = target.entity if isinstance(target, Hop) else at
    return False


def references_read(condition: Expression, entity: EntityType, navigation: Navigation) -> tuple[str, ...]:
    """The references of the entity type that the condition begins at: another value of them may break it."""
    first = (p.steps[0] for p in _begun(condition) if len(p.steps) > 1)
    own = [r.name for e in navigation.lineage(entity.name) for r in e.references if not (r.immutable or r.set_once)]
    return tuple(dict.fromkeys(s for s in first if s in own))


def _begun(condition: Expression) -> Iterator[Path]:
    """The paths that begin at the row itself: not those of the rows of an other side."""
    match condition:
        case Path(root="" | "this"):
            yield condition
        case Aggregate():
            yield condition.over
        case _:
            for child in children(condition):
                yield from _begun(child)


def timeless(condition: Expression) -> bool:
    """Whether the condition says the same at every moment."""
    return not any(
        isinstance(n, Moment) or (isinstance(n, Path) and n.root in ("actor", "old")) for n in nodes(condition)
    )
