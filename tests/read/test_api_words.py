"""Types, constraints and fields as words state them."""

from __future__ import annotations

import pytest

from database_designer.model.requirements import Field
from database_designer.read.markdown.api_fields import read_field_line
from database_designer.read.markdown.api_types import read_type
from database_designer.read.markdown.blocks import parse_blocks
from database_designer.source import SourceFile, SourceRole


def field_of(item: str, *, expected: bool = False) -> Field | None:
    """The field that a list item describes."""
    (block,) = parse_blocks(SourceFile(path="api.md", text=f"- {item}", role=SourceRole.API))
    return read_field_line(block.inline, expected=expected)


def facts(item: str) -> dict[str, object]:
    """What a list item states of its field, apart from its name and description."""
    found = field_of(item)
    assert found is not None
    skipped = {"name", "span", "description"}
    return {n: v for n in Field.__slots__ if n not in skipped and (v := getattr(found, n)) not in (None, "", (), False)}


@pytest.mark.parametrize(
    ("text", "type_", "rest"),
    [
        ("String", "string", {}),
        ("varchar(50)", "varchar", {"length": 50}),
        ("decimal(10,2)", "decimal", {"format": "decimal(10,2)"}),
        ("UUID", "uuid", {"format": "uuid"}),
        ("string/uuid", "string", {"format": "uuid"}),
        ("string[]", "string", {"many": True}),
        ("List<Berth>", "object", {"many": True, "reference": "Berth"}),
        ("array of integers", "integer", {"many": True}),
        ("Map<String, String>", "object", {}),
        ("number?", "number", {"nullable": True}),
        ("string | null", "string", {"nullable": True}),
    ],
)
def test_types(text: str, type_: str, rest: dict[str, object]) -> None:
    word = read_type(text)
    assert word is not None
    assert word.type == type_
    assert {n: v for n in word.__slots__ if n != "type" and (v := getattr(word, n))} == rest


@pytest.mark.parametrize("text", ["", "Employee", "Name of the boat", "required", "text message", "(" * 50])
def test_words_that_are_no_types(text: str) -> None:
    assert read_type(text) is None


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("`code` (String, required, unique): The code", {"type": "string", "required": True, "unique": True}),
        ("`code` (string): Unique identifier", {"type": "string"}),
        ("`title`: String, 1-100 characters", {"type": "string", "min_length": 1, "max_length": 100}),
        ("`title`: string, max 80", {"type": "string", "max_length": 80}),
        ("`title`: string, up to 500 characters", {"type": "string", "max_length": 500}),
        ("`secret`: string, min 8 characters", {"type": "string", "min_length": 8}),
        ("`iso`: char(2), not null", {"type": "char", "max_length": 2, "required": True}),
        ("`iso`: string, exactly 3 letters", {"type": "string", "min_length": 3, "max_length": 3}),
        ("`depth`: double, >= 0", {"type": "double", "minimum": "0"}),
        ("`depth` (decimal, > 0)", {"type": "decimal", "minimum": "0", "exclusive_minimum": True}),
        ("`depth`: number, between 0 and 11.5", {"type": "number", "minimum": "0", "maximum": "11.5"}),
        ("`score` (Double): Score (0.0-5.0)", {"type": "double", "minimum": "0.0", "maximum": "5.0"}),
        ("`count` (integer, zero or positive)", {"type": "integer", "minimum": "0"}),
        ("`size`: integer, default: 10, max: 100", {"type": "integer", "default": "10", "maximum": "100"}),
        ('`country` (string, default: "NO")', {"type": "string", "default": "NO"}),
        ("`sort`: string, one of asc, desc", {"type": "string", "enum": ("asc", "desc")}),
        ('`sort` (string): "ASC" or "DESC"', {"type": "string", "enum": ("ASC", "DESC")}),
        ("`status` (string): State (Moored, At Sea)", {"type": "string", "enum": ("Moored", "At Sea")}),
        ("`state`: string, `open` | `shut`", {"type": "string", "enum": ("open", "shut")}),
        ("`day`: string, ISO 8601", {"type": "string", "format": "date-time"}),
        ('`day` (string, format: "YYYY-MM-DD")', {"type": "string", "format": "date"}),
        ("`mail`: string, valid email", {"type": "string", "format": "email"}),
        ("`id`: uuid, primary key, read-only", {"type": "uuid", "format": "uuid", "required": True, "unique": True, "read_only": True}),
        ("`port_id` (uuid, FK -> ports.id)", {"type": "uuid", "format": "uuid", "reference": "ports"}),
        ("`portId` (uuid): Reference to port", {"type": "uuid", "format": "uuid", "reference": "port"}),
        ("`note`: text, nullable", {"type": "text", "nullable": True}),
        ("`password` (**required**): Password (string)", {"type": "string", "required": True}),
    ],
)  # fmt: skip
def test_constraints_in_words(item: str, expected: dict[str, object]) -> None:
    assert facts(item) == expected


def test_optional_and_question_marks_mean_not_required() -> None:
    for item in ("`note` (string, optional)", "`note?` (string)", "`note`: Optional, max 20 characters"):
        found = field_of(item)
        assert found is not None
        assert found.required is False, item


def test_examples_are_no_values() -> None:
    assert "enum" not in facts("`type` (string): Kind of boat (e.g. Ferry, Tug)")
    assert "enum" not in facts("`city` (string): City (Oslo, Bergen)")


@pytest.mark.parametrize(
    "item",
    [
        "The captain may cancel a trip.",
        "Composite key (`boatId`, `day`): must be unique",
        "Authentication: Required",
        "`GET` requests are cached",
        "Passengers (list)",
        "Speed: the boat must be fast",
    ],
)
def test_items_that_are_no_fields(item: str) -> None:
    assert field_of(item) is None


def test_a_name_alone_is_a_field_only_where_fields_are_expected() -> None:
    assert field_of("`boat`") is None
    found = field_of("`boat`", expected=True)
    assert found is not None
    assert found.name == "boat"
