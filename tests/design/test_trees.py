"""Trees: circles and levels, alone and by two sessions at once."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from database_designer.model.physical import CheckTree, Form
from database_designer.verify import Server
from database_designer.verify.proving.bench import Bench
from tests.design.racing import bench_of, holds
from tests.design.running import Running, model_of, running

LEVELS = """
entities:
  Area:
    attributes: {name: text}
    references: {parent: {to: Area?, when_deleted: detach}}
    tree: {parent: parent, max_depth: 3}
"""
ENDLESS = LEVELS.replace(", max_depth: 3", "")

# 11 > 12 > 13, and 14 alone
INSERT = "INSERT INTO areas (id, parent_id, name) OVERRIDING SYSTEM VALUE VALUES"
ROWS = f"{INSERT} (11, NULL, 'a'), (12, 11, 'b'), (13, 12, 'c'), (14, NULL, 'd')"


@pytest.fixture(params=[LEVELS, ENDLESS], ids=["levels", "endless"])
def tree(request: pytest.FixtureRequest, connection: psycopg.Connection) -> Running:
    made = running(request.param, connection)
    made.run(ROWS)
    return made


@pytest.mark.parametrize(("row", "parent"), [(11, 11), (11, 12), (11, 13), (12, 13)])
def test_no_row_comes_to_stand_above_itself(tree: Running, row: int, parent: int) -> None:
    tree.breaks("Area.parent", Form.TREE, f"UPDATE areas SET parent_id = {parent} WHERE id = {row}", "cycle")


def test_a_circle_of_new_rows_is_refused_too(connection: psycopg.Connection) -> None:
    tree = running(ENDLESS, connection)
    circle = f"{INSERT} (7, 8, 'a'), (8, 7, 'b')"
    tree.breaks("Area.parent", Form.TREE, circle, "cycle")


def test_rows_move_to_any_place_that_is_not_below_them(tree: Running) -> None:
    tree.run("UPDATE areas SET parent_id = 14 WHERE id = 13")
    tree.run("UPDATE areas SET parent_id = 13 WHERE id = 12")
    assert tree.value("SELECT count(*) FROM areas WHERE parent_id IS NOT NULL") == 2


@pytest.mark.parametrize(
    "deeper",
    [
        "INSERT INTO areas (parent_id, name) VALUES (13, 'e')",
        "UPDATE areas SET parent_id = 13 WHERE id = 14",
        "UPDATE areas SET parent_id = 14 WHERE id = 11",
    ],
)
def test_a_tree_has_at_most_so_many_levels(connection: psycopg.Connection, deeper: str) -> None:
    tree = running(LEVELS, connection)
    tree.run(ROWS)
    tree.breaks("Area.parent", Form.TREE, deeper, "max_depth")


def test_levels_follow_the_rows_above_and_are_not_written_by_others(connection: psycopg.Connection) -> None:
    tree = running(LEVELS, connection)
    tree.run(ROWS)
    tree.run("UPDATE areas SET parent_id = NULL WHERE id = 12")
    assert tree.value("SELECT array_agg(depth ORDER BY id) FROM areas") == [1, 1, 2, 1]
    tree.run("DELETE FROM areas WHERE id = 12")
    assert tree.value("SELECT depth FROM areas WHERE id = 13") == 1
    tree.run("INSERT INTO areas (parent_id, parent_depth, name) VALUES (11, -5, 'e')")
    assert tree.value("SELECT depth FROM areas WHERE name = 'e'") == 2
    assert tree.refused("UPDATE areas SET parent_depth = -5 WHERE id = 11")[0] == "23514"
    assert tree.refused("UPDATE areas SET parent_depth = -5 WHERE name = 'e'")[0] == "23503"


def test_that_a_row_moves_is_no_change_of_the_rows_below(connection: psycopg.Connection) -> None:
    tree = running(f"{LEVELS}    concurrency: optimistic\n", connection)
    tree.run(ROWS)
    tree.run("UPDATE areas SET parent_id = NULL WHERE id = 12")
    assert tree.value("SELECT array_agg(version ORDER BY id) FROM areas") == [1, 2, 1, 1]


def test_a_row_above_that_does_not_exist_is_told_by_the_reference(tree: Running) -> None:
    sql = "INSERT INTO areas (parent_id, name) VALUES (99, 'e')"
    assert tree.refused(sql) == ("23503", "fk_areas_parent_id")


def test_only_an_endless_tree_is_walked() -> None:
    walks = [sum(isinstance(f, CheckTree) for f in model_of(t).functions) for t in (LEVELS, ENDLESS)]
    assert walks == [0, 1]


NO_CIRCLE = (
    "SELECT NOT EXISTS (WITH RECURSIVE up (id, at, level) AS (SELECT id, parent_id, 1 FROM areas UNION ALL"
    " SELECT up.id, a.parent_id, level + 1 FROM up JOIN areas a ON a.id = up.at WHERE level < 9)"
    " SELECT FROM up WHERE at = id)"
)
RACES = {
    "two rows are put below each other": (
        ("UPDATE areas SET parent_id = 14 WHERE id = 11",),
        ("UPDATE areas SET parent_id = 11 WHERE id = 14",),
    ),
    "a row far below takes the other tree in": (
        ("UPDATE areas SET parent_id = 14 WHERE id = 11",),
        ("UPDATE areas SET parent_id = 12 WHERE id = 14",),
    ),
    "two moves each": (
        ("UPDATE areas SET parent_id = NULL WHERE id = 13", "UPDATE areas SET parent_id = 13 WHERE id = 14"),
        ("UPDATE areas SET parent_id = 14 WHERE id = 11",),
    ),
}
DEPTH = "SELECT max(depth) <= 3 AND bool_and(a.depth = coalesce((SELECT p.depth FROM areas p WHERE p.id = a.parent_id), 0) + 1) FROM areas a"


@pytest.fixture(scope="module")
def endless(server: Server) -> Iterator[Bench]:
    with bench_of(server, ENDLESS) as bench:
        yield bench


@pytest.fixture(scope="module")
def roomy(server: Server) -> Iterator[Bench]:
    with bench_of(server, LEVELS.replace("max_depth: 3", "max_depth: 9")) as bench:
        yield bench


@pytest.fixture(scope="module")
def levels(server: Server) -> Iterator[Bench]:
    with bench_of(server, LEVELS) as bench:
        yield bench


@pytest.mark.parametrize("name", RACES)
def test_two_sessions_make_no_circle(endless: Bench, roomy: Bench, name: str) -> None:
    act, rival = RACES[name]
    for bench in (endless, roomy):
        held, facts = holds(bench, (ROWS,), act, rival, NO_CIRCLE)
        assert held, facts


def test_a_leaf_is_not_put_below_a_row_that_moves_down(levels: Bench) -> None:
    leaf = ("INSERT INTO areas (parent_id, name) VALUES (14, 'e')",)
    held, facts = holds(levels, (ROWS,), ("UPDATE areas SET parent_id = 12 WHERE id = 14",), leaf, DEPTH)
    assert held, facts


def test_two_rows_that_move_down_at_once_count_each_other(levels: Bench) -> None:
    rows = f"{INSERT} (11, NULL, 'a'), (12, NULL, 'b'), (13, 12, 'c'), (14, NULL, 'd')"
    act, rival = "UPDATE areas SET parent_id = 11 WHERE id = 12", "UPDATE areas SET parent_id = 14 WHERE id = 11"
    held, facts = holds(levels, (rows,), (act,), (rival,), DEPTH)
    assert held, facts


def test_without_the_walk_the_race_is_lost(server: Server) -> None:
    """The races can fail: they do where nothing is looked at."""
    idle = "CREATE OR REPLACE FUNCTION check_areas_parent_id_tree() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
    with bench_of(server, ENDLESS, idle) as bench:
        held, _ = holds(bench, (ROWS,), *RACES["two rows are put below each other"], NO_CIRCLE)
    assert not held
