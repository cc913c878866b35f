"""Which expressions may stand in generated columns and in the predicates of indexes."""

from __future__ import annotations

from database_designer.model.check.families import Typing, family_of
from database_designer.model.expression import (
    Between,
    Binary,
    Call,
    Comparison,
    Duration,
    Expression,
    In,
    Matches,
    Moment,
)
from database_designer.model.walk import nodes

_ROW_FUNCTIONS = frozenset(
    {"lower", "length", "exactly_one", "at_most_one", "at_least_one", "to_tsvector", "only_if", "range"}
)


def immutable(expression: Expression, typing: Typing) -> bool:
    """Whether PostgreSQL takes a well-typed expression of one row as IMMUTABLE.

    Reckoning with instants and durations, and comparing dates with instants, depends on time zones: it is left out.
    """
    return all(_is_immutable(node, typing) for node in nodes(expression))


def _is_immutable(node: Expression, typing: Typing) -> bool:
    match node:
        case Moment() | Duration():
            return False
        case Binary():
            return family_of(node, typing) == "number"
        case Call():
            # The text of an enum value is STABLE for PostgreSQL: values can be renamed.
            return node.function in _ROW_FUNCTIONS and "enum" not in _families(node.arguments, typing)
        case Matches():
            return family_of(node.operand, typing) != "enum"
        case Comparison():
            return _same_kind((node.left, node.right), typing)
        case Between():
            return _same_kind((node.operand, node.low, node.high), typing)
        case In():
            return _same_kind((node.operand, *node.values), typing)
        case _:
            return True


def _same_kind(operands: tuple[Expression, ...], typing: Typing) -> bool:
    families = _families(operands, typing)
    return not ({"date", "instant"} <= families or {"enum", "text"} <= families)


def _families(operands: tuple[Expression, ...], typing: Typing) -> set[str]:
    return {family_of(o, typing) for o in operands}
