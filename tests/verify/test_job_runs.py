"""Jobs are run on rows around the moment that counts: what is due goes, all else stays, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.design.running import model_of

from database_designer.model.physical import ColumnType, ExpireRows, PhysicalModel, RetainRows
from database_designer.verify import Server
from database_designer.verify.job_runs import run_jobs

MODEL = """
entities:
  Hall:
    attributes:
      name: text(80), unique
  Ticket:
    references:
      hall: Hall
    attributes:
      holder: email?, personal
      seen_on: date
      open_until: instant
    lifecycle:
      state: status
      start: OPEN
      moves: {OPEN: [EXPIRED]}
      expires: {OPEN -> EXPIRED: open_until < now}
    retention: {keep: 3 years, after: seen_on, then: archive}
  Visitor:
    attributes:
      email: email?, personal
    retention: {keep: 2 years, then: anonymise}
  Pass:
    references:
      hall: Hall, immutable
    attributes:
      passed_at: instant
    history: append_only
    retention: {keep: 1 year, after: passed_at, then: delete}
    volume: {growth: 60000 per day}
"""


@pytest.fixture(scope="module")
def physical() -> PhysicalModel:
    return model_of(MODEL)


def test_every_job_that_ends_rows_is_shown(server: Server, physical: PhysicalModel) -> None:
    found = run_jobs(server, physical)
    assert (found.wrong, found.unshown) == ((), ())
    assert [fact.split(":")[0] for fact in found.done] == [
        "expire_tickets_open_expired",
        "retain_tickets",
        "retain_visitors",
        "retain_passes",
    ]
    assert all("of 2,500 rows were due and ended" in fact for fact in found.done)


def test_a_job_that_ends_nothing_is_found(server: Server, physical: PhysicalModel) -> None:
    idle = tuple(replace(f, batch=0) if isinstance(f, RetainRows | ExpireRows) else f for f in physical.functions)
    found = run_jobs(server, replace(physical, functions=idle))
    assert "retain_tickets: 1,249 of 1,249 rows whose time is over are as they were" in found.wrong
    assert [fact.split(":")[0] for fact in found.done] == ["retain_passes"]


def test_an_archive_that_keeps_less_than_the_row_is_found(server: Server, physical: PhysicalModel) -> None:
    archive = physical.table("tickets_archive")
    assert archive is not None
    columns = tuple(replace(c, type=ColumnType(name="date")) if c.name == "open_until" else c for c in archive.columns)
    tables = tuple(replace(t, columns=columns) if t is archive else t for t in physical.tables)
    found = run_jobs(server, replace(physical, tables=tables))
    assert found.wrong == ("retain_tickets: 1,249 rows are lost, or stand in the archive and in the table",)
