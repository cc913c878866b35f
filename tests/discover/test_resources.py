"""What the paths of an API are about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database_designer.discover.api.resources import Resource, resources_of, segments
from database_designer.model.requirements import Operation
from database_designer.source import SourceRole, Span


def resources(*operations: str) -> dict[str, Resource]:
    made = (
        Operation(method=o.split()[0], path=o.split()[1], role=SourceRole.API, span=Span(file="a", line=1, end_line=1))
        for o in operations
    )
    return {f"{method} {path}": resource for (method, path), resource in resources_of(made).items()}


def about(*operations: str) -> dict[str, str]:
    return {operation: " ".join(found.noun) for operation, found in resources(*operations).items()}


def test_segments() -> None:
    assert segments("/hives/{id}/frames?page=1") == (("hives", False), ("{id}", True), ("frames", False))
    assert segments("/hives/:id") == (("hives", False), (":id", True))
    assert segments("/") == ()


def test_a_collection_and_its_rows() -> None:
    found = resources("GET /hives", "POST /hives", "GET /hives/{id}")
    assert {r.noun for r in found.values()} == {("hive",)}
    assert all(r.collection for r in found.values())
    assert [o for o, r in found.items() if r.item] == ["GET /hives/{id}"]


def test_what_stands_below_a_row_has_a_parent() -> None:
    found = resources("GET /hives/{id}/frames", "POST /hives/{id}/frames")["GET /hives/{id}/frames"]
    assert (found.noun, found.parent, found.item) == (("frame",), ("hive",), False)


def test_the_nearest_row_above_is_the_parent() -> None:
    found = resources("GET /a-sites/{x}/hives/{y}/frames/{z}")["GET /a-sites/{x}/hives/{y}/frames/{z}"]
    assert (found.noun, found.parent, found.item) == (("frame",), ("hive",), True)


@pytest.mark.parametrize("action", ["cancel", "archive", "approve"])
def test_an_action_on_a_row_is_no_collection(action: str) -> None:
    found = resources("GET /hives/{id}", f"POST /hives/{{id}}/{action}")[f"POST /hives/{{id}}/{action}"]
    assert (found.noun, found.action) == (("hive",), action)


def test_a_search_is_about_what_is_searched() -> None:
    assert about("GET /hives", "GET /hives/search") == {"GET /hives": "hive", "GET /hives/search": "hive"}


@pytest.mark.parametrize("path", ["/", "/login", "/auth/refresh", "/health", "/reports/monthly", "/dashboard/overview"])
def test_paths_about_no_thing(path: str) -> None:
    assert not any(r.collection for r in resources(f"GET {path}").values())


def test_names_of_several_words() -> None:
    assert about("GET /queen-cells", "GET /queenCells") == {
        "GET /queen-cells": "queen cell",
        "GET /queenCells": "queen cell",
    }


@given(st.lists(st.tuples(st.sampled_from(["GET", "POST", "PUT"]), st.text(max_size=30)), max_size=6))
def test_any_paths(operations: list[tuple[str, str]]) -> None:
    span = Span(file="a", line=1, end_line=1)
    made = [Operation(method=m, path=p, role=SourceRole.API, span=span) for m, p in operations]
    assert set(resources_of(made)) <= set(operations)
