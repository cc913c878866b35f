"""Effects: the rows that they create and the values that they set, each time the event happens."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.design.chains import row_path
from database_designer.design.expressions import NotOfOneRow
from database_designer.design.lowering import RuleScope, lowered, rows_of
from database_designer.model.conceptual import Assignment, Creation, EffectRule, EventKind
from database_designer.model.expression import Aggregate, And, Expression, Implies, IsSet, Not, Path
from database_designer.model.walk import nodes
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import T, claim, exists, has, is_row, literal, same
from database_designer.verify.proving.forms.events import Way, happen, ways
from database_designer.verify.proving.forms.members import negation, other_side, path
from database_designer.verify.proving.forms.stage import Play, Scenarios, Stage, accepted, raced, result
from database_designer.verify.proving.values import Row, Unmade

N, IT = "n", "i"
"""The aliases of a row that is created, and of a row of `for_each`."""


def effect(case: Case) -> Scenarios:
    """What is created and set after each event, and that nothing is where the condition does not hold."""
    rule = case.rule(EffectRule)
    when = (rule.when,) if rule.when is not None else ()
    then = (*when, *_some(rule), *_there(case, rule))
    found: Scenarios = ()
    for event in rule.events:
        for n, way in enumerate(ways(case, event)):
            gone = event.kind == EventKind.DELETE
            found += result(case, f"after this: {way.what}", _after(case, rule, way, then, gone=gone), optional=n > 0)
            if rule.when is not None and not gone:
                found += accepted(case, f"not after this: {way.what}", _nothing(case, rule, way), optional=True)
    return (*found, *raced(case, "two at once change the same value", _lost(case, rule), optional=True))


def _some(rule: EffectRule) -> tuple[Expression, ...]:
    """That there is a row for which something is done."""
    if rule.each is None:
        return ()
    return (Aggregate(function="exists", over=rule.each.over, where=rule.each.where),)


def _there(case: Case, rule: EffectRule) -> Iterator[Expression]:
    """That what the row leads to, and something is set on, is there."""
    for assignment in rule.set:
        *way, _ = assignment.path.steps
        first = case.entity.reference(way[0]) if way and not assignment.path.root else None
        if first is not None and first.optional:
            yield IsSet(operand=path(*way))


def _after(case: Case, rule: EffectRule, way: Way, then: tuple[Expression, ...], *, gone: bool) -> Play:
    def play(stage: Stage) -> str:
        row = happen(way, stage, then)
        if gone:
            claims = [_was_created(case, stage, row, c) for c in rule.create]
        else:
            claims = [_is_created(case, rule, row, c) for c in rule.create]
        claims += [c for a in rule.set for c in _is_set(case, stage, rule, row, a)]
        if not claims:
            raise Unmade("nothing could be asked about it")
        return claim(case, *claims)

    return play


def _nothing(case: Case, rule: EffectRule, way: Way) -> Play:
    """The event happens where the condition does not hold: nothing is created or set."""

    def play(stage: Stage) -> str:
        if rule.when is None:
            raise Unmade("it has no condition")
        row = happen(way, stage, (negation(rule.when),))
        claims: list[Expression] = [Not(operand=_is_created(case, rule, row, c)) for c in rule.create]
        claims += [c for a in rule.set for c in _is_set(case, stage, rule, row, a)]
        if not claims:
            raise Unmade("nothing could be asked about it")
        return claim(case, *claims)

    return play


# Rows that are created


def _is_created(case: Case, rule: EffectRule, row: Row, creation: Creation) -> Expression:
    """Whether the row was created, for each row of `for_each`, as the values of `row` say."""
    if rule.each is None:
        return exists(
            case,
            row.entity,
            is_row(case, row),
            _created_from(case, creation, RuleScope(entity=row.entity, alias=T)),
        )
    try:
        draft, of_each = rows_of(rule.each, RuleScope(entity=row.entity, alias=T), IT, case.layout)
    except NotOfOneRow as error:
        raise Unmade(str(error)) from error
    entity = draft.relation.entity
    scope = RuleScope(entity=row.entity, alias=T, it_entity=entity, it_alias=IT)
    created = _created_from(case, creation, scope)
    missing = exists(case, entity, of_each, Not(operand=created), alias=IT)
    return exists(case, row.entity, is_row(case, row), Not(operand=missing))


def _created_from(case: Case, creation: Creation, scope: RuleScope) -> Expression:
    conditions = []
    for member, value in creation.values:
        if any(isinstance(n, Path) and n.root == "old" for n in nodes(value)):
            continue
        try:
            expected = lowered(value, scope, case.layout, "")
        except NotOfOneRow as error:
            raise Unmade(str(error)) from error
        conditions.append(same(row_path(N, case.column(creation.entity, member)), expected))
    return exists(case, creation.entity, *conditions, alias=N)


def _was_created(case: Case, stage: Stage, row: Row, creation: Creation) -> Expression:
    """Whether the row was created as the values of a row that is gone say."""
    conditions = [
        same(row_path(N, case.column(creation.entity, member)), literal(stage.before.evaluate(row, value)))
        for member, value in creation.values
    ]
    return exists(case, creation.entity, *conditions, alias=N)


# Values that are set


def _is_set(case: Case, stage: Stage, rule: EffectRule, row: Row, assignment: Assignment) -> Iterator[Expression]:
    """Whether each row that is set has the value that the world works out."""
    *way, member = assignment.path.steps
    owner = stage.world.evaluate(row, Path(steps=tuple(way))) if way and not assignment.path.root else row
    for holder in _rows_of_each(case, stage, rule, row) if assignment.path.root == "it" else (owner,):
        if isinstance(holder, Row):
            yield has(case, holder, member, stage.world.evaluate(holder, path(member)))


def _rows_of_each(case: Case, stage: Stage, rule: EffectRule, row: Row) -> list[Row]:
    if rule.each is None:
        return []
    *way, step = rule.each.over.steps
    owner = stage.before.evaluate(row, Path(steps=tuple(way))) if way else row
    found = other_side(case.concept, owner.entity, step) if isinstance(owner, Row) else None
    if found is None:
        return []
    entity, reference = found
    rows = [r for r in stage.before.rows(entity.name) if stage.before.evaluate(r, path(reference.name)) == owner]
    where = rule.each.where
    return [r for r in rows if where is None or stage.before.evaluate(r, where) is True]


def _lost(case: Case, rule: EffectRule) -> Play:
    """Two rows are created at once of which each changes the same value: no change is lost."""

    def play(stage: Stage) -> str:
        assignment = next(
            (a for a in rule.set if len(a.path.steps) > 1 and not a.path.root and a.path in tuple(nodes(a.value))), None
        )
        if assignment is None or all(e.kind != EventKind.CREATE for e in rule.events):
            raise Unmade("no value is changed in steps")
        *way, member = assignment.path.steps
        when = (rule.when,) if rule.when is not None else ()
        stage.act()
        one = stage.create(case.entity.name, {}, *when)
        holder = stage.world.evaluate(one, Path(steps=tuple(way)))
        if not isinstance(holder, Row):
            raise Unmade("no row is changed")
        stage.rival()
        other = stage.create(case.entity.name, {way[0]: stage.world.evaluate(one, path(way[0]))}, *when)
        both = And(operands=tuple(exists(case, r.entity, is_row(case, r)) for r in (one, other)))
        return claim(
            case, Implies(left=both, right=has(case, holder, member, stage.world.evaluate(holder, path(member))))
        )

    return play
