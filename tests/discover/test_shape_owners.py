"""Which thing each shape of an API or field table is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database_designer.discover.api.shape_owners import owners_of, stem_of
from database_designer.model.requirements import Field, Operation, Requirements, Response, Shape, ShapeKind
from database_designer.source import SourceRole, Span

SPAN = Span(file="api.yaml", line=1, end_line=1)


def shape(name: str, *fields: str, kind: ShapeKind = ShapeKind.SCHEMA, operation: str = "") -> Shape:
    made = tuple(Field(name=f, span=SPAN) for f in fields)
    return Shape(name=name, kind=kind, role=SourceRole.API, span=SPAN, fields=made, operation=operation)


def operation(text: str, request: str = "", response: str = "") -> Operation:
    method, path = text.split()
    answers = (Response(status="200", shape=response),) if response else ()
    return Operation(method=method, path=path, role=SourceRole.API, span=SPAN, request=request, responses=answers)


def owners(shapes: list[Shape], *operations: Operation) -> dict[str, str | None]:
    found = owners_of(Requirements(project="x", shapes=tuple(shapes), operations=operations)).owners
    named = zip(shapes, found, strict=True)
    return {s.name or s.operation: " ".join(o.noun) if o else None for s, o in named}


@pytest.mark.parametrize(
    "name",
    """CreateHiveRequest HiveOut HiveDto Hive_Update PagedHives HiveList HiveListResponse UpdateHiveRequest hives
    PatchHiveIn HiveSummary BaseHive HiveBase HiveDetailsResponse NewHive""".split(),
)
def test_names_without_what_the_exchange_adds(name: str) -> None:
    assert stem_of(name) == ("hive",)


def test_an_exchange_word_alone_is_kept() -> None:
    assert stem_of("Request") == ("request",)
    assert stem_of("") == ()


def test_shapes_of_a_collection_are_about_its_rows() -> None:
    shapes = [shape("HiveCreate", "name", "colour"), shape("HiveOut", "id", "name", "colour")]
    made = operation("POST /hives", "HiveCreate", "HiveOut")
    assert owners(shapes, made) == {"HiveCreate": "hive", "HiveOut": "hive"}


def test_an_inline_body_is_about_the_resource_of_its_path() -> None:
    body = shape("", "name", "colour", kind=ShapeKind.REQUEST, operation="POST /hives")
    assert owners([body], operation("POST /hives", "POST /hives")) == {"POST /hives": "hive"}


@pytest.mark.parametrize("name", ["ErrorResponse", "ValidationError", "TokenResponse", "LoginRequest", "PageMeta"])
def test_shapes_about_the_exchange_have_no_owner(name: str) -> None:
    shapes = [shape(name, "code", "text"), shape("HiveOut", "id", "name")]
    made = (operation("POST /hives", "HiveOut", name), operation("GET /hives/{id}", "", "HiveOut"))
    assert owners(shapes, *made)[name] is None


def test_a_body_of_a_login_has_no_owner() -> None:
    body = shape("", "email", "password", kind=ShapeKind.REQUEST, operation="POST /auth/login")
    assert owners([body], operation("POST /auth/login", "POST /auth/login")) == {"POST /auth/login": None}


def test_a_schema_that_no_operation_uses_is_left_out() -> None:
    shapes = [shape("HiveOut", "id", "name"), shape("Relic", "id", "age")]
    assert owners(shapes, operation("GET /hives/{id}", "", "HiveOut"))["Relic"] is None


def test_without_operations_every_schema_counts() -> None:
    assert owners([shape("Relic", "id", "age")]) == {"Relic": "relic"}


def test_a_shape_with_the_fields_of_a_collection_is_about_it() -> None:
    shapes = [shape("HiveOut", "id", "name", "colour", "height"), shape("ColonyIn", "name", "colour", "height")]
    made = (operation("GET /hives/{id}", "", "HiveOut"), operation("PUT /hives/{id}", "ColonyIn"))
    assert owners(shapes, *made) == {"HiveOut": "hive", "ColonyIn": "hive"}


def test_a_short_path_is_named_in_full_by_its_schemas() -> None:
    shapes = [shape("MessageCreate", "title", "body"), shape("MessageOut", "id", "title", "body")]
    made = (operation("POST /msg", "MessageCreate", "MessageOut"), operation("GET /msg/{id}", "", "MessageOut"))
    found = owners_of(Requirements(project="x", shapes=tuple(shapes), operations=made))
    assert {o.noun for o in found.owners if o} == {("message",)}
    assert [(s.noun, s.other) for s in found.synonyms] == [(("message",), ("msg",))]


@given(st.lists(st.text(max_size=12), min_size=1, max_size=5), st.text(max_size=20))
def test_any_names(names: list[str], path: str) -> None:
    shapes = [shape(name, *names) for name in names]
    made = Operation(method="POST", path=path, role=SourceRole.API, span=SPAN, request=names[0])
    found = owners_of(Requirements(project="x", shapes=tuple(shapes), operations=(made,)))
    assert len(found.owners) == len(shapes)
