"""What a state freezes: columns, deletion, and the rows that are parts of the row."""

from __future__ import annotations

import psycopg
import pytest

from database_designer.model.physical import Form
from tests.design.running import LOCKED, Running, refused, running

SCORES = """
entities:
  Ensemble:
    attributes: {name: text}
  Programme:
    references: {ensemble: Ensemble}
    attributes:
      title: text
      pages: integer
      sent_at: instant?
      settled_at: instant?
      reason: text?
      minutes: integer, equals sum(pieces, minutes)
      phones: phone, many
    links: {themes: Theme}
    lifecycle:
      state: status
      start: DRAFT
      moves: {DRAFT: [SENT], SENT: [DRAFT, SETTLED, VOID]}
      requires: {VOID: [reason]}
      stamps: {SENT: sent_at, SETTLED: settled_at}
      frozen: {SENT: [title, reason, pieces], SETTLED: all}
  Piece:
    part_of: {programme: Programme, back: pieces}
    attributes: {name: text, minutes: 'integer, default 5'}
  Theme:
    attributes: {name: text}
  Ticket:
    references: {programme: Programme}
    attributes: {seat: text}
"""


@pytest.fixture
def scores(connection: psycopg.Connection) -> Running:
    made = running(SCORES, connection)
    made.run("INSERT INTO ensembles (name) VALUES ('Trio')")
    made.run("INSERT INTO programmes (ensemble_id, title, pages) VALUES (1, 'May', 2), (1, 'June', 2)")
    made.run("INSERT INTO pieces (programme_id, name) VALUES (1, 'Aria'), (2, 'Rondo')")
    made.run("INSERT INTO themes (name) VALUES ('Spring')")
    return made


def test_a_frozen_column_changes_before_the_state_and_not_in_it(scores: Running) -> None:
    scores.run("UPDATE programmes SET title = 'Maytime', status = 'SENT' WHERE id = 1")
    scores.breaks("Programme.status", Form.FROZEN, "UPDATE programmes SET title = 'M' WHERE id = 1", "SENT", "title")
    scores.run("UPDATE programmes SET pages = 3, title = 'Maytime' WHERE id = 1")
    scores.run("UPDATE programmes SET title = 'June concert' WHERE id = 2")


def test_parts_do_not_come_change_or_go_while_the_whole_is_frozen(scores: Running) -> None:
    scores.run("UPDATE programmes SET status = 'SENT' WHERE id = 1")
    for statement in (
        "INSERT INTO pieces (programme_id, name) VALUES (1, 'Gigue')",
        "UPDATE pieces SET name = 'Air' WHERE id = 1",
        "DELETE FROM pieces WHERE id = 1",
        "UPDATE pieces SET programme_id = 2 WHERE id = 1",
        "UPDATE pieces SET programme_id = 1 WHERE id = 2",
    ):
        scores.breaks("Programme.status", Form.FROZEN, statement, "SENT", "pieces")
    scores.run("UPDATE pieces SET name = 'Rondeau' WHERE id = 2")
    scores.run("INSERT INTO tickets (programme_id, seat) VALUES (1, 'A1')")


def test_all_is_what_the_row_says_what_it_points_to_its_parts_and_its_deletion(scores: Running) -> None:
    scores.run("UPDATE programmes SET status = 'SENT' WHERE id = 1")
    scores.run("UPDATE programmes SET status = 'SETTLED' WHERE id = 1")
    scores.breaks("Programme.status", Form.FROZEN, "UPDATE programmes SET pages = 3 WHERE id = 1", "SETTLED", "all")
    scores.breaks("Programme.status", Form.FROZEN, "DELETE FROM programmes WHERE id = 1", "SETTLED", "deletion")
    scores.breaks("Programme.status", Form.FROZEN, "DELETE FROM pieces WHERE id = 1", "SETTLED", "pieces")
    link = "INSERT INTO programme_themes (programme_id, theme_id) VALUES (1, 1)"
    scores.breaks("Programme.status", Form.FROZEN, link, "SETTLED", "themes")
    phone = "INSERT INTO programme_phones (programme_id, phone) VALUES (1, '123')"
    scores.breaks("Programme.status", Form.FROZEN, phone, "SETTLED", "phones")
    scores.run("DELETE FROM programmes WHERE id = 2")


def test_a_state_may_need_what_the_one_before_froze(scores: Running) -> None:
    scores.run("UPDATE programmes SET status = 'SENT' WHERE id = 1")
    scores.breaks("Programme.status", Form.FROZEN, "UPDATE programmes SET reason = 'r' WHERE id = 1", "SENT", "reason")
    scores.run("UPDATE programmes SET status = 'VOID', reason = 'rain' WHERE id = 1")


def test_the_parts_go_with_a_whole_that_may_go(scores: Running) -> None:
    scores.run("UPDATE programmes SET status = 'SENT' WHERE id = 1")
    scores.run("DELETE FROM programmes WHERE id = 1")
    assert scores.value("SELECT count(*) FROM pieces") == 1


def test_what_is_derived_from_other_rows_is_no_change(scores: Running) -> None:
    assert scores.value("SELECT minutes FROM programmes WHERE id = 1") == 5
    scores.run("UPDATE pieces SET minutes = 7 WHERE id = 1")
    assert scores.value("SELECT minutes FROM programmes WHERE id = 1") == 7


def test_a_part_that_comes_first_is_waited_for(scores: Running) -> None:
    send = "UPDATE programmes SET status = 'SENT' WHERE id = 1"
    with scores.another() as other:
        other.execute("INSERT INTO pieces (programme_id, name) VALUES (1, 'Gigue')")
        scores.run("SET lock_timeout = '100ms'")
        assert scores.refused(send)[0] == LOCKED
        other.execute("COMMIT")
    scores.run(send)


@pytest.mark.parametrize(("isolation", "code"), [("READ COMMITTED", "23514"), ("REPEATABLE READ", "40001")])
def test_a_part_that_comes_second_sees_the_state(scores: Running, isolation: str, code: str) -> None:
    with scores.another(isolation) as other:
        other.execute("SELECT count(*) FROM pieces")
        scores.run("UPDATE programmes SET status = 'SENT' WHERE id = 1")
        assert refused(other, "INSERT INTO pieces (programme_id, name) VALUES (1, 'Gigue')")[0] == code


def test_two_parts_that_come_at_once_take_turns(scores: Running) -> None:
    adding = "INSERT INTO pieces (programme_id, name) VALUES (1, 'Gigue')"
    with scores.another() as first, scores.another() as second:
        first.execute(adding.encode())
        assert refused(second, adding)[0] == LOCKED  # and not, after both shared the lock of the whole, a deadlock
        first.execute("COMMIT")
    assert scores.value("SELECT minutes FROM programmes WHERE id = 1") == 10
