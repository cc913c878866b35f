"""Broken, hostile and unfinished OpenAPI documents: a diagnostic with its line, and what can be read is read."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database_designer.read.openapi import read_openapi
from database_designer.source import SourceFile, SourceRole


def read(text: str):
    return read_openapi(SourceFile(path="api.yaml", text=dedent(text).lstrip("\n"), role=SourceRole.API))


def told(text: str) -> list[tuple[str, int]]:
    """The codes and lines of the diagnostics."""
    return [(d.code, d.span.line) for d in read(text)[4]]


HEAD = "openapi: 3.1.0\npaths: {/x: {}}\ncomponents:\n  schemas:\n"


def test_of_a_broken_document_what_stands_before_the_fault_is_read() -> None:
    text = HEAD + "    A: {type: object, properties: {b: {type: string}}}\n    C: {type: object}\n    D: ]\n"
    assert told(text) == [("openapi-syntax", 7)]
    shapes = read(text)[2]
    assert [s.name for s in shapes] == ["A", "C"]


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b\n", "[]", "null"])
def test_a_document_that_is_no_object(text: str) -> None:
    assert told(text) == [("openapi-no-object", 1)]


def test_an_unknown_version_is_read_all_the_same() -> None:
    text = "openapi: 9.0\npaths: {/x: {get: {}}}\n"
    assert told(text) == [("openapi-version", 1)]
    assert [o.path for o in read(text)[1]] == ["/x"]
    assert told("paths: {/x: {}}\n") == [("openapi-version", 1)]


def test_a_document_without_paths_says_so() -> None:
    assert told("openapi: 3.0.1\ninfo: {}\n") == [("openapi-no-paths", 1)]


@pytest.mark.parametrize(
    "target", ["other.yaml#/A", "../../etc/passwd", "http://example.org/a.json", "file:///etc/passwd"]
)
def test_a_reference_out_of_the_file_is_not_followed(target: str) -> None:
    text = HEAD + f"    A:\n      properties:\n        b: {{$ref: '{target}'}}\n"
    assert told(text) == [("openapi-foreign-ref", 7)]
    (field,) = read(text)[2][0].fields
    assert (field.name, field.reference) == ("b", None)


def test_a_missing_reference() -> None:
    assert told(HEAD + "    A: {properties: {b: {$ref: '#/components/schemas/B'}}}\n") == [("openapi-missing-ref", 5)]


def test_references_in_a_circle() -> None:
    text = HEAD + "    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n"
    assert {code for code, _ in told(text)} == {"openapi-cyclic-ref"}


def test_schemas_merged_into_themselves() -> None:
    circle = "    {0}: {{allOf: [{{$ref: '#/components/schemas/{1}'}}, {{properties: {{{2}: {{}}}}}}]}}\n"
    text = HEAD + circle.format("A", "B", "a") + circle.format("B", "A", "b")
    assert {code for code, _ in told(text)} == {"openapi-cyclic-ref"}
    assert [f.name for f in read(text)[2][0].fields] == ["b", "a"]


def test_a_recursive_schema_is_no_fault() -> None:
    text = HEAD + "    Node: {properties: {children: {type: array, items: {$ref: '#/components/schemas/Node'}}}}\n"
    assert told(text) == []
    assert read(text)[2][0].fields[0].reference == "Node"


def test_a_long_chain_of_bases_is_cut() -> None:
    links = "".join(f"    A{i}: {{allOf: [{{$ref: '#/components/schemas/A{i + 1}'}}]}}\n" for i in range(3000))
    assert ("openapi-cyclic-ref") in {code for code, _ in told(HEAD + links + "    A3000: {type: object}\n")}


def test_inheritance_that_multiplies_is_cut() -> None:
    wide = "    B: {properties: {" + ", ".join(f"p{i}: {{}}" for i in range(1000)) + "}}\n"
    heirs = "".join(f"    C{i}: {{allOf: [{{$ref: '#/components/schemas/B'}}]}}\n" for i in range(600))
    assert {code for code, _ in told(HEAD + wide + heirs)} == {"openapi-too-much"}


def test_aliases_that_multiply_are_dropped() -> None:
    levels = "".join(f"x{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 9)}]\n" for i in range(1, 20))
    codes = {code for code, _ in told("openapi: 3.1.0\npaths: {/x: {}}\nx0: &l0 [a]\n" + levels)}
    assert codes == {"openapi-alias"}


def test_an_alias_within_itself_is_dropped() -> None:
    assert told("openapi: 3.1.0\npaths: &p\n  /x: {get: *p}\n") == [("openapi-alias", 3)]


def test_merge_keys_are_merged() -> None:
    text = HEAD + "    A: &a {properties: {b: {}}}\n    C: {<<: *a, description: Same}\n"
    assert [f.name for f in read(text)[2][1].fields] == ["b"]


def test_deep_nesting_is_cut() -> None:
    text = HEAD + "    A: " + "{properties: {b: " * 500 + "{}" + "}}" * 500 + "\n    Z: {type: object}\n"
    assert told(text) == [("openapi-too-deep", 5)]
    assert [s.name for s in read(text)[2]] == ["A", "Z"]


def test_a_key_that_stands_twice() -> None:
    assert told("openapi: 3.1.0\npaths:\n  /x: {get: {}}\n  /x: {post: {}}\n") == [("openapi-duplicate-key", 4)]


def test_surrogate_pairs_of_json_are_characters() -> None:
    document = read(
        '{"openapi": "3.1.0", "info": {"title": "Caf\\u00e9 \\ud83d\\ude00 \\ud83d"}, "paths": {"/x": {}}}'
    )[0]
    assert document.title == "Café 😀 \ufffd"


def test_a_property_that_is_no_schema() -> None:
    text = HEAD + "    A:\n      properties:\n        b: string\n        c: [1]\n        d: {type: string}\n"
    assert told(text) == [("openapi-no-schema", 7), ("openapi-no-schema", 8)]
    assert [f.name for f in read(text)[2][0].fields] == ["b", "c", "d"]


PIECES = [
    "$ref",
    "'#/components/schemas/A'",
    "allOf",
    "oneOf",
    "type",
    "properties",
    "items",
    "[",
    "]",
    "{",
    "}",
    ":",
    "\n",
    "  ",
    "- ",
    "A",
    "&a ",
    "*a",
    "<<",
    "enum",
    "null",
    "required",
    "paths",
    "get",
    "/x",
    '"',
    "\x00",
    "\ud800",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_text_makes_it_raise(text: str) -> None:
    read_openapi(SourceFile(path="a.yaml", text=HEAD + "    A: " + text, role=SourceRole.API))
    read_openapi(SourceFile(path="a.yaml", text=text, role=SourceRole.API))
