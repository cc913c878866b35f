"""Access patterns as the SQL that a developer would write."""

from __future__ import annotations

import pytest

from database_designer.ddl import ExpressionError
from database_designer.ddl.patterns import EMPTY_TEXT, PatternQuery, pattern_query
from database_designer.model.conceptual import Kind, Query, SortKey
from database_designer.model.physical import PhysicalModel
from tests.concepts import attribute, compare, entity, link, listed, model, path, query, reference, value
from tests.design.helpers import designed


def dives(*queries: Query) -> PhysicalModel:
    reef = entity("Reef", attribute("title"))
    tag = entity("Tag", attribute("name"))
    dive = entity(
        "Dive", reference("reef", "Reef"), link("tags", "Tag"), attribute("at", Kind.INSTANT),
        attribute("until", Kind.INSTANT, optional=True), attribute("title"), attribute("depth", Kind.INTEGER),
        listed("state", "OPEN", "DONE"), queries=queries,
    )  # fmt: skip
    return designed(model(reef, tag, dive))


def written(name: str, *optional: str, **options: object) -> PatternQuery:
    physical = dives(query(name, **options))
    return pattern_query(physical.services[0], physical, optional)


def sql(name: str, *optional: str, **options: object) -> str:
    return written(name, *optional, **options).sql


def after(clause: str, text: str) -> str:
    return text.split(f"{clause} ", maxsplit=1)[1]


def test_the_columns_are_named() -> None:
    assert sql("of_reef", filter=(("reef",),)) == (
        "SELECT id, reef_id, at, until, title, depth, state, created_at, updated_at\nFROM dives\nWHERE reef_id = $1"
    )


def test_conditions_that_always_hold_are_written_out() -> None:
    assert after("WHERE", sql("open", fixed=(compare(path("state"), "=", value("OPEN")),))) == "state = 'OPEN'"


def test_a_range_ends_before_its_upper_value() -> None:
    assert after("WHERE", sql("between", range=(("at",),))) == "at >= $1 AND at < $2"


def test_a_page_goes_on_behind_the_last_row_seen() -> None:
    text = sql("latest", filter=(("reef",),), sort=(SortKey(path=("at",), descending=True),), page="cursor", limit=10)
    assert after("WHERE", text) == ("reef_id = $1\n  AND (at, id) < ($2, $3)\nORDER BY at DESC, id DESC\nLIMIT 10")


def test_an_order_of_both_directions_is_taken_apart() -> None:
    keys = (SortKey(path=("depth",), descending=True), SortKey(path=("title",)))
    text = sql("deepest", sort=keys, page="cursor")
    assert "depth <= $1 AND (depth < $1 OR (title >= $2 AND (title > $2 OR (id > $3))))" in text


def test_pages_by_number_have_an_offset_and_a_limit() -> None:
    assert after("FROM dives\nORDER BY", sql("all", sort=(SortKey(path=("title",)),), page="offset")) == (
        "title\nLIMIT 20 OFFSET 0"
    )


def test_a_list_in_an_order_shows_a_first_page_that_is_assumed() -> None:
    assert sql("all", sort=(SortKey(path=("title",)),)).endswith("ORDER BY title\nLIMIT 20")
    assert sql("some", sort=(SortKey(path=("title",)),), limit=5).endswith("LIMIT 5")


def test_the_most_that_may_be_asked_for_is_a_limit() -> None:
    assert sql("some", filter=(("reef",),), maximum=100).endswith("LIMIT 100")


def test_optional_parameters_are_there_when_given() -> None:
    options: dict[str, object] = {"filter": (("reef",),), "optional": (("state",),)}
    assert "state = $2" not in sql("some", **options)
    assert "reef_id = $1\n  AND state = $2" in sql("some", "state", **options)


def test_a_period_that_may_be_open_meets_all_that_is_later() -> None:
    assert after("WHERE", sql("calendar", overlap=("at", "until"))) == "at < $2 AND (until > $1 OR until IS NULL)"


def test_one_of_several_rows_is_asked_for_by_exists() -> None:
    text = after("WHERE", sql("tagged", filter=(("tags", "name"),)))
    assert text.startswith("EXISTS (SELECT FROM dive_tags AS among_1 JOIN tags AS among_2 ON ")
    assert text.endswith("among_2.name = $1)")


def test_a_text_is_searched_in_one_table_by_or() -> None:
    text = after("WHERE", sql("find", search=(("title",),), prefix=(("title",),)))
    assert text == "(title ILIKE '%' || $1 || '%' OR title LIKE $1 || '%')"


def test_a_text_is_searched_in_several_tables_one_by_one() -> None:
    text = after("WHERE", sql("find", search=(("title",), ("reef", "title"))))
    first, second = text.split("UNION")
    assert "dives.title ILIKE" in first and "JOIN" not in first
    assert "JOIN reefs" in second and "reefs.title ILIKE" in second


def test_an_empty_text_finds_all() -> None:
    text = sql("find", EMPTY_TEXT, filter=(("reef",),), search=(("title",),))
    assert after("WHERE", text) == "reef_id = $1"


def test_words_are_found_as_the_index_keeps_them() -> None:
    assert "@@ websearch_to_tsquery('english', $1)" in sql("find", words=((("title",), 1),), language="english")


def test_reports_count_by_group() -> None:
    text = sql("per_state", report=(path("count"),), by=(path("state"),))
    assert text == "SELECT state, count(*)\nFROM dives\nGROUP BY state"


def test_values_are_taken_from_a_row_in_the_middle() -> None:
    found = written("of_reef", filter=(("reef",),))
    assert [s.name for s in found.slots] == ["reef"]
    assert "WHERE place = places / 2 + 1" in found.sampling


def test_what_has_no_pattern_is_no_query() -> None:
    physical = dives(query("all"))
    service = physical.services[0]
    with pytest.raises(ExpressionError):
        pattern_query(type(service)(query="x", what="x", indexes=(), origin=service.origin), physical)


def test_what_is_not_stored_cannot_be_asked_for() -> None:
    with pytest.raises(ExpressionError, match="nowhere is not stored in dives"):
        written("odd", filter=(("reef",), ("nowhere",)))
