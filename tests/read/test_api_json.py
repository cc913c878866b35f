"""JSON as documents show it, and the fields it shows."""

from __future__ import annotations

from textwrap import dedent

from hypothesis import given
from hypothesis import strategies as st

from database_designer.model.requirements import Field
from database_designer.read.markdown.api_json import fields_of, parse_json, to_json


def fields(text: str) -> dict[str, Field]:
    value = parse_json(dedent(text).strip("\n"))
    assert value is not None
    return {f.name: f for f in fields_of(value, "api.md", 10)}


def test_types_come_from_values() -> None:
    found = fields("""
        {
          "id": "0b5c9c1e-7f5e-4b8e-9a53-0d6c4c1f2a3b",
          "from": "2025-03-01",
          "at": "2025-03-01T08:00:00Z",
          "mail": "ann@example.org",
          "url": "https://example.org/x",
          "name": "Ada",
          "seats": 4,
          "price": 12.50,
          "open": true,
          "gone": null,
          "tags": ["a", "b"],
          "none": []
        }
        """)
    assert [found[n].format for n in ("id", "from", "at", "mail", "url", "name")] == [
        "uuid", "date", "date-time", "email", "uri", ""]  # fmt: skip
    assert [found[n].type for n in ("name", "seats", "price", "open")] == ["string", "integer", "number", "boolean"]
    assert found["gone"].nullable is True
    assert (found["tags"].many, found["tags"].type, found["tags"].example) == (True, "string", '["a", "b"]')
    assert (found["none"].many, found["none"].type) == (True, "array")
    assert found["price"].example == "12.50"
    assert (found["id"].span.line, found["none"].span.line) == (11, 22)


def test_objects_nest_and_lists_of_objects_are_merged() -> None:
    found = fields('{"boat": {"name": "Ada"}, "legs": [{"from": "A"}, {"from": "B", "miles": 3}]}')
    assert [f.name for f in found["boat"].fields] == ["name"]
    assert found["legs"].many
    assert [f.name for f in found["legs"].fields] == ["from", "miles"]


def test_keys_that_are_data_make_no_fields() -> None:
    assert fields('{"by_day": {"2025-01-01": 3, "2025-01-02": 5}}')["by_day"].fields == ()


def test_what_is_no_json_is_tolerated() -> None:
    found = fields("""
        {
          // a comment
          'single': 'O\\'Hara',
          bare: 1, /* another */
          "dots": [1, 2, ...],
          "placeholder": {id},
          "angle": <uuid>,
          ...
          "last": true,
        """)
    assert list(found) == ["single", "bare", "dots", "placeholder", "angle", "last"]
    assert found["single"].example == '"O\'Hara"'
    assert (found["dots"].many, found["dots"].type) == (True, "integer")
    assert found["angle"].format == "uuid"


def test_comments_state_constraints() -> None:
    found = fields("""
        {
          "name": "Ada",  // required, max 40
          "seats": 2      // min 1
        }""")
    assert (found["name"].required, found["name"].max_length) == (True, 40)
    assert (found["seats"].required, found["seats"].minimum) == (None, "1")


def test_type_words_stand_for_values() -> None:
    found = fields('{"a": "string", "b": "integer (required)", "c": "low|high", "d": [{ /* BerthDTO */ }]}')
    assert (found["a"].type, found["a"].example) == ("string", None)
    assert (found["b"].type, found["b"].required) == ("integer", True)
    assert found["c"].enum == ("low", "high")
    assert (found["d"].reference, found["d"].many) == ("BerthDTO", True)


def test_bodies_of_typescript_interfaces() -> None:
    found = fields("{ id: string; name?: string; kind: 'sea' | 'river' | null; berths: Berth[]; tags: string[] }")
    assert found["name"].required is False
    assert (found["kind"].enum, found["kind"].nullable) == (("sea", "river"), True)
    assert (found["berths"].reference, found["berths"].many) == ("Berth", True)
    assert (found["tags"].type, found["tags"].many) == ("string", True)


def test_text_without_an_object_has_no_value() -> None:
    assert parse_json("plain words") is None
    assert parse_json("") is None


def test_nesting_is_bounded() -> None:
    assert parse_json('{"a":' * 50_000) is not None


def test_an_example_keeps_its_text() -> None:
    value = parse_json('{"a": [1, 2.50, "x", null, true], "b": {}}')
    assert value is not None
    assert to_json(value) == '{"a": [1, 2.50, "x", null, true], "b": {}}'


@given(st.text(alphabet="{}[]:,\"'/*#. ab1|?\n\\…", max_size=80))
def test_no_text_makes_it_raise(text: str) -> None:
    value = parse_json(text)
    if value is not None:
        fields_of(value, "a.md", 1)
        to_json(value)
