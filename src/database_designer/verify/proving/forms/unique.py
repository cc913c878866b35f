"""Uniqueness: no two rows agree in the members, among those that count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from database_designer.ddl.dml import found, update
from database_designer.ddl.names import Names
from database_designer.design.chains import equal
from database_designer.model.conceptual import Uniqueness, UniqueRule
from database_designer.model.expression import Call, Expression
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import claim, not_both, of_rows
from database_designer.verify.proving.forms.members import is_free, is_given, is_set, may_be_deleted, negation, path
from database_designer.verify.proving.forms.plays import another_value, creating
from database_designer.verify.proving.forms.stage import Play, Scenarios, Stage, accepted, raced, rejected
from database_designer.verify.proving.values import Made, RelativeInstant, Row, Unmade, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """What has to be unique: members (the first step of a path), and which rows count."""

    members: tuple[str, ...]
    where: tuple[Expression, ...] = ()
    unset_equal: bool = False
    ignore_case: bool = False

    @property
    def own(self) -> tuple[str, ...]:
        """The members of the row itself by which it is determined."""
        return tuple(dict.fromkeys(m.split(".")[0] for m in self.members))

    @property
    def all_set(self) -> tuple[Expression, ...]:
        return (*self.where, *(is_set(m) for m in self.own))


def unique(case: Case) -> Scenarios:
    """Two rows may not agree in all members; they may in all but one, or where they do not count."""
    key = _key(case)
    return (
        *_differing(case, key),
        *_not_counted(case, key),
        *_unset(case, key),
        *_after_deletion(case, key),
        *_second(case, key),
        *_becoming(case, key),
        *_races(case, key),
    )


def _key(case: Case) -> _Key:
    entity, member = case.entity, case.member
    rule = next((r for r in entity.rules if r.name == member and isinstance(r, UniqueRule)), None)
    if rule is not None:
        where = (rule.where,) if rule.where is not None else ()
        return _Key(members=rule.members, where=where, unset_equal=rule.unset_equal)
    if not member:
        return _Key(members=entity.identified_by)
    attribute = entity.attribute(member)
    return _Key(members=(member,), ignore_case=attribute is not None and attribute.unique == Uniqueness.IGNORE_CASE)


def _first(stage: Stage, case: Case, key: _Key) -> tuple[Row, Mapping[str, Value]]:
    row = stage.create(case.entity.name, {}, *key.all_set)
    stage.world.hold(row, *key.all_set)
    return row, {m: stage.world.evaluate(row, path(m)) for m in key.own}


def _differing(case: Case, key: _Key) -> Scenarios:
    """Rows that differ in one member, whichever it is."""

    def only(member: str) -> Play:
        def play(stage: Stage) -> None:
            row, same = _first(stage, case, key)
            other = another_value(stage, row, member) if not isinstance(same[member], Made) else None
            stage.act()
            given = {m: v for m, v in {**same, member: other}.items() if not isinstance(same[m], Made)}
            stage.create(case.entity.name, given, *key.where)

        return play

    if not key.own:
        return ()
    return (
        *accepted(case, "a row that counts is created", creating(case.entity.name, {}, *key.all_set)),
        *(s for m in key.own for s in accepted(case, f"a second row differs in {m}", only(m), optional=True)),
    )


def _not_counted(case: Case, key: _Key) -> Scenarios:
    """A row that does not satisfy the condition may agree."""
    if not key.where:
        return ()

    def play(stage: Stage) -> None:
        _, same = _first(stage, case, key)
        stage.act()
        stage.create(case.entity.name, same, negation(key.where[0]))

    def after(stage: Stage) -> None:
        _, same = _uncounted(stage, case, key)
        stage.act()
        stage.create(case.entity.name, same, *key.where)

    return (
        *accepted(case, "a row that does not count agrees", play, optional=True),
        *accepted(case, "a row agrees with one that does not count", after, optional=True),
    )


def _uncounted(stage: Stage, case: Case, key: _Key) -> tuple[Row, Mapping[str, Value]]:
    """A row that does not count, made first: it may have to count before it ceases to."""
    row = stage.create(case.entity.name, {}, negation(key.where[0]), *(is_set(m) for m in key.own))
    return row, {m: stage.world.evaluate(row, path(m)) for m in key.own}


def _unset(case: Case, key: _Key) -> Scenarios:
    """Rows without a value do not agree, unless the rule says so."""
    optional = [m for m in key.own if _is_optional(case, m)]
    if not optional:
        return ()

    def play(stage: Stage) -> None:
        row = stage.create(
            case.entity.name, {optional[0]: None}, *key.where, *(is_set(m) for m in key.own if m != optional[0])
        )
        same = {m: stage.world.evaluate(row, path(m)) for m in key.own}
        stage.act()
        stage.create(case.entity.name, same, *key.where)

    if key.unset_equal:
        return rejected(case, f"two rows without {optional[0]} agree", play)
    return accepted(case, f"two rows without {optional[0]}", play, optional=True)


def _is_optional(case: Case, member: str) -> bool:
    element = case.entity.attribute(member) or case.entity.reference(member)
    return element is not None and element.optional


def _after_deletion(case: Case, key: _Key) -> Scenarios:
    """A row that was deleted does not stand in the way."""
    if not may_be_deleted(case.entity):
        return ()

    def play(stage: Stage) -> None:
        row, same = _first(stage, case, key)
        stage.delete(row)
        stage.act()
        stage.create(case.entity.name, same, *key.where)

    return accepted(case, "a row agrees with one that was deleted", play, optional=True)


def _second(case: Case, key: _Key) -> Scenarios:
    def play(stage: Stage) -> None:
        _, same = _first(stage, case, key)
        stage.act()
        stage.create(case.entity.name, same, *key.where)

    def other_case(stage: Stage) -> None:
        _, same = _first(stage, case, key)
        stage.act()
        stage.create(case.entity.name, {m: v.swapcase() if isinstance(v, str) else v for m, v in same.items()})

    if any(not is_given(a) for a in case.entity.attributes if a.name in key.own):
        return _made(case, key)
    refused = rejected(case, "a second row agrees", play)
    return (
        (*refused, *rejected(case, "a second row agrees but for upper and lower case", other_case))
        if key.ignore_case
        else refused
    )


def _made(case: Case, key: _Key) -> Scenarios:
    """The database makes the values: a row gets those of another with the triggers off."""
    name, table, names = case.entity.name, case.table(case.entity.name), Names(schema=case.design.physical.schema)

    def play(stage: Stage) -> None:
        first, second = stage.create(name, {}, *key.all_set), stage.create(name, {}, *key.all_set)
        here = stage.world.key(first, table)
        columns = [case.column(name, m) for m in key.own]
        stage.act()
        stage.say(f"ALTER TABLE {names.relation(table.name)} DISABLE TRIGGER USER;")
        values = {c: found(table, c, here, names) for c in columns}
        stage.say(update(table, values, stage.world.key(second, table), names))

    return rejected(case, "a row gets the values of another, with the triggers off", play, design=case.design)


def _becoming(case: Case, key: _Key) -> Scenarios:
    """A row is changed so that it agrees, or so that it counts."""
    free = [m for m in key.own if is_free(case.entity, m)]

    def changed(stage: Stage) -> None:
        _, same = _first(stage, case, key)
        other = stage.create(case.entity.name, {m: same[m] for m in key.own if m not in free}, *key.all_set)
        stage.act()
        stage.change(other, {m: same[m] for m in free})

    def counted(stage: Stage) -> None:
        other, same = _uncounted(stage, case, key)
        row = stage.create(case.entity.name, same, *key.where)
        stage.world.hold(row, *key.where)
        stage.act()
        stage.achieve(other, key.where[0])

    return (
        *(
            rejected(case, "a row is changed so that it agrees", changed, optional=len(free) < len(key.own))
            if free
            else ()
        ),
        *(rejected(case, "a row that agrees comes to count", counted, optional=True) if key.where else ()),
    )


def _races(case: Case, key: _Key) -> Scenarios:
    name = case.entity.name

    def two(stage: Stage) -> str:
        values = {m: _lasting(v) for m, v in _free_values(stage, case, key).items()}
        stage.act()
        one = stage.create(name, values, *key.where)
        stage.rival(apart=True)
        other = stage.create(name, values, *key.where)
        if case.memory.keys.get(one) == case.memory.keys.get(other):
            raise Unmade("both rows are known by the same key")
        return claim(case, not_both(case, one, other, *_agreeing(case, key)))

    def created_and_changed(stage: Stage) -> str:
        _, same = _first(stage, case, key)
        free = [m for m in key.own if is_free(case.entity, m)]
        if not free:
            raise Unmade("no member of the key changes")
        other = stage.create(name, {m: same[m] for m in key.own if m not in free}, *key.all_set)
        wanted = {**same, free[0]: another_value(stage, other, free[0])}
        stage.act()
        one = stage.create(name, wanted, *key.where)
        stage.rival(apart=True)
        stage.change(other, wanted)
        return claim(case, not_both(case, one, other, *_agreeing(case, key)))

    return (
        *raced(case, "two rows that agree are created at once", two, optional=True),
        *raced(case, "a row is created while another is changed to agree with it", created_and_changed, optional=True),
    )


def _free_values(stage: Stage, case: Case, key: _Key) -> dict[str, Value]:
    """Values of the key that no row has: those of a row that is thought of, else with new rows that are pointed to."""
    trial = stage.trial()
    values = {m: v for m, v in trial.shadow(case.entity.name, {}, *key.all_set).items() if m in key.own}
    if trial.world.stands_without(()):
        return {m: v for m, v in stage.shadow(case.entity.name, {}, *key.all_set).items() if m in key.own}
    return {m: stage.create(v.entity) if isinstance(v, Row) else v for m, v in values.items()}


def _lasting(value: Value) -> Value:
    """The value that two sessions write alike: an instant that counts from now is another one in each of them."""
    return datetime.fromisoformat(value.isoformat()) if isinstance(value, RelativeInstant) else value


def _agreeing(case: Case, key: _Key) -> tuple[Expression, ...]:
    """Whether rows "a" and "b" agree and count."""
    name = case.entity.name
    pairs = []
    for member in key.members:
        one, other = (of_rows(case, path(*member.split(".")), name, alias, "") for alias in ("a", "b"))
        if key.ignore_case:
            one, other = (Call(function="lower", arguments=(v,)) for v in (one, other))
        pairs.append(equal(one, other))
    counted = tuple(of_rows(case, w, name, alias) for w in key.where for alias in ("a", "b"))
    return (*pairs, *counted)
