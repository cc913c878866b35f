"""Which reports hold their rows, and how often they are brought up to date."""

from __future__ import annotations

import pytest

from database_designer.design.materialized import refreshed
from database_designer.model.conceptual import EntityType, Kind, Query, Visibility, Volume
from database_designer.model.expression import Aggregate, Clock, Comparator, Comparison, Expression, Moment, Path
from database_designer.model.physical import PhysicalModel, Schedule, View
from tests.concepts import attribute, entity, model, origin, path, query, reference
from tests.design.helpers import designed

COUNT = Aggregate(function="count", over=Path(steps=()))


def flight(*queries: Query, rows: int = 2_000_000, **options: object) -> EntityType:
    volume = Volume(rows=rows, origin=origin())
    members = (attribute("started_on", Kind.DATE), attribute("note", optional=True), reference("glider", "Glider"))
    return entity("Flight", *members, queries=queries, volume=volume, **options)


def glider() -> EntityType:
    return entity("Glider", attribute("sign"), attribute("kind", optional=True))


def view(physical: PhysicalModel, name: str) -> View:
    return next(v for v in physical.views if v.name == name)


def report(name: str = "per_day", fresh: str = "1 hour", **options: object) -> Query:
    return query(name, report=(COUNT,), by=(path("started_on"), path("glider")), fresh=fresh, **options)


def test_a_report_over_many_rows_that_may_be_old_holds_its_rows() -> None:
    physical = designed(model(glider(), flight(report())))
    held = view(physical, "flights_per_day").materialized
    assert held is not None
    assert (held.key, held.index) == (("started_on", "glider_id"), "uq_flights_per_day")
    job = next(j for j in physical.jobs if j.name == held.job)
    assert "holds its results" in next(s for s in physical.services if s.query == "Flight.per_day").reason
    assert (job.view, job.schedule, job.file) == (
        "flights_per_day",
        Schedule.HALF_HOURLY,
        "refresh_flights_per_day.sql",
    )


def test_what_is_given_stands_in_front_of_the_groups() -> None:
    asked = query("of_kind", report=(COUNT,), by=(path("started_on"),), filter=(("glider", "kind"),), fresh="daily")
    found = view(designed(model(glider(), flight(asked))), "flights_of_kind")
    assert [c.name for c in found.columns] == ["glider_kind", "started_on", "count"]
    assert [j.table for j in found.joins] == ["gliders"]
    assert found.materialized is not None and found.materialized.key == ("glider_kind", "started_on")


def test_a_report_without_groups_is_told_apart_by_its_total() -> None:
    found = view(designed(model(glider(), flight(query("all", report=(COUNT,), fresh="daily")))), "flights_all")
    assert found.materialized is not None and found.materialized.key == ("count",)


@pytest.mark.parametrize(
    ("fresh", "rows", "reason"),
    [
        ("", 2_000_000, ""),
        ("1 hour", 20_000, "counted anew in less time"),
        ("1 minute", 2_000_000, "worked out all the time"),
        ("soon", 2_000_000, "tells no length of time"),
    ],
)
def test_other_reports_are_plain_views_that_say_why(fresh: str, rows: int, reason: str) -> None:
    found = view(designed(model(glider(), flight(report(fresh=fresh), rows=rows))), "flights_per_day")
    assert found.materialized is None
    assert reason in found.plain and bool(found.plain) == bool(reason)


def test_what_only_some_see_is_never_copied_for_all() -> None:
    own: Expression = Comparison(operator=Comparator.EQ, left=path("note"), right=Moment(clock=Clock.ACTOR))
    hidden = flight(report(), visible=Visibility(any_of=(own,), origin=origin()))
    assert "depends on the actor" in view(designed(model(glider(), hidden)), "flights_per_day").plain


def test_a_report_of_a_period_is_no_view() -> None:
    asked = report(range=(("started_on",),))
    assert designed(model(glider(), flight(asked))).views == ()


@pytest.mark.parametrize(
    ("fresh", "schedule"),
    [
        ("10 minutes", Schedule.MINUTES),
        ("1 hour", Schedule.HALF_HOURLY),
        ("a day", Schedule.SIX_HOURLY),
        ("24 hours old at most", Schedule.SIX_HOURLY),
        ("nightly", Schedule.DAILY),
        ("weekly", Schedule.WEEKLY),
        ("9 minutes", None),
        ("", None),
    ],
)
def test_one_refresh_may_fail_within_the_time_stated(fresh: str, schedule: Schedule | None) -> None:
    assert refreshed(fresh) is schedule
