"""The step of the proof about plans."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace

from tests.verify.plans.reefs import INDEX, LATEST, dives

from database_designer import ddl
from database_designer.model.design import Design
from database_designer.model.proof import Outcome, ServerProof, Step
from database_designer.verify import Server, prove_on, scripts_of_plan
from database_designer.verify.steps import PLANS_USE


def proven(server: Server, design: Design, *, without: str = "") -> ServerProof:
    physical = dives(LATEST)
    kept = replace(physical, indexes=tuple(i for i in physical.indexes if i.name != without))
    whole = replace(design, physical=kept, plan=ddl.plan(kept))
    scripts = scripts_of_plan(whole.plan, "dives")
    return prove_on(lambda: nullcontext(server), whole, scripts, plans=True)


def step(proof: ServerProof) -> Step:
    return next(s for s in proof.steps if s.name == PLANS_USE)


def test_it_passes_and_counts(server: Server, design: Design) -> None:
    proof = proven(server, design)
    assert step(proof).outcome is Outcome.PASSED
    assert step(proof).facts[0].endswith("access patterns use an index that serves them")
    assert dict(proof.synthetic) == {"reefs": 10_000, "dives": 10_000}


def test_it_fails_where_an_index_is_missing(server: Server, design: Design) -> None:
    proof = proven(server, design, without=INDEX)
    assert step(proof).outcome is Outcome.FAILED
    assert not proof.passed
