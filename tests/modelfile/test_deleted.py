"""An entity that a person deleted: what named it is told in one warning, and nothing is an error."""

from __future__ import annotations

import dataclasses

from database_designer.diagnostics import Severity
from database_designer.modelfile.deleted import as_deletions

from .helpers import codes, document, load, model_of

WHOLE = document(
    Comet="",
    Orbit="references: {comet: Comet, seen_with: {to: Comet, back: others}}",
    Tail="part_of: {comet: Comet}",
)
START, END = WHOLE.index("  Comet:"), WHOLE.index("  Orbit:")
WITHOUT = WHOLE[:START] + WHOLE[END:]


def test_what_named_it_is_one_warning() -> None:
    edited, found = load(WITHOUT)
    assert {d.severity for d in found} == {Severity.ERROR}
    (said,) = as_deletions(model_of(WHOLE), edited, found)
    assert (said.code, said.severity, said.element) == ("deleted-entity", Severity.WARNING, "Comet")
    assert "went with it: Orbit.comet, Orbit.seen_with, Tail.comet" in said.fact
    assert said.span is not None


def test_what_never_was_stays_an_error() -> None:
    edited, found = load(WITHOUT.replace("to: Comet", "to: Comett"))
    said = as_deletions(model_of(WHOLE), edited, found)
    assert sorted(codes(said)) == ["deleted-entity", "unknown-entity"]


def test_without_a_base_nothing_is_known_to_be_deleted() -> None:
    edited, found = load(WITHOUT)
    assert as_deletions(None, edited, found) == found
    assert as_deletions(dataclasses.replace(edited, entities=()), edited, found) == found
