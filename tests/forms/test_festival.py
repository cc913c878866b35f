"""examples/festival: one model with every form of the language, designed without a word and proven as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from database_designer.model.conceptual import (
    AlwaysRule,
    BoundRule,
    EffectRule,
    GuardRule,
    Kind,
    NoOverlapRule,
    UnenforcedRule,
    UniqueRule,
)
from database_designer.model.design import Design
from database_designer.model.physical import Form
from database_designer.verify import Server
from tests.forms.whole import designed, steps_failed

MODEL = Path(__file__).parents[2] / "examples" / "festival" / "model.yaml"
RULES = (AlwaysRule, UniqueRule, BoundRule, NoOverlapRule, GuardRule, EffectRule, UnenforcedRule)
ELSEWHERE = {Kind.UUID, Kind.JSON, Kind.DURATION, Kind.PERIOD_INSTANT, Kind.VECTOR, Kind.DECIMAL}
"""Types that the festival has no use for; tests/forms/models/types.yaml has them."""


@pytest.fixture(scope="module")
def design() -> Design:
    return designed(MODEL)


def test_it_is_a_model_of_some_size(design: Design) -> None:
    rules = [r for e in design.concept.entities for r in e.rules]
    assert len(MODEL.read_text(encoding="utf-8").splitlines()) < 700
    assert len(design.concept.entities) >= 25
    assert len(rules) >= 80


def test_every_form_of_rule_is_used(design: Design) -> None:
    used = {type(r) for e in design.concept.entities for r in e.rules}
    assert used == set(RULES)


def test_every_form_of_enforcement_is_used(design: Design) -> None:
    assert set(Form) - {e.form for e in design.physical.enforcements} == set()


def test_every_type_is_used(design: Design) -> None:
    used = {a.type.kind for e in design.concept.entities for a in e.attributes}
    assert set(Kind) - used == ELSEWHERE


def test_only_what_says_so_itself_is_not_enforced(design: Design) -> None:
    said = {f"{e.name}.{r.name}" for e in design.concept.entities for r in e.rules if isinstance(r, UnenforcedRule)}
    said |= {r.name for r in design.concept.rules}
    assert {e.element for e in design.physical.enforcements if not e.objects} == said


def test_it_applies_and_is_undone(design: Design, server: Server) -> None:
    assert steps_failed(design, server) == []
