"""Lengths of time as people write them: "6 hours", "every 15 minutes", "nightly", "every week on Monday at 02:00"."""

from __future__ import annotations

import re

MINUTE, HOUR, DAY = 60, 3600, 86_400
_SECONDS: dict[str, float] = {
    "millisecond": 0.001, "ms": 0.001, "second": 1, "sec": 1, "s": 1, "minute": MINUTE, "min": MINUTE, "hour": HOUR, "hr": HOUR, "h": HOUR,
    "day": DAY, "night": DAY, "week": 7 * DAY, "month": 30 * DAY, "quarter": 91 * DAY, "year": 365 * DAY,
}  # fmt: skip
_ADVERBS = {
    "hourly": HOUR, "daily": DAY, "nightly": DAY, "overnight": DAY, "weekly": 7 * DAY, "monthly": 30 * DAY,
    "quarterly": 91 * DAY, "yearly": 365 * DAY, "annually": 365 * DAY,
}  # fmt: skip
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "each": 1, "every": 1, "per": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "ten": 10, "twelve": 12, "fifteen": 15, "thirty": 30,
}  # fmt: skip
_AMOUNT = re.compile(
    rf"(?<![\w.])(?<![A-Za-z]-)(?P<number>\d{{1,6}}(?:\.\d{{1,3}})?|{'|'.join(_NUMBERS)})(?:\s*-\s*|\s*)"
    rf"(?P<unit>{'|'.join(sorted(_SECONDS, key=len, reverse=True))})s?\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    rf"(?<![\w.])(?P<number>\d{{1,9}}(?:[.,]\d{{1,3}})*)\s*(?P<scale>k|thousand|million)?[^/\d]{{0,40}}?"
    rf"\s*(?:/|\bper\b|\ba\b|\ban\b|\beach\b|\bevery\b)\s*(?P<unit>{'|'.join(sorted(_SECONDS, key=len, reverse=True))})s?\b",
    re.IGNORECASE,
)
_SCALES = {"k": 1_000, "thousand": 1_000, "million": 1_000_000}
WEEKDAY = re.compile(r"\b(sun|mon|tue|wed|thu|fri|sat)(?:|s|nes|rs|ur)(?:days?)\b", re.IGNORECASE)
_ADVERB = re.compile(rf"\b(?:{'|'.join(_ADVERBS)})\b", re.IGNORECASE)


def seconds(text: str) -> float | None:
    """The first length of time in `text` ("at most 15 minutes": 900.0, "200 ms": 0.2); None where there is none."""
    found = _AMOUNT.search(text[:200])
    if found is None:
        return None
    number = found["number"].lower()
    return (_NUMBERS.get(number) or float(number)) * _SECONDS[found["unit"].lower()]


def length(text: str) -> int | None:
    """Like `seconds`, in whole ones."""
    found = seconds(text)
    return None if found is None else round(found)


def rate(text: str) -> float | None:
    """How often a second, of "300/s", "1,200 requests per minute", "40 a second"; None where nothing says."""
    found = _RATE.search(text[:200])
    if found is None:
        return None
    number = float(found["number"].replace(",", "")) * _SCALES.get((found["scale"] or "").lower(), 1)
    return number / _SECONDS[found["unit"].lower()]


def interval(text: str) -> int | None:
    """The seconds between two times of what happens "daily", "every 4 hours", "on Mondays"; None where nothing says."""
    found = _ADVERB.search(text[:200])
    if found is not None:
        return _ADVERBS[found[0].lower()]
    told = length(text)
    return 7 * DAY if told is None and WEEKDAY.search(text[:200]) else told


def in_words(time: int) -> str:
    """So many seconds in the largest whole unit: "15 minutes", "1 hour", "36 hours"."""
    for unit, name in ((7 * DAY, "week"), (DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if time >= unit and time % unit == 0:
            number = time // unit
            return f"{number} {name}{'' if number == 1 else 's'}"
    return f"{time} second{'' if time == 1 else 's'}"


def every(time: int) -> str:
    """Like `in_words`, of what happens again and again: "every day", "every 4 hours"."""
    return f"every {in_words(time).removeprefix('1 ')}"
