"""Effects: what is created and set after an event, in the same transaction."""

from __future__ import annotations

from threading import Thread

import psycopg
import pytest

from database_designer.model.physical import Form
from tests.design.running import Running, running

KITCHEN = """
actor: Cook
entities:
  Cook:
    attributes: {name: text}
  Shelf:
    attributes: {label: text, grams: integer >= 0, uses: 'integer, default 0'}
  Dish:
    references: {cook: Cook, shelf: 'Shelf?'}
    attributes: {name: text, grams: 'integer, default 0', seasonings: 'integer, default 0', tasted_by: 'text?'}
    lifecycle: {state: state, start: RAW, moves: {RAW: [COOKED, SPOILED], COOKED: [SPOILED]}}
    rules:
      takes_from_the_shelf:
        after: create
        set: {shelf.grams: '=shelf.grams - grams', shelf.uses: =shelf.uses + 1}
      told_when_spoiled:
        after: enter(SPOILED)
        when: grams > 10
        for_each: guests where hungry = true
        create: {Note: {guest: =it, dish: =this, cook: =actor, text: '{name} is off, {it.name}', lines: 2}}
      guests_leave:
        after: enter(SPOILED)
        for_each: guests
        set: {it.hungry: false, it.visits: '=it.visits + 1', it.friend.visits: =it.friend.visits + 10}
      seasoned:
        after: change(name)
        set: {seasonings: =seasonings + 1}
      remembered:
        after: delete
        create: {Memory: {text: =name, state: =state}}
      both_at_once:
        after: [change(tasted_by), enter(COOKED)]
        create: {Memory: {text: 'tasted or cooked'}}
  Guest:
    references: {dish: {to: Dish, when_deleted: cascade}, friend: 'Guest?'}
    attributes: {name: text, hungry: 'boolean, default true', visits: 'integer, default 0'}
  Note:
    references: {guest: {to: Guest, when_deleted: cascade}, dish: {to: Dish, when_deleted: cascade}, cook: 'Cook?'}
    attributes: {text: text, lines: integer}
  Memory:
    attributes: {text: text, state: 'text?'}
"""


@pytest.fixture
def kitchen(connection: psycopg.Connection) -> Running:
    made = running(KITCHEN, connection)
    made.run("INSERT INTO cooks (name) VALUES ('Ada')")
    made.run("INSERT INTO shelves (label, grams) VALUES ('rice', 100)")
    return made


def row(running: Running, sql: str) -> tuple[object, ...] | None:
    return running.connection.execute(sql.encode()).fetchone()


def test_values_are_set_along_a_reference_and_an_unset_one_sets_nothing(kitchen: Running) -> None:
    kitchen.run("INSERT INTO dishes (cook_id, shelf_id, name, grams) VALUES (1, 1, 'Soup', 30), (1, NULL, 'Tea', 5)")
    assert row(kitchen, "SELECT grams, uses FROM shelves") == (70, 1)


def test_an_effect_obeys_the_rules_of_what_it_touches(kitchen: Running) -> None:
    assert kitchen.refused("INSERT INTO dishes (cook_id, shelf_id, name, grams) VALUES (1, 1, 'S', 101)")[0] == "23514"
    assert kitchen.value("SELECT count(*) FROM dishes") == 0


def test_two_that_take_from_one_row_both_take(kitchen: Running) -> None:
    taking = b"INSERT INTO dishes (cook_id, shelf_id, name, grams) VALUES (1, 1, 'Soup', 30)"
    with kitchen.another() as first, kitchen.another() as second:
        first.execute(taking)
        second.execute("SET lock_timeout = 0")
        with psycopg.connect(kitchen.connection.info.dsn, autocommit=True) as watching:
            done = Thread(target=second.execute, args=(taking,))
            done.start()
            while not watching.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
                pass
            first.execute("COMMIT")
            done.join()
        second.execute("COMMIT")
    assert kitchen.value("SELECT grams FROM shelves") == 40


def test_rows_are_created_for_each_row_with_texts_that_are_filled_in(kitchen: Running) -> None:
    kitchen.run("INSERT INTO dishes (cook_id, name, grams) VALUES (1, 'Stew', 20)")
    kitchen.run("INSERT INTO guests (dish_id, name, hungry) VALUES (1, 'Bo', true), (1, 'Cy', false)")
    kitchen.run("SET app.actor = '1'")
    kitchen.run("UPDATE dishes SET state = 'SPOILED'")
    assert row(kitchen, "SELECT guest_id, dish_id, cook_id, text, lines FROM notes") == (1, 1, 1, "Stew is off, Bo", 2)
    assert kitchen.value("SELECT count(*) FROM notes") == 1


def test_values_are_set_in_the_rows_of_each_and_beyond(kitchen: Running) -> None:
    kitchen.run("INSERT INTO dishes (cook_id, name) VALUES (1, 'Stew')")
    kitchen.run("INSERT INTO guests (dish_id, name) VALUES (1, 'Bo')")
    kitchen.run("INSERT INTO guests (dish_id, name, friend_id) VALUES (1, 'Cy', 1)")
    kitchen.run("UPDATE dishes SET state = 'SPOILED'")
    found = kitchen.connection.execute("SELECT hungry, visits FROM guests ORDER BY id").fetchall()
    assert found == [(False, 11), (False, 1)]


def test_a_condition_says_when_there_is_an_effect(kitchen: Running) -> None:
    kitchen.run("INSERT INTO dishes (cook_id, name, grams) VALUES (1, 'Tea', 10)")
    kitchen.run("INSERT INTO guests (dish_id, name) VALUES (1, 'Bo')")
    kitchen.run("UPDATE dishes SET state = 'SPOILED'")
    assert kitchen.value("SELECT count(*) FROM notes") == 0


def test_the_row_itself_can_be_set(kitchen: Running) -> None:
    kitchen.run("INSERT INTO dishes (cook_id, name) VALUES (1, 'Stew')")
    kitchen.run("UPDATE dishes SET name = 'Salted stew'")
    kitchen.run("UPDATE dishes SET grams = 3")
    assert kitchen.value("SELECT seasonings FROM dishes") == 1


def test_after_a_deletion_the_old_row_is_read(kitchen: Running) -> None:
    kitchen.run("INSERT INTO dishes (cook_id, name) VALUES (1, 'Stew')")
    kitchen.run("DELETE FROM dishes")
    assert row(kitchen, "SELECT text, state FROM memories") == ("Stew", "RAW")


def test_two_events_in_one_statement_have_one_effect(kitchen: Running) -> None:
    kitchen.run("INSERT INTO dishes (cook_id, name) VALUES (1, 'Stew')")
    kitchen.run("UPDATE dishes SET state = 'COOKED', tasted_by = 'Ada'")
    assert kitchen.value("SELECT count(*) FROM memories") == 1
    kitchen.run("UPDATE dishes SET tasted_by = NULL")
    kitchen.run("UPDATE dishes SET grams = 4")
    assert kitchen.value("SELECT count(*) FROM memories") == 2


def test_without_its_trigger_an_effect_is_gone(kitchen: Running) -> None:
    for name in kitchen.kept("Dish.takes_from_the_shelf", Form.EFFECT).objects:
        kitchen.run(f"DROP TRIGGER {name} ON dishes")
    kitchen.run("INSERT INTO dishes (cook_id, shelf_id, name, grams) VALUES (1, 1, 'Soup', 30)")
    assert kitchen.value("SELECT grams FROM shelves") == 100
