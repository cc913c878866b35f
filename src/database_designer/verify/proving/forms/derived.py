"""Values that are worked out: stored and always so, when read, or once when the row is created."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from database_designer.ddl.names import Names
from database_designer.model.conceptual import Derived
from database_designer.model.expression import Comparator, Comparison, Expression, IsSet, Literal
from database_designer.model.proof import ProbeKind
from database_designer.postgres.quoting import quote_identifier, quote_literal
from database_designer.verify.proving.events import names_actor
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import claim, has, literal, never_false, sql
from database_designer.verify.proving.forms.members import is_set, path
from database_designer.verify.proving.forms.plays import another_value
from database_designer.verify.proving.forms.sides import Test, found_deed, sides
from database_designer.verify.proving.forms.stage import (
    Scenarios,
    Stage,
    accepted,
    played,
    result,
    skeleton,
)
from database_designer.verify.proving.scenario import Scenario
from database_designer.verify.proving.values import Row, Unmade, Value

PAIRS = 20
"""How many pairs of changes are tried to find a race."""


def _derived(case: Case) -> Derived:
    found = case.attribute.derived
    if found is None:
        raise Unmade(f"{case.enforcement.element} is not worked out")
    return found


def equals(case: Case) -> Scenarios:
    """The value is right when the row is created, and after every change of what it is made from."""
    member, expression = case.member, _derived(case).expression

    def created(stage: Stage) -> str:
        stage.act()
        row = stage.create(case.entity.name, {}, is_set(member))
        return claim(case, has(case, row, member, stage.world.evaluate(row, path(member))))

    return (
        *result(case, "a row is created", created),
        *_followed(
            case,
            expression,
            lambda row, stage: claim(case, has(case, row, member, stage.world.evaluate(row, path(member)))),
        ),
        *_at_once(case, expression),
    )


def _followed(case: Case, expression: Expression, asked: Callable[[Row, Stage], str]) -> Scenarios:
    """From every side, a change after which the value is another one."""
    found: list[Scenario] = []
    try:
        stage = Stage(case)
        row = stage.create(case.entity.name, {}, is_set(case.member))
        for side in sides(stage, case, row, expression):
            deed = found_deed(stage, side, _differs(row, expression, stage.world.evaluate(row, expression)))
            if deed is not None:
                scene = stage.trial()
                scene.act()
                deed(scene)
                found.append(played(skeleton(case, ProbeKind.RESULT, side.what), scene, asked(row, scene)))
    except Unmade:
        return tuple(found)
    return tuple(found)


def _differs(row: Row, expression: Expression, before: Value) -> Test:
    return lambda stage: stage.world.evaluate(row, expression) not in (before, None)


def _at_once(case: Case, expression: Expression) -> Scenarios:
    """Two changes of what it is made from, at once: none is lost."""
    always = Comparison(operator=Comparator.EQ, left=path(case.member), right=expression)
    try:
        stage = Stage(case)
        row = stage.create(case.entity.name, {}, is_set(case.member))
        before = stage.world.evaluate(row, expression)
        others = [side for side in sides(stage, case, row, expression) if not side.own]
        found = [
            (side, deed) for side in others if (deed := found_deed(stage, side, _differs(row, expression, before)))
        ]
        pairs = [*((one, one) for one in found), *combinations(found, 2)]
        for (one, first), (other, second) in pairs[:PAIRS]:
            scene = stage.trial()
            scene.act()
            first(scene)
            try:
                scene.rival(apart=True)
                second(scene)
            except Unmade:
                continue
            holds = claim(case, never_false(case, case.entity.name, always))
            return (played(skeleton(case, ProbeKind.RACE, f"at once: {one.what}; {other.what}"), scene, holds),)
    except Unmade:
        return ()
    return ()


def computed(case: Case) -> Scenarios:
    """The view shows the value, and another one when what it is made from has changed."""
    expression = _derived(case).expression

    def asked(row: Row, stage: Stage) -> str:
        return _shown(case, row, stage.world.evaluate(row, path(case.member)))

    def created(stage: Stage) -> str:
        stage.act()
        return asked(stage.create(case.entity.name), stage)

    return (*result(case, "a row is created", created), *_followed(case, expression, asked))


def _shown(case: Case, row: Row, value: Value) -> str:
    """The SELECT of whether the view shows the value for the row."""
    names, view = Names(schema=case.design.physical.schema), next(iter(case.enforcement.objects))
    known = case.memory.keys.get(row) or {case.table(row.entity).primary_key[0]: quote_literal(row.key_text)}
    key = " AND ".join(f"{quote_identifier(c)} = {v}" for c, v in known.items())
    expected = sql(case, literal(value))
    column = quote_identifier(case.member)
    return f"SELECT {column} IS NOT DISTINCT FROM {expected}\nFROM {names.relation(view)}\nWHERE {key};"  # noqa: S608


def snapshot(case: Case) -> Scenarios:
    """The value is taken when the row is created, and stays when its source changes."""
    name, member, derived = case.entity.name, case.member, _derived(case)
    when = (derived.when,) if derived.when is not None else ()

    def created(stage: Stage) -> str:
        stage.act()
        row = stage.create(name, {}, *when)
        return claim(case, has(case, row, member, stage.world.evaluate(row, path(member))))

    def changed(stage: Stage) -> str:
        row = stage.create(name, {}, *when)
        before = stage.world.evaluate(row, path(member))
        for side in sides(stage, case, row, derived.expression):
            test = _differs(row, derived.expression, stage.world.evaluate(row, derived.expression))
            deed = found_deed(stage, side, test) if not side.own else None
            if deed is not None:
                stage.act()
                deed(stage)
                return claim(case, has(case, row, member, before))
        raise Unmade("its source does not change")

    return (
        *result(case, "a row is created", created),
        *accepted(case, "its source changes later", changed, optional=True),
    )


def default(case: Case) -> Scenarios:
    """The value is there where none is given, and gives way to a given one."""
    name, member = case.entity.name, case.member
    element = case.entity.attribute(member) or case.entity.reference(member)
    stated = element.default if element is not None else None
    such_that = (IsSet(operand=stated),) if stated is not None and not isinstance(stated, Literal) else ()

    def left_out(stage: Stage) -> str:
        if stated is not None and names_actor(stated):
            stage.act_as(case.concept.actor)
        stage.act()
        row = stage.create(name, {}, *such_that)
        stage.leave_out(row, case.column(name, member))
        worth = stage.world.evaluate(row, stated if such_that and stated is not None else path(member))
        return claim(case, has(case, row, member, worth))

    def given(stage: Stage) -> str:
        value = another_value(stage, stage.create(name), member)
        stage.act()
        row = stage.create(name, {member: value})
        return claim(case, has(case, row, member, value))

    return (
        *result(case, f"a row is created without {member}", left_out),
        *accepted(case, f"a row is created with another {member}", given, optional=True),
    )
