"""Reports that hold their rows, refreshed on a server."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest

from database_designer.design import design
from database_designer.model.configuration import Configuration
from database_designer.model.physical import PhysicalModel
from database_designer.model.proof import Outcome
from database_designer.modelfile.load import load_model
from database_designer.normalize import normalize
from database_designer.source import SourceFile, SourceRole
from database_designer.verify.plans.tables import fill
from database_designer.verify.refreshing import prove_views

MODEL = """
model: Tide gauges
entities:
  Gauge:
    from: FR-1
    attributes: {place: text(40), bay: text(40)?}
  Reading:
    from: FR-2
    references: {gauge: Gauge, repeats: Reading?}
    attributes: {taken_at: instant, level: 'decimal(6,3)', remark: text(20)?}
    volume: {rows: 200000, from: FR-2}
    queries:
      by_day: {report: [count, 'max(level)'], by: [date(taken_at), gauge], fresh: nightly, from: FR-3}
      by_bay: {report: [count], by: [gauge.bay, remark], fresh: 1 hour, from: FR-3}
      in_all: {report: [count, 'sum(level)'], fresh: 1 hour, from: FR-3}
"""


@pytest.fixture(scope="module")
def physical() -> PhysicalModel:
    file = SourceFile(path="model.yaml", text=MODEL, role=SourceRole.MODEL)
    concept, found = load_model(file)
    assert concept is not None, found
    made = design(normalize(concept)[0], Configuration())[0]
    return replace(made, volumes=tuple(replace(v, rows=min(v.rows, 5_000), after=()) for v in made.volumes))


def test_a_refresh_gives_the_rows_of_the_query_unset_groups_included(
    connection: psycopg.Connection, physical: PhysicalModel
) -> None:
    fill(connection, physical)
    connection.execute(b"UPDATE readings SET remark = NULL WHERE level > 0.5; UPDATE gauges SET bay = NULL")
    found = prove_views(connection, physical)
    assert [(v.view, v.outcome, v.facts) for v in found] == [
        ("readings_by_day", Outcome.PASSED, ()),
        ("readings_by_bay", Outcome.PASSED, ()),
        ("readings_in_all", Outcome.PASSED, ()),
    ]
    assert all(v.blocks < v.without for v in found)
    unset = connection.execute(b"SELECT count(*) FROM readings_by_bay WHERE gauge_bay IS NULL AND remark IS NULL")
    assert unset.fetchone() == (1,)


def test_a_key_that_is_none_is_found(connection: psycopg.Connection, physical: PhysicalModel) -> None:
    by_bay = physical.views[1]
    assert by_bay.materialized is not None
    narrow = replace(by_bay, materialized=replace(by_bay.materialized, key=("gauge_bay",)))
    fill(connection, physical)
    (found,) = prove_views(connection, replace(physical, views=(narrow,)))
    assert found.outcome is Outcome.FAILED
    assert "unique index" in found.facts[0]
