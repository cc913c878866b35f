"""The files of a result."""

from __future__ import annotations

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.emit import emit, scripts
from database_designer.model.design import Design
from database_designer.model.json import loads
from database_designer.model.proof import Proof
from database_designer.source import Span

from . import library


def test_a_design_becomes_these_files() -> None:
    assert [a.path for a in emit(library.design(), Proof(), ())] == [
        "database_schema.md",
        "migrations/V001__initial_schema.sql",
        "migrations/V002__seed_data.sql",
        "migrations/U002__seed_data.sql",
        "migrations/U001__initial_schema.sql",
        "jobs/retain_loans.sql",
        "erd.mmd",
        "model.yaml",
        "design.json",
        "proof.json",
    ]


def test_what_is_proven_is_what_is_written() -> None:
    design = library.design()
    texts = {a.path: a.text for a in emit(design, None, ())}
    proven = scripts(design)
    assert texts["migrations/V001__initial_schema.sql"] == proven.schema
    assert texts["migrations/V002__seed_data.sql"] == proven.seed
    assert texts["migrations/U001__initial_schema.sql"] == proven.undo_schema
    assert texts["migrations/U002__seed_data.sql"] == proven.undo_seed


def test_the_models_can_be_read_back() -> None:
    design, proof = library.design(), Proof()
    texts = {a.path: a.text for a in emit(design, proof, ())}
    assert loads(texts["design.json"], Design) == design
    assert loads(texts["proof.json"], Proof) == proof


def test_equal_input_gives_equal_bytes() -> None:
    assert emit(library.design(), Proof(), ()) == emit(library.design(), Proof(), ())


def test_a_model_file_that_could_not_be_read_whole_counts_as_edited() -> None:
    place = Span(file="model.yaml", line=7, end_line=7)
    error = Diagnostic(code="unknown-key", severity=Severity.ERROR, fact="there is no key 'entites'", span=place)
    merged = {a.path: a.merged for a in emit(library.design(), None, ())}
    unread = {a.path: a.merged for a in emit(library.design(), None, (error,))}
    assert (merged["model.yaml"], unread["model.yaml"]) == (True, False)
