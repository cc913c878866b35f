"""Guards: refused at their event, free otherwise, and true together with what other transactions do."""

from __future__ import annotations

import psycopg
import pytest

from database_designer.model.physical import Form
from tests.design.running import LOCKED, Running, refused, running

DIVES = """
actor: Diver
entities:
  Diver:
    attributes: {name: text, level: 'integer, default 1'}
  Reef:
    attributes: {name: text, places: integer}
    lifecycle: {state: status, start: OPEN, moves: {OPEN: [SHUT], SHUT: [OPEN]}}
    rules:
      empty_before_deletion: {before: delete, require: not exists(dives)}
      shut_when_empty: {before: enter(SHUT), require: 'count(dives where state = PLANNED) = 0'}
  Dive:
    references: {reef: Reef, leader: 'Diver?'}
    attributes: {depth: integer, note: 'text?'}
    lifecycle: {state: state, start: PLANNED, moves: {PLANNED: [DONE]}}
    rules:
      reef_is_open: {before: [create, change(reef)], require: reef.status = OPEN}
      deep_needs_a_leader: {before: [create, change], when: depth > 30, require: leader.level >= 3}
      done_by_its_leader: {before: enter(DONE), require: leader = actor}
      not_shallower: {before: change(depth), require: depth >= old.depth}
"""


@pytest.fixture
def dives(connection: psycopg.Connection) -> Running:
    made = running(DIVES, connection)
    made.run("INSERT INTO divers (name, level) VALUES ('Ada', 3), ('Bo', 1)")
    made.run("INSERT INTO reefs (name, places) VALUES ('North', 4), ('South', 2)")
    return made


def test_a_guard_refuses_its_events_and_leaves_the_others_free(dives: Running) -> None:
    dives.run("INSERT INTO dives (reef_id, depth) VALUES (2, 9)")
    dives.run("UPDATE reefs SET status = 'SHUT' WHERE id = 1")
    dives.breaks("Dive.reef_is_open", Form.GUARD, "INSERT INTO dives (reef_id, depth) VALUES (1, 9)")
    dives.breaks("Dive.reef_is_open", Form.GUARD, "UPDATE dives SET reef_id = 1")
    dives.run("UPDATE dives SET note = 'calm'")


def test_a_condition_says_when_a_guard_looks_and_what_is_unknown_is_not_enough(dives: Running) -> None:
    dives.run("INSERT INTO dives (reef_id, depth, leader_id) VALUES (1, 40, 1)")
    dives.breaks("Dive.deep_needs_a_leader", Form.GUARD, "INSERT INTO dives (reef_id, depth) VALUES (1, 31)")
    dives.breaks("Dive.deep_needs_a_leader", Form.GUARD, "UPDATE dives SET leader_id = 2")
    dives.run("INSERT INTO dives (reef_id, depth) VALUES (1, 30)")


def test_entering_a_state_is_an_event_and_nobody_acting_passes(dives: Running) -> None:
    dives.run("INSERT INTO dives (reef_id, depth, leader_id) VALUES (1, 5, 1), (1, 6, 1), (1, 7, 1)")
    dives.run("UPDATE dives SET state = 'DONE' WHERE id = 1")
    dives.run("SET app.actor = '2'")
    dives.breaks("Dive.done_by_its_leader", Form.GUARD, "UPDATE dives SET state = 'DONE' WHERE id = 2")
    dives.run("UPDATE dives SET depth = 8 WHERE id = 2")
    dives.run("SET app.actor = '1'")
    dives.run("UPDATE dives SET state = 'DONE' WHERE id = 2")


def test_the_old_row_can_be_asked_for(dives: Running) -> None:
    dives.run("INSERT INTO dives (reef_id, depth) VALUES (1, 9)")
    dives.breaks("Dive.not_shallower", Form.GUARD, "UPDATE dives SET depth = 8")
    dives.run("UPDATE dives SET depth = 9, note = 'as deep'")


def test_a_guard_of_deletion_reads_the_row_that_goes(dives: Running) -> None:
    dives.run("INSERT INTO dives (reef_id, depth) VALUES (1, 9)")
    dives.breaks("Reef.empty_before_deletion", Form.GUARD, "DELETE FROM reefs WHERE id = 1")
    dives.run("DELETE FROM reefs WHERE id = 2")


def test_what_a_guard_read_stays_until_commit(dives: Running) -> None:
    with dives.another() as other:
        other.execute("INSERT INTO dives (reef_id, depth) VALUES (1, 9)")
        dives.run("SET lock_timeout = '100ms'")
        assert dives.refused("UPDATE reefs SET status = 'SHUT' WHERE id = 1")[0] == LOCKED
        other.execute("COMMIT")
    assert dives.refused("UPDATE reefs SET status = 'SHUT' WHERE id = 1")[0] == "23514"


@pytest.mark.parametrize(("isolation", "code"), [("READ COMMITTED", "23514"), ("REPEATABLE READ", "40001")])
def test_a_guard_over_many_rows_takes_turns_with_their_changes(dives: Running, isolation: str, code: str) -> None:
    shut = "UPDATE reefs SET status = 'SHUT' WHERE id = 1"
    with dives.another(isolation) as other:
        assert other.execute("SELECT count(*) FROM dives").fetchone() == (0,)
        with dives.another() as first:
            first.execute("INSERT INTO dives (reef_id, depth) VALUES (1, 9)")
            first.execute("COMMIT")
        assert refused(other, shut)[0] == code


STORE = """
entities:
  Bin:
    attributes: {grams: integer, label: text?}
    deletion: soft
    rules:
      empty_when_deleted: {before: [delete, change(label)], require: not exists(takings where grams > 90)}
  Taking:
    references: {bin: Bin}
    attributes: {grams: integer}
    rules:
      enough: {before: create, require: bin.grams >= grams}
      taken: {after: create, set: {bin.grams: '=bin.grams - grams'}}
"""


def test_who_reads_a_row_that_is_then_written_takes_turns(connection: psycopg.Connection) -> None:
    store = running(STORE, connection)
    store.run("INSERT INTO bins (grams) VALUES (50)")
    take = "INSERT INTO takings (bin_id, grams) VALUES (1, 30)"
    with store.another() as first, store.another() as second:
        first.execute(take.encode())
        assert refused(second, take)[0] == LOCKED  # and not, after both shared a lock, a deadlock
        first.execute("COMMIT")
    store.breaks("Taking.enough", Form.GUARD, take)


def test_marking_a_row_as_deleted_is_its_deletion(connection: psycopg.Connection) -> None:
    store = running(STORE, connection)
    store.run("INSERT INTO bins (grams) VALUES (500), (50)")
    store.run("INSERT INTO takings (bin_id, grams) VALUES (1, 91)")
    store.breaks("Bin.empty_when_deleted", Form.GUARD, "UPDATE bins SET deleted_at = now() WHERE id = 1")
    store.breaks("Bin.empty_when_deleted", Form.GUARD, "UPDATE bins SET label = 'x' WHERE id = 1")
    store.run("UPDATE bins SET deleted_at = now() WHERE id = 2")
    store.run("UPDATE bins SET deleted_at = NULL WHERE id = 2")
