"""Dates, instants and durations in SQL, at a named time zone: nothing here depends on the time zone of the session."""

from __future__ import annotations

import datetime

from database_designer.ddl.fragment import INTERVALS, NUMBERS, ExpressionError, Fragment, Kind, Level, call
from database_designer.model.expression import Arithmetic
from database_designer.postgres.quoting import quote_literal

_CALENDAR_UNITS = ("day", "week", "month", "year")
_CLOCK_UNITS = ("second", "minute", "hour")


def date_literal(text: str) -> Fragment:
    """`DATE '2024-01-31'`. Raises ExpressionError where `text` is no ISO date ('today' would be the day of the DDL)."""
    try:
        value = datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ExpressionError(f"{text!r} is no date") from error
    return Fragment(f"DATE '{value.isoformat()}'", Level.PRIMARY, Kind.DATE)


def instant_literal(text: str, timezone: str) -> Fragment:
    """An instant; without an offset of its own at `timezone`. Raises ExpressionError where `text` is none."""
    try:
        value = datetime.datetime.fromisoformat(text)
    except ValueError as error:
        raise ExpressionError(f"{text!r} is no date with a time") from error
    written = value.isoformat(sep=" ")
    if value.tzinfo is not None:
        return Fragment(f"TIMESTAMPTZ '{written}'", Level.PRIMARY, Kind.INSTANT)
    return at_zone(Fragment(f"TIMESTAMP '{written}'", Level.PRIMARY, Kind.OTHER), timezone, Kind.INSTANT)


def duration(amount: Fragment, unit: str) -> Fragment:
    """`INTERVAL '3 days'`, or `n * INTERVAL '1 day'`. Raises ExpressionError for a unit that is none."""
    singular = unit.lower().removesuffix("s")
    if singular in _CALENDAR_UNITS:
        kind = Kind.CALENDAR
    elif singular in _CLOCK_UNITS:
        kind = Kind.CLOCK
    else:
        raise ExpressionError(f"{unit!r} is no unit of time")
    if amount.text.isdecimal():
        plural = "" if int(amount.text) == 1 else "s"
        return Fragment(f"INTERVAL '{amount.text} {singular}{plural}'", Level.PRIMARY, kind)
    return Fragment(f"{amount.at(Level.MUL)} * INTERVAL '1 {singular}'", Level.MUL, kind)


def at_zone(value: Fragment, timezone: str, kind: Kind) -> Fragment:
    """`value AT TIME ZONE 'timezone'`: an instant becomes local time, local time becomes an instant."""
    return Fragment(f"{value.at(Level.ZONE)} AT TIME ZONE {quote_literal(timezone)}", Level.ZONE, kind)


def as_instant(value: Fragment, timezone: str) -> Fragment:
    """A date as the instant at which it begins; anything else as it is."""
    if value.kind is not Kind.DATE:
        return value
    return at_zone(value.cast("timestamp", Kind.OTHER), timezone, Kind.INSTANT)


def as_date(value: Fragment, timezone: str) -> Fragment:
    """An instant as the date it has at `timezone`; a date as it is."""
    if value.kind is Kind.DATE:
        return value
    local = at_zone(value, timezone, Kind.OTHER) if value.kind is Kind.INSTANT else value
    return local.cast("date", Kind.DATE)


def weekday(value: Fragment, timezone: str) -> Fragment:
    """The day of the week, 1 for Monday to 7 for Sunday."""
    day = as_date(value, timezone)
    return Fragment(f"extract(isodow FROM {day.text})", Level.PRIMARY).cast("integer", Kind.INTEGER)


def start_of(unit: str, value: Fragment, timezone: str) -> Fragment:
    """The first day of the week, month or year of `value`."""
    local = as_date(value, timezone).cast("timestamp", Kind.OTHER)
    return call("date_trunc", Fragment(f"'{unit}'", Level.PRIMARY), local, kind=Kind.OTHER).cast("date", Kind.DATE)


def combine(operator: Arithmetic, left: Fragment, right: Fragment, timezone: str) -> Fragment | None:
    """`left operator right` where a date or an instant takes part; None where none does."""
    if operator is Arithmetic.ADD and right.kind in (Kind.DATE, Kind.INSTANT):
        left, right = right, left
    if left.kind not in (Kind.DATE, Kind.INSTANT) or operator not in (Arithmetic.ADD, Arithmetic.SUB):
        return None
    if right.kind in (Kind.DATE, Kind.INSTANT):
        return _difference(operator, left, right, timezone)
    if left.kind is Kind.DATE:
        return _shift_date(operator, left, right, timezone)
    return _shift_instant(operator, left, right, timezone)


def _difference(operator: Arithmetic, left: Fragment, right: Fragment, timezone: str) -> Fragment:
    if operator is not Arithmetic.SUB:
        raise ExpressionError("two points in time cannot be added")
    if left.kind is right.kind is Kind.DATE:
        return _joined(left, operator, right, Kind.INTEGER)
    return _joined(as_instant(left, timezone), operator, as_instant(right, timezone), Kind.INTERVAL)


def _shift_date(operator: Arithmetic, left: Fragment, right: Fragment, timezone: str) -> Fragment:
    if right.kind in NUMBERS:
        days = right if right.text.isdecimal() else right.cast("integer", Kind.INTEGER)
        return _joined(left, operator, days, Kind.DATE)
    if right.kind in (Kind.CLOCK, Kind.INTERVAL):
        return _shift_instant(operator, as_instant(left, timezone), right, timezone)
    return _joined(left, operator, right, Kind.OTHER).cast("date", Kind.DATE)


def _shift_instant(operator: Arithmetic, left: Fragment, right: Fragment, timezone: str) -> Fragment:
    """Days and months are those of the calendar at `timezone`; hours are the same everywhere."""
    if right.kind in NUMBERS:
        right = duration(right, "days")
    if right.kind is Kind.CLOCK or right.kind not in INTERVALS:
        return _joined(left, operator, right, Kind.INSTANT)
    shifted = _joined(at_zone(left, timezone, Kind.OTHER), operator, right, Kind.OTHER)
    return at_zone(shifted, timezone, Kind.INSTANT)


def _joined(left: Fragment, operator: Arithmetic, right: Fragment, kind: Kind) -> Fragment:
    return Fragment(f"{left.at(Level.ADD)} {operator.value} {right.at(Level.MUL)}", Level.ADD, kind)
