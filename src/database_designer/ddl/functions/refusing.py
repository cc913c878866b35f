"""The conditions of IF: when a rule refuses, and how long conditions are broken into lines."""

from __future__ import annotations

from database_designer.ddl.expressions import LONG, Scope, conjuncts, fragment
from database_designer.ddl.fragment import Level
from database_designer.ddl.layout import indented
from database_designer.model import expression as e


def unless(condition: e.Expression, scope: Scope, *, unknown_passes: bool) -> str:
    """When `condition` is broken; an unknown one is, unless `unknown_passes`."""
    if unknown_passes or never_unknown(condition):
        return joined(conjuncts(_opposite(condition), scope))
    parts = conjuncts(condition, scope)
    text = joined(parts)
    if "\n" in text:
        return f"(\n{indented(text)}\n) IS NOT TRUE"
    return f"{fragment(condition, scope).at(Level.PRIMARY)} IS NOT TRUE"


def joined(parts: tuple[str, ...]) -> str:
    """Conditions that hold together: on one line where that is short, else a line each."""
    line = " AND ".join(parts)
    if len(line) <= LONG and "\n" not in line:
        return line
    first, *others = parts
    return "\n    AND ".join((first, *(o.replace("\n", "\n    ") for o in others)))


def _opposite(condition: e.Expression) -> e.Expression:
    """The negation; of `a implies b` it is `a and not b`, of `a or b` it is `not a and not b`."""
    match condition:
        case e.Implies(both=False):
            held = condition.left.operands if isinstance(condition.left, e.And) else (condition.left,)
            return e.And(operands=(*held, _opposite(condition.right)))
        case e.Or():
            return e.And(operands=tuple(_opposite(o) for o in condition.operands))
        case e.Not():
            return condition.operand
        case _:
            return e.Not(operand=condition)


def never_unknown(condition: e.Expression) -> bool:
    """Whether a condition is true or false whatever is unset."""
    match condition:
        case e.IsSet() | e.Select(function="exists" | "all") | e.Literal(kind=e.LiteralKind.BOOLEAN):
            return True
        case e.Call(function="same"):
            return True
        case e.Not():
            return never_unknown(condition.operand)
        case e.And() | e.Or():
            return all(never_unknown(o) for o in condition.operands)
        case e.Implies():
            return never_unknown(condition.left) and never_unknown(condition.right)
        case e.Comparison():
            return _always_set(condition.left) and _always_set(condition.right)
        case _:
            return False


def _always_set(value: e.Expression) -> bool:
    match value:
        case e.Literal():
            return value.kind is not e.LiteralKind.NULL
        case e.Select():
            return value.function in ("count", "sum", "exists", "all")
        case e.Moment():
            return value.clock is not e.Clock.ACTOR
        case _:
            return False
