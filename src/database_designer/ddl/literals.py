"""Literals, and values of the moment, in SQL."""

from __future__ import annotations

import re

from database_designer.ddl import temporal
from database_designer.ddl.fragment import ExpressionError, Fragment, Kind, Level
from database_designer.model import expression as e
from database_designer.postgres.quoting import quote_literal

NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z", re.ASCII)
"""A number as SQL and the model language write it."""


def literal(node: e.Literal, timezone: str) -> Fragment:
    """A literal; instants without an offset of their own are at `timezone`. Raises ExpressionError where it is none."""
    kind, value = node.kind, node.value
    if kind is e.LiteralKind.NUMBER:
        return _number(value)
    if kind is e.LiteralKind.BOOLEAN:
        if value not in ("true", "false"):
            raise ExpressionError(f"{value!r} is neither true nor false")
        return Fragment(value.upper(), Level.PRIMARY, Kind.BOOLEAN)
    if kind is e.LiteralKind.DATE:
        return temporal.date_literal(value)
    if kind is e.LiteralKind.INSTANT:
        return temporal.instant_literal(value, timezone)
    if kind is e.LiteralKind.NULL:
        return Fragment("NULL", Level.PRIMARY)
    return Fragment(quote_literal(value), Level.PRIMARY)


def _number(value: str) -> Fragment:
    if not NUMBER.match(value):
        raise ExpressionError(f"{value!r} is no number")
    kind = Kind.INTEGER if value.lstrip("-").isdecimal() else Kind.NUMBER
    return Fragment(value, Level.UNARY if value.startswith("-") else Level.PRIMARY, kind)


def moment(node: e.Moment, timezone: str, actor_setting: str) -> Fragment:
    """The time of the transaction, its date at `timezone`, or the actor that the session setting names."""
    now = Fragment("now()", Level.PRIMARY, Kind.INSTANT)
    if node.clock is e.Clock.NOW:
        return now
    if node.clock is e.Clock.TODAY:
        return temporal.as_date(now, timezone)
    setting = quote_literal(actor_setting)
    return Fragment(f"nullif(current_setting({setting}, true), '')", Level.PRIMARY, Kind.TEXT)
