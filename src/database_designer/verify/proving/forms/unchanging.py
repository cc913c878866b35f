"""What does not change: immutable members, members set once, rows that are only added, rows that are never deleted."""

from __future__ import annotations

from dataclasses import replace

from database_designer.ddl.dml import update
from database_designer.ddl.names import Names
from database_designer.model.expression import Expression
from database_designer.postgres.quoting import quote_identifier
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.members import is_free, is_given, is_set, path
from database_designer.verify.proving.forms.plays import another_value, creating, deleting
from database_designer.verify.proving.forms.stage import Play, Scenarios, Stage, accepted, rejected
from database_designer.verify.proving.world import Row, Unmade

_OTHER = {
    **dict.fromkeys(("integer", "bigint", "numeric", "date"), "{} + 1"),
    **dict.fromkeys(("timestamptz", "interval"), "{} + INTERVAL '1 day'"),
    "text": "{} || 'x'",
    "boolean": "NOT {}",
}
"""Another value than the one that a column has, by its type."""


def immutable(case: Case) -> Scenarios:
    """Another value is refused; the same value is no change."""
    name, member = case.entity.name, case.member

    def same(stage: Stage) -> None:
        row = stage.create(name, {}, given(case))
        table, column = case.table(name), case.column(name, member)
        key = stage.world.key(row, table)
        stage.act()
        stage.say(update(table, {column: quote_identifier(column)}, key, Names(schema=case.design.physical.schema)))

    return (
        *accepted(case, f"{member} is written again as it is", same),
        *rejected(case, f"{member} gets another value", _other(case)),
    )


def set_once(case: Case) -> Scenarios:
    """An unset value is set; after that it stays."""
    name, member = case.entity.name, case.member

    def first(stage: Stage) -> None:
        value = stage.world.evaluate(stage.create(name, None, is_set(member)), path(member))
        row = stage.create(name, {member: None})
        stage.act()
        stage.change(row, {member: value})

    def unset(stage: Stage) -> None:
        row = stage.create(name, None, is_set(member))
        stage.act()
        stage.change(row, {member: None})

    return (
        *accepted(case, f"{member}, not set before, is set", first),
        *rejected(case, f"{member} gets another value", _other(case)),
        *rejected(case, f"{member} is set no more", unset, optional=True),
    )


def given(case: Case) -> Expression:
    """The condition of a row that has a value of the member: where a snapshot is taken, when it is."""
    attribute = case.entity.attribute(case.member)
    derived = attribute.derived if attribute is not None else None
    return derived.when if derived is not None and derived.when is not None else is_set(case.member)


def _other(case: Case) -> Play:
    name, member = case.entity.name, case.member

    def play(stage: Stage) -> None:
        row = stage.create(name, {}, given(case))
        stage.act()
        attribute = case.entity.attribute(member)
        if attribute is not None and not is_given(attribute):
            stage.say(_raw_change(stage, case, row))
        else:
            stage.change(row, {member: another_value(stage, row, member)})

    return play


def _raw_change(stage: Stage, case: Case, row: Row) -> str:
    """An UPDATE that gives another value than the one that the database made."""
    table, column = case.table(case.entity.name), case.column(case.entity.name, case.member)
    held = table.column(column)
    other = _OTHER.get(held.type.name) if held is not None else None
    if other is None:
        raise Unmade(f"no other {column} is known")
    key = stage.world.key(row, table)
    value = other.format(quote_identifier(column))
    return update(table, {column: value}, key, Names(schema=case.design.physical.schema))


def append_only(case: Case) -> Scenarios:
    """Rows are added; to change or to delete them is refused."""
    entity = replace(case.entity, history=None)
    members = (*(a.name for a in entity.attributes), *(r.name for r in entity.references))
    free = [m for m in members if is_free(entity, m)]

    def changed(stage: Stage) -> None:
        row = stage.create(entity.name)
        for member in free:
            stage.act()
            stage.change(row, {member: another_value(stage, row, member)})
            return
        raise Unmade("none of its members could be changed")

    return (
        *accepted(case, "a row is added", creating(entity.name)),
        *rejected(case, "a row is changed", changed),
        *rejected(case, "a row is deleted", deleting(entity.name)),
    )


def never_deleted(case: Case) -> Scenarios:
    """To delete a row is refused."""
    name = case.entity.name
    return (
        *accepted(case, "a row is added", creating(name)),
        *rejected(case, "a row is deleted", deleting(name)),
    )
