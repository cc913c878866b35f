"""The sides from which a condition can be changed: the row itself, the rows that it leads to, the rows in sets it reads.

From each side one change is looked for after which the condition has another value, by trying values in copies of the
world. It has to keep all other rules: the world says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from database_designer.model.conceptual import Attribute, EntityType, Kind, Link, Reference
from database_designer.model.expression import Aggregate, Expression, IsSet, Literal, LiteralKind, Path
from database_designer.model.walk import nodes, replaced
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import literal
from database_designer.verify.proving.forms.members import is_free, may_be_deleted, other_side, path
from database_designer.verify.proving.forms.stage import Stage
from database_designer.verify.proving.values import Row, Unmade, Value

Deed: TypeAlias = Callable[[Stage], None]
"""One change."""

Test: TypeAlias = Callable[[Stage], bool]
"""Whether a change had the effect that is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A side in words, whether it is the row itself or adds rows, and the changes that can be tried from it."""

    what: str
    own: bool
    deeds: tuple[Deed, ...]
    adds: bool = False


def found_deed(stage: Stage, side: Side, test: Test) -> Deed | None:
    """The first change of a side that has the effect; None where none has."""
    for deed in side.deeds:
        trial = stage.trial()
        try:
            deed(trial)
            if test(trial):
                return deed
        except Unmade:
            continue
    return None


def sides(stage: Stage, case: Case, row: Row, expression: Expression) -> Iterator[Side]:
    """All sides of an expression over `row`."""
    literals = tuple(n for n in nodes(expression) if isinstance(n, Literal))
    seen: set[tuple[Row, str]] = set()
    for holder, member in _reads(stage, row, expression):
        if (holder, member) in seen:
            continue
        seen.add((holder, member))
        deeds = tuple(deeds_of(stage, case, holder, member, literals))
        if deeds:
            yield Side(what=f"{holder.entity}.{member} is changed", own=holder == row, deeds=deeds)
    for holder, link in _links(stage, case, row, expression):
        yield _linked(stage, holder, link)
    for read in _sets(stage, case, row, expression):
        yield from _of_set(stage, case, read)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """The rows of `entity` whose `reference` points to `holder`, and the aggregate over them."""

    holder: Row
    entity: EntityType
    reference: Reference
    over: Aggregate | None


# What is read


def _reads(stage: Stage, row: Row, expression: Expression) -> Iterator[tuple[Row, str]]:
    """The members that are read, each with its row, as far as they stand outside of sets."""
    for node in _outside(expression):
        if isinstance(node, Path) and not node.root:
            yield from _along(stage, row, node.steps)
        elif isinstance(node, Aggregate) and len(node.over.steps) > 1:
            yield from _along(stage, row, node.over.steps[:-1])


def _along(stage: Stage, row: Row, steps: tuple[str, ...]) -> Iterator[tuple[Row, str]]:
    at: Value = row
    for end in range(len(steps)):
        at = stage.world.evaluate(row, Path(steps=steps[:end])) if end else row
        if not isinstance(at, Row):
            return
        yield at, steps[end]


def _outside(expression: Expression) -> Iterator[Expression]:
    """The nodes outside of aggregates, and the aggregates."""
    inside = {id(n) for a in nodes(expression) if isinstance(a, Aggregate) for n in nodes(a) if n is not a}
    yield from (n for n in nodes(expression) if id(n) not in inside)


def _sets(stage: Stage, case: Case, row: Row, expression: Expression) -> Iterator[_Set]:
    """The rows that point to a row and are read: holder, entity, reference, and the aggregate over them."""
    for node in _outside(expression):
        read = node.over if isinstance(node, Aggregate) else node
        if not isinstance(read, Path) or read.root:
            continue
        for end, step in enumerate(read.steps):
            holder = stage.world.evaluate(row, Path(steps=read.steps[:end])) if end else row
            if not isinstance(holder, Row):
                break
            found = other_side(case.concept, holder.entity, step)
            if found is not None:
                over = node if isinstance(node, Aggregate) else None
                yield _Set(holder=holder, entity=found[0], reference=found[1], over=over)
                break


def _of_set(stage: Stage, case: Case, read: _Set) -> Iterator[Side]:
    holder, entity, reference, over = read.holder, read.entity, read.reference, read.over
    where = (over.where,) if over is not None and over.where is not None else ()

    def added(on: Stage) -> None:
        on.create(entity.name, {reference.name: holder}, *where)

    yield Side(what=f"a row of {entity.name} is added", own=False, deeds=(added,), adds=True)
    present = [r for r in stage.world.rows(entity.name) if stage.world.evaluate(r, path(reference.name)) == holder]
    if may_be_deleted(entity):
        deletions = tuple(_deletion(r) for r in present)
        yield Side(what=f"a row of {entity.name} is deleted", own=False, deeds=deletions)
    if is_free(entity, reference.name):
        moves = tuple(d for r in present for d in deeds_of(stage, case, r, reference.name, ()))
        yield Side(what=f"a row of {entity.name} is moved away", own=False, deeds=moves)
    parts = [p for p in (over.value, over.where) if p is not None] if over is not None else []
    members = dict.fromkeys(
        n.steps[0] for p in parts for n in nodes(p) if isinstance(n, Path) and not n.root and n.steps
    )
    literals = tuple(n for p in parts for n in nodes(p) if isinstance(n, Literal))
    for member in members:
        deeds = tuple(d for r in present for d in deeds_of(stage, case, r, member, literals))
        if deeds:
            yield Side(what=f"{entity.name}.{member} is changed", own=False, deeds=deeds)


def _links(stage: Stage, case: Case, row: Row, expression: Expression) -> Iterator[tuple[Row, Link]]:
    """The links that are read, each with the row that has it."""
    for node in _outside(expression):
        over = node.over if isinstance(node, Aggregate) else node
        for holder, member in _along(stage, row, over.steps) if isinstance(over, Path) and not over.root else ():
            entity = case.concept.entity(holder.entity)
            yield from ((holder, k) for k in (entity.links if entity is not None else ()) if k.name == member)


def _linked(stage: Stage, holder: Row, link: Link) -> Side:
    now = stage.world.evaluate(holder, path(link.name))
    before = now if isinstance(now, tuple) else ()

    def more(on: Stage) -> None:
        on.change(holder, {link.name: (*before, on.apart(link.to))})

    def less(on: Stage) -> None:
        on.change(holder, {link.name: before[:-1]})

    deeds = (more, less) if before else (more,)
    return Side(what=f"{holder.entity}.{link.name} are changed", own=False, deeds=deeds, adds=True)


def _deletion(row: Row) -> Deed:
    return lambda on: on.delete(row)


# Changes of one member


def deeds_of(stage: Stage, case: Case, holder: Row, member: str, literals: tuple[Literal, ...]) -> Iterator[Deed]:
    """Changes of a member of a row that may make a difference to what compares it with the literals."""
    entity = case.concept.entity(holder.entity)
    if entity is None:
        return
    lifecycle = entity.lifecycle
    if lifecycle is not None and member == lifecycle.state:
        now = stage.world.evaluate(holder, path(member))
        for state in lifecycle.states:
            if lifecycle.any_move or any(m.source == now and m.target == state for m in lifecycle.moves):
                yield _entering(holder, state)
        return
    if not is_free(entity, member):
        return
    reference, attribute = entity.reference(member), entity.attribute(member)
    if reference is not None:
        others = [r for r in stage.world.rows(reference.to) if r != stage.world.evaluate(holder, path(member))]
        yield from (_setting(holder, member, r) for r in others)
        yield _pointing_elsewhere(holder, member, reference.to)
        if reference.optional:
            yield _setting(holder, member, None)
    elif attribute is not None:
        now = stage.world.evaluate(holder, path(member))
        yield from (_setting(holder, member, v) for v in _candidates(case, attribute, now, literals) if v != now)
        if attribute.optional:
            yield _setting(holder, member, None)


def values_of(stage: Stage, case: Case, row: Row, member: str, wanted: tuple[Expression, ...]) -> Iterator[Value]:
    """Values of a member with which the conditions might hold, whether the row may have them or not."""
    entity, now = case.concept.entity(row.entity), stage.world.evaluate(row, path(member))
    attribute = entity.attribute(member) if entity is not None else None
    reference = entity.reference(member) if entity is not None else None
    literals = tuple(n for c in wanted for n in nodes(c) if isinstance(n, Literal))
    if entity is not None and entity.lifecycle is not None and entity.lifecycle.state == member:
        yield from (s for s in entity.lifecycle.states if s != now)
    elif attribute is not None:
        yield from (v for v in _candidates(case, attribute, now, literals) if v != now)
    elif reference is not None:
        yield stage.apart(reference.to, *(_seen_from(stage, row, member, c) for c in wanted))


def _seen_from(stage: Stage, row: Row, member: str, condition: Expression) -> Expression:
    """The condition as one of the row that `member` would lead to, all else being as it is."""

    def change(node: Expression) -> Expression | None:
        if isinstance(node, IsSet) and node.operand == path(member):
            return Literal(kind=LiteralKind.BOOLEAN, value="false" if node.negated else "true")
        if not isinstance(node, Path) or node.root:
            return None
        leads = node.steps[0] == member and len(node.steps) > 1
        return Path(steps=node.steps[1:]) if leads else literal(stage.world.evaluate(row, node))

    return replaced(condition, change)


def _entering(row: Row, state: str) -> Deed:
    return lambda on: on.enter(row, state)


def _setting(row: Row, member: str, value: Value) -> Deed:
    return lambda on: on.change(row, {member: value})


def _pointing_elsewhere(row: Row, member: str, entity: str) -> Deed:
    return lambda on: on.change(row, {member: on.apart(entity)})


def _candidates(case: Case, attribute: Attribute, now: Value, literals: tuple[Literal, ...]) -> Iterator[Value]:
    """Values that may make a difference."""
    type_ = attribute.type
    if type_.kind == Kind.LIST:
        shared = next((v.values for v in case.concept.lists if v.name == type_.list_name), ())
        yield from type_.values or shared
    elif type_.kind == Kind.BOOLEAN:
        yield from (True, False)
    elif isinstance(now, datetime | date):
        for days in (1, -1, 30, -30, 400, -400):
            yield now + timedelta(days=days)
    elif isinstance(now, str):
        yield from (n.value for n in literals if n.kind == LiteralKind.TEXT)
        yield from (f"{now}x", now[:-1] or "x", "other")
    elif type_.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT):
        yield from _numbers(now, type_.kind, literals)


def _numbers(now: Value, kind: Kind, literals: tuple[Literal, ...]) -> Iterator[Value]:
    at = Decimal(now) if isinstance(now, int | Decimal) else Decimal(0)
    known = [Decimal(n.value) for n in literals if n.kind == LiteralKind.NUMBER]
    found = (
        at + 1,
        at - 1,
        at * 2,
        at + 100,
        at - 100,
        at + 10_000,
        *(k + d for k in known for d in (0, 1, -1)),
        Decimal(0),
        Decimal(1),
    )
    for value in dict.fromkeys(found):
        yield int(value) if kind == Kind.INTEGER else value
