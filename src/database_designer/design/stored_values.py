"""Values of the concept as values of a column."""

from __future__ import annotations

from collections.abc import Mapping

from database_designer.design.expressions import NotOfOneRow
from database_designer.design.layout import Layout
from database_designer.design.literals import fitted
from database_designer.design.lowering import RuleScope, lowered
from database_designer.design.types import TEXT
from database_designer.model.check.families import family_of_type
from database_designer.model.expression import Cast, Clock, Expression, Literal, LiteralKind, Moment
from database_designer.model.physical import Column

ACTOR = Moment(clock=Clock.ACTOR)


def stored_value(expression: Expression, column: Column, scope: RuleScope, layout: Layout) -> Expression:
    """The expression over rows, as a value of the column. Raises NotOfOneRow where it is none."""
    if isinstance(expression, Literal):
        return _literal(expression, column, layout)
    family = family_of_type(column.type)
    if isinstance(expression, Moment) and family in ("date", "instant") and expression.clock != Clock.ACTOR:
        return Moment(clock=Clock.TODAY if family == "date" else Clock.NOW)
    if expression == ACTOR and not layout.logical.concept.actor:
        return Cast(operand=ACTOR, type=column.type.name)
    if column.type == TEXT:
        return _text(expression, scope, layout)
    return lowered(expression, scope, layout, "" if family == "other" else family)


def _literal(literal: Literal, column: Column, layout: Layout) -> Literal:
    if literal.kind == LiteralKind.NULL:
        return literal
    found = fitted(literal, column, enums(layout))
    if found is None:
        raise NotOfOneRow(f"{literal.value!r} is no value of {column.name}")
    return found


def _text(expression: Expression, scope: RuleScope, layout: Layout) -> Expression:
    """Values of other types are written as texts."""
    made = lowered(expression, scope, layout, "")
    try:
        return lowered(expression, scope, layout, "text")
    except NotOfOneRow:
        return Cast(operand=made, type=TEXT.name)


def enums(layout: Layout) -> Mapping[str, tuple[str, ...]]:
    """The values of the enum types."""
    return {e.name: e.values for e in layout.enums}
