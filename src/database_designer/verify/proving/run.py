"""Runs a scenario in a transaction that is rolled back, and its mutation after it: nothing is left of either."""

from __future__ import annotations

from dataclasses import replace

import psycopg

from database_designer.model.proof import Outcome, Probe, ProbeKind
from database_designer.verify.proving.attempts import DEFERRED, IMMEDIATE, Ended, Refusal, attempt, is_expected, perform
from database_designer.verify.proving.lifts import Lift, Lifts
from database_designer.verify.proving.mutations import mutated
from database_designer.verify.proving.scenario import Scenario

MOST_OTHERS = 3  # rules that may stand in the way of the one that is tried


def run_scenario(connection: psycopg.Connection, scenario: Scenario, lifts: Lifts) -> tuple[Probe, ...]:
    """The probe of an accepted, rejected or result scenario; where it passed, of the last two, its mutation too.

    What is deferred is checked at the end of the setup and of the act, as two commits would. The connection is in
    autocommit mode. Raises psycopg.Error where it is lost.
    """
    if scenario.obstacle:
        return (skipped(scenario, scenario.obstacle),)
    with connection.transaction(force_rollback=True):
        if unmade := attempt(connection, (*scenario.setup, IMMEDIATE, DEFERRED)):
            return (unprepared(scenario, unmade),)
        ended, others = _ended(connection, scenario, lifts)
        outcome, facts = _verdict(scenario, ended)
        told = tuple(f"{lift.rule} refuses it first: this is without that" for lift in others)
        lifted = tuple(s for lift in others for s in lift.statements)
        probe = replace(_probe(scenario, outcome, (*facts, *told)), lifted=lifted)
        if scenario.kind == ProbeKind.ACCEPTED or outcome != Outcome.PASSED:
            return (probe,)
        return (probe, mutated(connection, scenario, lifts, others))


def _ended(connection: psycopg.Connection, scenario: Scenario, lifts: Lifts) -> tuple[Ended, tuple[Lift, ...]]:
    """How the act ends. Where another rule refuses what this one has to, it is tried again with that one lifted."""
    others: tuple[Lift, ...] = ()
    while True:
        with connection.transaction(force_rollback=True):
            unlifted = attempt(connection, (s for lift in others for s in lift.statements))
            ended = Ended(refusal=unlifted) if unlifted else perform(connection, scenario)
        other = _in_the_way(scenario, ended.refusal, lifts)
        if other is None or other in others or len(others) == MOST_OTHERS:
            return ended, others
        others = (*others, other)


def _in_the_way(scenario: Scenario, refusal: Refusal | None, lifts: Lifts) -> Lift | None:
    """What lifts the rule that refused in place of the one that is tried, None where none did."""
    if scenario.kind != ProbeKind.REJECTED or refusal is None or is_expected(scenario, refusal):
        return None
    rule = scenario.enforcement
    own = refusal.constraint in (rule.constraint, *rule.objects)
    return None if own else lifts.of_constraint(refusal.constraint)


def skipped(scenario: Scenario, reason: str) -> Probe:
    """The probe of a scenario that could not be tried."""
    return Probe(kind=scenario.kind, what=scenario.what, outcome=Outcome.SKIPPED, facts=(reason,))


def unprepared(scenario: Scenario, refusal: Refusal) -> Probe:
    """The probe of a scenario whose setup was refused."""
    facts = (f"rows could not be made: {refusal}", f"statement: {refusal.statement}")
    return _probe(scenario, Outcome.SKIPPED, facts)


def _probe(scenario: Scenario, outcome: Outcome, facts: tuple[str, ...]) -> Probe:
    after = (scenario.holds,) if scenario.holds else ()
    return Probe(
        kind=scenario.kind,
        what=scenario.what,
        outcome=outcome,
        facts=facts,
        statements=(*scenario.setup, *scenario.act, *after),
    )


def _verdict(scenario: Scenario, ended: Ended) -> tuple[Outcome, tuple[str, ...]]:
    refusal = ended.refusal
    if scenario.kind == ProbeKind.REJECTED:
        return _of_rejected(scenario, refusal)
    if refusal is not None:
        return Outcome.FAILED, (f"it was refused: {refusal}", f"statement: {refusal.statement}")
    if ended.idle and scenario.kind == ProbeKind.ACCEPTED:
        return Outcome.FAILED, (f"it changed no row: {ended.idle}",)
    if ended.held is False:
        return Outcome.FAILED, (f"afterwards this is not true: {scenario.holds}",)
    return Outcome.PASSED, ()


def _of_rejected(scenario: Scenario, refusal: Refusal | None) -> tuple[Outcome, tuple[str, ...]]:
    if refusal is None:
        return Outcome.FAILED, ("it was accepted",)
    if is_expected(scenario, refusal):
        return Outcome.PASSED, (" ".join(part for part in (refusal.sqlstate, refusal.constraint) if part),)
    wanted = " ".join(part for part in (scenario.sqlstate, scenario.constraint) if part)
    return Outcome.FAILED, (f"expected {wanted}, got: {refusal}", f"statement: {refusal.statement}")
