"""Which words can name a property of a thing."""

from __future__ import annotations

import pytest

from database_designer.discover.property_names import is_act, is_name_of_property


@pytest.mark.parametrize(
    "name",
    """due date; first name; weight; order number; billing address; contact information; approved by; start time;
    display name; rating; total hours worked; page count; system name; issue date; record label""".split(";"),
)
def test_properties(name: str) -> None:
    assert is_name_of_property(tuple(name.split()))


@pytest.mark.parametrize(
    "name",
    """provided data; prevent deletion; assign keeper; typing name; pressing enter; system; criteria; the crew;
    selected branch automatically; received a letter; status filter; forms your club uses; without delay; count""".split(
        ";"
    ),
)
def test_what_names_no_property(name: str) -> None:
    assert not is_name_of_property(tuple(name.split()))


def test_nothing_names_nothing() -> None:
    assert not is_name_of_property(())


def test_an_act_with_a_telling_end_is_a_property() -> None:
    assert is_act(("assign", "keeper"))
    assert not is_act(("update", "date"))
    assert not is_act(("keeper",))
