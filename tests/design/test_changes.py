"""Lifecycles, expiries and what does not change, on a server."""

from __future__ import annotations

import psycopg
import pytest

from database_designer.model.physical import Form
from tests.design.running import Running, running

LIBRARY = """
entities:
  Shelf:
    attributes: {name: text}
    deletion: never
  Room:
    attributes: {name: text}
  Copy:
    references: {shelf: 'Shelf, immutable', room: {to: 'Room?', when_deleted: cascade}}
    attributes: {code: 'text, immutable', seal: 'text?, set once', note: text?}
  Loan:
    attributes: {due: date, grace: 'integer, default 0', reason: text?, closed: text}
    lifecycle:
      state: state
      start: [ASKED, LENT]
      moves: {ASKED: [LENT], LENT: [BACK, LOST]}
      requires: {LOST: [reason], BACK: [closed], OVERDUE: [pages]}
      expires: {LENT -> OVERDUE: due + grace days < today}
      states: [ASKED, LENT, BACK, LOST, OVERDUE]
    concurrency: optimistic
  Mark:
    references: {room: {to: Room, when_deleted: cascade}}
    deletion: never
  Page:
    part_of: {loan: Loan}
    attributes: {number: integer}
  Entry:
    attributes: {text: text}
    history: append_only
"""


@pytest.fixture
def library(connection: psycopg.Connection) -> Running:
    made = running(LIBRARY, connection)
    made.run("INSERT INTO shelves (name) VALUES ('A'), ('B')")
    made.run("INSERT INTO rooms (name) VALUES ('Hall')")
    made.run("INSERT INTO copies (shelf_id, code) VALUES (1, 'c')")
    return made


LEND = "INSERT INTO loans (due, closed, state) VALUES (current_date - 3, 'no', 'LENT')"


def test_rows_begin_in_a_start_state_and_move_as_allowed(library: Running) -> None:
    created = "INSERT INTO loans (due, closed, state) VALUES ('2030-01-01', 'no', 'BACK')"
    library.breaks("Loan.state", Form.START, created)
    library.run("INSERT INTO loans (due, closed) VALUES ('2030-01-01', 'no')")
    assert library.value("SELECT state FROM loans") == "ASKED"
    library.breaks("Loan.state", Form.MOVES, "UPDATE loans SET state = 'BACK'")
    library.run("UPDATE loans SET state = 'LENT'")


def test_a_state_needs_what_it_requires_as_long_as_it_lasts(library: Running) -> None:
    library.run(LEND)
    library.breaks("Loan.state", Form.REQUIRES, "UPDATE loans SET state = 'LOST'", "LOST", "reason")
    library.run("UPDATE loans SET state = 'LOST', reason = 'flood'")
    library.breaks("Loan.state", Form.REQUIRES, "UPDATE loans SET reason = NULL", "LOST", "reason")


def test_a_state_may_require_rows_by_the_end_of_the_transaction(library: Running) -> None:
    library.run(LEND)
    library.breaks("Loan.state", Form.REQUIRES, "UPDATE loans SET state = 'OVERDUE'", "OVERDUE", "pages")
    library.run("BEGIN")
    library.run("UPDATE loans SET state = 'OVERDUE'")
    library.run("INSERT INTO pages (loan_id, number) VALUES (1, 1)")
    library.run("COMMIT")
    library.breaks("Loan.state", Form.REQUIRES, "DELETE FROM pages", "OVERDUE", "pages")


def test_what_is_always_set_is_required_in_every_state(library: Running) -> None:
    library.run(LEND)
    library.breaks("Loan.state", Form.REQUIRES, "UPDATE loans SET closed = NULL", "BACK", "closed")


def test_a_job_moves_on_what_is_due_and_says_how_many(library: Running) -> None:
    library.run(LEND)
    library.run("INSERT INTO loans (due, closed, state, grace) VALUES (current_date - 3, 'no', 'LENT', 3)")
    library.run("INSERT INTO loans (due, closed, state) VALUES (current_date - 3, 'no', 'ASKED')")
    library.run("INSERT INTO pages (loan_id, number) VALUES (1, 1)")
    job = library.kept("Loan.state", Form.EXPIRES, "LENT", "OVERDUE").objects[0]
    assert [library.value(f"SELECT {job}()") for _ in range(2)] == [1, 0]
    states = [r[0] for r in library.connection.execute("SELECT state FROM loans ORDER BY id")]
    assert states == ["OVERDUE", "LENT", "ASKED"]


def test_a_job_leaves_rows_alone_that_others_hold(library: Running) -> None:
    library.run(LEND)
    job = library.kept("Loan.state", Form.EXPIRES).objects[0]
    with library.another() as other:
        other.execute("UPDATE loans SET grace = 30")
        assert library.value(f"SELECT {job}()") == 0
        other.execute("COMMIT")
    assert library.value(f"SELECT {job}()") == 0


def test_what_never_changes_and_what_is_set_once(library: Running) -> None:
    library.breaks("Copy.code", Form.IMMUTABLE, "UPDATE copies SET code = 'd'")
    library.breaks("Copy.shelf", Form.IMMUTABLE, "UPDATE copies SET shelf_id = 2")
    library.run("UPDATE copies SET code = 'c', note = 'n'")
    library.run("UPDATE copies SET seal = 's'")
    library.breaks("Copy.seal", Form.SET_ONCE, "UPDATE copies SET seal = NULL")


def test_rows_that_are_never_deleted_do_not_go_with_others_either(library: Running) -> None:
    library.run("INSERT INTO marks (room_id) VALUES (1)")
    library.breaks("Shelf", Form.NEVER_DELETED, "DELETE FROM shelves WHERE id = 2")
    assert library.refused("DELETE FROM rooms") in (("23001", "fk_marks_room_id"), ("23503", "fk_marks_room_id"))
    library.breaks("Mark", Form.NEVER_DELETED, "DELETE FROM marks")
    assert library.refused("TRUNCATE marks")[0] == "23514"
    library.run("UPDATE shelves SET name = 'Z'")


def test_rows_that_are_only_added(library: Running) -> None:
    library.run("INSERT INTO entries (text) VALUES ('one')")
    library.breaks("Entry", Form.APPEND_ONLY, "UPDATE entries SET text = 'two'")
    library.breaks("Entry", Form.APPEND_ONLY, "DELETE FROM entries")
    assert library.refused("TRUNCATE entries")[0] == "23514"


def test_an_update_that_states_an_old_version_is_refused(library: Running) -> None:
    library.run(LEND)
    library.run("UPDATE loans SET grace = 1, version = 1")
    library.breaks("Loan", Form.OPTIMISTIC, "UPDATE loans SET grace = 2, version = 1")
    library.run("UPDATE loans SET grace = 3")
    assert library.value("SELECT version FROM loans") == 3
