"""Which reports hold their rows: those over many rows, that may be old, and are the same for all who read them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from database_designer.model.decision import because
from database_designer.model.durations import DAY, HOUR, MINUTE, in_words, interval, length
from database_designer.model.expression import Clock, Expression, Moment, Select
from database_designer.model.physical import Job, Materialization, PhysicalModel, Schedule, Service, View
from database_designer.model.walk import nodes
from database_designer.postgres.identifiers import distinct
from database_designer.postgres.limits import INDEX_KEYS

BY = "design.materialized"
MANY_ROWS = 100_000
"""Below so many rows a report is worked out in some tens of milliseconds, and a copy of it is not worth its upkeep."""

YEARS = 3
_SCHEDULES = (
    (30 * DAY, Schedule.MONTHLY),
    (7 * DAY, Schedule.WEEKLY),
    (DAY, Schedule.DAILY),
    (6 * HOUR, Schedule.SIX_HOURLY),
    (HOUR, Schedule.HOURLY),
    (30 * MINUTE, Schedule.HALF_HOURLY),
    (5 * MINUTE, Schedule.MINUTES),
)


def with_materialized(physical: PhysicalModel) -> PhysicalModel:
    """The model with its reports materialized where that is allowed and worth it, and a job for each that is.

    A view whose rows may be old and that stays as it is says why.
    """
    taken = _relations(physical)
    secured = {s.table for s in physical.row_security}
    views: list[View] = []
    jobs: list[Job] = []
    for view in physical.views:
        schedule = refreshed(view.fresh)
        reason = _why_plain(view, physical, secured) if view.fresh else ""
        if not view.fresh or reason or schedule is None:
            views.append(replace(view, plain=reason))
            continue
        job = _job(view, schedule)
        index = distinct(f"uq_{view.name}", taken)
        taken.add(index)
        views.append(replace(view, materialized=Materialization(key=_key(view), index=index, job=job.name)))
        jobs.append(job)
    held = {v.element: v.name for v in views if v.materialized is not None}
    services = tuple(_said(s, held[s.query]) if s.query in held else s for s in physical.services)
    return replace(physical, views=tuple(views), jobs=(*physical.jobs, *jobs), services=services)


def _said(service: Service, view: str) -> Service:
    """The service of a report whose results are held: what is asked is the view, and the refresh reads what is counted."""
    if service.indexes:
        return service
    return replace(
        service, reason=f"the materialized view {view} holds its results; a refresh reads all rows that it counts"
    )


def refreshed(fresh: str) -> Schedule | None:
    """How often rows that may be so old are brought up to date; None where that is too often, or no time is told.

    A length of time is kept to by at least two refreshes in it, so that one may fail or take its time. Whoever says
    "nightly" has named the schedule.
    """
    named = length(fresh) is None
    age = interval(fresh)
    if age is None:
        return None
    return next((schedule for every, schedule in _SCHEDULES if every * (1 if named else 2) <= age), None)


def _why_plain(view: View, physical: PhysicalModel, secured: Collection[str]) -> str:
    """Why a view whose rows may be old is not materialized, "" where it is."""
    if interval(view.fresh) is None:
        return f"“{view.fresh}” tells no length of time"
    if refreshed(view.fresh) is None:
        return f"rows of at most {in_words(interval(view.fresh) or 0)} would have to be worked out all the time"
    if hidden := sorted({*_tables(view)} & {*secured}):
        return (
            f"what is seen of {', '.join(hidden)} depends on the actor, and a materialized view shows all the same rows"
        )
    if any(isinstance(n, Moment) and n.clock is Clock.ACTOR for e in _expressions(view) for n in nodes(e)):
        return "it depends on the actor, and a materialized view shows all the same rows"
    if view.group_by > INDEX_KEYS:
        return f"no unique index takes its {view.group_by} groups"
    rows = _rows(view.table, physical)
    if rows is not None and rows < MANY_ROWS:
        return f"the {rows:,} rows of {view.table} are counted anew in less time than a refresh is worth"
    return ""


def _rows(table: str, physical: PhysicalModel) -> int | None:
    """The rows that a table comes to in a few years; None where nothing is known."""
    found = next((v for v in physical.volumes if v.table == table), None)
    return max((found.rows, *(rows for years, rows in found.after if years <= YEARS))) if found is not None else None


def _tables(view: View) -> Iterator[str]:
    yield view.table
    yield from (j.table for j in view.joins)
    for expression in _expressions(view):
        for node in nodes(expression):
            if isinstance(node, Select):
                yield from (node.table, *(j.table for j in node.joins))


def _expressions(view: View) -> Iterator[Expression]:
    yield from (c.expression for c in view.columns)
    yield from (j.on for j in view.joins)
    if view.where is not None:
        yield view.where


def _key(view: View) -> tuple[str, ...]:
    """The groups; of a report without groups, which has one row, its first total."""
    return tuple(c.name for c in view.columns[: view.group_by or 1])


def _job(view: View, schedule: Schedule) -> Job:
    return Job(
        name=f"refresh_{view.name}",
        file=f"refresh_{view.name}.sql",
        schedule=schedule,
        says=f"Brings {view.name} up to date, while others go on reading what it held; it may be old: {view.fresh}.",
        origin=because(view.origin, BY, "rows that may be old are worked out on a schedule and not for every reader"),
        table=view.table,
        view=view.name,
        element=view.element,
    )


def _relations(physical: PhysicalModel) -> set[str]:
    """The names that no index may have."""
    tables = physical.tables
    return {
        *(t.name for t in tables),
        *(t.primary_key_name for t in tables),
        *(u.name for t in tables for u in t.uniques),
        *(o.name for kind in (physical.views, physical.indexes, physical.exclusions, physical.sequences) for o in kind),
        *(t.partitioning.default for t in tables if t.partitioning is not None),
    }
