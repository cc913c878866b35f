"""Soft deletion: parts go and come back with their whole, and no live part has a deleted one."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from database_designer.model.physical import Form
from database_designer.verify import Server
from database_designer.verify.proving.bench import Bench
from tests.design.racing import bench_of, holds
from tests.design.running import Running, running

MODEL = """
entities:
  Room:
    attributes: {name: "text, unique"}
    deletion: soft, restorable
  Shelf:
    attributes: {label: text}
    part_of: {room: Room}
  Box:
    attributes: {label: text}
    part_of: {shelf: Shelf}
"""
ROWS = (
    "INSERT INTO rooms (id, name) OVERRIDING SYSTEM VALUE VALUES (11, 'a'), (12, 'b')",
    "INSERT INTO shelves (id, room_id, label) OVERRIDING SYSTEM VALUE VALUES (21, 11, 'x'), (22, 11, 'y')",
    "INSERT INTO boxes (id, shelf_id, label) OVERRIDING SYSTEM VALUE VALUES (31, 21, 'x'), (32, 22, 'y')",
)
DELETE = "UPDATE rooms SET deleted_at = now() WHERE id = 11"
RESTORE = "UPDATE rooms SET deleted_at = NULL WHERE id = 11"


@pytest.fixture
def rooms(connection: psycopg.Connection) -> Running:
    made = running(MODEL, connection)
    for sql in ROWS:
        made.run(sql)
    return made


def live(rooms: Running, table: str) -> object:
    return rooms.value(f"SELECT array_agg(id ORDER BY id) FROM active_{table}")


def test_parts_of_parts_go_and_come_back_with_the_whole(rooms: Running) -> None:
    rooms.run(DELETE)
    assert (live(rooms, "rooms"), live(rooms, "shelves"), live(rooms, "boxes")) == ([12], None, None)
    rooms.run(RESTORE)
    assert (live(rooms, "shelves"), live(rooms, "boxes")) == ([21, 22], [31, 32])


def test_what_was_deleted_on_its_own_stays_deleted(rooms: Running) -> None:
    rooms.run("UPDATE shelves SET deleted_at = now() WHERE id = 21")
    rooms.run(DELETE)
    rooms.run(RESTORE)
    assert (live(rooms, "shelves"), live(rooms, "boxes")) == ([22], [32])


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO shelves (room_id, label) VALUES (11, 'z')",
        "UPDATE shelves SET deleted_at = NULL WHERE id = 21",
    ],
)
def test_a_live_part_has_a_live_whole(rooms: Running, sql: str) -> None:
    rooms.run(DELETE)
    rooms.breaks("Room", Form.SOFT_DELETE, sql, "alive", "Shelf.room")


def test_a_part_is_not_moved_to_a_deleted_whole(rooms: Running) -> None:
    rooms.run("UPDATE rooms SET deleted_at = now() WHERE id = 12")
    rooms.breaks("Room", Form.SOFT_DELETE, "UPDATE shelves SET room_id = 12 WHERE id = 21", "alive", "Shelf.room")


def test_a_deleted_row_does_not_stand_in_the_way_of_a_new_one_and_cannot_come_back_beside_it(rooms: Running) -> None:
    rooms.run(DELETE)
    rooms.run("INSERT INTO rooms (name) VALUES ('a')")
    assert rooms.refused(RESTORE) == ("23505", "uq_rooms_name")


def test_a_row_is_removed_with_its_parts_all_the_same(rooms: Running) -> None:
    rooms.run("DELETE FROM rooms WHERE id = 11")
    assert rooms.value("SELECT count(*) FROM boxes") == 0


@pytest.fixture(scope="module")
def bench(server: Server) -> Iterator[Bench]:
    with bench_of(server, MODEL) as made:
        yield made


NO_ORPHAN = (
    "SELECT NOT EXISTS (SELECT FROM shelves s JOIN rooms r ON r.id = s.room_id"
    " WHERE s.deleted_at IS NULL AND r.deleted_at IS NOT NULL)"
    " AND NOT EXISTS (SELECT FROM boxes b JOIN shelves s ON s.id = b.shelf_id"
    " WHERE b.deleted_at IS NULL AND s.deleted_at IS NOT NULL)"
)
RIVALS = {
    "a new part": ("INSERT INTO shelves (room_id, label) VALUES (11, 'z')",),
    "a part of a part": ("INSERT INTO boxes (shelf_id, label) VALUES (21, 'z')",),
    "a part that moves in": ("UPDATE shelves SET room_id = 11 WHERE id = 23",),
    "a part that is restored": ("UPDATE shelves SET deleted_at = NULL WHERE id = 24",),
}


@pytest.mark.parametrize("rival", RIVALS)
def test_no_part_lives_on_that_came_while_its_whole_was_deleted(bench: Bench, rival: str) -> None:
    more = (
        "INSERT INTO shelves (id, room_id, label, deleted_at) OVERRIDING SYSTEM VALUE"
        " VALUES (23, 12, 'x', NULL), (24, 11, 'y', '2020-01-01')"
    )
    held, facts = holds(bench, (*ROWS, more), (DELETE,), RIVALS[rival], NO_ORPHAN)
    assert held, facts


def test_without_the_foreign_key_the_race_is_lost(server: Server) -> None:
    with bench_of(server, MODEL, "ALTER TABLE shelves DROP CONSTRAINT fk_shelves_live_room_id") as bench:
        held, _ = holds(bench, ROWS, (DELETE,), RIVALS["a new part"], NO_ORPHAN)
    assert not held
