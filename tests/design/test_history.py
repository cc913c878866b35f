"""The audit log at work: what is recorded, what is not, and that nobody rewrites it."""

from __future__ import annotations

import psycopg
import pytest

from tests.design.running import Running, running

MODEL = """
actor: Person
entities:
  Person: {attributes: {name: text}}
  Area:
    attributes: {name: text, token: "text, secret"}
    references: {parent: Area?, owner: Person?}
    tree: {parent: parent, max_depth: 3}
    history: audited
    deletion: soft
"""


@pytest.fixture
def areas(connection: psycopg.Connection) -> Running:
    made = running(MODEL, connection)
    made.run("INSERT INTO people (name) VALUES ('p')")
    made.run("SET app.actor = '1'")
    made.run("INSERT INTO areas (parent_id, name, token) VALUES (NULL, 'a', 's'), (1, 'b', 's'), (NULL, 'c', 's')")
    return made


def log(areas: Running, what: str, record: int) -> object:
    return areas.value(f"SELECT {what} FROM audit_logs WHERE record_id = '{record}'")


def test_every_change_is_recorded_with_who_made_it(areas: Running) -> None:
    areas.run("UPDATE areas SET name = 'z' WHERE id = 3")
    areas.run("DELETE FROM areas WHERE id = 3")
    assert log(areas, "array_agg(action ORDER BY id)", 3) == ["INSERT", "UPDATE", "DELETE"]
    assert log(areas, "array_agg(new_values ->> 'name' ORDER BY id)", 3) == ["c", "z", None]
    assert log(areas, "count(DISTINCT changed_by)", 3) == 1


def test_what_is_secret_is_left_out_though_its_change_is_recorded(areas: Running) -> None:
    areas.run("UPDATE areas SET token = 't' WHERE id = 3")
    assert log(areas, "count(*)", 3) == 2
    assert not log(areas, "bool_or(new_values ? 'token')", 3)


@pytest.mark.parametrize(
    ("change", "recorded"),
    [
        ("UPDATE areas SET name = name", 1),
        ("UPDATE areas SET updated_at = '2020-01-01'", 1),
        ("UPDATE areas SET parent_id = 3 WHERE id = 1", 1),  # the level of 2 follows, which is no change of 2
        ("UPDATE areas SET deleted_at = now() WHERE id = 2", 2),
    ],
)
def test_the_books_that_the_database_keeps_are_not_recorded(areas: Running, change: str, recorded: int) -> None:
    areas.run(change)
    assert log(areas, "count(*)", 2) == recorded


def test_rows_and_the_log_itself_are_not_emptied(areas: Running) -> None:
    assert areas.refused("TRUNCATE areas") == ("23514", "trg_areas_audit_truncate")
    assert areas.refused("TRUNCATE people CASCADE") == ("23514", "trg_areas_audit_truncate")
    assert areas.refused("UPDATE audit_logs SET changed_by = NULL")[0] == "23514"
    assert areas.refused("DELETE FROM audit_logs")[0] == "23514"
