"""Jobs: what a scheduler has to call, and how often."""

from __future__ import annotations

import re

from database_designer.model.expression import Clock, Moment
from database_designer.model.physical import (
    DropPartitions,
    ExpireRows,
    Function,
    Job,
    MakePartitions,
    PhysicalModel,
    RetainRows,
    Schedule,
)
from database_designer.model.walk import nodes
from database_designer.postgres.identifiers import distinct

_UNPLAIN = re.compile(r"[^a-z0-9_]+")


def jobs(physical: PhysicalModel) -> tuple[Job, ...]:
    """The job of every function that a scheduler calls, each with a file of its own."""
    elements = {o: e.element for e in physical.enforcements for o in e.objects}
    found: list[Job] = []
    for function in physical.functions:
        job = _job(function, elements.get(function.name, ""), [j.file.removesuffix(".sql") for j in found])
        if job is not None:
            found.append(job)
    return tuple(found)


def _job(function: Function, element: str, taken: list[str]) -> Job | None:
    if not isinstance(function, ExpireRows | RetainRows | MakePartitions | DropPartitions):
        return None
    return Job(
        name=function.name,
        file=f"{distinct(_UNPLAIN.sub('_', function.name.lower()), taken)}.sql",
        schedule=_schedule(function),
        says=function.says,
        origin=function.origin,
        table=function.table,
        function=function.name,
        batched=function.batch if isinstance(function, ExpireRows | RetainRows) else 0,
        element=element,
    )


def _schedule(function: ExpireRows | RetainRows | MakePartitions | DropPartitions) -> Schedule:
    """What is due at a moment is looked for every few minutes, what is due on a day every day."""
    if isinstance(function, ExpireRows):
        by_moment = any(isinstance(n, Moment) and n.clock == Clock.NOW for n in nodes(function.condition))
        return Schedule.MINUTES if by_moment else Schedule.DAILY
    return Schedule.DAILY
