"""Conditions that hold for every row at every commit, whichever of the rows that they read is changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice

from database_designer.model.conceptual import AlwaysRule
from database_designer.model.expression import (
    And,
    Arithmetic,
    Binary,
    Comparator,
    Comparison,
    Duration,
    Expression,
    Implies,
    IsSet,
    Literal,
    LiteralKind,
    Or,
    Path,
)
from database_designer.model.proof import ProbeKind
from database_designer.model.walk import nodes
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import claim, never_false
from database_designer.verify.proving.forms.members import negation
from database_designer.verify.proving.forms.plays import creating, other_triggers_off, raw_update
from database_designer.verify.proving.forms.sides import Deed, Test, found_deed, sides, values_of
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

PAIRS = 60
"""How many pairs of changes are tried to find a race."""
DEEDS = 4
"""How many changes of a side are tried for it."""
RACES = 2
"""So many races are enough."""


def always(case: Case) -> Scenarios:
    """The condition is kept when a row is created, and when any row that it reads is changed."""
    condition = case.rule(AlwaysRule).condition
    name = case.entity.name
    return (
        *accepted(case, "a row for which it holds is created", creating(name, {}, condition)),
        *(
            s
            for what, edge in _edges(condition)
            for s in accepted(case, f"it just holds: {what}", creating(name, {}, edge), optional=True)
        ),
        *rejected(
            case, "a row for which it does not hold is created", creating(name, {}, negation(condition)), optional=True
        ),
        *_broken(case, condition),
        *_races(case, condition),
    )


def _edges(condition: Expression) -> tuple[tuple[str, Expression], ...]:
    """The nearest ways in which a condition holds."""
    match condition:
        case Comparison(operator=Comparator.GE | Comparator.LE):
            same = Comparison(operator=Comparator.EQ, left=condition.left, right=condition.right)
            return (("both are equal", same),)
        case Implies(both=False):
            return (
                ("what it asks for is there", And(operands=(condition.left, condition.right))),
                ("nothing is asked for", negation(condition.left)),
            )
        case Or():
            return tuple((f"by its alternative {n}", o) for n, o in enumerate(condition.operands, 1))
    return ()


def _starts(condition: Expression) -> tuple[Expression, ...]:
    """Conditions of rows from which it can be broken, the most promising first."""
    return (*_narrow(condition), *(edge for _, edge in _edges(condition)), condition)


def _narrow(condition: Expression) -> Iterator[Expression]:
    """That a comparison would bear one step more, not two."""
    if not isinstance(condition, Comparison) or condition.operator not in (Comparator.GE, Comparator.LE):
        return
    small, great = condition.left, condition.right
    if condition.operator == Comparator.GE:
        small, great = great, small
    one = Literal(kind=LiteralKind.NUMBER, value="1")
    for step in (one, Duration(amount=one, unit="days")):
        more = Binary(operator=Arithmetic.ADD, left=small, right=step)
        yield Comparison(operator=Comparator.EQ, left=more, right=great)


def _broken(case: Case, condition: Expression) -> Scenarios:
    """It is broken from every side from which that is possible."""
    found: dict[str, Scenario] = {}
    for stage, row in _stages(case, condition):
        for side in sides(stage, case, row, condition):
            if side.what in found:
                continue
            deed = found_deed(stage, side, _is_broken(case.entity.name, condition))
            if deed is not None:
                scene = stage.trial()
                scene.act()
                deed(scene)
                scenario = played(skeleton(case, ProbeKind.REJECTED, f"it is broken: {side.what}"), scene)
                if not scenario.obstacle:
                    found[side.what] = scenario
    return (
        tuple(found.values())
        or rejected(case, "it is broken by a change", _falsified(case, condition), optional=True)
        or rejected(case, "it is broken by a change, with the other triggers off", _forced(case, condition))
    )


def _forced(case: Case, condition: Expression) -> Play:
    """A change of the row itself that other rules forbid too: of those that are triggers, none fires."""

    def play(stage: Stage) -> None:
        read = tuple(n for n in nodes(condition) if isinstance(n, Path) and not n.root)
        row = stage.create(case.entity.name, {}, condition, *(IsSet(operand=p) for p in read))
        for member in dict.fromkeys(p.steps[0] for p in read):
            for value in values_of(stage, case, row, member, (negation(condition),)):
                if stage.world.suppose(row, {member: value}).evaluate(row, condition) is False:
                    stage.act()
                    for statement in (*other_triggers_off(case), raw_update(stage, case, row, {member: value})):
                        stage.say(statement)
                    return
        raise Unmade("no change breaks it")

    return play


def _falsified(case: Case, condition: Expression) -> Play:
    def play(stage: Stage) -> None:
        row = stage.create(case.entity.name, {}, condition)
        values = stage.world.falsify(row, condition)
        stage.act()
        stage.change(row, values)

    return play


def _stages(case: Case, condition: Expression) -> Iterator[tuple[Stage, Row]]:
    """Worlds with a row for which the condition holds."""
    for start in _starts(condition):
        try:
            stage = Stage(case, case.free)
            yield stage, stage.create(case.entity.name, {}, start)
        except Unmade:
            continue


def _is_broken(entity: str, condition: Expression) -> Test:
    def test(stage: Stage) -> bool:
        return any(stage.world.evaluate(r, condition) is False for r in stage.world.rows(entity))

    return test


def _races(case: Case, condition: Expression) -> Scenarios:
    """Two changes that keep it alone and break it together; a row created while what it reads changes; two more rows."""
    found: dict[str, Scenario] = {}
    for search in (_changed_at_once, _created_at_once, _added_at_once):
        for scenario in search(case, condition):
            if not scenario.obstacle and len(found) < RACES:
                found.setdefault(scenario.what, scenario)
    return tuple(found.values())


def _changed_at_once(case: Case, condition: Expression) -> Iterator[Scenario]:
    broken = _is_broken(case.entity.name, condition)
    for stage, row in _stages(case, condition):
        known = tuple(sides(stage, case, row, condition))
        if all(side.own for side in known):
            continue
        harmless = [(side, deed) for side in known for deed in side.deeds[:DEEDS] if not _breaks(stage, broken, deed)]
        for (one, first), (other, second) in islice(combinations(harmless, 2), PAIRS):
            if (one.own and other.own) or not _breaks(stage, broken, first, second):
                continue
            scene = stage.trial()
            scene.act()
            first(scene)
            scene.rival()
            second(scene)
            yield _race(case, condition, f"at once: {one.what}; {other.what}", scene)
            break


def _created_at_once(case: Case, condition: Expression) -> Iterator[Scenario]:
    """A row is created, and another session changes what it reads, which alone nothing forbids."""
    name = case.entity.name
    try:
        stage = Stage(case, case.free)
        known = stage.shadow(name, {}, condition)
        references = {r.name: known.get(r.name) for r in case.entity.references}
        stage.act()
        row = stage.create(name, references, condition)
        for side in sides(stage, case, row, condition):
            deed = found_deed(stage, side, _is_broken(name, condition)) if not side.own else None
            if deed is not None:
                scene = stage.trial()
                scene.rival(apart=True)
                deed(scene)
                yield _race(case, condition, f"at once: a row is created; {side.what}", scene)
    except Unmade:
        return


def _added_at_once(case: Case, condition: Expression) -> Iterator[Scenario]:
    """Each of two sessions adds a row to those that are read, with all that keeps the rule."""
    try:
        stage = Stage(case)
        row = stage.create(case.entity.name, {}, condition)
        for side in sides(stage, case, row, condition):
            if side.adds:
                scene = stage.trial()
                scene.act()
                side.deeds[0](scene)
                scene.rival(apart=True)
                side.deeds[0](scene)
                yield _race(case, condition, f"twice at once: {side.what}", scene)
    except Unmade:
        return


def _race(case: Case, condition: Expression, what: str, scene: Stage) -> Scenario:
    holds = claim(case, never_false(case, case.entity.name, condition))
    return played(skeleton(case, ProbeKind.RACE, what), scene, holds)


def _breaks(stage: Stage, broken: Test, *deeds: Deed) -> bool:
    """Whether the condition is broken after the changes; those that cannot be made count as such, for they are no use."""
    trial = stage.trial()
    try:
        for deed in deeds:
            deed(trial)
    except Unmade:
        return len(deeds) == 1
    return broken(trial)
