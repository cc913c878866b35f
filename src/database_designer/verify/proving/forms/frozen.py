"""What is frozen while a row is in a state: its members, its parts, its deletion."""

from __future__ import annotations

from dataclasses import replace

from database_designer.model.conceptual import EntityType, Reference
from database_designer.model.navigation import back_name
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.lifecycle import allowed
from database_designer.verify.proving.forms.members import in_state, is_free, may_be_deleted, other_side
from database_designer.verify.proving.forms.plays import another_value
from database_designer.verify.proving.forms.policies import free_member
from database_designer.verify.proving.forms.stage import Play, Scenarios, Stage, accepted, raced, rejected
from database_designer.verify.proving.values import Row, Unmade

ALL, DELETION = "all", "deletion"
MOST = 8
"""So many members are tried where all are frozen."""


def frozen(case: Case) -> Scenarios:
    """What may change before the state is entered may not change in it."""
    wanted = case.enforcement.detail or next(((s, n) for s, names in case.lifecycle.frozen for n in names), ("", ""))
    state, name = wanted[0], wanted[-1]
    if name == DELETION:
        return _deletion(case, state)
    side = other_side(case.concept, case.entity.name, name)
    if side is not None:
        return _pointing(case, state, *side)
    entity = case.entity
    members = _free_members(case) if name == ALL else (name,)
    return tuple(
        s for m in members for s in _member(case, state, m, optional=name == ALL and m != members[0])
    ) or tuple(rejected(case, f"{entity.name} is changed while {state}", _none(name)))


def _none(name: str) -> Play:
    def play(_: Stage) -> None:
        raise Unmade(f"{name} cannot be changed at any time")

    return play


def _free_members(case: Case) -> tuple[str, ...]:
    entity = case.entity
    stamped = {n for _, n in case.lifecycle.stamps}
    members = (*(a.name for a in entity.attributes), *(r.name for r in entity.references))
    return tuple(m for m in members if is_free(entity, m) and m not in stamped)[:MOST]


def _sources(case: Case, state: str, name: str) -> tuple[str, ...]:
    """The states in which `name` is not frozen, those first from which the state is entered by one move."""
    closed = {s for s, names in case.lifecycle.frozen if name in names or ALL in names}
    direct = [s for s, target in allowed(case.lifecycle) if target == state and s not in closed]
    return (*direct, *(s for s in case.lifecycle.states if s not in closed and s not in direct and s != state))


def _member(case: Case, state: str, member: str, *, optional: bool) -> Scenarios:
    lifecycle = case.lifecycle

    def changed_in(where: str) -> Play:
        def play(stage: Stage) -> None:
            row = stage.create(case.entity.name, {}, in_state(lifecycle.state, where))
            value = another_value(stage, row, member)
            stage.act()
            stage.change(row, {member: value})

        return play

    def at_once(stage: Stage) -> None:
        source = _sources(case, state, member)
        if not source:
            raise Unmade(f"no move leads to {state}")
        row = stage.create(case.entity.name, {}, in_state(lifecycle.state, source[0]))
        value = another_value(stage, row, member)
        stage.act()
        stage.change(row, {member: value})
        stage.rival(apart=True)
        stage.enter(row, state)

    before = _sources(case, state, member)[:1]
    # What the state requires is set on the way into it: a change to that same value would be none.
    required = {n for s, names in lifecycle.requires if s == state for n in names}
    races = (
        ()
        if member in required
        else raced(case, f"{member} is changed while {state} is entered", at_once, order_matters=True, optional=True)
    )
    return (
        *(
            s
            for source in before
            for s in accepted(case, f"{member} is changed while {source}", changed_in(source), optional=True)
        ),
        *rejected(case, f"{member} is changed while {state}", changed_in(state), optional=optional),
        *races,
    )


def _deletion(case: Case, state: str) -> Scenarios:
    def play(stage: Stage) -> None:
        row = stage.create(case.entity.name, {}, in_state(case.lifecycle.state, state))
        stage.act()
        stage.delete(row)

    def before(stage: Stage) -> None:
        row = stage.create(case.entity.name, {}, in_state(case.lifecycle.state, _sources(case, state, ALL)[0]))
        stage.act()
        stage.delete(row)

    taken = accepted(case, "a row is deleted before", before, optional=True) if _sources(case, state, ALL) else ()
    return (*taken, *rejected(case, f"a row is deleted while {state}", play))


def _pointing(case: Case, state: str, entity: EntityType, reference: Reference) -> Scenarios:
    """The rows that point to the row are not added, changed or taken away."""
    here = in_state(case.lifecycle.state, state)
    point, back = reference.name, back_name(entity, reference)

    def added(stage: Stage) -> None:
        whole = stage.create(case.entity.name, {}, here)
        stage.enter(whole, state)  # it may have left the state to get parts that it needs
        stage.act()
        stage.create(entity.name, {point: whole})

    def part_of(stage: Stage) -> Row:
        """A part that was there before the state was entered."""
        whole = stage.create(case.entity.name, {}, in_state(case.lifecycle.state, _source(case, state, back)))
        part = stage.create(entity.name, {point: whole})
        stage.enter(whole, state)
        return part

    def changed(stage: Stage) -> None:
        part = part_of(stage)
        member = _other_member(entity, point)
        value = another_value(stage, part, member)
        stage.act()
        stage.change(part, {member: value})

    def removed(stage: Stage) -> None:
        part = part_of(stage)
        stage.act()
        stage.delete(part)

    def moved(stage: Stage) -> None:
        part = part_of(stage)
        other = stage.create(case.entity.name, {}, in_state(case.lifecycle.state, _source(case, state, back)))
        stage.act()
        stage.change(part, {point: other})

    def at_once(stage: Stage) -> None:
        whole = stage.create(case.entity.name, {}, in_state(case.lifecycle.state, _source(case, state, back)))
        stage.act()
        stage.create(entity.name, {point: whole})
        stage.rival(apart=True)
        stage.enter(whole, state)

    def before(stage: Stage) -> None:
        whole = stage.create(case.entity.name, {}, in_state(case.lifecycle.state, _source(case, state, back)))
        stage.act()
        stage.create(entity.name, {point: whole})

    return (
        *accepted(case, f"a row of {entity.name} is added before {state} is entered", before, optional=True),
        *rejected(case, f"a row of {entity.name} is added while {state}", added),
        *rejected(case, f"a row of {entity.name} is changed while {state}", changed, optional=True),
        *(
            rejected(case, f"a row of {entity.name} is deleted while {state}", removed, optional=True)
            if may_be_deleted(entity)
            else ()
        ),
        *(
            rejected(case, f"a row of {entity.name} is moved away while {state}", moved, optional=True)
            if is_free(entity, point)
            else ()
        ),
        *raced(
            case,
            f"a row of {entity.name} is added while {state} is entered",
            at_once,
            order_matters=True,
            optional=True,
        ),
    )


def _source(case: Case, state: str, name: str) -> str:
    found = _sources(case, state, name)
    if not found:
        raise Unmade(f"no move leads to {state}")
    return found[0]


def _other_member(entity: EntityType, point: str) -> str:
    rest = replace(entity, references=tuple(r for r in entity.references if r.name != point))
    return free_member(rest)
