"""A JSON Schema of model.yaml, for the completion and the checks of editors; the lines themselves stay texts."""

from __future__ import annotations

from typing import Any

from database_designer.model.conceptual import WhenDeleted
from database_designer.modelfile.load import ENTITY_KEYS, MODEL_KEYS
from database_designer.modelfile.policies import DELETIONS, HISTORIES, RETENTION_ENDS
from database_designer.modelfile.queries import PAGES, QUERY_KEYS
from database_designer.modelfile.rules import RULE_KEYS

Schema = dict[str, Any]

_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_TEXTS: Schema = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}
_COMMON: Schema = {"says": _SCALAR, "from": _TEXTS, "assumed": _TEXTS}


def model_schema() -> Schema:
    """The schema (draft 2020-12) as plain data; every model.yaml that loads without an error satisfies it."""
    entity = {**_anything(ENTITY_KEYS), **_COMMON, **_entity_properties()}
    top = {
        **_anything(MODEL_KEYS),
        **_COMMON,
        "model": _SCALAR,
        "postgres": _SCALAR,
        "lists": _named(_line("is", {"maintained": _SCALAR})),
        "entities": _named({"$ref": "#/$defs/entity"}),
        "rules": _named({"$ref": "#/$defs/rule"}),
        "questions": {"type": "array", "items": _object({"ask": _SCALAR, "about": _SCALAR, "assumed": _SCALAR,
                      "answer": _SCALAR, "would_change": _SCALAR, "from": _TEXTS}, ["ask"])},
    }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "model.yaml of database-designer",
        **_object(top, ["model", "entities"]),
        "$defs": {
            "entity": _object(entity),
            "attribute": _line("is"),
            "reference": _line("to", {"back": _SCALAR, "each_has": _SCALAR, "when_deleted": _enum(WhenDeleted)}),
            "rule": _object({**_anything(RULE_KEYS), **_COMMON}),
            "query": _object({**_anything(QUERY_KEYS), **_COMMON, "page": _enum(PAGES)}),
        },
    }


def _entity_properties() -> Schema:
    return {
        "attributes": _named({"$ref": "#/$defs/attribute"}),
        "references": _named({"$ref": "#/$defs/reference"}),
        "links": _named(_line("to", {"back": _SCALAR})),
        "rules": _named({"$ref": "#/$defs/rule"}),
        "queries": _named({"$ref": "#/$defs/query"}),
        "synonyms": _TEXTS,
        "identified_by": _TEXTS,
        "kind_of": _SCALAR,
        "history": _policy(HISTORIES),
        "concurrency": _policy(("optimistic",)),
        "deletion": _policy([*DELETIONS, *(f"{d}, restorable" for d in DELETIONS)]),
        "retention": _object({"keep": _SCALAR, "after": _SCALAR, "then": _enum(RETENTION_ENDS), **_COMMON}, ["keep"]),
        "volume": _object({"rows": _SCALAR, "growth": _SCALAR, "peak": _SCALAR, **_COMMON}),
        "rows": {"anyOf": [{"type": "array", "items": _named(_SCALAR)}, _named(_SCALAR)]},
    }


def _anything(keys: tuple[str, ...]) -> Schema:
    return {key: {} for key in keys}


def _object(properties: Schema, required: list[str] | None = None) -> Schema:
    found: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**found, "required": required} if required else found


def _named(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


def _line(key: str, more: Schema | None = None) -> Schema:
    """An element that is a line, or a mapping with the line under `key`."""
    return {"anyOf": [_SCALAR, _object({key: _SCALAR, **(more or {}), **_COMMON}, [key])]}


def _policy(words: Any) -> Schema:
    return {"anyOf": [_enum(words), _object({"is": _enum(words), **_COMMON}, ["is"])]}


def _enum(words: Any) -> Schema:
    return {"enum": [str(w) for w in words]}
