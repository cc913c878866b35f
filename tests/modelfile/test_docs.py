"""docs/model.md: each of its examples is read as it stands, and it names everything that can be written."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from database_designer.model.conceptual import DeletionManner, EventKind, History, Kind, WhenDeleted
from database_designer.modelfile.expressions import AGGREGATES, FUNCTIONS, parse_expression
from database_designer.modelfile.layout import yaml_text
from database_designer.modelfile.lifecycle import LIFECYCLE_KEYS
from database_designer.modelfile.lines import attribute_line
from database_designer.modelfile.load import ENTITY_KEYS, MODEL_KEYS
from database_designer.modelfile.nodes import Mapping, Node, read_nodes
from database_designer.modelfile.queries import QUERY_KEYS
from database_designer.modelfile.rules import RULE_KEYS
from database_designer.modelfile.schema import model_schema
from database_designer.source import SourceFile, SourceRole

from .helpers import model_of

TEXT = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
WHOLE, *FRAGMENTS = BLOCKS
VALIDATOR = jsonschema.Draft202012Validator(model_schema())
TYPED = tuple(f"{kind.value}," for kind in Kind) + tuple(f"{kind.value}(" for kind in Kind)


def cells(section: str, column: int) -> list[str]:
    """The code in a column of the first table of a section."""
    table = TEXT.partition(f"\n## {section}\n")[2].partition("\n|")[2].partition("\n\n")[0]
    return code_in(table.splitlines()[2:], column)


def code_in(rows: list[str], column: int) -> list[str]:
    found = (re.split(r"(?<!\\) ?\| ?", row)[column] for row in rows)
    return [c for cell in found for c in re.findall(r"(?<!`)`([^`]+)`(?!`)", cell)]


OPTIONS = code_in(TEXT.partition("| option |")[2].partition("\n\n")[0].splitlines()[2:], 2)
EXPRESSIONS = [e for e in cells("Expressions", 2) if e not in ("actor", "= null")]


def test_the_first_example_is_a_whole_model():
    assert [e.name for e in model_of(WHOLE).entities] == ["Member", "Book", "Copy", "Loan"]


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_every_example_is_a_part_of_it_without_any_fault(fragment):
    text = yaml_text(within(node_of(WHOLE), node_of(fragment)))
    assert model_of(text)
    assert not list(VALIDATOR.iter_errors(YAML(typ="safe", pure=True).load(text)))


def node_of(text: str) -> Mapping:
    node, diagnostics = read_nodes(SourceFile(path="model.md", text=text, role=SourceRole.MODEL))
    assert isinstance(node, Mapping), diagnostics
    return node


def within(whole: Mapping, fragment: Mapping) -> Mapping:
    """The model with the fragment in its place: entities by their names, sections of an entity in Loan."""
    keys = [key for key, _ in fragment.pairs]
    if all(key[0].isupper() for key in keys):
        fragment = Mapping(pairs=(("entities", fragment),))
    elif not set(keys) <= set(MODEL_KEYS) or ("enforced" not in str(fragment) and keys == ["rules"]):
        fragment = Mapping(pairs=(("entities", Mapping(pairs=(("Loan", fragment),))),))
    merged = merged_with(whole, fragment)
    assert isinstance(merged, Mapping)
    return merged


def merged_with(one: Node | None, other: Node) -> Node:
    """The mappings with the pairs of both; what is not a mapping is replaced."""
    if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
        return other
    pairs = dict(one.pairs)
    for key, value in other.pairs:
        pairs[key] = merged_with(pairs.get(key), value)
    return Mapping(pairs=tuple(pairs.items()))


@pytest.mark.parametrize("example", OPTIONS)
def test_every_option_is_read(example):
    line = example if example.startswith(TYPED) else f"text, {example}"
    assert not attribute_line("x", line, ()).faults


@pytest.mark.parametrize("example", EXPRESSIONS)
def test_every_expression_is_read(example):
    assert parse_expression(example)[1] == ()


def test_the_examples_of_options_are_several():
    assert len(OPTIONS) >= 14
    assert len(EXPRESSIONS) >= 45


WORDS = (*MODEL_KEYS, *ENTITY_KEYS, *LIFECYCLE_KEYS, *RULE_KEYS, *QUERY_KEYS, *AGGREGATES, *FUNCTIONS)


@pytest.mark.parametrize("word", dict.fromkeys((*WORDS, *EventKind, *History, *DeletionManner, *WhenDeleted)))
def test_every_word_of_the_language_is_told(word):
    if word != "none":
        assert re.search(rf"(?<![\w]){re.escape(str(word))}(?![\w])", TEXT)


@pytest.mark.parametrize("kind", [k.value for k in Kind if k is not Kind.LIST])
def test_every_type_is_told(kind):
    assert re.search(rf"`{re.escape(kind)}[`(]", TEXT)
