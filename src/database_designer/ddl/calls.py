"""The functions of the expression algebra in SQL, over arguments that are SQL already."""

from __future__ import annotations

from database_designer.ddl import temporal
from database_designer.ddl.fragment import ExpressionError, Fragment, Kind, Level, call
from database_designer.ddl.layout import INDENT, WIDTH, filled
from database_designer.postgres.quoting import quote_literal

_ARGUMENTS = {"days": 2, "to_tsvector": 2, "only_if": 2, "range": 2, "overlaps": 2}
_RANGES = {Kind.DATE: "daterange", Kind.INSTANT: "tstzrange"}


def called(name: str, arguments: tuple[Fragment, ...], zone: str) -> Fragment:
    """The function `name` of `arguments`. Raises ExpressionError where there is none of so many arguments."""
    if name == "concat":
        return concatenated(arguments, zone)
    expected = _ARGUMENTS.get(name, 1)
    if len(arguments) != expected:
        raise ExpressionError(f"{name} takes {expected} argument{'s'[: expected - 1]}, {len(arguments)} are given")
    first, last = arguments[0], arguments[-1]
    match name:
        case "lower":
            return call("lower", enum_as_text(first), kind=Kind.TEXT)
        case "length":
            return call("char_length", enum_as_text(first), kind=Kind.INTEGER)
        case "days":
            days = f"{temporal.as_date(last, zone).at(Level.ADD)} - {temporal.as_date(first, zone).at(Level.MUL)}"
            return Fragment(days, Level.ADD, Kind.INTEGER)
        case "to_tsvector":
            return call(name, first, last, kind=Kind.OTHER)
        case "only_if":
            return Fragment(f"CASE WHEN {first.text} THEN {last.text} END", Level.CASE, last.kind)
        case "range":
            return range_of(first, last, zone)
        case "overlaps":
            return Fragment(f"{first.at(Level.ADD)} && {last.at(Level.ADD)}", Level.OTHER, Kind.BOOLEAN)
        case "date":
            return temporal.as_date(first, zone)
        case "weekday":
            return temporal.weekday(first, zone)
        case "week" | "month" | "year":
            return temporal.start_of(name, first, zone)
        case _:
            raise ExpressionError(f"there is no function {name!r}")


def same(first: Fragment, last: Fragment, *, negated: bool = False) -> Fragment:
    """Whether the values are equal, or both unset."""
    word = "IS DISTINCT FROM" if negated else "IS NOT DISTINCT FROM"
    return Fragment(f"{first.at(Level.ADD)} {word} {last.at(Level.ADD)}", Level.IS, Kind.BOOLEAN)


def enum_as_text(value: Fragment) -> Fragment:
    """The text of an enum value; anything else as it is."""
    return value.cast("text", Kind.TEXT) if value.kind is Kind.ENUM else value


def range_of(start: Fragment, end: Fragment, zone: str) -> Fragment:
    """The half-open range from `start` until before `end`. Raises ExpressionError for values without ranges."""
    if {start.kind, end.kind} == {Kind.DATE, Kind.INSTANT}:
        start, end = temporal.as_instant(start, zone), temporal.as_instant(end, zone)
    if start.kind not in _RANGES:
        raise ExpressionError(f"there are no ranges from {start.text} to {end.text}")
    return call(_RANGES[start.kind], start, end, Fragment("'[)'", Level.PRIMARY), kind=Kind.OTHER)


def concatenated(arguments: tuple[Fragment, ...], zone: str) -> Fragment:
    """The arguments as one text, unset ones as nothing; the same text in every session."""
    if not arguments:
        raise ExpressionError("concat takes at least one argument")
    found = call("concat", *(_for_people(a, zone) for a in arguments), kind=Kind.TEXT)
    if len(found.text) <= WIDTH or len(arguments) == 1:
        return found
    items = filled(tuple(_for_people(a, zone).text.replace("\n", f"\n{INDENT}") for a in arguments), INDENT)
    return Fragment(f"concat(\n{INDENT}{items}\n)", Level.PRIMARY, Kind.TEXT)


def _for_people(value: Fragment, zone: str) -> Fragment:
    """A value as concat is to print it: 2024-01-31, 2024-01-31 18:30 at `zone`, true."""
    if value.kind is Kind.BOOLEAN:
        return value.cast("text", Kind.TEXT)
    return _written(value, zone, "YYYY-MM-DD HH24:MI")


def as_key(value: Fragment, zone: str) -> Fragment:
    """The value as a text by which others know it again; the same text in every session."""
    if value.kind is Kind.TEXT or value.text.startswith("'"):
        return value
    written = _written(value, zone, "YYYY-MM-DD HH24:MI:SS.US")
    return written if written.kind is Kind.TEXT else value.cast("text", Kind.TEXT)


def _written(value: Fragment, zone: str, instants: str) -> Fragment:
    """Dates and instants as texts that no DateStyle and no time zone of a session changes; others as they are."""
    if value.kind is Kind.DATE:
        return call("to_char", value, Fragment("'YYYY-MM-DD'", Level.PRIMARY), kind=Kind.TEXT)
    if value.kind is Kind.INSTANT:
        local = temporal.at_zone(value, zone, Kind.OTHER)
        return call("to_char", local, Fragment(quote_literal(instants), Level.PRIMARY), kind=Kind.TEXT)
    return value
