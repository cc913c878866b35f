"""Guards: what has to hold before something happens; afterwards what they read may change."""

from __future__ import annotations

from dataclasses import replace

from database_designer.model.conceptual import Event, EventKind, GuardRule
from database_designer.model.expression import Expression
from database_designer.model.proof import ProbeKind
from database_designer.verify.proving.events import names_actor
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.events import happen, happens, ways
from database_designer.verify.proving.forms.members import negation
from database_designer.verify.proving.forms.plays import ready_to_go
from database_designer.verify.proving.forms.sides import Test, found_deed, sides
from database_designer.verify.proving.forms.stage import (
    Play,
    Scenarios,
    Stage,
    accepted,
    played,
    rejected,
    skeleton,
)
from database_designer.verify.proving.scenario import Scenario
from database_designer.verify.proving.values import Row, Unmade

RACES = 3
"""So many races of one event are enough."""


def guard(case: Case) -> Scenarios:
    """Every event is refused without what it requires; it takes its turn with changes of what it reads."""
    rule = case.rule(GuardRule)
    when = (rule.when,) if rule.when is not None else ()
    return (
        *(s for event in rule.events for s in _event(case, rule, event, when)),
        *accepted(case, "what it required changes later", _later(case, rule, when), optional=True),
    )


def _event(case: Case, rule: GuardRule, event: Event, when: tuple[Expression, ...]) -> Scenarios:
    found: list[Scenario] = []
    broken = (*when, negation(rule.require))
    at_creation = any(_is_at_creation(case, e) for e in rule.events)
    before = (*when, rule.require) if at_creation else broken
    for n, way in enumerate(ways(case, event)):
        what = way.what
        acts = case.concept.actor if names_actor(rule.require, rule.when) else ""
        found += accepted(case, f"{what}, and it holds", happens(way, (*when, rule.require), acts=acts), optional=n > 0)
        found += rejected(
            case,
            f"{what}, and it does not hold",
            happens(way, broken, before, acts=acts),
            optional=n > 0,
        )
        if rule.when is not None:
            other = (negation(rule.when), negation(rule.require))
            found += accepted(case, f"{what}, where nothing is required", happens(way, other, acts=acts), optional=True)
        found += _races(case, rule, event, n, (*when, rule.require))
    return tuple(found)


def _is_at_creation(case: Case, event: Event) -> bool:
    """Whether the event happens to new rows too."""
    lifecycle = case.entity.lifecycle
    starts = (lifecycle.start or lifecycle.states[:1]) if lifecycle is not None else ()
    return event.kind == EventKind.CREATE or (event.kind == EventKind.ENTER and event.name in starts)


def _later(case: Case, rule: GuardRule, when: tuple[Expression, ...]) -> Play:
    def play(stage: Stage) -> None:
        row = stage.create(case.entity.name, {}, *when, rule.require)
        for side in sides(stage, case, row, rule.require):
            deed = found_deed(stage, side, _fails(row, rule.require)) if not side.own else None
            if deed is not None:
                stage.act()
                deed(stage)
                return
        raise Unmade("nothing that it reads changes")

    return play


def _fails(row: Row, condition: Expression) -> Test:
    return lambda stage: stage.world.evaluate(row, condition) is not True


def _deletion_races(case: Case, rule: GuardRule, holds: tuple[Expression, ...]) -> Scenarios:
    """The row is deleted, and at the same time what the guard reads of other rows is changed."""
    found: list[Scenario] = []
    stage = Stage(case, case.free)
    try:
        row = stage.create(case.entity.name, {}, *holds)
        ready_to_go(stage, case, row)
        known = tuple(side for side in sides(stage, case, row, rule.require) if not side.own)
    except Unmade:
        return ()
    for side in known:
        deed = found_deed(stage, side, _fails(row, rule.require))
        if deed is None or len(found) == RACES:
            continue
        scene = stage.trial()
        scene.act()
        try:
            scene.delete(row, alone=True)
            scene.rival(apart=True)
            deed(scene)
        except Unmade:
            continue
        scenario = skeleton(case, ProbeKind.RACE, f"a row is deleted while {side.what} so that it does not hold")
        found.append(played(replace(scenario, order_matters=True), scene))
    return tuple(found)


def _races(case: Case, rule: GuardRule, event: Event, number: int, holds: tuple[Expression, ...]) -> Scenarios:
    """The event, and at the same time a change of what it reads: only the event may come first, where both commit."""
    if event.kind == EventKind.DELETE:
        return _deletion_races(case, rule, holds)
    found: list[Scenario] = []
    stage = Stage(case, case.free)
    way = ways(case, event)[number]
    try:
        if names_actor(rule.require, rule.when):
            stage.act_as(case.concept.actor)
        row = happen(way, stage, holds)
        known = tuple(side for side in sides(stage, case, row, rule.require) if not side.own)
    except Unmade:
        return ()
    for side in known:
        deed = found_deed(stage, side, _fails(row, rule.require))
        if deed is None or len(found) == RACES:
            continue
        scene = stage.trial()
        scene.rival()
        if event.kind == EventKind.CREATE:
            scene.world.forget((row,))  # the second session does not see it
        try:
            deed(scene)
        except Unmade:
            continue
        scenario = skeleton(case, ProbeKind.RACE, f"{way.what} while {side.what} so that it does not hold")
        found.append(played(replace(scenario, order_matters=True), scene))
    return tuple(found)
