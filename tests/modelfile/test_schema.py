"""The JSON Schema for editors: it is one, it accepts what loads, and it finds misspelt keys."""

from __future__ import annotations

import jsonschema
import pytest
import yaml

from database_designer.modelfile.schema import model_schema

from .helpers import document
from .test_save import SAMPLE

VALIDATOR = jsonschema.Draft202012Validator(model_schema())


def test_it_is_a_json_schema():
    jsonschema.Draft202012Validator.check_schema(model_schema())


@pytest.mark.parametrize("loader", [yaml.BaseLoader, yaml.SafeLoader])
def test_it_accepts_a_model(loader):
    assert not list(VALIDATOR.iter_errors(yaml.load(SAMPLE, Loader=loader)))


@pytest.mark.parametrize(
    "body",
    [
        "atributes: {a: text}",
        "attributes: {a: {type: text}}",
        "references: {a: {to: B, when_deleted: cascad}}",
        "rules: {r: {alwys: a is set}}",
        "queries: {q: {page: curser}}",
        "history: audit",
    ],
)
def test_it_finds_misspelt_keys_and_words(body):
    assert list(VALIDATOR.iter_errors(yaml.load(document(Loan=body), Loader=yaml.BaseLoader)))
