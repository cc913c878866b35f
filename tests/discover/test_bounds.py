"""Bounds in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database_designer.discover.bounds import Bounds, read_bounds


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("greater than 0", Bounds(above="0")),
        ("> 2", Bounds(above="2")),
        ("more than zero", Bounds(above="0")),
        ("positive", Bounds(above="0")),
        ("less than 100", Bounds(below="100")),
        ("below 5.5", Bounds(below="5.5")),
        (">= 3", Bounds(minimum="3")),
        ("at least one", Bounds(minimum="1")),
        ("min. 4", Bounds(minimum="4")),
        ("greater than or equal to 3", Bounds(minimum="3")),
        ("non-negative", Bounds(minimum="0")),
        ("cannot be negative", Bounds(minimum="0")),
        ("<= 9", Bounds(maximum="9")),
        ("up to 10", Bounds(maximum="10")),
        ("must not exceed 1,000", Bounds(maximum="1000")),
        ("a maximum of 3", Bounds(maximum="3")),
    ],
)
def test_one_bound(text: str, bounds: Bounds) -> None:
    assert read_bounds(text) == bounds


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between 0 and 5", "0", "5"),
        ("between three and six", "3", "6"),
        ("from 1 to 12", "1", "12"),
        ("1..5", "1", "5"),
        ("range 0-100", "0", "100"),
        ("in the range of -40 to 60", "-40", "60"),
        ("at least 1 and at most 5", "1", "5"),
        ("a moisture in percent (0-100)", "0", "100"),
    ],
)
def test_a_range(text: str, low: str, high: str) -> None:
    assert read_bounds(text) == Bounds(minimum=low, maximum=high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1-100 characters", 1, 100),
        ("between 2 and 4 letters", 2, 4),
        ("at least 8 characters", 8, None),
        ("at most 500 characters", None, 500),
        ("max 80 characters", None, 80),
        ("optional, max. 80 characters", None, 80),
        ("min. 3 characters", 3, None),
        ("`C-` followed by 5 digits", None, None),
        ("maximum length of 80 characters", None, 80),
        ("no more than 20 characters long", None, 20),
        ("at most 10 characters and at least 2 characters", 2, 10),
        ("exactly 10 digits", 10, 10),
        ("a 6-digit number", 6, 6),
    ],
)
def test_a_length_is_no_amount(text: str, low: int | None, high: int | None) -> None:
    assert read_bounds(text) == Bounds(min_length=low, max_length=high)


@pytest.mark.parametrize(
    "text", ["", "blue", "in 2024", "within 30 days", "between 5 and 3", "not be zero", "RFC 3339"]
)
def test_no_bound(text: str) -> None:
    assert not read_bounds(text).any


# Negations turn a comparison round; a bound on characters reaches over the "min" before it.
TURNED_ROUND = [
    ("must not be greater than 10", Bounds(maximum="10")),
    ("cannot be more than 5", Bounds(maximum="5")),
    ("no larger than 3", Bounds(maximum="3")),
    ("must not be less than 1", Bounds(minimum="1")),
    ("must not be below 0", Bounds(minimum="0")),
    ("not less than 18", Bounds(minimum="18")),
    ("not more than 255 characters", Bounds(max_length=255)),
    ("must not be longer than 20 characters", Bounds(max_length=20)),
    ("must not exceed 50 characters", Bounds(max_length=50)),
    ("more than 3 characters", Bounds(min_length=4)),
    ("min 3, max 20 characters", Bounds(min_length=3, max_length=20)),
    ("5 or more", Bounds(minimum="5")),
]


@pytest.mark.parametrize(("text", "right"), TURNED_ROUND)
def test_a_negation_turns_a_bound_round(text: str, right: Bounds) -> None:
    assert read_bounds(text) == right


@given(
    st.text(max_size=200)
    | st.from_regex(r"(between|up to|at least|>|max) [-0-9.,]{0,12}( and [0-9,.]{0,9})? ?(characters)?")
)
def test_any_text_has_bounds_that_are_numbers(text: str) -> None:
    found = read_bounds(text)
    for number in (found.minimum, found.maximum, found.above, found.below):
        assert number is None or float(number) == float(number)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_ranges_are_read_whatever_the_numbers(low: int, size: int) -> None:
    assert read_bounds(f"between {low} and {low + size}") == Bounds(minimum=str(low), maximum=str(low + size))
    assert read_bounds(f"between {low} and {low + size} characters") == Bounds(min_length=low, max_length=low + size)
