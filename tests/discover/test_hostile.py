"""Whatever the documents hold: discovery raises nothing, says the same twice, and stays quick on odd lines."""

from __future__ import annotations

import json
import random
import time

import pytest

from database_designer.discover import discover
from database_designer.model.requirements import Requirements
from database_designer.read import read_project
from database_designer.source import SourceFile, SourceRole
from tests.discover.reading import requirements_of

# What names may be made of: nothing, signs, other scripts, marks that nobody sees, keywords, and far too much.
NAMES = (
    *"lamp keeper status Tower lampId a id of THE s 's is not".split(),
    *"_ - -- ... () [] {} `` ` \" ' | \\ %s {0} $1 # * 0 1.2 ((((".split(),
    *"name\u200b \u200b \u202eemag تاريخ שם 名前 Größe ℌ ﬁeld İ ß 🗼 👩\u200d🚒 e\u0301 \ufeff".split(),
    *"select from table order user class None def __init__ null true constructor".split(),
    *("", " ", "\x85", "due date", "x" * 10_000, "ab " * 400, "a_" * 500, "and " * 60, "," * 300, "9" * 400),
)
FRAGMENTS = """
Each {} has {}, {} and {}.
{} belongs to exactly one {}.
A {} is either {} or {}.
{}: {}, {}
The {} of a {} must be between {} and {}.
The {} is one of {}, {} or {}.
If {} is {}, {} must be given.
As a {}, I want to {} {} so that {}.
When {} is {}, {} becomes {}.
{}s are kept for {} years and then deleted.
No two {}s may have the same {} and {}.
Only {} may {} a {} that is {}.
{} ({}, {}, {})
{}'s {} = {} * {}
At most {} {} per {}.
{} → {} → {}
Search {} by {} and {}, sorted by {}.
{} cannot overlap {}.
""".strip().splitlines()
# Each over and over again, as long as a line may be.
UNITS = (
    *("a", "A", "1", "`a` ", '"', "(", "(a ", "a ", "a, ", "a-", "lamp ", "and ", "a and b, ", "the ", "of a of b "),
    *("CODE, ", "A: b, ", "a -> b ", "a is b ", "must be ", "if a then b, ", "status is one of ", "kept for 5 years "),
)
LONGEST = 2_000
SECONDS = 5.0  # far above what a line takes, far below what a pattern takes that goes through all ways to part it


def documents(seed: int) -> tuple[SourceFile, ...]:
    """Requirements, an API in Markdown and an OpenAPI description of sentences and names put together at random."""
    dice = random.Random(seed)

    def name() -> str:
        return dice.choice(NAMES)

    def sentence() -> str:
        text = dice.choice(FRAGMENTS)
        while "{}" in text:
            text = text.replace("{}", name().replace("{}", ""), 1)
        return text

    prose = [f"# {name()}", f"## {name()}", *(f"- **FR-{n}**: {sentence()}" for n in range(12)), f"{sentence()}:"]
    prose += [f"- {name()}: {name()}" for _ in range(4)]
    rows = [f"| {name()} | {name()} | {name()} |" for _ in range(6)]
    table = ["", "| Field | Type | Description |", "|---|---|---|", *rows]
    endpoints = [f"## GET /{name()}/{{{name()}}}/{name()}", *table, "```json", json.dumps({name(): name()}), "```"]
    fields = [{name(): {"type": "string"}, name(): {"$ref": name()}} for _ in range(3)]
    shapes = {name(): {"type": "object", "properties": f} for f in fields}
    asked = {"summary": sentence(), "parameters": [{"name": name(), "in": "query"}]}
    paths = {f"/{name()}/{{{name()}}}": {"get": asked}}
    openapi = {"openapi": "3.0.0", "info": {"title": name()}, "paths": paths, "components": {"schemas": shapes}}
    return (
        SourceFile(path="requirements.md", text="\n".join((*prose, *table)), role=SourceRole.REQUIREMENTS),
        SourceFile(path="api.md", text="\n".join(endpoints), role=SourceRole.API),
        SourceFile(path="openapi.json", text=json.dumps(openapi), role=SourceRole.API),
    )


def read(seed: int) -> Requirements:
    """The requirements in such documents."""
    return read_project(documents(seed), "Test")[0]


@pytest.mark.parametrize("seed", range(8))
def test_a_random_mixture_raises_nothing_and_says_the_same_twice(seed: int) -> None:
    assert discover(read(seed)) == discover(read(seed))


@pytest.mark.parametrize("unit", UNITS)
def test_an_odd_line_is_read_in_no_time(unit: str) -> None:
    line = (unit * LONGEST)[:LONGEST]
    requirements = requirements_of(f"# Lamps\n\nEach lamp has a status.\n\n- **FR-1**: A lamp may be {line} end.\n")
    began = time.process_time()
    discover(requirements)
    assert time.process_time() - began < SECONDS


def test_names_of_signs_alone_are_no_names() -> None:
    described = {
        "openapi": "3.0.0",
        "info": {"title": "Lamps"},
        "paths": {"/lamps/---": {"get": {"summary": "List"}}},
        "components": {
            "schemas": {"Lamp": {"type": "object", "properties": {". .": {}, "height": {"type": "number"}}}}
        },
    }
    source = SourceFile(path="openapi.json", text=json.dumps(described), role=SourceRole.API)
    model, _ = discover(read_project((source,), "Test")[0])
    assert [(e.name, [a.name for a in e.attributes]) for e in model.entities] == [("Lamp", ["height"])]
