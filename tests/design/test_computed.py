"""Values that are worked out when read, over other rows too, and reports over paths."""

from __future__ import annotations

import psycopg
import pytest

from database_designer.model.physical import Form
from tests.design.running import Running, running

MODEL = """
entities:
  House: {attributes: {city: text}}
  Room:
    attributes:
      name: text
      shelves_held: integer, computed count(shelves where length > 1)
      total: integer, computed sum(shelves, length)
      city: text, computed house.city
      roomy: boolean, computed total > 5 and all(shelves, length < 9)
    references: {house: House}
    queries:
      per_city: {report: [count, 'sum(total)'], by: [house.city]}
  Shelf:
    attributes: {length: integer}
    references: {room: Room}
    deletion: soft
"""


@pytest.fixture
def rooms(connection: psycopg.Connection) -> Running:
    made = running(MODEL, connection)
    made.run("INSERT INTO houses (city) VALUES ('x'), ('y')")
    made.run("INSERT INTO rooms (name, house_id) VALUES ('a', 1), ('b', 1), ('c', 2)")
    made.run(
        "INSERT INTO shelves (length, room_id, deleted_at) VALUES (1, 1, NULL), (5, 1, NULL), (7, 1, now()), (4, 3, NULL)"
    )
    return made


@pytest.mark.parametrize(
    ("attribute", "values"),
    [
        ("shelves_held", [1, 0, 1]),
        ("total", [6, 0, 4]),  # no rows are nothing, and rows marked as deleted are none
        ("city", ["x", "x", "y"]),
        ("roomy", [True, False, False]),
    ],
)
def test_values_over_other_rows_are_worked_out_when_read(rooms: Running, attribute: str, values: list[object]) -> None:
    rooms.kept(f"Room.{attribute}", Form.COMPUTED)
    assert rooms.value(f"SELECT array_agg({attribute} ORDER BY id) FROM rooms_computed") == values


def test_a_report_groups_by_what_other_rows_say(rooms: Running) -> None:
    rows = rooms.connection.execute("SELECT * FROM rooms_per_city ORDER BY 1").fetchall()
    assert rows == [("x", 2, 6), ("y", 1, 4)]
