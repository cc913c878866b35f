"""What does not change: immutable members, members set once, rows that are only added, rows that are never deleted."""

from __future__ import annotations

from dataclasses import replace

from database_designer.ddl.dml import update
from database_designer.ddl.names import Names
from database_designer.postgres.quoting import quote_identifier
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.members import is_free, is_set, path
from database_designer.verify.proving.forms.plays import another_value, creating, deleting
from database_designer.verify.proving.forms.stage import Play, Scenarios, Stage, accepted, rejected
from database_designer.verify.proving.world import Unmade


def immutable(case: Case) -> Scenarios:
    """Another value is refused; the same value is no change."""
    name, member = case.entity.name, case.member

    def same(stage: Stage) -> None:
        row = stage.create(name, {}, is_set(member))
        table, column = case.table(name), case.column(name, member)
        key = {table.primary_key[0]: stage.world.sql(row)}
        stage.act()
        stage.say(update(table, {column: quote_identifier(column)}, key, Names(schema=case.design.physical.schema)))

    return (
        *accepted(case, f"{member} is written again as it is", same),
        *rejected(case, f"{member} gets another value", _other(name, member)),
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
        *rejected(case, f"{member} gets another value", _other(name, member)),
        *rejected(case, f"{member} is set no more", unset, optional=True),
    )


def _other(name: str, member: str) -> Play:
    def play(stage: Stage) -> None:
        row = stage.create(name, None, is_set(member))
        value = another_value(stage, row, member)
        stage.act()
        stage.change(row, {member: value})

    return play


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
