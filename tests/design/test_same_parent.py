"""Rows that agree with the rows that they point to."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from database_designer.model.physical import Form
from database_designer.verify import Server
from database_designer.verify.proving.bench import Bench
from tests.design.racing import bench_of, holds
from tests.design.running import Running, model_of, running

MODEL = """
entities:
  Site: {attributes: {name: text}}
  Room:
    attributes: {name: text}
    references: {site: Site}
  Tool:
    attributes: {name: text}
    references: {site: Site}
  Task:
    attributes: {name: text}
    references: {site: Site?, room: Room?}
    rules:
      room_of_site: {always: room.site = site}
  Use:
    attributes: {name: text}
    references: {room: Room, tool: Tool?}
    rules:
      one_site: {always: room.site = tool.site}
"""
ROWS = (
    "INSERT INTO sites (id, name) OVERRIDING SYSTEM VALUE VALUES (11, 'a'), (12, 'b')",
    "INSERT INTO rooms (id, name, site_id) OVERRIDING SYSTEM VALUE VALUES (21, 'a', 11), (22, 'b', 12)",
    "INSERT INTO tools (id, name, site_id) OVERRIDING SYSTEM VALUE VALUES (31, 'a', 11), (32, 'b', 12)",
)
TASK = "INSERT INTO tasks (id, name, site_id, room_id) OVERRIDING SYSTEM VALUE VALUES (41, 't', 11, 21)"
USE = "INSERT INTO uses (id, name, room_id, tool_id) OVERRIDING SYSTEM VALUE VALUES (51, 'u', 21, 31)"


@pytest.fixture
def sites(connection: psycopg.Connection) -> Running:
    made = running(MODEL, connection)
    for sql in (*ROWS, TASK, USE):
        made.run(sql)
    return made


@pytest.mark.parametrize(
    ("rule", "sql"),
    [
        ("Task.room_of_site", "INSERT INTO tasks (name, site_id, room_id) VALUES ('t', 12, 21)"),
        ("Task.room_of_site", "UPDATE tasks SET site_id = 12"),
        ("Task.room_of_site", "DELETE FROM uses; UPDATE rooms SET site_id = 12 WHERE id = 21"),
        ("Use.one_site", "INSERT INTO uses (name, room_id, tool_id) VALUES ('u', 21, 32)"),
        ("Use.one_site", "UPDATE uses SET room_id = 22"),
        ("Use.one_site", "UPDATE uses SET tool_id = 32"),
        ("Use.one_site", "DELETE FROM tasks; UPDATE rooms SET site_id = 12 WHERE id = 21"),
    ],
)
def test_rows_agree_whoever_changes(sites: Running, rule: str, sql: str) -> None:
    enforcement = sites.kept(rule, Form.ALWAYS)
    state, constraint = sites.refused(sql)
    assert (state, constraint) == (enforcement.sqlstate, enforcement.constraint or constraint)


def test_the_other_side_of_a_carried_value_is_held_to_it(sites: Running) -> None:
    assert sites.refused("UPDATE tools SET site_id = 12 WHERE id = 31")[0] == "23503"


def test_all_rows_may_move_in_one_transaction(sites: Running) -> None:
    sites.run("BEGIN; UPDATE rooms SET site_id = 12 WHERE id = 21; UPDATE tasks SET site_id = 12 WHERE id = 41;")
    sites.run("UPDATE tools SET site_id = 12 WHERE id = 31; COMMIT")
    assert sites.value("SELECT room_site_id FROM uses") == 12


def test_unset_values_agree_with_everything(sites: Running) -> None:
    sites.run("INSERT INTO tasks (name, site_id) VALUES ('t', 12)")
    sites.run("INSERT INTO tasks (name, room_id) VALUES ('t', 21)")
    sites.run("INSERT INTO uses (name, room_id) VALUES ('u', 21)")


@pytest.mark.parametrize(
    ("member", "declared"),
    [
        ("site: Site", True),
        ("site: Site?", False),  # an unset site of the room satisfies the rule, and would not satisfy a foreign key
    ],
)
def test_only_what_is_always_set_is_compared_by_a_foreign_key(member: str, declared: bool) -> None:
    physical = model_of(MODEL.replace("references: {site: Site}", f"references: {{{member}}}", 1))
    keys = [k.name for k in physical.foreign_keys]
    assert ("fk_tasks_room_of_site" in keys) == declared


@pytest.fixture(scope="module")
def bench(server: Server) -> Iterator[Bench]:
    with bench_of(server, MODEL) as made:
        yield made


AGREE = (
    "SELECT NOT EXISTS (SELECT FROM tasks t JOIN rooms r ON r.id = t.room_id WHERE r.site_id <> t.site_id)"
    " AND NOT EXISTS (SELECT FROM uses u JOIN rooms r ON r.id = u.room_id JOIN tools t ON t.id = u.tool_id"
    " WHERE r.site_id <> t.site_id)"
)
MOVES = "UPDATE rooms SET site_id = 12 WHERE id = 21"


@pytest.mark.parametrize(
    ("act", "rival"),
    [
        pytest.param((TASK,), (MOVES,), id="a new row, and the room moves"),
        pytest.param((USE,), (MOVES,), id="a row between two, and the room moves"),
        pytest.param((USE,), ("UPDATE tools SET site_id = 12 WHERE id = 31",), id="and the tool moves"),
    ],
)
def test_two_sessions_agree(bench: Bench, act: tuple[str, ...], rival: tuple[str, ...]) -> None:
    held, facts = holds(bench, ROWS, act, rival, AGREE)
    assert held, facts
