"""A JSON Schema of model.yaml, for the completion and the checks of editors; the lines themselves stay texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from database_designer.model.conceptual import WhenDeleted
from database_designer.modelfile.lifecycle import LIFECYCLE_KEYS
from database_designer.modelfile.load import ENTITY_KEYS, MODEL_KEYS
from database_designer.modelfile.members import PART_KEYS
from database_designer.modelfile.policies import DELETIONS, HISTORIES, RETENTION_ENDS
from database_designer.modelfile.queries import PAGES, QUERY_KEYS
from database_designer.modelfile.rules import FORMS

Schema = dict[str, Any]

_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_TEXTS: Schema = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}
_WHOLE: Schema = {"type": ["integer", "string"]}
_COMMON: Schema = {
    "says": {**_SCALAR, "description": "what it is, in a sentence"},
    "from": {**_TEXTS, "description": "requirement ids"},
    "assumed": {**_TEXTS, "description": "true, or single options that no document states"},
}

_ATTRIBUTE_HELP = "type[?] [comparison], option, ... as in: money >= 0, default 0"
_REFERENCE_HELP = "Entity, or Entity? where it may be missing; options: immutable, set once, unique, default"
_EVENT_HELP = "create, change, change(ATTRIBUTE), delete, enter(STATE)"
_HELP = {
    "always": "a condition that holds for every row at every moment",
    "unique": "attributes, references or paths in which no two rows agree",
    "at_most": "a number, or an expression that begins with per",
    "at_least": "a number, or an expression that begins with per",
    "no_overlap": "[START, END], or one attribute that is a period",
    "before": _EVENT_HELP,
    "after": _EVENT_HELP,
    "enforced": "false: the rule is traced, and not enforced",
    "where": "the rows that the rule is about",
    "when": "the rule applies where this holds",
    "require": "what has to hold at the event",
    "per": "a reference: counted for each row that it leads to",
    "for_each": "others [where condition]: the rows that `it` stands for",
    "unset": "equal: rows that have no value agree",
    "reason": "why it is not enforced",
}


def model_schema() -> Schema:
    """The schema (draft 2020-12) as plain data; every model.yaml that loads without an error satisfies it."""
    top = {
        **_scalars(MODEL_KEYS),
        **_COMMON,
        "tenancy": {"anyOf": [_SCALAR, _object({"by": _SCALAR, **_COMMON}, ["by"])]},
        "operations": _operations(),
        "lists": _named(_line("is", {"maintained": _flag()})),
        "entities": _named({"$ref": "#/$defs/entity"}),
        "rules": _named(_form("enforced")),
        "questions": _list_of(_object(_scalars(("ask", "about", "assumed", "answer", "would_change")) | {"from": _TEXTS}, ["ask"])),
    }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "model.yaml of database-designer",
        **_object(top, ["model", "entities"]),
        "$defs": {
            "entity": _object({**_scalars(ENTITY_KEYS), **_COMMON, **_members(), **_behaviour(), **_policies()}),
            "attribute": _line("is", help_=_ATTRIBUTE_HELP),
            "reference": _line("to", _reference_details(), help_=_REFERENCE_HELP),
            "rule": {"oneOf": [_form(form) for form in FORMS]},
            "values": _named({"anyOf": [_SCALAR, {"type": "null"}], "description": "a literal, or =EXPRESSION"}),
            "lifecycle": _lifecycle(),
            "query": _query(),
        },
    }


def _members() -> Schema:
    part = {"type": "object", "properties": {**_scalars(PART_KEYS), **_COMMON, **_reference_details()}}
    return {
        "synonyms": _TEXTS,
        "attributes": _named({"$ref": "#/$defs/attribute"}),
        "references": _named({"$ref": "#/$defs/reference"}),
        "part_of": {"anyOf": [part, _list_of(part)]},
        "links": _named(_line("to", {"back": _SCALAR})),
        "kinds": {
            "type": "object",
            "properties": {"by": _SCALAR, "overlapping": _flag(), "of": _named(_SCALAR)},
            "additionalProperties": _SCALAR,
            "required": ["by"],
        },
        "identified_by": _TEXTS,
        "tree": {"anyOf": [_SCALAR, _object({"parent": _SCALAR, "max_depth": _WHOLE}, ["parent"])]},
    }


def _reference_details() -> Schema:
    each = {**_SCALAR, "description": "how many point to each: 0..1, 1..50, 1.."}
    return {"back": _SCALAR, "each_has": each, "when_deleted": _enum(WhenDeleted)}


def _behaviour() -> Schema:
    return {
        "lifecycle": {"$ref": "#/$defs/lifecycle"},
        "rules": _named({"$ref": "#/$defs/rule"}),
        "queries": _named({"$ref": "#/$defs/query"}),
    }


def _lifecycle() -> Schema:
    by_state = _named(_TEXTS)
    return _object(
        {
            **_scalars(LIFECYCLE_KEYS),
            **_COMMON,
            "states": _TEXTS,
            "start": _TEXTS,
            "moves": {"anyOf": [{"const": "any"}, by_state]},
            "requires": by_state,
            "stamps": _named(_SCALAR),
            "frozen": by_state,
            "expires": {**_named(_SCALAR), "propertyNames": {"pattern": "->"}},
        },
        ["state"],
    )


def _form(form: str) -> Schema:
    """A rule of one form: the key that tells it, and those that go with it."""
    return _object({key: _rule_value(key) for key in (form, *FORMS[form])} | _COMMON, _required(form))


def _required(form: str) -> list[str]:
    return [form, "require"] if form == "before" else [form]


def _rule_value(key: str) -> Schema:
    values: Schema = {"$ref": "#/$defs/values"}
    special: dict[str, Schema] = {
        "enforced": {"enum": [False, "false"]},
        "unset": {"const": "equal"},
        "unique": _TEXTS,
        "no_overlap": _TEXTS,
        "per": _TEXTS,
        "before": _TEXTS,
        "after": _TEXTS,
        "create": {"anyOf": [_named(values), _list_of(_named(values))]},
        "set": values,
    }
    found = special.get(key, _SCALAR)
    return {**found, "description": _HELP[key]} if key in _HELP else found


def _query() -> Schema:
    several = ("filter", "optional", "range", "overlap", "search", "prefix", "words", "sort", "report", "by")
    numbers = {"limit": _WHOLE, "max": _WHOLE}
    return _object(
        {**_scalars(QUERY_KEYS), **_COMMON, **dict.fromkeys(several, _TEXTS), **numbers, "page": _enum(PAGES)}
    )


def _policies() -> Schema:
    return {
        "history": _policy(HISTORIES),
        "concurrency": _policy(("optimistic",)),
        "deletion": _policy([*DELETIONS, *(f"{d}, restorable" for d in DELETIONS)]),
        "visible": {"anyOf": [_TEXTS, _object({"any": _TEXTS, **_COMMON}, ["any"])]},
        "retention": _retention(),
        "volume": _object({"rows": _SCALAR, "growth": _SCALAR, "peak": _SCALAR, **_COMMON}),
        "rows": {"anyOf": [_list_of({"$ref": "#/$defs/values"}), {"$ref": "#/$defs/values"}]},
    }


def _operations() -> Schema:
    backup = _object(_scalars(("full", "incremental", "keep")))
    numbers = dict.fromkeys(("connections", "users", "cores"), _WHOLE)
    texts = _scalars(("rpo", "rto", "requests", "response"))
    return _object({"backup": backup, **texts, **numbers, "audit": _retention(), **_COMMON})


def _retention() -> Schema:
    return _object({"keep": _SCALAR, "after": _SCALAR, "then": _enum(RETENTION_ENDS), **_COMMON}, ["keep"])


# Pieces


def _scalars(keys: Iterable[str]) -> Schema:
    return dict.fromkeys(keys, _SCALAR)


def _flag() -> Schema:
    return {"enum": [True, False, "true", "false"]}


def _object(properties: Schema, required: list[str] | None = None) -> Schema:
    found: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**found, "required": required} if required else found


def _named(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _line(key: str, more: Schema | None = None, *, help_: str = "") -> Schema:
    """An element that is a line, or a mapping with the line under `key`."""
    line = {**_SCALAR, "description": help_} if help_ else _SCALAR
    return {"anyOf": [line, _object({key: line, **(more or {}), **_COMMON}, [key])]}


def _policy(words: Any) -> Schema:
    return {"anyOf": [_enum(words), _object({"is": _enum(words), **_COMMON}, ["is"])]}


def _enum(words: Any) -> Schema:
    return {"enum": [str(w) for w in words]}
