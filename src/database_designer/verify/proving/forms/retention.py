"""Retention: the job ends what was kept long enough, and nothing else."""

from __future__ import annotations

from database_designer.ddl.dml import update
from database_designer.ddl.names import Names
from database_designer.model.conceptual import Retention
from database_designer.model.expression import (
    Arithmetic,
    Binary,
    Clock,
    Comparator,
    Comparison,
    Duration,
    Expression,
    IsSet,
    Literal,
    LiteralKind,
    Moment,
    Not,
    Path,
    Select,
)
from database_designer.model.physical import DropPartitions, RetainRows
from database_designer.verify.proving.attempts import IMMEDIATE
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import T, claim, exists, is_row, key_of
from database_designer.verify.proving.forms.stage import Scenarios, Stage, result
from database_designer.verify.proving.values import Row, Unmade

CREATED = "created_at"
_LONGEST = {"week": 7, "month": 31, "year": 366}
"""The most days of a unit of time."""


def retention(case: Case) -> Scenarios:
    """A row whose period is over is ended by the job, one whose period is not stays as it is; run again, it ends no more."""
    policy = case.entity.retention
    job = next((f for f in case.design.physical.functions if f.name in case.enforcement.objects), None)

    def play(stage: Stage) -> str:
        if policy is None or not isinstance(job, RetainRows | DropPartitions):
            raise Unmade("no job is known for it")
        old, young = (_kept_for(stage, case, policy, job, days) for days in (_days(policy), 0))
        stage.act()
        for _ in range(2):
            stage.say(f"SELECT {Names(schema=case.design.physical.schema).function(job.name)}();")
        return claim(case, *_ended(case, job, old), exists(case, case.entity.name, is_row(case, young)))

    return result(case, "the job ends what was kept long enough and leaves the rest", play)


def _days(policy: Retention) -> int:
    """A number of days that is longer than the period, however long its months are."""
    return (policy.amount + 1) * _LONGEST.get(policy.unit.rstrip("s"), 1)


def _kept_for(stage: Stage, case: Case, policy: Retention, job: RetainRows | DropPartitions, days: int) -> Row:
    """A row that was kept for that long."""
    if policy.after:
        return stage.create(case.entity.name, {}, _since(policy, days, case))
    row = stage.create(case.entity.name)
    table, names = case.table(case.entity.name), Names(schema=case.design.physical.schema)
    ago = f"now() - interval '{days} days'"
    changed = update(table, {CREATED: ago}, stage.world.key(row, table), names)
    if isinstance(job, RetainRows):
        stage.say(changed)
        return row
    # What is only ever added cannot be made older: its triggers are off for that.
    alter = f"ALTER TABLE {names.relation(table.name)}"
    for statement in (IMMEDIATE, f"{alter} DISABLE TRIGGER USER;", changed, f"{alter} ENABLE TRIGGER USER;"):
        stage.say(statement)
    return row


def _since(policy: Retention, days: int, case: Case) -> Expression:
    """Its period began that long ago, or longer; or, for no days, only now."""
    attribute = case.entity.attribute(policy.after)
    clock = Clock.TODAY if attribute is not None and attribute.type.kind == "date" else Clock.NOW
    length = Duration(amount=Literal(kind=LiteralKind.NUMBER, value=str(days)), unit="days")
    ago = Binary(operator=Arithmetic.SUB, left=Moment(clock=clock), right=length)
    return Comparison(operator=Comparator.LE if days else Comparator.GE, left=Path(steps=(policy.after,)), right=ago)


def _ended(case: Case, job: RetainRows | DropPartitions, old: Row) -> tuple[Expression, ...]:
    """The row is gone, and stands in the archive if there is one; or it stays without what is cleared."""
    name = case.entity.name
    if isinstance(job, RetainRows) and job.cleared:
        unset = (IsSet(operand=Path(steps=(T, c)), negated=True) for c in job.cleared)
        return (exists(case, name, is_row(case, old), *unset),)
    gone = Not(operand=exists(case, name, is_row(case, old)))
    if not job.archive:
        return (gone,)
    (key,) = case.table(name).row_key
    there = Comparison(operator=Comparator.EQ, left=Path(steps=("a", key)), right=key_of(old))
    return gone, Select(function="exists", table=job.archive, alias="a", where=there)
