"""References: what is pointed to is there, and what becomes of pointing rows when it is deleted."""

from __future__ import annotations

from database_designer.ddl.dml import delete, text
from database_designer.ddl.names import Names
from database_designer.design.chains import equal
from database_designer.model.conceptual import Reference, WhenDeleted
from database_designer.model.expression import Not
from database_designer.model.physical import Table
from database_designer.postgres.quoting import quote_identifier
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import claim, exists, has, is_row, key_of, of_rows
from database_designer.verify.proving.forms.members import is_set, may_be_deleted, path
from database_designer.verify.proving.forms.plays import creating, ready_to_go, without_triggers
from database_designer.verify.proving.forms.stage import Scenarios, Stage, accepted, raced, rejected, result
from database_designer.verify.proving.samples import one
from database_designer.verify.proving.schema import Schema
from database_designer.verify.proving.values import Row, Unmade, Value


def reference(case: Case) -> Scenarios:
    """A row points to a row that is there, and keeps it, goes with it or is detached from it."""
    found = case.entity.reference(case.member)
    if found is None:
        return _held(case)
    name, target = case.entity.name, found.name

    return (
        *accepted(case, f"a row is created with {target}", creating(name, {}, is_set(target))),
        *without_triggers(
            case,
            f"{target} becomes a row that does not exist",
            _no_key(case.table(name), case.column(name, target)),
            is_set(target),
        ),
        *_deleted(case, found),
    )


def _held(case: Case) -> Scenarios:
    """The foreign keys of values, links and kinds: a row there belongs to a row that exists."""
    key = next((k for k in case.design.physical.foreign_keys if k.name in case.enforcement.objects), None)
    table = case.design.physical.table(key.table) if key is not None else None
    if key is None or table is None:
        raise Unmade(f"{case.enforcement.element} is no reference")
    names = Names(schema=case.design.physical.schema)
    relation, column = names.relation(table.name), key.columns[0]

    def held(stage: Stage) -> None:
        holding = _holding(stage, case)
        stage.act()
        stage.create(case.entity.name, holding)

    def play(stage: Stage) -> None:
        stage.create(case.entity.name, _holding(stage, case))
        stage.act()
        stage.say(f"ALTER TABLE {relation} DISABLE TRIGGER USER;")
        stage.say(f"UPDATE {relation} SET {quote_identifier(column)} = {_no_key(table, column)};")  # noqa: S608

    return (
        *accepted(case, f"a row is created with {case.member}", held),
        *rejected(case, f"a row of {table.name} belongs to a row that does not exist", play),
    )


def _pointed(stage: Stage, row: Row, found: Reference) -> Row:
    pointed = stage.world.evaluate(row, path(found.name))
    if not isinstance(pointed, Row):
        raise Unmade(f"{found.name} is not set")
    return pointed


def _holding(stage: Stage, case: Case) -> dict[str, Value]:
    """One value of the attribute, or one row by the link, that the foreign key is for."""
    attribute = case.entity.attribute(case.member)
    if attribute is not None and attribute.many is not None:
        return {case.member: (one(attribute, Schema(concept=case.concept), 1),)}
    link = next((k for k in case.entity.links if k.name == case.member), None)
    return {case.member: (stage.create(link.to),)} if link is not None else {}


def _no_key(table: Table, column: str) -> str:
    """A key that no row has, as SQL."""
    held = table.column(column)
    return text("ffffffff-ffff-ffff-ffff-ffffffffffff") if held is not None and held.type.name == "uuid" else "-1"


def _deleted(case: Case, found: Reference) -> Scenarios:
    """What becomes of the row when the one that it points to is deleted."""
    target = case.entity_named(found.to)
    if not may_be_deleted(target) or (target.deletion is not None and target.deletion.manner == "soft"):
        return ()

    def play(stage: Stage) -> tuple[Row, Row]:
        row = stage.create(case.entity.name, {}, is_set(found.name))
        pointed = _pointed(stage, row, found)
        ready_to_go(stage, case, pointed)
        stage.act()
        table = case.table(found.to)
        key = stage.world.key(pointed, table)
        stage.say(delete(table, key, Names(schema=case.design.physical.schema)))
        return row, pointed

    def refused(stage: Stage) -> None:
        play(stage)

    def gone(stage: Stage) -> str:
        row, _ = play(stage)
        return claim(case, Not(operand=exists(case, row.entity, is_row(case, row))))

    def detached(stage: Stage) -> str:
        row, _ = play(stage)
        return claim(case, has(case, row, found.name, None))

    def at_once(stage: Stage) -> str:
        pointed = stage.create(found.to)
        stage.act()
        row = stage.create(case.entity.name, {found.name: pointed})
        if stage.needs(pointed):
            raise Unmade("other rows that it needs point there too")
        stage.rival(apart=True)
        stage.delete(pointed)
        gone = Not(operand=exists(case, found.to, is_row(case, pointed, "p"), alias="p"))
        points = equal(of_rows(case, path(found.name), row.entity, family=""), key_of(pointed))
        return claim(case, Not(operand=exists(case, row.entity, is_row(case, row), points, gone)))

    goes = found.part_of or found.when_deleted == WhenDeleted.CASCADE
    if goes and not case.entity.stays:
        ended = result(case, "it goes with the row that it points to", gone, optional=True)
    elif not goes and found.when_deleted == WhenDeleted.DETACH and found.optional:
        ended = result(case, "it is detached from the row that is deleted", detached, optional=True)
    else:
        ended = rejected(case.of_any_name(), "the row that it points to is deleted", refused, optional=True)
    return (*ended, *raced(case, "a row is created while the one that it points to is deleted", at_once, optional=True))
