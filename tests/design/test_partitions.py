"""Partitions: where they are worth their price, by what, how long each; or why a large table stays whole."""

from __future__ import annotations

import pytest

from database_designer.model.check.physical import check_physical
from database_designer.model.physical import Form, Interval, Partitioning, PhysicalModel
from tests.design.running import model_of

SITE = "  Site:\n    attributes:\n      name: text(80), unique\n"


def readings(*lines: str, volume: str = "growth: 60000 per day", taken_at: str = "instant, immutable") -> PhysicalModel:
    """A table of readings at sites with so many rows, and with these lines of the model."""
    reading = f"""  Reading:
    references:
      site: Site, immutable
    attributes:
      taken_at: {taken_at}
      celsius: decimal(5, 2)
    volume: {{{volume}}}
"""
    physical = model_of("entities:\n" + SITE + reading + "".join(f"    {line}\n" for line in lines))
    assert check_physical(physical) == ()
    return physical


KEPT = "retention: {keep: 2 years, after: taken_at, then: delete}"
ONE_A_TIME = "rules: {one_a_time: {unique: [site, taken_at]}}"


def partitioned(physical: PhysicalModel) -> Partitioning | None:
    table = physical.of_entity("Reading")
    assert table is not None
    return table.partitioning


def whole(physical: PhysicalModel) -> str:
    """Why the readings have no partitions."""
    assert partitioned(physical) is None
    return next(v.whole for v in physical.volumes if v.table == "readings")


def test_what_is_dropped_by_time_is_partitioned_by_that_time() -> None:
    physical = readings(KEPT)
    parts = partitioned(physical)
    assert parts is not None
    assert (parts.column, parts.interval, parts.default) == ("taken_at", Interval.MONTH, "readings_p_default")
    assert (parts.making, parts.dropping) == ("make_readings_partitions", "retain_readings")
    assert [j.file for j in physical.jobs] == ["make_readings_partitions.sql", "retain_readings.sql"]


def test_the_column_goes_into_the_primary_key_and_rows_are_still_known_by_their_own() -> None:
    table = readings(KEPT, ONE_A_TIME).table("readings")
    assert table is not None
    assert (table.primary_key, table.row_key) == (("id", "taken_at"), ("id",))
    assert [c.name for c in table.columns[:3]] == ["id", "taken_at", "site_id"]
    assert [u.columns for u in table.uniques] == [("site_id", "taken_at")]


def test_small_tables_are_left_alone() -> None:
    physical = readings(KEPT, volume="growth: 5000 per day")
    assert whole(physical) == ""
    assert not [j for j in physical.jobs if j.name.startswith("make_")]


def test_without_retention_a_table_has_to_be_ten_times_as_large() -> None:
    assert partitioned(readings()) is None
    parts = partitioned(readings(volume="growth: 100000 per day"))
    assert parts is not None
    assert (parts.column, parts.dropping) == ("taken_at", "")


def test_nothing_is_partitioned_by_numbers_that_are_assumed() -> None:
    physical = model_of("entities:\n" + SITE)
    assert [v.stated for v in physical.volumes] == [False]
    assert all(t.partitioning is None for t in physical.tables)


@pytest.mark.parametrize(
    ("growth", "keep", "interval"),
    [
        ("60000 per day", "10 years", Interval.QUARTER),  # 5.5 million
        ("200000 per day", "10 years", Interval.MONTH),
        ("1 million per day", "10 years", Interval.WEEK),
        ("20 million per day", "10 years", Interval.DAY),
        ("60000 per day", "1 year", Interval.MONTH),  # a quarter would be a quarter of the time too long
        ("60000 per day", "60 days", Interval.DAY),
        ("60000 per day", "7 days", Interval.DAY),
    ],
)
def test_a_partition_holds_millions_of_rows_and_a_small_part_of_the_time(
    growth: str, keep: str, interval: Interval
) -> None:
    policy = f"retention: {{keep: {keep}, after: taken_at, then: delete}}"
    parts = partitioned(readings(policy, volume=f"growth: {growth}"))
    assert parts is not None
    assert parts.interval == interval


def test_what_is_kept_for_hours_is_ended_row_by_row() -> None:
    physical = readings("retention: {keep: 36 hours, after: taken_at, then: delete}")
    assert partitioned(physical) is None
    assert [type(f).__name__ for f in physical.functions if f.name == "retain_readings"] == ["RetainRows"]


def test_what_is_only_ever_added_may_be_dropped_by_partitions() -> None:
    physical = readings(KEPT, "history: append_only", taken_at="instant")
    assert partitioned(physical) is not None
    (kept,) = [e for e in physical.enforcements if e.form == Form.RETENTION]
    assert kept.objects == ("retain_readings",)
    assert kept.what == "rows are kept for 2 years after taken_at, and at most one month longer, then deleted"


def test_of_several_times_the_one_that_all_unique_keys_hold_is_taken() -> None:
    rule = "rules: {one_a_day: {unique: [site, seen_on]}}"
    physical = model_of(
        "entities:\n"
        + SITE
        + "  Reading:\n    references:\n      site: Site\n    attributes:\n      taken_at: instant, immutable\n"
        "      seen_on: date, immutable\n    volume: {growth: 200000 per day}\n    " + rule + "\n"
    )
    parts = partitioned(physical)
    assert parts is not None
    assert parts.column == "seen_on"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            "rules: {one_each: {unique: [site, celsius]}}",
            "uq_readings_site_id_celsius holds for all rows; with taken_at in it, as partitions need it, it would not",
        ),
        (
            "rules: {apart: {unique: [site], where: celsius > 40}}",
            "uq_readings_apart holds for all rows; with taken_at in it, as partitions need it, it would not",
        ),
    ],
)
def test_a_key_that_would_change_its_meaning_keeps_a_table_whole(line: str, reason: str) -> None:
    assert whole(readings(KEPT, line)) == reason


def test_what_is_pointed_to_stays_whole() -> None:
    text = (
        "entities:\n"
        + SITE
        + (
            "  Reading:\n    references:\n      site: Site\n    attributes:\n      taken_at: instant, immutable\n"
            "    volume: {growth: 60000 per day}\n    retention: {keep: 2 years, after: taken_at, then: delete}\n"
            "  Alarm:\n    references:\n      reading: Reading\n"
        )
    )
    assert whole(model_of(text)) == "rows of alarms point to it, and would have to hold its taken_at, too"


def test_a_time_that_changes_is_no_place_for_a_row() -> None:
    parts = partitioned(readings(volume="growth: 200000 per day", taken_at="instant"))
    assert parts is not None
    assert parts.column == "created_at"


def test_each_removal_that_has_to_be_told_is_made_row_by_row() -> None:
    physical = readings(KEPT, "history: audited")
    assert partitioned(physical) is None
    assert [type(f).__name__ for f in physical.functions if f.name == "retain_readings"] == ["RetainRows"]


AUDITED = "entities:\n" + SITE + "    history: audited\n"


@pytest.mark.parametrize(
    ("kept", "interval"),
    [("{keep: 6 years, then: delete}", Interval.QUARTER), ("{keep: 90 days, then: archive}", Interval.WEEK)],
)
def test_an_audit_log_that_is_kept_for_a_time_is_dropped_by_partitions(kept: str, interval: Interval) -> None:
    physical = model_of(f"operations: {{audit: {kept}}}\n{AUDITED}")
    assert check_physical(physical) == ()
    log = physical.table("audit_logs")
    assert log is not None and log.partitioning is not None
    assert (log.partitioning.column, log.partitioning.interval) == ("changed_at", interval)
    assert [j.name for j in physical.jobs] == ["make_audit_logs_partitions", "retain_audit_logs"]
    assert (physical.table("audit_logs_archive") is not None) == ("archive" in kept)


def test_an_audit_log_that_is_kept_for_ever_is_whole() -> None:
    log = model_of(AUDITED).table("audit_logs")
    assert log is not None and log.partitioning is None
