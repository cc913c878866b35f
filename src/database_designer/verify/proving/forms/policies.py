"""Policies: history, optimistic concurrency, soft deletion."""

from __future__ import annotations

from database_designer.ddl.dml import text, update
from database_designer.ddl.names import Names
from database_designer.design.chains import equal, row_path
from database_designer.design.housekeeping import DELETED, VERSION
from database_designer.model.conceptual import EntityType
from database_designer.model.expression import And, Expression, IsSet, Literal, LiteralKind, Not, Select
from database_designer.model.physical import RecordAudit
from database_designer.postgres.quoting import quote_literal
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import T, claim, is_row
from database_designer.verify.proving.forms.members import is_free, may_be_deleted, path, pointing
from database_designer.verify.proving.forms.plays import another_value
from database_designer.verify.proving.forms.stage import Scenarios, Stage, raced, rejected, result
from database_designer.verify.proving.values import Row, Unmade, Value

ACTOR = "someone"


def free_member(entity: EntityType) -> str:
    """A member that may be changed at any time. Raises Unmade where there is none."""
    members = (*(a.name for a in entity.attributes), *(r.name for r in entity.references))
    found = next((m for m in members if is_free(entity, m)), None)
    if found is None:
        raise Unmade(f"no member of {entity.name} may be changed")
    return found


# History


def audited(case: Case) -> Scenarios:
    """Every change is recorded: what was done, by whom, from what and to what, without what is secret."""
    name = case.entity.name

    def created(stage: Stage) -> str:
        _act_as(stage, case)
        row = stage.create(name)
        return _recorded(case, row, "INSERT", "old_values IS NULL")

    def changed(stage: Stage) -> str:
        row = stage.create(name)
        member = free_member(case.entity)
        value = another_value(stage, row, member)
        _act_as(stage, case)
        stage.change(row, {member: value})
        column = quote_literal(case.column(name, member))
        secret = any(
            c.name == case.column(name, member) and c.classification == "secret" for c in case.table(name).columns
        )
        differs = f"old_values -> {column} IS DISTINCT FROM new_values -> {column}"
        return _recorded(case, row, "UPDATE", *(() if secret else (differs,)))

    def deleted(stage: Stage) -> str:
        row = stage.create(name)
        _act_as(stage, case)
        stage.delete(row)
        return _recorded(case, row, "UPDATE" if _is_soft(case, name) else "DELETE")

    return (
        *result(case, "a row is created", created),
        *result(case, "a row is changed", changed, optional=True),
        *(result(case, "a row is deleted", deleted, optional=True) if may_be_deleted(case.entity) else ()),
    )


def _act_as(stage: Stage, case: Case) -> None:
    """From here on somebody acts: a row of the entity that acts, where there is one."""
    if case.concept.entity(case.concept.actor) is not None:
        stage.act_as(case.concept.actor)
        stage.act()
        return
    stage.act()
    stage.say(f'SET LOCAL "app.actor" = {text(ACTOR)};')


def _recorded(case: Case, row: Row, action: str, *conditions: str) -> str:
    """The SELECT of whether the change stands in the log, once, in the name of who acts."""
    log = next((f.audit_table for f in case.design.physical.functions if isinstance(f, RecordAudit)), "")
    table = case.table(row.entity)
    secret = [c.name for c in table.columns if c.classification == "secret"]
    parts = (
        f"table_name = {quote_literal(table.name)}",
        f"record_id = {_record_id(case, row)}",
        f"action = {quote_literal(action)}",
        "changed_by::text = current_setting('app.actor')",
        *conditions,
        *(
            f"NOT coalesce({values} ? {quote_literal(c)}, FALSE)"
            for c in secret
            for values in ("old_values", "new_values")
        ),
    )
    relation = Names(schema=case.design.physical.schema).relation(log)
    return f"SELECT count(*) = 1 FROM {relation}\nWHERE " + "\n  AND ".join(parts) + ";"  # noqa: S608


def _record_id(case: Case, row: Row) -> str:
    """The key of a row as the log has it: the values of its columns, joined by commas."""
    known = case.memory.keys.get(row, {})
    return " || ',' || ".join(v if v.startswith("'") else f"({v})::text" for v in known.values()) or quote_literal(
        row.key_text
    )


# Optimistic concurrency


def optimistic(case: Case) -> Scenarios:
    """An update that states the version it read is taken as long as that is the newest; of two at once one is."""

    def newest(stage: Stage) -> str:
        row, changes = _stating(stage, case)
        stage.act()
        stage.say(changes[0])
        return claim(case, _version(case, row, 2))

    def stale(stage: Stage) -> None:
        _, changes = _stating(stage, case)
        stage.say(changes[0])
        stage.act()
        stage.say(changes[1])

    def two(stage: Stage) -> None:
        _, changes = _stating(stage, case)
        stage.act()
        stage.say(changes[0])
        stage.rival()
        stage.say(changes[1])

    return (
        *result(case, "an update states the newest version, and the version goes up", newest),
        *rejected(case, "an update states an older version", stale),
        *raced(case, "two updates state the same version at once", two, only_one=True),
    )


def _stating(stage: Stage, case: Case) -> tuple[Row, tuple[str, str]]:
    """A new row, and two updates of it that change a value and state its first version."""
    table, names = case.table(case.entity.name), Names(schema=case.design.physical.schema)
    row = stage.create(case.entity.name)
    member, known, other = _one_change(stage, case, row)
    column, key = case.column(case.entity.name, member), stage.world.key(row, table)

    def stating(value: Value) -> str:
        return update(table, {column: stage.world.sql(value), VERSION: "1"}, key, names)

    return row, (stating(other), stating(known))


def _one_change(stage: Stage, case: Case, row: Row) -> tuple[str, Value, Value]:
    """A member that can be changed alone, with its value and another one."""
    entity = case.entity
    for member in (*(a.name for a in entity.attributes), *(r.name for r in entity.references)):
        if not is_free(entity, member):
            continue
        trial = stage.trial()
        try:
            known, other = trial.world.evaluate(row, path(member)), another_value(trial, row, member)
            before = trial.world.mark()
            trial.change(row, {member: other})
        except Unmade:
            continue
        if len(trial.world.since(before)) == 1 and not isinstance(other, Row):
            return member, known, other
    raise Unmade(f"no member of {entity.name} changes alone")


def _version(case: Case, row: Row, number: int) -> Expression:
    version = Literal(kind=LiteralKind.NUMBER, value=str(number))
    return _is(case, row, equal(row_path(T, VERSION), version))


def _is(case: Case, row: Row, condition: Expression) -> Expression:
    """Whether a row, marked as deleted or not, satisfies a condition."""
    return Select(
        function="exists",
        table=case.table(row.entity).name,
        alias=T,
        where=And(operands=(is_row(case, row), condition)),
    )


# Soft deletion


def soft_delete(case: Case) -> Scenarios:
    """A deleted row is marked and kept; its parts go and come back with it."""
    name = case.entity.name
    of_column = any("." in o for o in case.enforcement.objects)

    def marked(stage: Stage) -> str:
        row = stage.create(name)
        stage.act()
        stage.delete(row)
        return claim(case, _is(case, row, IsSet(operand=row_path(T, DELETED))))

    if of_column:
        return result(case, "a row is deleted: it is marked and kept", marked)
    parts = [(e.name, r.name) for e, r in pointing(case.concept, (name,)) if r.part_of and _is_soft(case, e.name)]
    if "alive" in case.enforcement.detail:
        return tuple(s for part in parts if ".".join(part) in case.enforcement.detail for s in _alive(case, *part))
    return tuple(s for entity, member in parts for s in _with_parts(case, entity, member))


def _is_soft(case: Case, entity: str) -> bool:
    draft = case.layout.of_entity(entity)
    return draft is not None and bool(draft.soft)


def _with_parts(case: Case, entity: str, member: str) -> Scenarios:
    """The marks are written to the whole alone: what becomes of the part is up to the database."""

    def whole_of(stage: Stage) -> tuple[Row, Row]:
        part = stage.create(entity)
        whole = stage.world.evaluate(part, path(member))
        if not isinstance(whole, Row):
            raise Unmade(f"{member} is not set")
        return part, whole

    def deleted(stage: Stage) -> str:
        part, whole = whole_of(stage)
        stage.act()
        stage.say(_marked(case, whole, "now()"))
        return claim(case, _is(case, part, IsSet(operand=row_path(T, DELETED))))

    def restored(stage: Stage) -> str:
        part, whole = whole_of(stage)
        stage.say(_marked(case, whole, "now()"))
        stage.act()
        stage.say(_marked(case, whole, "NULL"))
        return claim(case, _is(case, part, IsSet(operand=row_path(T, DELETED), negated=True)))

    return (
        *result(case, f"the {entity} of a deleted row goes with it", deleted),
        *result(case, f"the {entity} of a restored row comes back", restored, optional=True),
    )


def _alive(case: Case, entity: str, member: str) -> Scenarios:
    """A part of a deleted whole is not added, nor at the time at which the whole is deleted."""

    def added(stage: Stage) -> None:
        whole = stage.create(case.entity.name)
        stage.say(_marked(case, whole, "now()"))
        stage.act()
        stage.create(entity, {member: whole})

    def at_once(stage: Stage) -> str:
        whole = stage.create(case.entity.name)
        stage.act()
        part = stage.create(entity, {member: whole})
        stage.rival()
        stage.say(_marked(case, whole, "now()"))
        lives_on = _is(case, part, IsSet(operand=row_path(T, DELETED), negated=True))
        return claim(case, Not(operand=And(operands=(lives_on, _is(case, whole, IsSet(operand=row_path(T, DELETED)))))))

    return (
        *rejected(case, f"a row of {entity} is added to a deleted row", added),
        *raced(case, f"a row of {entity} is added while its whole is deleted", at_once),
    )


def _marked(case: Case, row: Row, when: str) -> str:
    """The UPDATE that marks a row as deleted, or restores it (NULL)."""
    table = case.table(row.entity)
    key = case.memory.keys.get(row) or {table.primary_key[0]: text(row.key_text)}
    return update(table, {DELETED: when}, key, Names(schema=case.design.physical.schema))
