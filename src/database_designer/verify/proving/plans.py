"""Rows as they shall be: drafts, and changes of rows that are written already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from database_designer.model.conceptual import (
    Attribute,
    Derivation,
    History,
    Kind,
    Lifecycle,
    Link,
    Reference,
    WhenDeleted,
)
from database_designer.model.expression import Expression, Literal
from database_designer.verify.proving.evaluate import Frame, evaluate, fitted
from database_designer.verify.proving.rows import Rows
from database_designer.verify.proving.samples import NUMBERS, TEXTUAL, fit, one, sample
from database_designer.verify.proving.schema import Schema
from database_designer.verify.proving.values import NOW, Made, Row, Unmade, Value

MOST_CHANGES = 4
"""How often one value may be changed before a way is given up."""

ROOM = 2
"""How many rows there may be in a new row that bounds how many there are."""

MOST_PARENTS = 40
"""How many rows may be needed, one by the other, for one row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """Other values for a row."""

    row: Row
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A reference to another row: to a new one that has `values`, where `to` is not given."""

    row: Row
    reference: Reference
    to: Row | None = None
    values: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """A new row with `values`, for which `such_that` holds; in that, `this` is the row `outer`."""

    entity: str
    values: Mapping[str, Value]
    such_that: Expression | None = None
    outer: Row | None = None
    link: Link | None = None  # by which `outer` gets the row


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """A row is deleted, or not made at all."""

    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What shall hold of a row."""

    condition: Expression
    frame: Frame
    wanted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something is to be reached first."""

    goal: Goal


Change: TypeAlias = Set | Point | Add | Remove | Ask


class Plan:
    """Rows as they shall be (`rows`), as they are written (`written`), and what of them may still be changed."""

    def __init__(self, schema: Schema, keys: Keys) -> None:
        self.schema = schema
        self.keys = keys
        self.rows = Rows(schema)
        self.written = Rows(schema)
        self.goals: tuple[Goal, ...] = ()
        self.actor: Row | None = None
        self.asked: frozenset[Row] = frozenset()  # the rows that were asked for before: they are best left alone
        self.waived: Expression | None = None
        self.number = 0
        self.fine: dict[tuple[int, str], tuple[int, ...]] = {}  # what held for which rows, known to all copies
        self._automatic: dict[Row, frozenset[str]] = {}
        self._changes: dict[tuple[Row, str], int] = {}
        self._pinned: frozenset[tuple[Row, str]] = frozenset()
        self._needed: dict[Row, bool] = {}

    def copy(self) -> Plan:
        """Another one that can be changed for itself."""
        other = Plan(self.schema, self.keys)
        other.rows, other.written = self.rows.copy(), self.written.copy()
        other.goals, other.actor, other.number, other.waived = self.goals, self.actor, self.number, self.waived
        other.asked = self.asked
        other.fine = self.fine
        other._automatic = dict(self._automatic)
        other._changes, other._pinned = dict(self._changes), self._pinned
        other._needed = dict(self._needed)
        return other

    def become(self, other: Plan) -> None:
        """Takes over what was found in a copy."""
        self.rows, self.written, self.goals, self.number = other.rows, other.written, other.goals, other.number
        self._automatic, self._changes, self._needed = other._automatic, other._changes, other._needed
        self._pinned = other._pinned

    def take_over(self, other: Plan) -> None:
        """Takes over the rows that were thought of in a copy."""
        for row in other.rows.all():
            if row not in self.rows:
                self.rows.put(row, other.rows.values(row))
                self._automatic[row] = other._automatic.get(row, frozenset())
                self._needed[row] = other._needed.get(row, True)
        self.number = other.number

    def frame(self, row: Row, outer: Row | None = None) -> Frame:
        """The frame of a row."""
        return Frame(row=row, this=outer, actor=self.actor)

    def next_number(self) -> int:
        """A number that was not given before."""
        self.number += 1
        return self.number

    def pin(self, row: Row, member: str) -> None:
        """The value stays as it is."""
        self._pinned |= {(row, member)}

    def keep(self, row: Row) -> None:
        """The row stays."""
        self._pinned |= {(row, "")}

    def release(self) -> None:
        """What was asked for so far may be changed again, and has been reached."""
        self._pinned, self.goals = frozenset(), ()
        self.restart()

    def restart(self) -> None:
        """From here on it is counted anew how often values are changed."""
        self._changes = {}

    def times_changed(self, row: Row, members: Iterable[str]) -> int:
        """How often one of the members was changed, at most."""
        return max((self._changes.get((row, m), 0) for m in members), default=0)

    def is_draft(self, row: Row) -> bool:
        """Whether the row is not written yet."""
        return row in self.rows and row not in self.written

    def drafts(self) -> tuple[Row, ...]:
        """The rows that are not written yet, in the order in which they were thought of."""
        return tuple(r for r in self.rows.all() if r not in self.written)

    # New rows

    def draft(
        self, entity: str, values: Mapping[str, Value], stack: tuple[Row, ...] = (), *, needed: bool = True
    ) -> Row:
        """A row with `values`, usual ones for what has to be set beside them, and the rows that it points to.

        Without `needed` its values may change, and it is dropped as soon as nothing points to it. Raises Unmade.
        """
        if len(stack) > MOST_PARENTS:
            raise Unmade(f"{entity} needs too many other rows")
        entity, values = self._kind(entity, dict(values))
        number = self.next_number()
        row = self.keys.row(entity, number)
        self._needed[row] = needed
        self.rows.put(row, {})
        self._fill(row, values, number)
        for name, value in values.items():
            self._check_value(row, name, value)
            self.rows.set(row, name, self.fitted(entity, name, value))
            if needed:
                self.pin(row, name)
        for reference in self.schema.references(entity):
            if self.rows.values(row).get(reference.name) is None and reference.name not in values:
                self.rows.set(row, reference.name, self._parent(row, reference, stack))
        if not stack:
            self.refresh()
        return row

    def brought(self, entity: str, values: Mapping[str, Value]) -> Row:
        """A row that the database makes: no statement can name it."""
        number = self.next_number()
        row = replace(self.keys.row(entity, number), key_text="")
        self.rows.put(row, {})
        self._fill(row, values, number, bare=True)
        for name, value in values.items():
            self.rows.set(row, name, self.fitted(entity, name, value))
        self.refresh()
        return row

    def _kind(self, entity: str, values: dict[str, Value]) -> tuple[str, dict[str, Value]]:
        """The entity that a row is of in the end, with the value that tells so."""
        chain = self.schema.chain(entity)
        if not chain:
            raise Unmade(f"{entity} is no entity")
        for position, above in enumerate(chain):
            for value, kind in above.kinds.of if above.kinds is not None and above.kinds.by else ():
                if above.kinds is not None and kind in {e.name for e in chain[:position]}:
                    self._tell_kind(entity, above.kinds.by, value, values)
        kinds = chain[0].kinds
        if kinds is None or not kinds.by or kinds.overlapping:
            return entity, values
        by = self.schema.member(entity, kinds.by)
        if kinds.by not in values and isinstance(by, Attribute):
            values[kinds.by] = self._usual(by, self.number)
        kind = dict(kinds.of).get(str(values.get(kinds.by)), entity)
        return self._kind(kind, values) if kind != entity and kind in self.schema.entities else (entity, values)

    def _tell_kind(self, entity: str, name: str, value: str, values: dict[str, Value]) -> None:
        """Notes the value that tells the kind; among others where there may be several."""
        member = self.schema.member(entity, name)
        if not isinstance(member, Attribute) or member.many is None:
            values.setdefault(name, value)
            return
        given = values.get(name)
        values[name] = tuple(dict.fromkeys((*(given if isinstance(given, tuple) else ()), value)))

    def _usual(self, attribute: Attribute, number: int) -> Value:
        if isinstance(attribute.default, Literal):
            return evaluate(attribute.default, Frame(row=None), self.rows)
        return one(attribute, self.schema, number)

    def _fill(self, row: Row, given: Mapping[str, Value], number: int, *, bare: bool = False) -> None:
        """The values that have to be there (not if `bare`); what the database fills itself is automatic."""
        automatic: set[str] = set()
        for name, member in self.schema.members(row.entity).items():
            if name in given or name == "id":
                continue
            if isinstance(member, Lifecycle):
                self.rows.set(row, name, (member.start or member.states)[0])
            elif isinstance(member, Reference) and member.default is not None:
                automatic.add(name)
            elif isinstance(member, Attribute):
                if _is_filled(member):
                    automatic.add(name)
                elif not member.optional and member.derived is None and not bare:
                    self.rows.set(row, name, self._plausible(row.entity, member, number))
        self._automatic[row] = frozenset(automatic)

    def _plausible(self, entity: str, attribute: Attribute, number: int) -> Value:
        """A sample; of what bounds a number of rows, one that leaves room for two."""
        roomy = any((e.name, attribute.name) in self.schema.roomy for e in self.schema.chain(entity))
        return ROOM if roomy and attribute.type.kind is Kind.INTEGER else sample(attribute, self.schema, number)

    def _parent(self, row: Row, reference: Reference, stack: tuple[Row, ...]) -> Value:
        if reference.optional and not reference.part_of:
            return None
        usual = evaluate(reference.default, self.frame(row), self.rows) if reference.default is not None else None
        if usual is not None:
            return usual
        above = (*stack, row)
        same = next((r for r in above if self.schema.is_a(r.entity, reference.to)), None)
        if same is not None:
            return same
        return self.draft(reference.to, {}, above, needed=False)

    def refresh(self) -> None:
        """Works out again what the database will fill in drafts."""
        for _ in range(3):
            changed = False
            for row, names in self._automatic.items():
                if row in self.written or row not in self.rows:
                    continue
                for name in sorted(names):
                    value = self._filled(row, name)
                    if self.rows.values(row).get(name) != value:
                        self.rows.set(row, name, value)
                        changed = True
            if not changed:
                return

    def _filled(self, row: Row, name: str) -> Value:
        """What the database fills in when the row is inserted."""
        member = self.schema.member(row.entity, name)
        frame = self.frame(row)
        if isinstance(member, Reference) and member.default is not None:
            return evaluate(member.default, frame, self.rows)
        if not isinstance(member, Attribute):
            return None
        if member.derived is not None:
            derived = member.derived
            if derived.when is not None and evaluate(derived.when, frame, self.rows) is not True:
                return None
            return self.fitted(row.entity, name, evaluate(derived.expression, frame, self.rows))
        if member.numbered is not None or member.generated is not None:
            return Made(row=row, member=name)
        value = evaluate(member.default, frame, self.rows) if member.default is not None else None
        return self.fitted(row.entity, name, value)

    def is_automatic(self, row: Row, name: str) -> bool:
        """Whether the database fills the value when the row is inserted."""
        return name in self._automatic.get(row, frozenset())

    # Changes

    def apply(self, change: Change) -> None:
        """Carries out a change. Raises Unmade where it is not allowed."""
        match change:
            case Set():
                for name, value in change.values.items():
                    self._set(change.row, name, value)
            case Point():
                to = change.to or self._other_parent(change)
                self._set(change.row, change.reference.name, to)
            case Add():
                self._add(change)
            case Remove():
                self._remove(change.row)
            case Ask():
                if any(
                    g.condition == change.goal.condition and g.frame.row == change.goal.frame.row for g in self.goals
                ):
                    raise Unmade("that is asked already")
                self.goals = (change.goal, *self.goals)
        self.refresh()
        self._forget()

    def _other_parent(self, change: Point) -> Row:
        return self.draft(change.reference.to, change.values or {}, (change.row,), needed=False)

    def _add(self, change: Add) -> None:
        row = self.draft(change.entity, change.values)
        if change.link is not None and change.outer is not None:
            linked = self.rows.values(change.outer).get(change.link.name) or ()
            self._set(change.outer, change.link.name, (*linked, row) if isinstance(linked, tuple) else (row,))
        if change.such_that is not None:
            self.goals = (*self.goals, Goal(condition=change.such_that, frame=self.frame(row, change.outer)))

    def _remove(self, row: Row) -> None:
        if not self.may_delete(row) or (row, "") in self._pinned:
            raise Unmade(f"{row.entity} is not deleted")
        if self.schema.is_soft(row.entity) and row in self.written:
            self.rows.set(row, "deleted_at", NOW)
        else:
            self.rows.remove(row)
        for other in self.rows.all():
            for reference in self.schema.references(other.entity):
                if self.rows.values(other).get(reference.name) == row:
                    self._let_go(other, reference)

    def _let_go(self, row: Row, reference: Reference) -> None:
        """What becomes of a row that points to one that goes."""
        if reference.part_of or reference.when_deleted is WhenDeleted.CASCADE:
            self._remove(row)
        elif reference.when_deleted is WhenDeleted.DETACH:
            self.rows.set(row, reference.name, None)
        elif not self.schema.is_soft(reference.to):
            self._cleared_away(row, reference)

    def _cleared_away(self, row: Row, reference: Reference) -> None:
        """The row goes too, or else points to nothing or to something else."""
        try:
            self._remove(row)
        except Unmade:
            try:
                self._check_change(row, reference.name, None)
                self.rows.set(row, reference.name, None)
            except Unmade:
                self._set(row, reference.name, self._other_parent(Point(row=row, reference=reference)))

    def may_delete(self, row: Row) -> bool:
        """Whether rows like this may be deleted at all."""
        if row not in self.written:
            return True
        return bool(row.key_text) and not any(
            (e.deletion is not None and e.deletion.manner == "never")
            or (e.history is not None and e.history.manner == History.APPEND_ONLY)
            for e in self.schema.chain(row.entity)
        )

    def _forget(self) -> None:
        """Drops drafts that were only made to be pointed to, and are not any more."""
        while True:
            pointed = {v for r in self.rows.all() for v in rows_of(self.rows.values(r))}
            loose = [r for r in self.drafts() if not self._needed.get(r, True) and r not in pointed]
            if not loose:
                return
            for row in loose:
                self.rows.remove(row)

    def _set(self, row: Row, name: str, value: Value) -> None:
        if row not in self.rows:
            raise Unmade(f"{row.entity} is not there")
        self._check_value(row, name, value)
        value = self.fitted(row.entity, name, value)
        if self.rows.values(row).get(name) == value and not self.is_automatic(row, name):
            raise Unmade(f"{row.entity}.{name} has that value")
        times = self._changes.get((row, name), 0)
        if times >= MOST_CHANGES or (row, name) in self._pinned:
            raise Unmade(f"{row.entity}.{name} is given")
        self._changes[row, name] = times + 1
        self._check_change(row, name, value)
        if self.is_automatic(row, name):
            self._check_overridden(row, name)
            self._automatic[row] = self._automatic[row] - {name}
        self.rows.set(row, name, value)

    def _check_overridden(self, row: Row, name: str) -> None:
        member = self.schema.member(row.entity, name)
        if isinstance(member, Attribute) and (member.derived or member.numbered or member.generated is not None):
            raise Unmade(f"{row.entity}.{name} is filled by the database")

    def _check_value(self, row: Row, name: str, value: Value) -> None:
        """Raises Unmade for a value that the member can never have."""
        member = self.schema.member(row.entity, name)
        if isinstance(member, Lifecycle) and value not in member.states:
            raise Unmade(f"{value!r} is no state of {row.entity}")
        if isinstance(member, Attribute) and value is not None and not self._is_value(member, value):
            raise Unmade(f"{value!r} is no value of {row.entity}.{name}")
        if isinstance(member, Reference) and isinstance(value, Row) and not self.schema.is_a(value.entity, member.to):
            raise Unmade(f"{row.entity}.{name} leads to {member.to}, not {value.entity}")

    def _is_value(self, attribute: Attribute, value: Value) -> bool:
        kind = attribute.type.kind
        if attribute.many is not None:
            return isinstance(value, tuple)
        if kind is Kind.LIST:
            known = self.schema.values(attribute.type)
            return isinstance(value, str) and (value in known or not known or self._is_open(attribute))
        if kind is Kind.INTEGER:
            return not isinstance(value, Decimal) or value == int(value)
        return kind not in TEXTUAL or isinstance(value, str | Made)

    def _is_open(self, attribute: Attribute) -> bool:
        shared = next((v for v in self.schema.concept.lists if v.name == attribute.type.list_name), None)
        return attribute.type.open_list or (shared is not None and shared.open_list)

    def _check_change(self, row: Row, name: str, value: Value) -> None:
        """Raises Unmade where a value may not become another one."""
        member = self.schema.member(row.entity, name)
        self._check_kind(row, name)
        if isinstance(member, Lifecycle):
            now = self.written.values(row).get(name)
            if path_between(member, str(now) if now is not None else None, str(value)) is None:
                raise Unmade(f"{row.entity} does not come from {now} to {value}")
        if value is None and isinstance(member, Reference | Attribute) and not member.optional:
            raise Unmade(f"{row.entity}.{name} is required")
        if row not in self.written:
            return
        if not row.key_text:
            raise Unmade(f"no statement can name a {row.entity} that the database made")
        before = self.written.values(row).get(name)
        if before == value:
            return
        if isinstance(member, Attribute | Reference) and (member.immutable or (member.set_once and before is not None)):
            raise Unmade(f"{row.entity}.{name} does not change")
        if isinstance(member, Attribute) and (member.derived or member.numbered or member.generated is not None):
            raise Unmade(f"{row.entity}.{name} is filled by the database")
        if any(
            e.history is not None and e.history.manner == History.APPEND_ONLY for e in self.schema.chain(row.entity)
        ):
            raise Unmade(f"{row.entity} is never changed")
        if name in frozen_members(self.schema, row, self.written):
            raise Unmade(f"{row.entity}.{name} is frozen")

    def _check_kind(self, row: Row, name: str) -> None:
        for entity in self.schema.chain(row.entity):
            if entity.kinds is not None and entity.kinds.by == name:
                raise Unmade(f"{row.entity} stays the kind that it is")

    def fitted(self, entity: str, name: str, value: Value) -> Value:
        """A value as the member keeps it."""
        member = self.schema.member(entity, name)
        if not isinstance(member, Attribute) or member.many is not None:
            return value
        value = fitted(value, member.type.kind)
        if isinstance(value, Decimal | int) and not isinstance(value, bool) and member.type.kind in NUMBERS:
            return fit(Decimal(value), member.type)
        return value


class Keys:
    """How rows are identified: the tables of entities, and keys that count up."""

    def __init__(self, tables: Mapping[str, str], *, counted: bool) -> None:
        self._tables = tables
        self._counted = counted

    def row(self, entity: str, number: int) -> Row:
        """The row with that number."""
        key = str(1_000_000 + number) if self._counted else f"00000000-0000-4000-8000-{number:012d}"
        return Row(entity=entity, number=number, table=self._tables.get(entity, ""), key_text=key)


def _is_filled(attribute: Attribute) -> bool:
    """Whether the database fills the attribute when the row is inserted."""
    snapshot = attribute.derived is not None and attribute.derived.manner == Derivation.SNAPSHOT
    given = attribute.default is not None or attribute.numbered is not None or attribute.generated is not None
    return snapshot or (given and attribute.derived is None)


def path_between(lifecycle: Lifecycle, start: str | None, end: str) -> tuple[str, ...] | None:
    """The states on the shortest way to `end`, the start included; from creation where `start` is None."""
    begin = (start,) if start is not None else lifecycle.start or lifecycle.states[:1]
    ways: list[tuple[str, ...]] = [(s,) for s in begin]
    seen = set(begin)
    while ways:
        way = ways.pop(0)
        if way[-1] == end:
            return way
        nexts = (m.target for m in lifecycle.moves if m.source == way[-1])
        for state in lifecycle.states if lifecycle.any_move else nexts:
            if state not in seen:
                seen.add(state)
                ways.append((*way, state))
    return None


def frozen_members(schema: Schema, row: Row, rows: Rows) -> frozenset[str]:
    """The members that a row may not change in the state it is in."""
    lifecycle = schema.lifecycle(row.entity)
    if lifecycle is None:
        return frozenset()
    state = rows.values(row).get(lifecycle.state)
    stamped = {name for s, name in lifecycle.stamps}
    found: set[str] = set()
    for name, names in lifecycle.frozen:
        if name == state and "all" in names:
            own = {n for n, m in schema.members(row.entity).items() if isinstance(m, Attribute | Reference | Link)}
            found |= own - stamped - {lifecycle.state}
        elif name == state:
            found |= set(names)
    return frozenset(found)


def rows_of(values: Mapping[str, Value]) -> list[Row]:
    """The rows that values lead to."""
    found: list[Row] = []
    for value in values.values():
        if isinstance(value, Row):
            found.append(value)
        elif isinstance(value, tuple):
            found.extend(v for v in value if isinstance(v, Row))
    return found
