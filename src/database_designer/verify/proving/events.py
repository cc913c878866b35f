"""What happens at an event: the guards that are asked before it, and the effects after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from database_designer.model.conceptual import (
    EffectRule,
    EntityType,
    Event,
    EventKind,
    GuardRule,
)
from database_designer.model.expression import Clock, Expression, In, Literal, LiteralKind, Moment, Not, Path
from database_designer.model.navigation import back_name
from database_designer.model.walk import nodes
from database_designer.verify.proving.evaluate import Frame, holds
from database_designer.verify.proving.rows import Rows, Values
from database_designer.verify.proving.schema import Schema
from database_designer.verify.proving.values import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What happens to a row: it is there `before` or not (None), and `after` or not."""

    row: Row
    before: Values | None
    after: Values | None

    def is_one(self, event: Event, schema: Schema) -> bool:
        """Whether it is the event."""
        match event.kind:
            case EventKind.CREATE:
                return self.before is None
            case EventKind.DELETE:
                return self.after is None
            case EventKind.ENTER:
                return self.after is not None and self._enters(event.name, schema)
            case EventKind.CHANGE:
                if self.before is None or self.after is None:
                    return False
                changed = {n for n in {*self.before, *self.after} if self.before.get(n) != self.after.get(n)}
                return event.name in changed if event.name else bool(changed)

    def _enters(self, state: str, schema: Schema) -> bool:
        lifecycle = schema.lifecycle(self.row.entity)
        if lifecycle is None or self.after is None:
            return False
        before = self.before.get(lifecycle.state) if self.before is not None else None
        return self.after.get(lifecycle.state) == state and before != state

    def frame(self, actor: Row | None) -> Frame:
        """The frame of its rules."""
        return Frame(row=self.row, old=self.before, actor=actor)


def guards_of(happening: Happening, rows: Rows, actor: Row | None) -> Iterator[tuple[str, Expression]]:
    """The conditions that are asked before it, with the names of their rules. `rows` are those after it."""
    schema, frame = rows.schema, happening.frame(actor)
    for entity in schema.chain(happening.row.entity):
        for rule in (*_stated(entity), *_of_frozen_wholes(entity, schema)):
            if not any(happening.is_one(e, schema) for e in rule.events):
                continue
            if actor is None and names_actor(rule.require, rule.when):
                continue
            if rule.when is None or holds(rule.when, frame, rows):
                yield f"{entity.name}.{rule.name}", rule.require


def effects_of(happening: Happening, rows: Rows, actor: Row | None) -> Iterator[EffectRule]:
    """The effects that it has."""
    schema, frame = rows.schema, happening.frame(actor)
    for entity in schema.chain(happening.row.entity):
        for rule in entity.rules:
            if not isinstance(rule, EffectRule) or not any(happening.is_one(e, schema) for e in rule.events):
                continue
            if rule.when is None or holds(rule.when, frame, rows):
                yield rule


def names_actor(*conditions: Expression | None) -> bool:
    """Whether one of the conditions asks who acts."""
    found = (n for c in conditions if c is not None for n in nodes(c))
    return any(
        (isinstance(n, Moment) and n.clock is Clock.ACTOR) or (isinstance(n, Path) and n.root == "actor") for n in found
    )


def _stated(entity: EntityType) -> Iterator[GuardRule]:
    yield from (r for r in entity.rules if isinstance(r, GuardRule))


def _of_frozen_wholes(entity: EntityType, schema: Schema) -> Iterator[GuardRule]:
    """Parts of a row are not added, changed or taken away while its state freezes them."""
    for reference in (r for r in entity.references if r.part_of):
        lifecycle = schema.lifecycle(reference.to)
        if lifecycle is None:
            continue
        back = back_name(entity, reference)
        states = tuple(s for s, names in lifecycle.frozen if back in names or "all" in names)
        if not states:
            continue
        values = tuple(Literal(kind=LiteralKind.VALUE, value=s) for s in states)
        for root, kinds in (("", (EventKind.CREATE, EventKind.CHANGE)), ("old", (EventKind.CHANGE, EventKind.DELETE))):
            state = Path(steps=(reference.name, lifecycle.state), root=root)
            yield GuardRule(
                name=f"{reference.name} is frozen",
                events=tuple(Event(kind=k) for k in kinds),
                require=Not(operand=In(operand=state, values=values)),
                origin=reference.origin,
            )
