"""Lists of values in text: whose they are, which property they are of, and what is no list of values."""

from __future__ import annotations

import pytest

from database_designer.discover import read
from database_designer.discover.findings import Findings, ValuesFinding
from database_designer.discover.prose import read_lines
from database_designer.discover.values import read_values
from tests.discover.reading import model_of, requirements_of


def values_in(text: str) -> tuple[ValuesFinding, ...]:
    requirements = requirements_of(text)
    return read_values(requirements, read_lines(requirements)).values


def read_everything(text: str) -> Findings:
    requirements = requirements_of(text)
    return read(requirements, read_lines(requirements))


def lists(text: str) -> list[str]:
    """Each finding as `owner.property: value, value`; open ones end in "..."."""
    return [
        f"{' '.join(v.owner)}.{' '.join(v.attribute)}: {', '.join(v.values)}{', ...' if v.open else ''}"
        for v in values_in(text)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The ferry status is one of MOORED, UNDERWAY, LAID_UP.", "ferry.status: MOORED, UNDERWAY, LAID_UP"),
        ("Each buoy has a severity (low, medium, high).", "buoy.severity: low, medium, high"),
        ("The kiln mode can be heating, holding or cooling.", "kiln.mode: heating, holding, cooling"),
        ("A berth is either free, reserved or taken.", "berth.status: free, reserved, taken"),
        ("The harp status must be one of: Tuned, Loose.", "harp.status: Tuned, Loose"),
        ("Warn about active kilns (status: FIRING, COOLING).", "kiln.status: FIRING, COOLING"),
        ("The type of a bell is church, hand or cow.", "bell.type: church, hand, cow"),
        ("The buoy category (e.g. cardinal, lateral, special).", "buoy.category: cardinal, lateral, special, ..."),
    ],
)
def test_a_list_in_a_sentence(text: str, found: str) -> None:
    assert found in lists(text)


@pytest.mark.parametrize(
    "text",
    [
        "The type is what the keeper of the lighthouse says it is.",
        "Invalid status (not OPEN or SHUT).",
        "The type: name, date and description.",
        "Builds run in pipelines (CI/CD).",
        "The size is 3 kg or 5 kg.",
        "The reason must be given by the keeper, with a date.",
    ],
)
def test_what_is_no_list_of_values(text: str) -> None:
    assert lists(text) == []


def test_all_in_a_filter_is_no_value() -> None:
    assert lists("Filter lamps by status (Lit, Dark, or All Status).") == ["lamp.status: Lit, Dark"]


def test_codes_are_values_of_a_property_of_any_name() -> None:
    text = """
    ## Falcons
    A falcon is registered with:
    - sex as seen by the vet: FEMALE, MALE or NOT_STATED
    """
    assert lists(text) == ["falcon.sex: FEMALE, MALE, NOT_STATED"]


def test_bullets_under_a_lead_in() -> None:
    text = """
    ## Kiln status
    The status is one of:
    - `COLD`: nobody has lit it
    - `FIRING`: it burns
    - `COOLING`
    """
    assert lists(text)[0] == "kiln.status: COLD, FIRING, COOLING"


def test_bullets_that_tell_what_roles_may_do_are_no_values() -> None:
    text = """
    ## Show all kilns
    Depending on the role:
    - KEEPER: sees all kilns
    - GUEST: sees cold kilns
    """
    assert not [v for v in lists(text) if ".role" in v]


def test_the_role_that_a_user_must_have_is_a_property_of_users() -> None:
    text = """
    ## Kilns
    The user must have an appropriate role (KEEPER or POTTER).
    """
    assert lists(text) == ["user.role: KEEPER, POTTER, ..."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Only `LIT` lamps may be sold.", "lamp.status: LIT, ..."),
        ("## Mooring\nThe count of `MOORED` is shown.", "mooring.status: MOORED, ..."),
        ("## Berths\nA berth that was left becomes VACATED when the buoy is gone.", "berth.status: VACATED, ..."),
        ("## Permits\nPermits may end early; the row is kept as `REVOKED`.", "permit.status: REVOKED, ..."),
    ],
)
def test_a_state_told_by_a_code_alone(text: str, found: str) -> None:
    assert found in lists(text)


def test_a_code_before_the_word_role_is_no_state() -> None:
    assert lists("The user must have the `KEEPER` role.") == []


def test_the_values_of_a_maintained_list_are_rows() -> None:
    model = model_of("""
    # Bell tower
    Each bell has a name and a category (church, hand, cow).
    The keeper maintains the list of categories. A category has a name.
    """)
    category = model.entity("Category")
    assert category is not None
    assert [dict(r.values)["name"].value for r in category.rows] == ["church", "hand", "cow"]  # type: ignore[union-attr]


def test_an_enum_of_a_field_table_takes_its_values_from_the_constraints() -> None:
    requirements = requirements_of("""
    ## POST /falcons
    | Field | Type | Required | Constraints |
    |-------|------|----------|-------------|
    | name | string | yes | max 20 |
    | sex | enum | yes | FEMALE, MALE, NOT_STATED |
    """)
    assert requirements.shapes[0].fields[1].enum == ("FEMALE", "MALE", "NOT_STATED")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A lamp has a colour `AMBER` or `WHITE`.", "lamp.colour: AMBER, WHITE"),
        ("Keepers submit a wish with a purpose (`REPAIR`, `SWAP`).", "wish.purpose: REPAIR, SWAP"),
        ("A ferry is `MOORED`, then `LOADED` or `UNDERWAY`.", "ferry.status: MOORED, LOADED, UNDERWAY"),
        ("The side of an oar is `port` or `starboard`.", "oar.side: port, starboard"),
        (
            "A new verse is a `draft`; an editor moves it to `printed` or `dropped`.",
            "verse.status: printed, dropped, ...",
        ),
        ("The office sets a walker to `fit` or `injured`.", "walker.status: fit, injured, ..."),
    ],
)
def test_values_written_as_code_belong_to_what_stands_before_them(text: str, found: str) -> None:
    assert found in lists(text)


def test_codes_of_one_thing_are_no_states_of_the_thing_of_the_heading() -> None:
    text = """
        # Moorings

        ## Anchors
        - A buoy is `FREE` or `TAKEN`.
        - Only anchors with status `TESTED` may have chains.
        - Keepers hand in a wish with a purpose (`REPAIR`, `SWAP`).
        """
    assert lists(text) == ["buoy.status: FREE, TAKEN", "wish.purpose: REPAIR, SWAP", "anchor.status: TESTED, ..."]


def test_a_list_belongs_to_whom_the_sentence_gives_the_property() -> None:
    text = """
        ## Cranes
        Of each load test the date and the outcome (passed, limited, failed) shall be documented. A crane has a limit.
        """
    values = {v.owner: v.values for v in read_everything(text).values}
    assert values == {("load", "test"): ("passed", "limited", "failed")}
