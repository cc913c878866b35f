"""How the events of guards and effects come about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from database_designer.model.conceptual import Event, EventKind, Kind
from database_designer.model.expression import Expression, Literal, LiteralKind, Path
from database_designer.model.walk import nodes
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.lifecycle import allowed
from database_designer.verify.proving.forms.members import equals, in_state, is_free, path
from database_designer.verify.proving.forms.plays import raw_update, ready_to_go
from database_designer.verify.proving.forms.sides import Deed, Test, deeds_of, found_deed, sides, values_of
from database_designer.verify.proving.forms.stage import Play, Stage
from database_designer.verify.proving.values import Row, Unmade, Value

Conditions: TypeAlias = tuple[Expression, ...]
Happen: TypeAlias = Callable[[Stage, Conditions, Conditions], Row]
"""Prepares a row, and lets the event happen as what is tried, so that the first conditions hold then; before, the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way in which an event comes about: in words, and as what is done."""

    what: str
    happen: Happen


def ways(case: Case, event: Event) -> tuple[Way, ...]:
    """The ways in which an event of the entity can come about."""
    name = case.entity.name
    match event.kind:
        case EventKind.CREATE:
            return (_created(name),)
        case EventKind.DELETE:
            return (Way(what="a row is deleted", happen=_deleting(case)),)
        case EventKind.CHANGE:
            return tuple(_changed(case, m) for m in _changing(case, event.name))
    lifecycle = case.lifecycle
    sources = [s for s, target in allowed(lifecycle) if target == event.name]
    born = event.name in (lifecycle.start or lifecycle.states[:1])
    return (
        *(_entered(case, lifecycle.state, source, event.name) for source in sources),
        *(
            (_created(name, in_state(lifecycle.state, event.name), what=f"a row is created as {event.name}"),)
            if born
            else ()
        ),
    )


def happen(way: Way, stage: Stage, then: Conditions, before: Conditions | None = None) -> Row:
    """Lets the event happen so that `then` holds, to a row for which `before` did (the same, if not given)."""
    return way.happen(stage, then, then if before is None else before)


def happens(way: Way, then: Conditions, before: Conditions | None = None, *, acts: str = "") -> Play:
    """The play in which the event happens, by a row of the entity `acts` where one is given."""

    def play(stage: Stage) -> None:
        if acts:
            stage.act_as(acts)
        happen(way, stage, then, before)

    return play


def _created(name: str, *further: Expression, what: str = "a row is created") -> Way:
    def created(stage: Stage, then: Conditions, _: Conditions) -> Row:
        stage.act()
        return stage.create(name, {}, *further, *then)

    return Way(what=what, happen=created)


def _deleting(case: Case) -> Happen:
    def deleted(stage: Stage, then: Conditions, before: Conditions) -> Row:
        row = _prepared(stage, case.entity.name, then, before)
        ready_to_go(stage, case, row)
        stage.act()
        stage.delete(row, alone=stage.lacks_a_rule)
        return row

    return deleted


def _entered(case: Case, state: str, source: str, target: str) -> Way:
    name = case.entity.name

    def entered(stage: Stage, then: Conditions, before: Conditions) -> Row:
        row = stage.create(name, {}, in_state(state, source), *before)
        _prepare(stage, case, row, then)
        if any(stage.world.evaluate(row, c) is not True for c in then):
            raise Unmade(f"no {source} was found for which it is so")
        stage.act()
        stage.enter(row, target)
        return row

    return Way(what=f"{source} becomes {target}", happen=entered)


def _prepared(stage: Stage, name: str, then: Conditions, before: Conditions) -> Row:
    """A row that was legal when it was made, and for which `then` holds now."""
    row = stage.create(name, {}, *before)
    for condition in then:
        if stage.world.evaluate(row, condition) is not True:
            stage.achieve(row, condition)
    return row


def _changing(case: Case, member: str) -> tuple[str, ...]:
    """The member that is changed; of any change the first that is free."""
    if member:
        return (member,)
    entity = case.entity
    members = (*(a.name for a in entity.attributes), *(r.name for r in entity.references))
    return tuple(m for m in members if is_free(entity, m))[:1]


def _changed(case: Case, member: str) -> Way:
    """The member gets a value with which the conditions hold: that of another row, or any, where others decide."""

    def changed(stage: Stage, then: Conditions, before: Conditions) -> Row:
        timeless = tuple(c for c in then if not names_old(c))
        row = _with_leeway(stage, case, member, tuple(c for c in before if not names_old(c)))
        old = stage.world.known(row)
        for value in _wanted(stage, case, row, member, timeless):
            trial = stage.trial()
            try:
                value(trial)
            except Unmade:
                continue
            if all(trial.world.evaluate(row, c, old) is True for c in then):
                stage.act()
                value(stage)
                return row
        if stage.lacks_a_rule and _forced(stage, case, row, member, then):
            return row
        raise Unmade(f"no change of {member} is of that kind")

    return Way(what=f"{member} is changed", happen=changed)


def _forced(stage: Stage, case: Case, row: Row, member: str, then: Conditions) -> bool:
    """Says a change of that kind that other rules forbid too, which are asked after the guard."""
    old = stage.world.known(row)
    for value in values_of(stage, case, row, member, then):
        supposed = stage.world.suppose(row, {member: value})
        if all(supposed.evaluate(row, c, old) is True for c in then):
            stage.act()
            stage.say(raw_update(stage, case, row, {member: value}))
            return True
    return False


def _with_leeway(stage: Stage, case: Case, member: str, such_that: Conditions) -> Row:
    """A row whose value of the member can become greater and smaller, where it is a number."""
    attribute = case.entity.attribute(member)
    if attribute is not None and attribute.type.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY):
        some = Literal(kind=LiteralKind.NUMBER, value="50")
        try:
            return stage.create(case.entity.name, {}, *such_that, equals(member, some))
        except Unmade:
            return stage.create(case.entity.name, {}, *such_that)
    return stage.create(case.entity.name, {}, *such_that)


def _wanted(stage: Stage, case: Case, row: Row, member: str, then: Conditions) -> Iterator[Deed]:
    """Changes of the member: to that of a row for which the conditions hold, to any; where others decide, after these."""
    value = _of_another(stage, case, member, then)
    if value != stage.world.evaluate(row, path(member)):
        yield lambda on: on.change(row, {member: value})
    literals = tuple(n for c in then for n in nodes(c) if isinstance(n, Literal))
    yield from deeds_of(stage, case, row, member, literals)
    _prepare(stage, case, row, then)
    yield from deeds_of(stage, case, row, member, literals)


def _of_another(stage: Stage, case: Case, member: str, then: Conditions) -> Value:
    """The value that a row has for which the conditions hold; None where there is no such row."""
    trial = stage.trial()
    try:
        trial.shadow(case.entity.name, {}, *then)
    except Unmade:
        return None
    if not trial.stands():
        return None
    return stage.shadow(case.entity.name, {}, *then).get(member)


def _prepare(stage: Stage, case: Case, row: Row, then: Conditions) -> None:
    """Makes the conditions true by changes of other rows."""
    for condition in then:
        if stage.world.evaluate(row, condition) is True:
            continue
        for side in sides(stage, case, row, condition):
            deed = found_deed(stage, side, _holds(row, condition)) if not side.own else None
            if deed is not None:
                deed(stage)
                break


def names_old(condition: Expression) -> bool:
    """Whether the condition reads the row as it was before."""
    return any(isinstance(n, Path) and n.root == "old" for n in nodes(condition))


def _holds(row: Row, condition: Expression) -> Test:
    return lambda stage: stage.world.evaluate(row, condition) is True
