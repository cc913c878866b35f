"""Periods that do not overlap: by an exclusion constraint, or by a look at other rows at commit."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from database_designer.model.physical import Form
from database_designer.verify import Server
from database_designer.verify.proving.bench import Bench
from tests.design.racing import bench_of, holds
from tests.design.running import Running, running

OWN = """
entities:
  Room: {attributes: {name: text}}
  Slot:
    attributes: {begins_at: instant, ends_at: instant?, state: HELD | OFFERED, label: text}
    references: {room: Room, guest: Room?}
    deletion: soft
    rules:
      apart: {no_overlap: [begins_at, ends_at], per: room, where: state = HELD}
      guest_once: {no_overlap: [begins_at, ends_at], per: guest}
"""
SLOT = "INSERT INTO slots (begins_at, ends_at, state, label, room_id, guest_id) VALUES"


@pytest.fixture
def slots(connection: psycopg.Connection) -> Running:
    made = running(OWN, connection)
    made.run("INSERT INTO rooms (name) VALUES ('a'), ('b')")
    made.run(f"{SLOT} ('2030-01-01 10:00Z', '2030-01-01 12:00Z', 'HELD', 'x', 1, NULL)")
    return made


@pytest.mark.parametrize(
    "values",
    [
        "('2030-01-01 11:00Z', '2030-01-01 13:00Z', 'HELD', 'x', 1, NULL)",
        "('2030-01-01 09:00Z', NULL, 'HELD', 'x', 1, NULL)",
        "('2030-01-01 10:30Z', '2030-01-01 10:31Z', 'HELD', 'x', 1, NULL)",
    ],
)
def test_periods_that_meet_are_refused(slots: Running, values: str) -> None:
    slots.breaks("Slot.apart", Form.NO_OVERLAP, f"{SLOT} {values}")


@pytest.mark.parametrize(
    "values",
    [
        pytest.param("('2030-01-01 12:00Z', '2030-01-01 13:00Z', 'HELD', 'x', 1, NULL)", id="back to back"),
        pytest.param("('2030-01-01 11:00Z', '2030-01-01 13:00Z', 'HELD', 'x', 2, NULL)", id="another room"),
        pytest.param("('2030-01-01 11:00Z', '2030-01-01 13:00Z', 'OFFERED', 'x', 1, NULL)", id="not where"),
        pytest.param("('2030-01-01 11:00Z', '2030-01-01 11:00Z', 'HELD', 'x', 1, NULL)", id="no time at all"),
        pytest.param("('2030-01-01 11:00Z', '2030-01-01 09:00Z', 'HELD', 'x', 1, NULL)", id="no period"),
    ],
)
def test_others_are_not(slots: Running, values: str) -> None:
    slots.run(f"{SLOT} {values}")


def test_what_is_not_set_agrees_with_nothing(slots: Running) -> None:
    for _ in range(2):
        slots.run(f"{SLOT} ('2030-01-01 10:00Z', '2030-01-01 12:00Z', 'OFFERED', 'x', 1, NULL)")


def test_a_row_comes_to_overlap_by_its_state_too_but_not_when_it_is_deleted(slots: Running) -> None:
    slots.run(f"{SLOT} ('2030-01-01 11:00Z', '2030-01-01 13:00Z', 'OFFERED', 'y', 1, NULL)")
    held = "UPDATE slots SET state = 'HELD' WHERE label = 'y'"
    slots.breaks("Slot.apart", Form.NO_OVERLAP, held)
    slots.run("UPDATE slots SET deleted_at = now() WHERE label = 'x'")
    slots.run(held)
    slots.breaks("Slot.apart", Form.NO_OVERLAP, "UPDATE slots SET deleted_at = NULL WHERE label = 'x'")


@pytest.mark.parametrize(
    ("attributes", "members", "one", "other"),
    [
        ("span: period(date)", "[span]", "'[2030-01-01,2030-01-05)'", "'[2030-01-04,2030-01-06)'"),
        ("span: period(instant)", "[span]", "'[2030-01-01,)'", "'[2030-01-04,2030-01-06)'"),
        ("first: date, last: date?", "[first, last]", "'2030-01-01', '2030-01-05'", "'2030-01-04', NULL"),
    ],
)
def test_periods_of_every_kind(
    connection: psycopg.Connection, attributes: str, members: str, one: str, other: str
) -> None:
    made = running(
        f"entities:\n  Slot:\n    attributes: {{{attributes}}}\n    rules: {{apart: {{no_overlap: {members}}}}}\n",
        connection,
    )
    columns = ", ".join(part.split(":")[0].strip() for part in attributes.split(","))
    made.run(f"INSERT INTO slots ({columns}) VALUES ({one})")
    made.breaks("Slot.apart", Form.NO_OVERLAP, f"INSERT INTO slots ({columns}) VALUES ({other})")


def test_what_ends_before_it_begins_is_refused_by_a_rule_of_its_own_only(connection: psycopg.Connection) -> None:
    made = running(f"{OWN}      in_order: {{always: ends_at > begins_at}}\n", connection)
    made.run("INSERT INTO rooms (name) VALUES ('a')")
    made.breaks("Slot.in_order", Form.ALWAYS, f"{SLOT} ('2030-01-02Z', '2030-01-01Z', 'HELD', 'x', 1, NULL)")


# Over other rows

FAR = """
entities:
  Room: {attributes: {name: text, house: text}}
  Plan:
    attributes: {state: OPEN | VOID}
    references: {room: Room}
  Slot:
    attributes: {begins_at: instant, ends_at: instant?}
    references: {plan: Plan}
    rules:
      apart: {no_overlap: [begins_at, ends_at], per: plan.room.house, where: plan.state = OPEN}
"""
INSERT = "INSERT INTO slots (id, begins_at, ends_at, plan_id) OVERRIDING SYSTEM VALUE VALUES"
FAR_ROWS = (
    "INSERT INTO rooms (id, name, house) OVERRIDING SYSTEM VALUE VALUES (11, 'a', 'h'), (12, 'b', 'h'), (13, 'c', 'i')",
    "INSERT INTO plans (id, state, room_id) OVERRIDING SYSTEM VALUE"
    " VALUES (21, 'OPEN', 11), (22, 'OPEN', 12), (23, 'OPEN', 13), (24, 'VOID', 11)",
    f"{INSERT} (31, '2030-01-01 10:00Z', '2030-01-01 12:00Z', 21)",
)
ELSEWHERE = f"{INSERT} (32, '2030-01-01 11:00Z', NULL, 23)"
VOID = f"{INSERT} (33, '2030-01-01 11:00Z', NULL, 24)"


@pytest.fixture
def far(connection: psycopg.Connection) -> Running:
    made = running(FAR, connection)
    for sql in (*FAR_ROWS, ELSEWHERE, VOID):
        made.run(sql)
    return made


@pytest.mark.parametrize(
    "sql",
    [
        f"{INSERT} (34, '2030-01-01 11:00Z', NULL, 22)",
        "UPDATE slots SET plan_id = 22 WHERE id = 32",
        "UPDATE plans SET room_id = 12 WHERE id = 23",
        "UPDATE plans SET state = 'OPEN' WHERE id = 24",
        "UPDATE rooms SET house = 'h' WHERE id = 13",
    ],
)
def test_periods_meet_by_a_change_of_any_row_on_the_way(far: Running, sql: str) -> None:
    far.breaks("Slot.apart", Form.NO_OVERLAP, sql)


def test_what_does_not_meet_is_free(far: Running) -> None:
    far.run(f"{INSERT} (34, '2030-01-01 12:00Z', '2030-01-01 13:00Z', 22)")
    far.run("UPDATE rooms SET house = 'j' WHERE id = 13")


@pytest.fixture(scope="module")
def bench(server: Server) -> Iterator[Bench]:
    with bench_of(server, FAR) as made:
        yield made


APART = (
    "SELECT NOT EXISTS (SELECT FROM slots a JOIN plans pa ON pa.id = a.plan_id JOIN rooms ra ON ra.id = pa.room_id,"
    " slots b JOIN plans pb ON pb.id = b.plan_id JOIN rooms rb ON rb.id = pb.room_id"
    " WHERE a.id < b.id AND ra.house = rb.house AND pa.state = 'OPEN' AND pb.state = 'OPEN'"
    " AND tstzrange(a.begins_at, a.ends_at) && tstzrange(b.begins_at, b.ends_at))"
)
LATER = f"{INSERT} (41, '2030-02-01 10:00Z', NULL, 21)"
RIVALS = {
    "another slot": (f"{INSERT} (42, '2030-02-01 09:00Z', NULL, 22)",),
    "a slot moves in": ("UPDATE slots SET plan_id = 22 WHERE id = 35",),
    "a plan moves in": ("UPDATE plans SET room_id = 12 WHERE id = 23",),
    "a plan is opened": ("UPDATE plans SET state = 'OPEN' WHERE id = 24",),
    "a room moves in": ("UPDATE rooms SET house = 'h' WHERE id = 13",),
}


@pytest.mark.parametrize("rival", RIVALS)
def test_two_sessions_keep_periods_apart(bench: Bench, rival: str) -> None:
    more = f"{INSERT} (35, '2030-02-01 09:00Z', '2030-03-01', 23), (36, '2030-02-01 09:00Z', '2030-03-01', 24)"
    held, facts = holds(bench, (*FAR_ROWS, more), (LATER,), RIVALS[rival], APART)
    assert held, facts
