"""Mutations: a rule is lifted, and what it refused or did must be different. A probe that cannot fail shows nothing."""

from __future__ import annotations

import psycopg

from database_designer.model.proof import Outcome, Probe, ProbeKind
from database_designer.verify.proving.attempts import Ended, attempt, perform
from database_designer.verify.proving.lifts import Lift, Lifts
from database_designer.verify.proving.scenario import Scenario


def mutated(connection: psycopg.Connection, scenario: Scenario, lifts: Lifts, others: tuple[Lift, ...]) -> Probe:
    """The probe that lifts the rule and tries the act again, in the open transaction that holds the rows of its setup.

    The rules of `others`, which stood in the way of the probe itself, are lifted too.
    """
    own = lifts.of(scenario.enforcement)
    statements = tuple(s for lift in (*others, own) for s in lift.statements)
    with connection.transaction(force_rollback=True):
        outcome, facts = _tried(connection, scenario, lifts, own, statements)
    return Probe(
        kind=ProbeKind.MUTATION,
        what=f"without the rule: {scenario.what}",
        outcome=outcome,
        facts=facts,
        statements=statements,
    )


def _tried(
    connection: psycopg.Connection, scenario: Scenario, lifts: Lifts, own: Lift, statements: tuple[str, ...]
) -> tuple[Outcome, tuple[str, ...]]:
    if own.unknown:
        return Outcome.FAILED, (f"{own.unknown} is not in the design",)
    if wrong := attempt(connection, statements):
        return Outcome.SKIPPED, (f"the rule cannot be lifted: {wrong}", f"statement: {wrong.statement}")
    ended = perform(connection, scenario)
    return _of_result(ended) if scenario.kind == ProbeKind.RESULT else _of_rejected(scenario, ended, lifts)


def _of_result(ended: Ended) -> tuple[Outcome, tuple[str, ...]]:
    if ended.refusal is not None:
        return Outcome.PASSED, (f"then: {ended.refusal}",)
    if ended.held is False:
        return Outcome.PASSED, ("then it does not come about",)
    return Outcome.FAILED, ("the same comes about without the rule: the probe cannot fail",)


def _of_rejected(scenario: Scenario, ended: Ended, lifts: Lifts) -> tuple[Outcome, tuple[str, ...]]:
    """A refusal in the name of another rule is none of this one: the rejected probe, which asks for the name, fails."""
    refusal = ended.refusal
    if refusal is None:
        return Outcome.PASSED, ("then it is accepted",)
    rule = scenario.enforcement
    own = refusal.constraint in (rule.constraint, *rule.objects)
    if (other := lifts.of_constraint(refusal.constraint)) is not None and not own:
        return Outcome.PASSED, (f"then {refusal.constraint} refuses it, which keeps {other.rule}",)
    fact = f"it is refused without the rule too: {refusal}"
    return Outcome.FAILED, (fact, f"statement: {refusal.statement}")
