"""The JSON Schema for editors: it is one, it accepts what loads, and it finds misspelt keys."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from database_designer.modelfile.schema import model_schema

from .helpers import document
from .test_save import SAMPLE

VALIDATOR = jsonschema.Draft202012Validator(model_schema())
FILE = Path(__file__).parents[2] / "docs" / "model.schema.json"


def test_it_is_a_json_schema():
    jsonschema.Draft202012Validator.check_schema(model_schema())


def test_the_file_for_editors_is_in_step(update_golden):
    text = json.dumps(model_schema(), indent=2) + "\n"
    if update_golden:
        FILE.write_text(text, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == text, "run pytest with --update-golden"


@pytest.mark.parametrize("loader", [yaml.BaseLoader, yaml.SafeLoader])
def test_it_accepts_a_model(loader):
    assert not list(VALIDATOR.iter_errors(yaml.load(SAMPLE, Loader=loader)))


@pytest.mark.parametrize(
    "body",
    [
        "atributes: {a: text}",
        "attributes: {a: {type: text}}",
        "references: {a: {to: B, when_deleted: cascad}}",
        "part_of: [x]",
        "kinds: {A: B}",
        "tree: {max_depth: 3}",
        "lifecycle: {start: A}",
        "lifecycle: {state: s, moves: all}",
        "lifecycle: {state: s, expires: {A: x < 3}}",
        "rules: {r: {alwys: a is set}}",
        "rules: {r: {where: a is set}}",
        "rules: {r: {always: a is set, unique: [a]}}",
        "rules: {r: {always: a is set, where: b is set}}",
        "rules: {r: {before: create}}",
        "rules: {r: {before: create, require: a is set, create: {A: {b: c}}}}",
        "rules: {r: {after: create, create: [A]}}",
        "rules: {r: {unique: [a], unset: same}}",
        "rules: {r: {enforced: true}}",
        "queries: {q: {page: curser}}",
        "visible: {all: [a is set]}",
        "history: audit",
        "rows: [a]",
    ],
)
def test_it_finds_misspelt_keys_and_words(body):
    assert list(VALIDATOR.iter_errors(yaml.load(document(Loan=body), Loader=yaml.BaseLoader)))


@pytest.mark.parametrize(
    "rule",
    [
        "{always: a > 3, says: hm, from: [FR-1], assumed: true}",
        "{unique: a, unset: equal}",
        "{at_most: 3, per: a}",
        "{at_least: x.y, where: a = 1}",
        "{no_overlap: [a, b], per: [c, d.e]}",
        "{before: [create, change(a)], when: b, require: c}",
        "{after: create, for_each: as where b, create: [{A: {b: 1}}], set: {it.c: true}}",
        "{enforced: false, reason: by hand}",
    ],
)
def test_it_accepts_every_form_of_rule(rule):
    text = document(Loan=f"rules: {{r: {rule}}}")
    assert not list(VALIDATOR.iter_errors(yaml.load(text, Loader=yaml.SafeLoader)))
