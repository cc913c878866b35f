"""What headings are about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database_designer.discover.headings import heading_noun, heading_nouns, strip_heading


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("FR-2 Hive Management", "Hive Management"),
        ("UC-3: Create Queen", "Create Queen"),
        ("1.2 Hives", "Hives"),
        ("3.1.4. Hives", "Hives"),
        ("FR-HIVE-001 Hive Tracking", "Hive Tracking"),
        ("B — Hives and queens", "Hives and queens"),
        ("IV. Hives", "Hives"),
        ("FR group C — Hives", "Hives"),
        ("Part D: Hives", "Hives"),
        ("A Hive", "A Hive"),
        ("Hive (beekeeping)", "Hive"),
        ("**`Hive`**", "Hive"),
        ("", ""),
    ],
)
def test_numbers_ids_and_marks_are_stripped(title: str, plain: str) -> None:
    assert strip_heading(title) == plain


@pytest.mark.parametrize(
    "title",
    [
        "Hives",
        "Hive Management",
        "FR-7: Hive Registration",
        "Create a New Hive",
        "Register Hives",
        "View Hive List",
        "Delete Hive",
        "Hive Details",
        "GET /hives",
        "`Hive`",
    ],
)
def test_many_titles_are_about_one_thing(title: str) -> None:
    assert heading_noun(title) == ("hive",)


@pytest.mark.parametrize(
    "title",
    [
        "Introduction",
        "1. Overview of the system",
        "Functional Requirements",
        "Non-Functional Requirements",
        "Glossary",
        "Data Model",
        "Entities",
        "Error Handling",
        "Security",
        "User Interface",
        "What is a hive?",
        "A very long heading about many different things in hives",
        "",
        "42",
    ],
)
def test_titles_about_no_thing(title: str) -> None:
    assert heading_nouns(title) == ()


def test_several_things_in_one_title() -> None:
    assert [noun for noun, _ in heading_nouns("Hives and Frames")] == [("hive",), ("frame",)]
    assert [noun for noun, _ in heading_nouns("Hive/Queen Registration")] == [("hive",), ("queen",)]


def test_managing_says_more_than_creating_and_that_more_than_a_bare_name() -> None:
    weights = [heading_nouns(title)[0][1] for title in ("Hive Management", "Create Hive", "Hive")]
    assert weights == sorted(weights, reverse=True) and len(set(weights)) == 3


def test_a_known_misreading_is_still_one() -> None:
    assert heading_noun("Search and Filter Hives") != ("hive",), "right now: move it to the titles about one thing"


@given(st.text(max_size=80))
def test_any_title(title: str) -> None:
    assert all(noun and 0 < weight <= 1 for noun, weight in heading_nouns(title))
