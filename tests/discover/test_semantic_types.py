"""Types of properties, told from names, formats, values and examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database_designer.discover.names import words
from database_designer.discover.semantic_types import infer, is_personal, is_secret
from database_designer.model.conceptual import Kind, SemanticType


def kind(name: str, **told: str) -> str:
    return infer(
        words(name), stated=told.get("stated", ""), form=told.get("form", ""), example=told.get("example")
    ).kind


@pytest.mark.parametrize(
    ("kind_", "names"),
    [
        ("email", "email contact_email"),
        ("phone", "phone mobile fax"),
        ("url", "website avatar_url homepage"),
        ("date", "date due_date birth_date born_on date_of_birth birthday valid_from valid_until"),
        ("instant", "opened_at created_at timestamp start_time deadline"),
        ("money", "price unit_price total_amount cost entry_fee balance"),
        ("percent", "percent vat_percentage"),
        ("integer", "quantity seat_count number_of_seats year capacity duration_days age"),
        ("decimal", "latitude weight height rating area discount_rate weight_kg"),
        ("boolean", "is_open has_roof can_swim active requires_key"),
        ("duration", "duration"),
        ("json", "metadata"),
        ("file", "photo logo attachment"),
        ("text", "title code status notes description price_list file_name link_text level position address"),
    ],
)
def test_the_name_tells(kind_: str, names: str) -> None:
    assert {name: kind(name) for name in names.split()} == dict.fromkeys(names.split(), kind_)


@pytest.mark.parametrize(
    ("stated", "form", "found"),
    [
        ("string", "date-time", "instant"),
        ("string", "date", "date"),
        ("string", "uuid", "uuid"),
        ("string", "email", "email"),
        ("string", "uri", "url"),
        ("string", "binary", "file"),
        ("integer", "int64", "integer"),
        ("number", "double", "decimal"),
        ("boolean", "", "boolean"),
        ("object", "", "json"),
        ("LocalDate", "", "date"),
        ("BigDecimal", "", "decimal"),
        ("timestamptz", "", "instant"),
        ("varchar", "", "text"),
        ("nonsense", "nonsense", "text"),
    ],
)
def test_what_is_stated_tells_where_the_name_does_not(stated: str, form: str, found: str) -> None:
    assert kind("plank", stated=stated, form=form) == found


def test_a_number_may_be_an_amount_of_money() -> None:
    assert kind("price", stated="number") == "money"
    assert kind("price", stated="integer") == "integer"
    assert kind("price", stated="integer", example="12.50") == "money"


def test_a_stated_text_stays_one() -> None:
    assert kind("total", stated="string") == "text"
    assert kind("is_open", stated="string") == "text"


def test_a_format_wins_over_the_name() -> None:
    assert kind("due_date", stated="string", form="date-time") == "instant"


@pytest.mark.parametrize(
    ("example", "found"),
    [
        ("2024-05-17", "date"),
        ("2024-05-17T09:00:00Z", "instant"),
        ("9f1b2a1c-3a52-4e33-8a51-0c8f1d1b7f10", "uuid"),
        ("seven", "text"),
        ("", "text"),
    ],
)
def test_an_example_tells_where_nothing_else_does(example: str, found: str) -> None:
    assert kind("plank", stated="string", example=example) == found


def test_values_make_a_list() -> None:
    assert infer(("wood",), stated="integer", values=("OAK", "ASH")) == SemanticType(
        kind=Kind.LIST, values=("OAK", "ASH")
    )


@pytest.mark.parametrize(("length", "kept"), [(80, 80), (0, None), (1_000_000, None), (None, None)])
def test_lengths_that_make_sense_bound_a_text(length: int | None, kept: int | None) -> None:
    assert infer(("motto",), max_length=length).length == kept


@pytest.mark.parametrize("name", ["password", "password_hash", "api_key", "refresh_token", "client_secret", "pin"])
def test_secrets(name: str) -> None:
    assert is_secret(words(name))


@pytest.mark.parametrize("name", ["key", "token", "keyboard", "pinned", "motto"])
def test_no_secrets(name: str) -> None:
    assert not is_secret(words(name))


@pytest.mark.parametrize("name", ["email", "phone_number", "first_name", "last_name", "street", "birth_date", "gender"])
def test_personal(name: str) -> None:
    assert is_personal(words(name))


@pytest.mark.parametrize("name", ["name", "title", "price", "file_name", "due_date"])
def test_not_personal(name: str) -> None:
    assert not is_personal(words(name))


MISREAD = [
    ("opening_time", "time"),
    ("inactive", "boolean"),
    ("amount_of_water", "decimal"),
]


@pytest.mark.parametrize(("name", "right"), MISREAD)
def test_a_known_misreading_is_still_one(name: str, right: str) -> None:
    assert kind(name) != right, "right now: move it to the names that tell"


@given(
    st.lists(st.text(min_size=1, max_size=8), max_size=4),
    st.text(max_size=12),
    st.text(max_size=12),
    st.text(max_size=40),
)
def test_anything_has_a_type(name: list[str], stated: str, form: str, example: str) -> None:
    assert infer(tuple(name), stated=stated, form=form, example=example).kind in Kind
