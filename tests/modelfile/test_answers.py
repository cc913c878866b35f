"""Answers to questions: values become a closed list, moves those of the lifecycle, all else is said."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from database_designer.diagnostics import Severity
from database_designer.model.conceptual import ConceptualModel, Question
from database_designer.model.configuration import Configuration
from database_designer.modelfile.answers import ANSWERED, apply_answers, listed_values
from database_designer.modelfile.save import save_model
from database_designer.pipeline import designing, understanding
from database_designer.pipeline.understanding import Request

from .helpers import codes, document, load, model_of

TEXT = document(
    Telescope="""
        attributes: {mount_type: 'text, default Fork', title: text, aperture: integer}
        rules: {wide: {always: 'mount_type != "Fork" or aperture > 10'}}
        rows: [{mount_type: Fork, title: North}]
    """,
    Booking="""
        attributes: {night: date}
        lifecycle: {state: status, start: [DRAFT, SENT, PAID, VOID], moves: any}
    """,
)
VALUES = ("Telescope.mount_type", "Which values may the mount type of Telescope have?")
MOVES = ("Booking.status", "Which changes of status are allowed for Booking?")


def answered(about: str, ask: str, answer: str, assumed: str = "any text") -> ConceptualModel:
    """The model with one answered question."""
    asked = f"questions:\n  - ask: '{ask}'\n    about: {about}\n    assumed: {assumed}\n    answer: '{answer}'\n"
    return model_of(TEXT + asked)


@pytest.mark.parametrize(
    "answer", ["Fork, Dobson, Split ring", "Fork | Dobson | Split ring", "Fork, Dobson and Split ring"]
)
def test_values_make_a_closed_list(answer: str) -> None:
    model, said = apply_answers(answered(*VALUES, answer))
    attribute = model.entity("Telescope").attribute("mount_type")
    assert attribute.type.values == ("Fork", "Dobson", "Split ring")
    assert (attribute.origin.principle, attribute.origin.assumed) == (ANSWERED, False)
    assert said == ()


def test_what_names_the_values_still_reads_once_written() -> None:
    model, _ = apply_answers(answered(*VALUES, "Fork, Dobson"))
    again, said = load(save_model(model))
    assert said == ()
    assert again.entity("Telescope").attribute("mount_type").default.value == "Fork"
    assert apply_answers(again) == (again, ())


@pytest.mark.parametrize(
    ("answer", "moves"),
    [
        ("DRAFT -> SENT, VOID; SENT -> PAID", [("DRAFT", "SENT"), ("DRAFT", "VOID"), ("SENT", "PAID")]),
        ("draft → sent → paid", [("DRAFT", "SENT"), ("SENT", "PAID")]),
    ],
)
def test_moves_become_those_of_the_lifecycle(answer: str, moves: list[tuple[str, str]]) -> None:
    model, said = apply_answers(answered(*MOVES, answer))
    lifecycle = model.entity("Booking").lifecycle
    assert [(m.source, m.target) for m in lifecycle.moves] == moves
    assert (lifecycle.any_move, lifecycle.start, said) == (False, ("DRAFT",), ())


def test_a_circle_leaves_the_start_open() -> None:
    model, _ = apply_answers(answered(*MOVES, "DRAFT -> SENT -> DRAFT"))
    assert model.entity("Booking").lifecycle.start == ("DRAFT", "SENT", "PAID", "VOID")


@pytest.mark.parametrize(
    ("about", "ask", "answer"),
    [
        (*VALUES, "whatever the keeper writes"),
        (*VALUES, "any text, but not an empty one"),
        (*VALUES, "Dobson, Split ring"),
        ("Telescope.aperture", "Which values may it have?", "A, B"),
        ("Telescope.title", "Is it always a person that is meant?", "yes, always"),
        (*MOVES, "DRAFT -> LOST"),
        (*MOVES, "the astronomer decides"),
        ("Planet.name", "Which values?", "A, B"),
        ("", "How often is the database backed up?", "daily"),
    ],
)
def test_what_cannot_be_applied_is_kept_and_said(about: str, ask: str, answer: str) -> None:
    model = answered(about or '""', ask, answer)
    same, (said,) = apply_answers(model)
    assert same == model
    assert (said.code, said.severity) == ("answer-not-applied", Severity.WARNING)
    assert (about or "the model") in said.fix


def test_no_answer_and_the_default_itself_change_nothing() -> None:
    for answer in ("", "Any text"):
        model = answered(*VALUES, answer)
        assert apply_answers(model) == (model, ())


def test_values_are_told_from_sentences() -> None:
    assert listed_values("A, B, or C.") == ("A", "B", "C")
    assert listed_values("none of what stands in the old catalogue, as far as known") == ()
    assert listed_values("A, , B") == ()


def test_hostile_answers_are_only_said() -> None:
    for answer in ("->", "-> ; ->", "|", "a" * 10_000, "\u0000", ", ".join("\ud800" for _ in range(3))):
        for about, ask in (VALUES, MOVES):
            model = model_of(TEXT)
            question = Question(ask=ask, about=about, assumed="", answer=answer, origin=model.entities[0].origin)
            model = dataclasses.replace(model, questions=(question,))
            assert codes(apply_answers(model)[1]) == ["answer-not-applied"]


REQUIREMENTS = """\
# Observatory

### FR-1: Telescopes
The system shall store each telescope with its name and mount type.
"""


def test_an_answer_reaches_the_sql(tmp_path: Path) -> None:
    """Designed from documents, answered in model.yaml, designed again: twice, as the second run reads its own file."""
    folder = tmp_path / "observatory"
    folder.mkdir()
    (folder / "functional_requirements.md").write_text(REQUIREMENTS, encoding="utf-8")
    request = Request(path=folder)

    def enums() -> list[tuple[str, ...]]:
        understood = understanding.understand(request)
        assert not [d for d in understood.diagnostics if d.code == "answer-not-applied"]
        made, _ = designing.design_model(understood, Configuration())
        assert made is not None
        files = designing.result(made, designing.prove(made, ()), understood.diagnostics)
        designing.write(request, files)
        return [e.values for e in made.physical.enums]

    assert enums() == []
    path = request.folder / understanding.MODEL_FILE
    text = path.read_text(encoding="utf-8")
    asked = "    assumed: any text\n"
    assert asked in text, text
    path.write_text(text.replace(asked, f"{asked}    answer: FORK, DOBSON\n"), encoding="utf-8")
    assert enums() == [("FORK", "DOBSON")]
    assert enums() == [("FORK", "DOBSON")]


def test_an_answer_in_a_model_alone_is_applied(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(save_model(answered(*VALUES, "Fork, Dobson")), encoding="utf-8")
    made, _ = designing.design_model(understanding.understand(Request(path=path)), Configuration())
    assert ("Fork", "Dobson") in [e.values for e in made.physical.enums]
