"""Enumerations in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database_designer.discover.items import Item, split_items


def names(text: str) -> list[str]:
    return [" ".join(item.name) for item in split_items(text)]


def one(text: str) -> Item:
    [item] = split_items(text)
    return item


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name, title and date", ["name", "title", "date"]),
        ("a first name, last name, and date of birth", ["first name", "last name", "date of birth"]),
        ("title; summary; body", ["title", "summary", "body"]),
        ("mast height or draught", ["mast height", "draught"]),
        ("label & weight", ["label", "weight"]),
        ("start / end", ["start", "end"]),
        ("name as well as age", ["name", "age"]),
        ("the name, its colour and their age", ["name", "colour", "age"]),
        ("a unique code", ["code"]),
        ("wing spans", ["wing span"]),
        ("price in euros", ["price"]),
        ("ring number that is engraved", ["ring number"]),
        ("weight > 0", ["weight"]),
        ("status: open", ["status"]),
        ("whether it is lit", ["is lit"]),
        ("whether or not it has a mast", ["has mast"]),
        ("whether a deposit is wanted", ["deposit wanted"]),
        ("how many berths there are", ["number of berths"]),
        ("e-mail", ["email"]),
        ("start/end date", ["start date", "end date"]),
        ("first and last names", ["first name", "last name"]),
        ("the loading and unloading addresses", ["loading address", "unloading address"]),
        ("time of departure and arrival", ["departure time", "arrival time"]),
        ("date of birth and name", ["date of birth", "name"]),
        ("the number of berths", ["number of berths"]),
        ("the date of the next survey", ["next survey date"]),
        ("length of type double", ["length"]),
        ("number of days (waitingDays)", ["waiting days"]),
    ],
)
def test_the_names_of_the_members(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text", ["", "(((", "123", "etc.", "others", "a very long name made of many words", "→", "name etc."]
)
def test_what_is_no_name_is_left_out(text: str) -> None:
    assert names(text) == []


def test_brackets_tell_more_and_split_nothing() -> None:
    first, second = split_items("name (required, unique, max 80 characters), motto (optional)")
    assert (first.name, first.note) == (("name",), "required, unique, max 80 characters")
    assert (first.required, first.unique) == (True, True)
    assert (second.name, second.required, second.unique) == (("motto",), False, False)


def test_nothing_is_required_or_optional_unless_it_is_said() -> None:
    assert one("height").required is None


@pytest.mark.parametrize("text", ["an optional note", "note (optional)", "note (if known)", "note, which may be empty"])
def test_optional(text: str) -> None:
    assert split_items(text)[-1].required is False or split_items(text)[0].required is False


@pytest.mark.parametrize("text", ["name (required)", "name (mandatory)", "name (not null)"])
def test_required(text: str) -> None:
    assert one(text).required is True


@pytest.mark.parametrize(
    "text", ["several phone numbers", "one or more phone numbers", "up to 3 phone numbers", "list of phone numbers"]
)
def test_several(text: str) -> None:
    item = one(text)
    assert (item.name, item.many, item.plural) == (("phone", "number"), True, True)


def test_a_plural_alone_is_told_apart_from_several() -> None:
    item = one("phone numbers")
    assert (item.many, item.plural) == (False, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a draught of type double", "decimal"),
        ("an x value of type protected long", "integer"),
        ("the reading as a floating point number", "decimal"),
    ],
)
def test_the_type_that_is_stated(text: str, kind: str) -> None:
    stated = one(text).type
    assert stated is not None
    assert stated.kind == kind


MISREAD = [
    ("whether or not the gate is closed", ["is gate closed"]),
    ("the date on which it was found", ["date"]),
]


@pytest.mark.parametrize(("text", "right"), MISREAD)
def test_a_known_misreading_is_still_one(text: str, right: list[str]) -> None:
    assert names(text) != right, "right now: move it to the names of the members"


@given(st.text(max_size=200))
def test_any_text_is_split(text: str) -> None:
    assert all(item.name and all(item.name) for item in split_items(text))


@given(st.lists(st.sampled_from(["height", "ring number", "motto", "planting date"]), min_size=1, max_size=6))
def test_commas_split_into_as_many_members(members: list[str]) -> None:
    assert names(", ".join(members)) == members
