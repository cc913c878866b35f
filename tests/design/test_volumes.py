"""Volumes: rows as stated, as follows from what is stated, or assumed; bytes as a server takes them."""

from __future__ import annotations

import psycopg
import pytest

from database_designer.model.physical import PhysicalModel, TableVolume
from tests.design.running import model_of, running


def volume(physical: PhysicalModel, table: str) -> TableVolume:
    return next(v for v in physical.volumes if v.table == table)


def rows(text: str, table: str) -> tuple[int, ...]:
    """Rows at the start and after 1, 3 and 5 years."""
    found = volume(model_of("entities:\n" + text), table)
    return (found.rows, *(number for _, number in found.after))


BOAT = "  Boat:\n    attributes:\n      name: text(80)\n"
TRIP = "  Trip:\n    references:\n      boat: Boat\n    attributes:\n      ended_on: date\n"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("rows: 500", (500, 500, 500, 500)),
        ("growth: 10 per day", (0, 3650, 10_950, 18_250)),
        ("rows: 500, growth: 2 per month", (500, 524, 572, 620)),
        ("growth: 1 million per year", (0, 1_000_000, 3_000_000, 5_000_000)),
    ],
)
def test_rows_are_those_stated_and_what_comes_to_them(stated: str, expected: tuple[int, ...]) -> None:
    assert rows(BOAT + f"    volume: {{{stated}}}\n", "boats") == expected


def test_rows_that_are_removed_after_a_time_stop_growing() -> None:
    kept = "    volume: {rows: 1000, growth: 365 per year}\n    retention: {keep: 2 years, after: ended_on, then: delete}\n"
    assert rows(BOAT + TRIP + kept, "trips") == (1000, 865, 730, 730)


def test_an_archive_begins_when_the_first_rows_are_old_enough() -> None:
    kept = "    volume: {growth: 100 per year}\n    retention: {keep: 2 years, after: ended_on, then: archive}\n"
    assert rows(BOAT + TRIP + kept, "trips_archive") == (0, 0, 100, 300)


def test_stated_numbers_of_parts_give_the_rows_of_the_parts() -> None:
    boats = BOAT + "    volume: {rows: 100, growth: 10 per year}\n"
    physical = model_of("entities:\n" + boats + "  Oar:\n    part_of: {boat: Boat, each_has: 2..8}\n")
    found = volume(physical, "oars")
    assert (found.rows, found.after[0], found.stated, found.says) == (500, (1, 550), True, "5 for each of boats")


def test_what_no_document_says_is_assumed_and_marked() -> None:
    found = volume(model_of("entities:\n" + BOAT + TRIP), "trips")
    assert (found.rows, found.stated, found.origin.assumed) == (100_000, False, True)


def test_rows_that_follow_from_what_is_assumed_are_assumed() -> None:
    found = volume(model_of("entities:\n" + BOAT + "  Oar:\n    part_of: {boat: Boat, each_has: 2..8}\n"), "oars")
    assert (found.rows, found.stated) == (500_000, False)


MEASURED = """
  Station:
    attributes:
      name: text(60), unique
  Reading:
    references:
      station: Station
    attributes:
      taken_at: instant
      celsius: decimal(5, 2)
      humid: integer?
      is_wet: boolean
      note: text(40)?
    rules: {one_a_time: {unique: [station, taken_at]}}
"""
_FILL = """
INSERT INTO stations (name) SELECT 'Station number ' || n FROM generate_series(1, 50) AS n;
INSERT INTO readings (station_id, taken_at, celsius, humid, is_wet, note)
SELECT n % 50 + 1, now() - n * interval '1 minute', n % 40 + 0.25, 7, true, repeat('x', 24)
FROM generate_series(1, 30000) AS n
"""


def test_bytes_are_about_what_a_server_takes(connection: psycopg.Connection) -> None:
    boat = running("entities:" + MEASURED, connection)
    for statement in (*_FILL.split(";"), "REINDEX TABLE readings"):
        boat.run(statement)
    found = volume(boat.physical, "readings")
    sizes = {"readings": found.row_bytes, **{i.index: i.row_bytes for i in found.indexes}}
    assert sizes.keys() == {"readings", "pk_readings", "uq_readings_station_id_taken_at"}
    for name, expected in sizes.items():
        measured = boat.value(f"SELECT pg_relation_size('{name}') / 30000.0")
        assert expected == pytest.approx(float(measured), rel=0.1), name
