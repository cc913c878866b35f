"""What the database fills in: defaults out of other rows, snapshots, numbers, codes, stamps."""

from __future__ import annotations

import psycopg
import pytest

from database_designer.model.conceptual import Kind
from database_designer.model.physical import Form, RandomCode, SequenceCode
from tests.concepts import attribute, entity, model
from tests.design.helpers import designed, diagnostics, table
from tests.design.running import LOCKED, Running, refused, running

KILN = """
actor: Potter
entities:
  Potter:
    attributes: {name: text}
  Clay:
    attributes: {name: text, price: money, days: 'integer?', seal: 'text?'}
  Batch:
    attributes: {label: text}
  Pot:
    references:
      clay: Clay
      batch: Batch
      made_by: Potter?, default =actor
    attributes:
      price: money, default =clay.price
      twice: money, default =price * 2
      weight: integer, default 3
      day: date, default =today
      clay_price: money, snapshot clay.price
      clay_seal: text?, snapshot clay.seal when weight > 5
      number: integer, numbered per batch from 10
      serial: integer, numbered
      code: code(8), generated 'P-{0000}', unique
      secret: code(6), generated
      fired_at: instant?
      fired_on: date?
    lifecycle:
      state: state
      start: WET
      moves: {WET: [FIRED], FIRED: [WET]}
      stamps: {FIRED: fired_at}
  Plate:
    attributes: {fired_on: date?}
    lifecycle: {state: state, start: [WET, FIRED], moves: any, stamps: {FIRED: fired_on}}
"""
ADD = "INSERT INTO pots (clay_id, batch_id) VALUES (1, 1)"


@pytest.fixture
def kiln(connection: psycopg.Connection) -> Running:
    made = running(KILN, connection)
    made.run("INSERT INTO potters (name) VALUES ('Ada')")
    made.run("INSERT INTO clays (name, price, seal) VALUES ('red', 4.50, 'R')")
    made.run("INSERT INTO batches (label) VALUES ('May'), ('June')")
    return made


def test_a_default_out_of_another_row_fills_what_is_required_and_not_given(kiln: Running) -> None:
    kiln.run(ADD)
    kiln.run("INSERT INTO pots (clay_id, batch_id, price) VALUES (1, 1, 7)")
    assert kiln.connection.execute("SELECT price FROM pots ORDER BY id").fetchall() == [(4.5,), (7,)]
    assert not table(kiln.physical, "pots").column("price").nullable  # type: ignore[union-attr]


def test_what_a_default_reads_is_filled_in_before_it(kiln: Running) -> None:
    kiln.run(ADD)
    assert kiln.value("SELECT twice FROM pots") == 9
    assert kiln.kept("Pot.price", Form.DEFAULT).objects == ("fill1_pots_price",)
    assert kiln.kept("Pot.twice", Form.DEFAULT).objects == ("fill2_pots_twice",)


def test_the_actor_is_a_default_where_somebody_acts(kiln: Running) -> None:
    kiln.run(ADD)
    kiln.run("SET app.actor = '1'")
    kiln.run(ADD)
    assert kiln.connection.execute("SELECT made_by_id FROM pots ORDER BY id").fetchall() == [(None,), (1,)]


def test_a_snapshot_is_taken_at_creation_whatever_is_given_and_stays(kiln: Running) -> None:
    kiln.run("INSERT INTO pots (clay_id, batch_id, clay_price) VALUES (1, 1, 99)")
    kiln.run("UPDATE clays SET price = 5")
    assert kiln.value("SELECT clay_price FROM pots") == 4.5
    kiln.breaks("Pot.clay_price", Form.IMMUTABLE, "UPDATE pots SET clay_price = 5")


def test_a_snapshot_under_a_condition(kiln: Running) -> None:
    kiln.run("INSERT INTO pots (clay_id, batch_id, weight) VALUES (1, 1, 5), (1, 1, 6)")
    assert kiln.connection.execute("SELECT clay_seal FROM pots ORDER BY id").fetchall() == [(None,), ("R",)]


def test_numbers_are_counted_for_each_row_pointed_to_without_gaps(kiln: Running) -> None:
    kiln.run("BEGIN")
    kiln.run(ADD)
    kiln.run("ROLLBACK")
    kiln.run(ADD)
    kiln.run("INSERT INTO pots (clay_id, batch_id, number) VALUES (1, 1, 500), (1, 2, 500)")
    found = kiln.connection.execute("SELECT batch_id, number, serial FROM pots ORDER BY id").fetchall()
    assert found == [(1, 10, 1), (1, 11, 2), (2, 10, 3)]
    kiln.breaks("Pot.number", Form.IMMUTABLE, "UPDATE pots SET number = 12 WHERE number = 11")


def test_who_takes_a_number_waits_for_the_one_before(kiln: Running) -> None:
    with kiln.another() as first, kiln.another() as second:
        first.execute(ADD.encode())
        assert refused(second, ADD)[0] == LOCKED
        first.execute("ROLLBACK")
    kiln.run(ADD)
    assert kiln.value("SELECT number FROM pots") == 10


@pytest.mark.parametrize("isolation", ["READ COMMITTED", "REPEATABLE READ"])
def test_no_number_is_given_twice(kiln: Running, isolation: str) -> None:
    with kiln.another(isolation) as other:
        other.execute("SELECT 1 FROM pots")
        kiln.run(ADD)
        if isolation == "REPEATABLE READ":
            assert refused(other, ADD)[0] == "40001"
        else:
            other.execute(ADD.encode())
            other.execute("COMMIT")
            assert kiln.value("SELECT max(number) FROM pots") == 11


def test_codes_count_up_or_are_random(kiln: Running) -> None:
    kiln.run(ADD)
    kiln.run(ADD)
    assert [r[0] for r in kiln.connection.execute("SELECT code FROM pots ORDER BY id")] == ["P-0001", "P-0002"]
    secrets = [r[0] for r in kiln.connection.execute("SELECT secret FROM pots")]
    assert {len(s) for s in secrets} == {6} and len(set(secrets)) == 2


def test_a_stamp_is_set_each_time_its_state_is_entered(kiln: Running) -> None:
    kiln.run(ADD)
    assert kiln.value("SELECT fired_at FROM pots") is None
    kiln.run("UPDATE pots SET state = 'FIRED', fired_at = '2001-01-01'")
    first = kiln.value("SELECT fired_at FROM pots")
    assert first.year > 2001
    kiln.run("UPDATE pots SET weight = 8")
    kiln.run("UPDATE pots SET state = 'WET'")
    assert kiln.value("SELECT fired_at FROM pots") == first
    kiln.run("UPDATE pots SET state = 'FIRED'")
    assert kiln.value("SELECT fired_at FROM pots") > first


def test_a_stamp_is_set_at_creation_in_its_state_too(kiln: Running) -> None:
    kiln.run("INSERT INTO plates (state) VALUES ('FIRED'), ('WET')")
    found = kiln.connection.execute("SELECT fired_on = current_date FROM plates ORDER BY id").fetchall()
    assert found == [(True,), (None,)]


def test_codes_are_made_by_a_sequence_of_their_own_or_at_random() -> None:
    codes = (
        attribute("number", Kind.CODE, length=9, generated="R{000}x"),
        attribute("code", Kind.CODE, length=6, generated=""),
        attribute("word", generated=""),
    )
    physical = designed(model(entity("Reef", *codes)))
    found = {c.name: c.default for c in table(physical, "reefs").columns}
    assert found["number"] == SequenceCode(sequence="seq_reefs_number", before="R", width=3, after="x")
    assert (found["code"], found["word"]) == (RandomCode(length=6), RandomCode(length=10))
    assert [s.name for s in physical.sequences] == ["seq_reefs_number"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (attribute("code", generated="R-{year}"), "makes up no text like that"),
        (attribute("code", Kind.BOOLEAN, generated=""), "makes up no boolean"),
        (attribute("code", Kind.CODE, length=4, generated="REEF-{00}"), "more than 4 characters"),
        (attribute("code", Kind.CODE, length=8, generated="", matches=r"^\d+$"), "does not match"),
    ],
)
def test_codes_that_cannot_be_made_up_are_told(code: object, reason: str) -> None:
    found = diagnostics(model(entity("Reef", code)))
    assert [d.code for d in found] == ["rule-not-kept"] and reason in found[0].fact
