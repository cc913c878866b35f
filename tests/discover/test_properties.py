"""What holds for discovery whatever the documents are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from database_designer.diagnostics import Severity
from database_designer.discover import discover
from database_designer.model.check.conceptual import check_conceptual
from database_designer.model.conceptual import ConceptualModel
from database_designer.modelfile.save import save_model
from database_designer.source import SourceFile, SourceRole
from tests.golden import requirements_of
from tests.printed import ASPECTS, printed

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

DOCUMENTS = (
    "# Apiary\n- FR-1: Each hive has a colour, a height and a ring number.\n- FR-2: The keeper can filter hives by colour.\n",
    "# Queens\n- FR-3: Each queen has a name and a hatch date. Each queen belongs to exactly one hive.\n",
    "# Visits\n## Visit Management\nEach visit has a start date and an end date.\n"
    "The end date must be after the start date.\n",
    "# Frames\nFor each frame, the following data is stored:\n- label (unique)\n- weight (> 0)\n- note (optional)\n"
    "\nA hive consists of several frames.\n",
    "# Notes\n- The status of a visit is PLANNED, DONE or MISSED.\n- Visits are archived after 5 years.\n",
    "## Harvest\n| Field | Type | Required |\n|---|---|---|\n| day | date | yes |\n| amount | decimal | yes |\n| hiveId | uuid | yes |\n",
)

SENTENCES = st.lists(
    st.sampled_from(
        """each every hive hives the a an of has have stores status unique optional between 0 5 100 and or , . : ( ) / -
        is are must not be after before Hive `Hive` **name** date start end by search filter sort user users system
        consists belongs to exactly one at least many kinds = <= > FR-1: | # \n \n- \n\n""".split(" ")
    ),
    max_size=60,
).map(" ".join)
MARKUP = st.text(alphabet="#*_`|-:>[](){}<!&;\\\n\t 01aA.é→\u200b\u202e\x00", max_size=200)
TEXTS = st.one_of(SENTENCES, MARKUP, st.text(max_size=200))

SCALARS = st.none() | st.booleans() | st.integers(-5, 300) | st.sampled_from(
    ["", "string", "object", "array", "uuid", "date-time", "name", "id", "hiveId", "#/components/schemas/Hive", "✓", "0" * 40]
)  # fmt: skip
KEYS = st.sampled_from(
    """type format properties items required enum allOf oneOf anyOf $ref minimum maximum minLength maxLength pattern default
    description example nullable name id hiveId status readOnly additionalProperties title""".split()
)
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)
SCHEMAS = st.dictionaries(
    st.sampled_from(["Hive", "HiveCreate", "Queen", "Page", "Error", "", "ünïcode"]), TREES, max_size=4
)
OPERATIONS = st.dictionaries(
    st.sampled_from(["get", "post", "put", "delete", "parameters", "x-note"]),
    st.fixed_dictionaries(
        {},
        optional={
            "parameters": TREES,
            "requestBody": TREES,
            "responses": st.dictionaries(st.sampled_from(["200", "default", "x"]), TREES, max_size=2),
            "summary": SCALARS,
        },
    )
    | TREES,
    max_size=3,
)
PATHS = st.dictionaries(
    st.sampled_from(["/hives", "/hives/{id}", "/hives/{id}/queens", "/{a}/{b}", "/", "", "//", "no-slash", "/ü/✓"]),
    OPERATIONS,
    max_size=4,
)


def document(text: str, name: str = "requirements.md") -> SourceFile:
    return SourceFile(path=name, text=text, role=SourceRole.REQUIREMENTS)


def discovered(*sources: SourceFile) -> ConceptualModel:
    model, _ = discover(requirements_of(sources))
    return model


def told(model: ConceptualModel) -> dict[str, list[str]]:
    """All that is printed of the model, without the order, which is that of the documents."""
    return {aspect: sorted(printed(model, aspect).splitlines()) for aspect in ASPECTS}


def is_sound(model: ConceptualModel) -> bool:
    """Whether the model is one that the next stage may take."""
    return not [d for d in check_conceptual(model) if d.severity is Severity.ERROR]


@settings(FEW, max_examples=8)
@given(st.permutations(DOCUMENTS))
def test_the_order_of_the_files_does_not_matter(texts: list[str]) -> None:
    named = {t: document(t, f"{i}.md") for i, t in enumerate(DOCUMENTS)}
    assert told(discovered(*(named[t] for t in texts))) == told(discovered(*named.values()))


@FEW
@given(st.lists(st.sampled_from(DOCUMENTS) | SENTENCES, min_size=1, max_size=4))
def test_the_same_documents_give_the_same_model(texts: list[str]) -> None:
    sources = tuple(document(t, f"{i}.md") for i, t in enumerate(texts))
    first, second = discovered(*sources), discovered(*sources)
    assert first == second
    assert save_model(first) == save_model(second)


@FEW
@given(TEXTS)
def test_any_text_leads_to_a_sound_model(text: str) -> None:
    assert is_sound(discovered(document(text)))


@FEW
@given(TEXTS, st.sampled_from(DOCUMENTS))
def test_any_text_beside_a_document(text: str, known: str) -> None:
    assert is_sound(discovered(document(known), document(text, "z.md")))


@FEW
@given(SCHEMAS, PATHS)
def test_any_api_description_leads_to_a_sound_model(schemas: dict[str, Any], paths: dict[str, Any]) -> None:
    text = json.dumps({"openapi": "3.0.3", "info": {"title": "T"}, "paths": paths, "components": {"schemas": schemas}})
    api = SourceFile(path="api.json", text=text, role=SourceRole.API)
    assert is_sound(discovered(api))


def api_of(schemas: dict[str, object], **paths: object) -> SourceFile:
    body = {"openapi": "3.0.3", "info": {"title": "T"}, "paths": {f"/{n}": p for n, p in paths.items()}}
    return SourceFile(
        path="api.json", text=json.dumps({**body, "components": {"schemas": schemas}}), role=SourceRole.API
    )


def creating(name: str) -> dict[str, object]:
    body = {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}
    return {"post": {"requestBody": body, "responses": {"201": {"description": "made"}}}}


def nested(depth: int) -> dict[str, object]:
    schema: dict[str, object] = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "object", "properties": {"inner": schema}}
    return schema


REF = "#/components/schemas/"
HOSTILE: dict[str, dict[str, object]] = {
    "a reference to itself": {"Hive": {"$ref": f"{REF}Hive"}},
    "a circle of references": {"Hive": {"$ref": f"{REF}Queen"}, "Queen": {"$ref": f"{REF}Hive"}},
    "a circle of bases": {"Hive": {"allOf": [{"$ref": f"{REF}Queen"}]}, "Queen": {"allOf": [{"$ref": f"{REF}Hive"}]}},
    "a reference to nothing": {"Hive": {"type": "object", "properties": {"queen": {"$ref": f"{REF}Nobody"}}}},
    "a field that holds its own kind": {"Hive": {"type": "object", "properties": {"hive": {"$ref": f"{REF}Hive"}}}},
    "fields nested deeply": {"Hive": nested(150)},
    "two hundred fields": {
        "Hive": {"type": "object", "properties": {f"field{i}": {"type": "string"} for i in range(200)}}
    },
    "names of one letter case": {"Hive": {"type": "object", "properties": {"a": {}, "A": {}, "_a": {}, "a_": {}}}},
    "names that are no names": {
        "Hive": {"type": "object", "properties": {"": {}, "✓": {}, "1": {}, "-": {}, "a b": {}}}
    },
    "words of the model language": {
        "Hive": {"type": "object", "properties": {n: {"type": "string"} for n in ("and", "not", "null", "this", "it")}}
    },
    "names that the product gives itself": {
        "Hive": {
            "type": "object",
            "properties": {n: {"type": "string"} for n in ("id", "createdAt", "deletedAt", "version")},
        }
    },
    "numbers beyond all bounds": {
        "Hive": {
            "type": "object",
            "properties": {"depth": {"type": "integer", "minimum": 10**40, "maximum": -(10**40)}},
        }
    },
    "lengths turned round": {
        "Hive": {"type": "object", "properties": {"code": {"type": "string", "minLength": 9, "maxLength": 2}}}
    },
    "a pattern that is none": {"Hive": {"type": "object", "properties": {"code": {"type": "string", "pattern": "(["}}}},
    "values that are no texts": {
        "Hive": {"type": "object", "properties": {"kind": {"enum": [1, None, True, "", "A", "A", {"b": 1}]}}}
    },
    "a default outside the values": {
        "Hive": {"type": "object", "properties": {"kind": {"enum": ["A", "B"], "default": "C"}}}
    },
}


@pytest.mark.parametrize("schemas", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_schemas(schemas: dict[str, object]) -> None:
    assert is_sound(discovered(api_of(schemas, hives=creating("Hive"), queens=creating("Queen"))))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 2_000,
        "has " * 20_000,
        "(" * 20_000,
        "- " * 5_000,
        "Each hive has " + "a name, " * 5_000,
        "# " + "x" * 20_000,
    ],
    ids=["one word", "one verb", "brackets", "bullets", "one list", "one heading"],
)
def test_long_texts(text: str) -> None:
    assert is_sound(discovered(document(text)))
