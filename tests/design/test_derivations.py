"""Derived values that are stored: right whoever changes what they are made from."""

from __future__ import annotations

import psycopg
import pytest

from database_designer.model.physical import Form
from tests.design.running import Running, refused, running

FESTIVAL = """
entities:
  Festival:
    attributes:
      name: text
      bonus: 'integer, default 0'
      sold: integer, equals sum(stages, sold)
      tickets: integer, equals sold + bonus
    concurrency: optimistic
  Stage:
    references: {festival: Festival}
    attributes:
      name: text
      price: money
      sold: integer, equals sum(shows, seats where cancelled = false)
      best: integer?, equals max(shows, seats)
      income: money, equals sold * price
      festival_name: text, equals festival.name
  Show:
    references: {stage: 'Stage?'}
    attributes: {seats: integer, cancelled: 'boolean, default false', half: 'decimal(10,1), equals seats / 2'}
"""


@pytest.fixture
def festival(connection: psycopg.Connection) -> Running:
    made = running(FESTIVAL, connection)
    made.run("INSERT INTO festivals (name) VALUES ('Dawn'), ('Dusk')")
    made.run("INSERT INTO stages (festival_id, name, price) VALUES (1, 'Lawn', 2), (1, 'Barn', 3)")
    made.run("INSERT INTO shows (stage_id, seats) VALUES (1, 10), (1, 20), (2, 5)")
    return made


def sold(running: Running) -> list[int]:
    return [row[0] for row in running.connection.execute("SELECT sold FROM stages ORDER BY id")]


def totals(running: Running) -> list[tuple[int, int]]:
    return [(a, b) for a, b in running.connection.execute("SELECT sold, tickets FROM festivals ORDER BY id")]


def test_a_sum_follows_rows_that_come_change_move_and_go(festival: Running) -> None:
    assert sold(festival) == [30, 5]
    festival.run("UPDATE shows SET seats = 11 WHERE id = 1")
    assert sold(festival) == [31, 5]
    festival.run("UPDATE shows SET stage_id = 2 WHERE id = 1")
    assert sold(festival) == [20, 16]
    festival.run("UPDATE shows SET cancelled = true WHERE id = 2")
    assert sold(festival) == [0, 16]
    festival.run("DELETE FROM shows WHERE id = 1")
    assert sold(festival) == [0, 5]
    festival.run("UPDATE shows SET stage_id = NULL")
    assert sold(festival) == [0, 0]
    assert festival.value("SELECT best FROM stages WHERE id = 2") is None


def test_what_is_derived_from_derived_values_follows_too(festival: Running) -> None:
    assert totals(festival) == [(35, 35), (0, 0)]
    festival.run("UPDATE stages SET festival_id = 2 WHERE id = 2")
    assert totals(festival) == [(30, 30), (5, 5)]
    festival.run("UPDATE festivals SET bonus = 4 WHERE id = 2")
    assert totals(festival)[1] == (5, 9)
    assert festival.value("SELECT income FROM stages WHERE id = 1") == 60


def test_what_stands_beyond_a_reference_follows(festival: Running) -> None:
    festival.run("UPDATE festivals SET name = 'Noon' WHERE id = 1")
    festival.run("UPDATE stages SET festival_id = 2 WHERE id = 2")
    found = festival.connection.execute("SELECT festival_name FROM stages ORDER BY id").fetchall()
    assert found == [("Noon",), ("Dusk",)]


def test_nobody_else_sets_a_derived_value(festival: Running) -> None:
    festival.run("UPDATE stages SET sold = 99, festival_name = 'x' WHERE id = 1")
    assert sold(festival) == [30, 5]
    assert festival.value("SELECT festival_name FROM stages WHERE id = 1") == "Dawn"
    festival.run("INSERT INTO stages (festival_id, name, price, sold) VALUES (2, 'Pier', 1, 7)")
    assert sold(festival) == [30, 5, 0]


def test_rows_that_are_summed_up_are_not_truncated(festival: Running) -> None:
    assert festival.refused("TRUNCATE shows")[0] == "23514"


def test_a_required_value_may_be_unset_where_nothing_is_there_to_make_it_from(connection: psycopg.Connection) -> None:
    made = running(FESTIVAL.replace("best: integer?,", "best: integer,"), connection)
    made.run("INSERT INTO festivals (name) VALUES ('Dawn')")
    made.run("INSERT INTO stages (festival_id, name, price) VALUES (1, 'Lawn', 2)")
    assert made.value("SELECT best FROM stages") is None


def test_what_one_row_decides_is_a_generated_column(festival: Running) -> None:
    assert festival.kept("Show.half", Form.EQUALS).objects == ("shows.half",)


def test_a_derived_value_is_no_change_that_somebody_missed(festival: Running) -> None:
    version = festival.value("SELECT version FROM festivals WHERE id = 1")
    festival.run("UPDATE shows SET seats = 100 WHERE id = 1")
    festival.run(f"UPDATE festivals SET name = 'Noon', version = {version} WHERE id = 1")
    enforcement = festival.kept("Festival", Form.OPTIMISTIC)
    stale = f"UPDATE festivals SET name = 'Morning', version = {version} WHERE id = 1"
    assert festival.refused(stale) == (enforcement.sqlstate, enforcement.constraint)


@pytest.mark.parametrize("isolation", ["READ COMMITTED", "REPEATABLE READ"])
def test_two_that_add_to_one_sum_are_both_in_it(festival: Running, isolation: str) -> None:
    adding = "INSERT INTO shows (stage_id, seats) VALUES (1, 1)"
    with festival.another(isolation) as other:
        other.execute("SELECT sum(seats) FROM shows")
        festival.run(adding)
        if isolation == "REPEATABLE READ":
            assert refused(other, adding)[0] == "40001"
        else:
            other.execute(adding.encode())
            other.execute("COMMIT")
            assert sold(festival)[0] == 32


@pytest.mark.parametrize("isolation", ["READ COMMITTED", "REPEATABLE READ"])
def test_a_row_that_comes_while_what_it_reads_changes(festival: Running, isolation: str) -> None:
    adding = "INSERT INTO stages (festival_id, name, price) VALUES (1, 'Pier', 1)"
    with festival.another(isolation) as other:
        other.execute("SELECT 1 FROM festivals")
        festival.run("UPDATE festivals SET name = 'Noon' WHERE id = 1")
        if isolation == "REPEATABLE READ":
            assert refused(other, adding)[0] == "40001"
        else:
            other.execute(adding.encode())
            other.execute("COMMIT")
            assert festival.value("SELECT festival_name FROM stages WHERE name = 'Pier'") == "Noon"
