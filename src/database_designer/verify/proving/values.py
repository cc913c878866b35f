"""The values of rows: Python's own, durations, and moments that move with the clock.

Everything is decided as if it were noon of a Wednesday (`NOW`). What depends on that day is a RelativeInstant or a
RelativeDate: it is written to the database as a distance from now or today, and is the same distance whenever it runs.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias


class RelativeInstant(datetime):
    """An instant at a fixed distance from now; arithmetic with timedelta keeps it one."""


class RelativeDate(date):
    """A date at a fixed distance from today; arithmetic with timedelta keeps it one."""


NOW = RelativeInstant(2026, 11, 18, 12)
TODAY = RelativeDate(2026, 11, 18)
SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A time at which statements might run: `shift` after NOW; what they stored before, they stored `later` ago."""

    shift: timedelta = timedelta()
    later: timedelta = timedelta()

    @property
    def now(self) -> datetime:
        """What the clock shows."""
        return NOW + self.shift + self.later

    def seen(self, value: Value) -> Value:
        """A stored value as it is at that time: nothing relative is left."""
        if not self.shift or not isinstance(value, RelativeInstant | RelativeDate):
            return value
        if isinstance(value, RelativeInstant):
            return plain_instant(value) + self.shift
        return date(value.year, value.month, value.day) + ((NOW + self.shift).date() - date(2026, 11, 18))


FIRST = Reading()
READINGS = (
    Reading(shift=timedelta(days=3, hours=11, minutes=40), later=timedelta(minutes=10)),  # a Saturday, before midnight
    Reading(shift=timedelta(days=12 * 365 + 16, hours=-11, minutes=-55)),  # in later years, just after midnight
)
"""Further times: what holds at all of them holds whenever the statements run."""


def plain_instant(value: datetime) -> datetime:
    """The instant as one that does not move."""
    return datetime.combine(date(value.year, value.month, value.day), value.timetz())


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A duration as PostgreSQL has it: months, days and seconds, of which none is a number of the others."""

    months: int = 0
    days: int = 0
    seconds: Decimal = Decimal(0)

    @property
    def length(self) -> Decimal:
        """Its length in seconds for comparisons: a month has 30 days, a day 24 hours."""
        return (self.months * 30 + self.days) * SECONDS_A_DAY + self.seconds

    def times(self, factor: Decimal) -> Span:
        """Its multiple; fractions of months and days go over to the smaller unit."""
        months = self.months * factor
        days = self.days * factor + (months - int(months)) * 30
        seconds = self.seconds * factor + (days - int(days)) * SECONDS_A_DAY
        return Span(months=int(months), days=int(days), seconds=seconds)

    def plus(self, other: Span) -> Span:
        """The sum."""
        return Span(
            months=self.months + other.months, days=self.days + other.days, seconds=self.seconds + other.seconds
        )


UNITS = {
    "seconds": Span(seconds=Decimal(1)),
    "minutes": Span(seconds=Decimal(60)),
    "hours": Span(seconds=Decimal(3600)),
    "days": Span(days=1),
    "weeks": Span(days=7),
    "months": Span(months=1),
    "years": Span(months=12),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A half-open period; an unset end is open."""

    start: Value
    end: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: `entity` is its own (of a subtype, the subtype), `table` the first table it stands in, `number` counts rows.

    `key_text` is its key as SQL writes it, "" for a row that the database made itself: no statement can name that one.
    """

    entity: str
    number: int
    table: str = ""
    key_text: str = ""

    def __hash__(self) -> int:
        return self.number  # rows are looked up often, and hardly ever share a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A value that the database makes: it is set, unlike all others, and unknown."""

    row: Row
    member: str


Value: TypeAlias = str | int | Decimal | bool | date | time | Span | Period | Row | Made | tuple["Value", ...] | None


class Unmade(Exception):  # noqa: N818
    """What was asked for cannot be made; the text says why."""


def shifted(moment: date, by: Span, sign: int = 1) -> date:
    """A date or an instant so much later (earlier for `sign` -1); months keep the day or take the last one."""
    if by.months:
        moment = _months_later(moment, sign * by.months)
    moment += timedelta(days=sign * by.days)
    if not by.seconds:
        return moment
    if not isinstance(moment, datetime):
        moment = midnight(moment)
    return moment + timedelta(seconds=sign * float(by.seconds))


def _months_later(moment: date, months: int) -> date:
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def midnight(day: date) -> datetime:
    """The instant at which a date begins, relative where the date is."""
    made = RelativeInstant if isinstance(day, RelativeDate) else datetime
    return made(day.year, day.month, day.day)


def date_of(moment: date) -> date:
    """The date of an instant, relative where the instant is; a date as it is."""
    if not isinstance(moment, datetime):
        return moment
    made = RelativeDate if isinstance(moment, RelativeInstant) else date
    return made(moment.year, moment.month, moment.day)


def first_of(unit: str, moment: date) -> date:
    """The first day of the week, month or year."""
    day = date_of(moment)
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def between_moments(left: date, right: date) -> Decimal | Span:
    """`left - right`: a number of days between two dates, else a duration."""
    if not isinstance(left, datetime) and not isinstance(right, datetime):
        return Decimal(left.toordinal() - right.toordinal())
    start = right if isinstance(right, datetime) else midnight(right)
    end = left if isinstance(left, datetime) else midnight(left)
    return Span(seconds=Decimal(str((end - start).total_seconds())))
