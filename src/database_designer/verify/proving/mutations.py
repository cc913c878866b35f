"""Mutations: a rule is lifted, and what it refused or did must be different. A probe that cannot fail shows nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg

from database_designer.model.proof import Outcome, Probe, ProbeKind
from database_designer.verify.proving.attempts import Ended, attempt, perform
from database_designer.verify.proving.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """What lifts a rule: statements, or the object that is not in the design so that nothing can (`unknown`).

    `kept_by` names, for each constraint of the design, the rule that it keeps.
    """

    statements: tuple[str, ...] = ()
    unknown: str = ""
    kept_by: Mapping[str, str]


def mutated(connection: psycopg.Connection, scenario: Scenario, lift: Lift) -> Probe:
    """The probe that lifts the rule and tries the act again, in the open transaction that holds the rows of its setup."""
    with connection.transaction(force_rollback=True):
        outcome, facts = _tried(connection, scenario, lift)
    return Probe(
        kind=ProbeKind.MUTATION,
        what=f"without the rule: {scenario.what}",
        outcome=outcome,
        facts=facts,
        statements=lift.statements,
    )


def _tried(connection: psycopg.Connection, scenario: Scenario, lift: Lift) -> tuple[Outcome, tuple[str, ...]]:
    if lift.unknown:
        return Outcome.FAILED, (f"{lift.unknown} is not in the design",)
    if wrong := attempt(connection, lift.statements):
        return Outcome.SKIPPED, (f"the rule cannot be lifted: {wrong}", f"statement: {wrong.statement}")
    ended = perform(connection, scenario)
    return _of_result(ended) if scenario.kind == ProbeKind.RESULT else _of_rejected(ended, lift)


def _of_result(ended: Ended) -> tuple[Outcome, tuple[str, ...]]:
    if ended.refusal is not None:
        return Outcome.PASSED, (f"then: {ended.refusal}",)
    if ended.held is False:
        return Outcome.PASSED, ("then it does not come about",)
    return Outcome.FAILED, ("the same comes about without the rule: the probe cannot fail",)


def _of_rejected(ended: Ended, lift: Lift) -> tuple[Outcome, tuple[str, ...]]:
    """A refusal in the name of another rule is none of this one: the rejected probe, which asks for the name, fails."""
    refusal = ended.refusal
    if refusal is None:
        return Outcome.PASSED, ("then it is accepted",)
    if other := lift.kept_by.get(refusal.constraint):
        return Outcome.PASSED, (f"then {refusal.constraint} refuses it, which keeps {other}",)
    fact = f"it is refused without the rule too: {refusal}"
    return Outcome.FAILED, (fact, f"statement: {refusal.statement}")
