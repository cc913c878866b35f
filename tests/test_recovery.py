"""What is stated of backups and recovery, as figures."""

from __future__ import annotations

import pytest

from database_designer.model.conceptual import Operations
from database_designer.model.recovery import contradictions, cron, recovery_of


def test_wal_is_archived_after_half_of_what_may_be_lost() -> None:
    assert recovery_of(Operations(rpo="15 minutes")).archive_timeout == 7 * 60
    assert recovery_of(Operations(rpo="a day")).archive_timeout == 3600
    assert recovery_of(Operations(rpo="30 seconds")).archive_timeout == 60
    assert recovery_of(Operations()).archive_timeout == 300


def test_less_than_archiving_can_promise_wants_a_standby() -> None:
    assert recovery_of(Operations(rpo="0 minutes")).wants_standby
    assert not recovery_of(Operations(rpo="5 minutes")).wants_standby


def test_backups_further_apart_than_what_may_be_lost_contradict_it() -> None:
    (found,) = contradictions(Operations(backup_full="daily", backup_incremental="every 4 hours", rpo="15 minutes"))
    assert found.ask.startswith("A backup every 4 hours loses up to 4 hours, while at most 15 minutes may be lost")
    assert found.taken == "the RPO: WAL is archived, at the latest after 7 minutes"
    assert contradictions(Operations(backup_incremental="every 15 minutes", rpo="15 minutes")) == ()


def test_backups_that_go_before_the_next_one_comes_contradict_themselves() -> None:
    (found,) = contradictions(Operations(backup_full="monthly", backup_keep="1 week"))
    assert "kept for 1 week leaves times without any" in found.ask


@pytest.mark.parametrize(
    ("written", "fields"),
    [
        ("every day at 02:30", "30 2 * * *"),
        ("daily 03:00", "0 3 * * *"),
        ("nightly", "0 2 * * *"),
        ("every night at 1 am", "0 1 * * *"),
        ("every day at midnight", "0 0 * * *"),
        ("every week on Monday at 12:00 UTC", "0 12 * * 1"),
        ("every sunday at 10:15 pm", "15 22 * * 0"),
        ("weekly", "0 2 * * 0"),
        ("monthly", "0 2 1 * *"),
        ("every 4 hours", "0 */4 * * *"),
        ("hourly", "0 * * * *"),
        ("every 15 minutes", "*/15 * * * *"),
        ("every 7 hours", ""),
        ("every 90 minutes", ""),
        ("now and then", ""),
    ],
)
def test_schedules_as_cron_has_them(written: str, fields: str) -> None:
    assert cron(written) == fields
