"""What rows are called for which a condition holds: "open", "not_read", "with_claims"."""

from __future__ import annotations

import re

from database_designer.discover.names import words as said
from database_designer.model.expression import (
    Aggregate,
    And,
    Comparison,
    Expression,
    In,
    IsSet,
    Literal,
    LiteralKind,
    Path,
)


def conjuncts(holds: Expression | None) -> tuple[Expression, ...]:
    """The conditions that are joined by "and"; () for none."""
    if holds is None:
        return ()
    return tuple(c for o in holds.operands for c in conjuncts(o)) if isinstance(holds, And) else (holds,)


def called(holds: Expression | None) -> tuple[str, ...]:
    """The words for rows for which a condition holds, by its values: "open" for `status = OPEN`."""
    found: list[str] = []
    for part in conjuncts(holds):
        match part:
            case Comparison(left=Path(), right=Literal(kind=LiteralKind.VALUE) as right):
                found.append(spelled(right.value) if part.operator == "=" else f"not_{spelled(right.value)}")
            case Comparison(left=Path() as left, right=Literal(kind=LiteralKind.BOOLEAN) as right):
                found.append(left.steps[-1] if right.value == "true" else f"not_{left.steps[-1]}")
            case IsSet(operand=Path() as operand):
                name = operand.steps[-1]
                short = re.sub(r"_(?:at|on|date|time)$", "", name)
                found.append(f"not_{short}" if part.negated else short)
            case Comparison(left=Aggregate() as left) if left.over.steps:
                found.append(f"{'no' if part.operator == '=' else 'with'}_{left.over.steps[-1]}")
            case Aggregate(function="exists") if part.over.steps:
                found.append(f"with_{part.over.steps[-1]}")
            case In(values=values):
                found.append("_or_".join(spelled(v.value) for v in values if isinstance(v, Literal)))
            case _:
                continue
    return tuple(found)


def spelled(value: str) -> str:
    """A value in a name: "in_progress" for `In Progress`."""
    return "_".join(said(value))
