"""Rows that the documents state: entries of maintained lists, and the first user."""

from __future__ import annotations

import pytest

from database_designer.discover.rows.lists import maintained_in, subject_of, tells_first_entries
from database_designer.model.conceptual import EntityType
from database_designer.model.expression import Literal, LiteralKind
from tests.discover.reading import model_of


def entity(name: str, text: str) -> EntityType:
    found = model_of(text).entity(name)
    assert found is not None
    return found


def rows(found: EntityType) -> list[str]:
    return [" ".join(f"{n}={v.value}" for n, v in r.values if isinstance(v, Literal)) for r in found.rows]


LISTS = {
    "a table under its lead-in": """
    The list of regions is maintained by the keeper; it starts with these:

    | Code | Name |
    |------|------|
    | NO | Northern isles |
    | SO | Southern isles |
    """,
    "a table under its heading": """
    ## Initial regions
    | Region | Code |
    |--------|------|
    | Northern isles | NO |
    | Southern isles | SO |
    """,
    "bullets": """
    The following regions exist at the start:

    - Northern isles (NO)
    - Southern isles (SO)
    """,
    "bullets with the code first": """
    ## Seed data: regions
    - NO: Northern isles
    - SO: Southern isles
    """,
    "a sentence": "The following regions exist at the start: Northern isles (NO), Southern isles (SO).",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_first_entries_of_a_list(text: str) -> None:
    region = entity("Region", "# Lighthouses\nEach lighthouse has a name and a height.\n" + text.replace("    ", ""))
    assert {a.name for a in region.attributes} == {"code", "name"}
    assert [set(r.split(" ", 1)) for r in rows(region)] and {"NO", "SO"} == {
        v.value for r in region.rows for n, v in r.values if n == "code" and isinstance(v, Literal)
    }


def test_the_code_of_a_list_is_unique() -> None:
    region = entity("Region", LISTS["a sentence"])
    assert region.attribute("code").unique == "unique"  # type: ignore[union-attr]


def test_a_table_that_announces_nothing_states_no_rows() -> None:
    text = """
    # Lighthouses
    Each region has a code and a name. This is how it looks today in the old books:

    | Code | Name |
    |------|------|
    | NO | Northern isles |
    """
    assert rows(entity("Region", text)) == []


USERS = """
# Lighthouses
Users log in with their email and a password. Each user has a role: KEEPER or ADMIN.
A user account can be blocked; users who cannot log in ask an admin.
"""


def test_the_first_administrator_is_a_user_without_a_password() -> None:
    user = entity("User", USERS + "\nThe first administrator is root@light.example with password `s3cret!`.\n")
    assert rows(user) == ["email=root@light.example role=ADMIN"]
    assert all(a.optional for a in user.attributes if a.secret)


def test_a_user_in_an_example_is_no_row() -> None:
    assert rows(entity("User", USERS + "\nFor example, the user ann@light.example sees her own lamps.\n")) == []


def test_values_take_the_types_of_their_attributes() -> None:
    text = """
    # Lighthouses
    Each lamp type has a code, a price, a release date and whether it is electric.
    ## Initial lamp types
    | Code | Price | Release date | Electric |
    |------|-------|--------------|----------|
    | ARC | 1,250.50 EUR | 1890-05-01 | yes |
    | OIL | cheap | long ago | no |
    """
    first, second = entity("LampType", text).rows
    kinds = {n: v.kind for n, v in first.values if isinstance(v, Literal)}
    assert kinds["price"] == LiteralKind.NUMBER
    assert kinds["release_date"] == LiteralKind.DATE
    assert "price" not in dict(second.values)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Administrators maintain the list of regions.", (("region",),)),
        ("The list of lamp types is maintained by the keeper.", (("lamp", "type"),)),
        ("Categories are configurable.", (("category",),)),
        ("Each lamp has one of the user-defined tags.", (("tag",),)),
        ("Workflows are configurable.", ()),
        ("The keeper maintains the lamp.", ()),
        ("The system shows the list of lamps.", ()),
    ],
)
def test_lists_that_users_maintain(text: str, found: tuple[tuple[str, ...], ...]) -> None:
    assert maintained_in(text) == found


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The following regions exist at the start:", ("region",)),
        ("Initial regions", ("region",)),
        ("3.2 Seed data: lamp types", ("lamp", "type")),
        ("The list of regions starts with:", ("region",)),
        ("Reference data", ()),
    ],
)
def test_which_entries_are_announced(text: str, subject: tuple[str, ...]) -> None:
    assert subject_of(text) == subject
    assert tells_first_entries(text)
