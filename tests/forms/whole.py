"""A model file designed and proven as a whole, and what is left unproven of it, in words."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from database_designer.model.configuration import Configuration
from database_designer.model.design import Design
from database_designer.model.proof import Outcome, RuleProof
from database_designer.pipeline.designing import design_model, trials
from database_designer.pipeline.understanding import Request, understand
from database_designer.verify import Server, prove_on, scripts_of_plan
from database_designer.verify.proving.proof import prove_rules


def designed(model: Path) -> Design:
    """The design of a model, of which there is nothing to say."""
    understood = understand(Request(path=model))
    design, found = design_model(understood, Configuration())
    assert [d.fact for d in (*understood.diagnostics, *found)] == []
    assert design is not None
    return design


def rules_tried(design: Design, server: Server) -> tuple[RuleProof, ...]:
    """What a server says about each rule of the design."""
    return prove_rules(server, design, scripts_of_plan(design.plan, design.concept.name), trials(design))


def steps_failed(design: Design, server: Server) -> list[str]:
    """What goes wrong on a server when the design is applied, compared with the catalog, undone and applied again."""
    proof = prove_on(lambda: nullcontext(server), design, scripts_of_plan(design.plan, design.concept.name))
    return [f"{s.name}: {fact}" for s in proof.steps if s.outcome == Outcome.FAILED for fact in s.facts]


def complaints(rules: tuple[RuleProof, ...]) -> list[str]:
    """Every rule that is kept and was not proven, and why; () where there is none."""
    return [f"{rule.element} ({rule.what}): {_why(rule)}" for rule in rules if not rule.reason and not rule.proven]


def _why(rule: RuleProof) -> str:
    left = (f"{p.kind} {p.outcome}: {p.what}: {'; '.join(p.facts)}" for p in rule.probes if p.outcome != Outcome.PASSED)
    return " | ".join(left) or "nothing was tried"
