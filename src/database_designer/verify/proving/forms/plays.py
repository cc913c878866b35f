"""Plays that several forms of rule are tried by."""

from __future__ import annotations

from database_designer.ddl.dml import update
from database_designer.ddl.names import Names
from database_designer.model.conceptual import EventKind, GuardRule
from database_designer.model.expression import Comparator, Comparison, Expression, Or
from database_designer.postgres.quoting import quote_identifier
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import literal
from database_designer.verify.proving.forms.members import is_set, path, target_of
from database_designer.verify.proving.forms.stage import Play, Scenarios, Stage, Values, rejected
from database_designer.verify.proving.values import Row, Unmade, Value


def creating(entity: str, values: Values | None = None, *such_that: Expression) -> Play:
    """A row is created."""

    def play(stage: Stage) -> None:
        stage.act()
        stage.create(entity, values, *such_that)

    return play


def changing(entity: str, values: Values, *such_that: Expression) -> Play:
    """A row that satisfies `such_that` gets other values."""

    def play(stage: Stage) -> None:
        row = stage.create(entity, None, *such_that)
        stage.act()
        stage.change(row, values)

    return play


def another_value(stage: Stage, row: Row, member: str, beside: Value = None) -> Value:
    """A value of a member that the row does not have, nor is `beside`. Raises Unmade where none is found."""
    now = stage.world.evaluate(row, path(member))
    if isinstance(now, Row):
        return stage.create(now.entity)
    if now is None:
        return stage.world.evaluate(stage.create(row.entity, {}, is_set(member)), path(member))
    same: Expression = Comparison(operator=Comparator.EQ, left=path(member), right=literal(now))
    if beside is not None:
        too = Comparison(operator=Comparator.EQ, left=path(member), right=literal(beside))
        same = Or(operands=(same, too))
    found = stage.world.falsify(row, same)
    if member not in found:
        raise Unmade(f"no second value of {member} was found")
    return found[member]


def linked(stage: Stage, case: Case, entity: str, per: tuple[str, ...], owner: Row) -> Values:
    """The values by which `per` leads from a row of `entity` to `owner`; rows in between are made."""
    if len(per) == 1:
        return {per[0]: owner}
    between = target_of(case.entity_named(entity), case.concept, per[:1])
    if between is None:
        raise Unmade(f"{per[0]} leads to no row")
    return {per[0]: stage.create(between.name, linked(stage, case, between.name, per[1:], owner))}


def ready_to_go(stage: Stage, case: Case, row: Row) -> None:
    """What guards ask for before the row is deleted holds."""
    for rule in case.entity_named(row.entity).rules:
        asked = isinstance(rule, GuardRule) and any(e.kind == EventKind.DELETE for e in rule.events)
        if isinstance(rule, GuardRule) and asked and rule.name != case.member:
            if stage.world.evaluate(row, rule.require) is True:
                continue
            stage.achieve(row, rule.require)


def deleting(entity: str, *such_that: Expression) -> Play:
    """A row is deleted."""

    def play(stage: Stage) -> None:
        row = stage.create(entity, None, *such_that)
        stage.act()
        stage.delete(row)

    return play


def without_triggers(case: Case, what: str, value: str, *such_that: Expression) -> Scenarios:
    """The member becomes `value`, an SQL text, with the triggers off: they would fill in or refuse something before."""
    name, table, names = case.entity.name, case.table(case.entity.name), Names(schema=case.design.physical.schema)

    def play(stage: Stage) -> None:
        row = stage.create(name, {}, *such_that)
        stage.act()
        stage.say(f"ALTER TABLE {names.relation(table.name)} DISABLE TRIGGER USER;")
        key = stage.world.key(row, table)
        stage.say(update(table, {case.column(name, case.member): value}, key, names))

    return rejected(case, f"{what}, with the triggers off", play, design=case.design)


def raw_update(stage: Stage, case: Case, row: Row, values: Values) -> str:
    """An UPDATE of a row, whatever else the model asks for."""
    table = case.table(row.entity)
    cells = {case.column(row.entity, m): stage.world.sql(v) for m, v in values.items()}
    key = stage.world.key(row, table)
    return update(table, cells, key, Names(schema=case.design.physical.schema))


def other_triggers_off(case: Case) -> tuple[str, ...]:
    """The statements by which no trigger of the table fires but those that keep the rule."""
    table, names = case.table(case.entity.name), Names(schema=case.design.physical.schema)
    others = (
        t.name
        for t in case.design.physical.triggers
        if t.table == table.name and t.name not in case.enforcement.objects
    )
    return tuple(f"ALTER TABLE {names.relation(table.name)} DISABLE TRIGGER {quote_identifier(n)};" for n in others)
