"""Visibility: who sees a row, tried by a role that owns nothing."""

from __future__ import annotations

from database_designer.ddl.dml import text
from database_designer.ddl.probing import PROBE_ROLE
from database_designer.model.expression import And, Clock, Comparator, Comparison, Expression, Moment, Not, Path
from database_designer.model.walk import nodes, replaced
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import claim, exists, is_row
from database_designer.verify.proving.forms.members import negation
from database_designer.verify.proving.forms.stage import Play, Scenarios, Stage, accepted, result
from database_designer.verify.proving.values import Row, Unmade


def visible(case: Case) -> Scenarios:
    """A row is seen by everybody for whom a condition holds, by jobs, and by nobody else."""
    policy = case.entity.visible
    if policy is None:
        raise Unmade(f"{case.entity.name} is visible to all")
    return (
        *(
            s
            for n, condition in enumerate(policy.any_of)
            for s in accepted(
                case, f"a row is seen by whom it is shown to ({n + 1})", _seen(case, condition), optional=n > 0
            )
        ),
        *accepted(case, "a row is seen where nobody acts", _by_nobody(case)),
        *result(case, "a row is not seen by others", _unseen(case, policy.any_of)),
    )


def _seen(case: Case, condition: Expression) -> Play:
    def play(stage: Stage) -> str:
        row, actor = _pair(stage, case, condition)
        _look_as(stage, actor.key_text)
        return claim(case, exists(case, row.entity, is_row(case, row)))

    return play


def _by_nobody(case: Case) -> Play:
    def play(stage: Stage) -> str:
        row = stage.create(case.entity.name)
        _look_as(stage, "")
        return claim(case, exists(case, row.entity, is_row(case, row)))

    return play


def _unseen(case: Case, conditions: tuple[Expression, ...]) -> Play:
    def play(stage: Stage) -> str:
        row = stage.create(case.entity.name)
        others = (negation(_of_actor(c)) for c in conditions if _is_about_actor(c))
        actor = stage.create(case.concept.actor, {}, *others)
        if _holds_for_any(stage, row, actor, conditions):
            raise Unmade("no actor was found that does not see it")
        _look_as(stage, actor.key_text)
        return claim(case, Not(operand=exists(case, row.entity, is_row(case, row))))

    return play


def _look_as(stage: Stage, actor: str) -> None:
    stage.act()
    stage.say(f"SET LOCAL ROLE {PROBE_ROLE};")
    stage.say(f'SET LOCAL "app.actor" = {text(actor)};')


def _pair(stage: Stage, case: Case, condition: Expression) -> tuple[Row, Row]:
    """A row and an actor for which a condition holds."""
    parts = condition.operands if isinstance(condition, And) else (condition,)
    about = [_of_actor(p) for p in parts if _is_about_actor(p)]
    own = [p for p in (_points_to_actor(p) for p in parts) if p is not None]
    if len(about) + len(own) < len(parts):
        raise Unmade("no actor could be found for it")
    if not own:
        return stage.create(case.entity.name), stage.create(case.concept.actor, {}, *about)
    row = stage.create(case.entity.name)
    actor = stage.world.evaluate(row, own[0])
    if not isinstance(actor, Row):
        raise Unmade(f"{'.'.join(own[0].steps)} leads to no actor")
    for part in about:
        stage.achieve(actor, part)
    return row, actor


def _is_about_actor(condition: Expression) -> bool:
    """Whether nothing but the actor decides."""
    paths = [n for n in nodes(condition) if isinstance(n, Path)]
    return bool(paths) and all(p.root == "actor" for p in paths)


def _of_actor(condition: Expression) -> Expression:
    """The condition over the row of the actor."""

    def change(node: Expression) -> Expression | None:
        return Path(steps=node.steps) if isinstance(node, Path) and node.root == "actor" else None

    return replaced(condition, change)


def _points_to_actor(condition: Expression) -> Path | None:
    """The path of a condition `path = actor`."""
    match condition:
        case Comparison(operator=Comparator.EQ, left=Path() as found, right=Moment(clock=Clock.ACTOR)):
            return found
        case Comparison(operator=Comparator.EQ, left=Moment(clock=Clock.ACTOR), right=Path() as found):
            return found
    return None


def _holds_for_any(stage: Stage, row: Row, actor: Row, conditions: tuple[Expression, ...]) -> bool:
    for condition in conditions:
        for part in condition.operands if isinstance(condition, And) else (condition,):
            found = _points_to_actor(part)
            if found is not None and stage.world.evaluate(row, found) == actor:
                return True
    return False
