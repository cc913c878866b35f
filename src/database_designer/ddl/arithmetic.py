"""Reckoning with numbers and durations in SQL."""

from __future__ import annotations

import re

from database_designer.ddl.fragment import INTERVALS, NUMBERS, Fragment, Kind, Level, call
from database_designer.ddl.literals import NUMBER
from database_designer.model.expression import Arithmetic


def combine(operator: Arithmetic, left: Fragment, right: Fragment) -> Fragment:
    """`left operator right`, where neither is a date or an instant."""
    if operator is Arithmetic.DIV:
        return _quotient(left, right)
    level = Level.ADD if operator in (Arithmetic.ADD, Arithmetic.SUB) else Level.MUL
    # What stands on the right keeps its parentheses: - does not associate, and the reader sees the tree as written.
    text = f"{left.at(level)} {operator.value} {right.at(Level(level + 1))}"
    return Fragment(text, level, _kind_of_result(left.kind, right.kind))


def _quotient(left: Fragment, right: Fragment) -> Fragment:
    """Division is exact (SQL cuts that of whole numbers off), and by zero it is unknown."""
    kind = Kind.NUMBER if left.kind in NUMBERS else left.kind
    if left.kind is Kind.INTEGER:
        left = left.cast("numeric", Kind.NUMBER)
    if not _is_nonzero_constant(right.text):
        right = call("nullif", right, Fragment("0", Level.PRIMARY), kind=right.kind)
    return Fragment(f"{left.at(Level.MUL)} / {right.at(Level.ZONE)}", Level.MUL, kind)


def _is_nonzero_constant(text: str) -> bool:
    return bool(NUMBER.match(text)) and any(c in "123456789" for c in re.split("[eE]", text)[0])


def _kind_of_result(left: Kind, right: Kind) -> Kind:
    if left in INTERVALS or right in INTERVALS:
        return Kind.INTERVAL if left in INTERVALS and right in INTERVALS else (left if left in INTERVALS else right)
    if left is right:
        return left
    return Kind.NUMBER if Kind.NUMBER in (left, right) else Kind.UNKNOWN
