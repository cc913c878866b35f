"""Lengths of time and rates as people write them."""

from __future__ import annotations

import pytest

from database_designer.model.durations import in_words, interval, length, rate, seconds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("15 minutes", 900),
        ("at most 6 hours", 21_600),
        ("an hour", 3600),
        ("every 4 hours", 14_400),
        ("24h", 86_400),
        ("0.5 days", 43_200),
        ("35-day", 3_024_000),
        ("soon", None),
        ("FR-15 minutes", None),
        ("", None),
    ],
)
def test_lengths(text: str, found: int | None) -> None:
    assert length(text) == found


def test_short_ones_are_parts_of_a_second() -> None:
    assert seconds("within 200 ms") == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("daily 03:00", 86_400),
        ("every day at 02:30", 86_400),
        ("every night at 01:00", 86_400),
        ("every week on Monday at 12:00 UTC", 604_800),
        ("Nightly", 86_400),
        ("6 hours", 21_600),
        ("hourly", 3_600),
        ("now and then", None),
    ],
)
def test_intervals(text: str, found: int | None) -> None:
    assert interval(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("300/s", 300),
        ("40 a second", 40),
        ("1,200 requests per minute", 20),
        ("120/hour", 1 / 30),
        ("2k/s", 2000),
        ("many", None),
    ],
)
def test_rates(text: str, found: float | None) -> None:
    assert rate(text) == (pytest.approx(found) if found is not None else None)


@pytest.mark.parametrize(
    ("time", "said"), [(900, "15 minutes"), (3600, "1 hour"), (129_600, "36 hours"), (61, "61 seconds")]
)
def test_in_words(time: int, said: str) -> None:
    assert in_words(time) == said
