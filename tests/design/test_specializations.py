"""Kinds: the row of a subtype is there exactly when its supertype says so."""

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
  Party:
    attributes: {name: text, kind: FIRM | CLUB | HUMAN | OTHER}
    kinds: {by: kind, FIRM: Firm, CLUB: Firm, HUMAN: Human}
  Firm:
    kind_of: Party
    attributes: {register: text}
  Human:
    kind_of: Party
    attributes: {born_on: date}
"""
FIRM = "INSERT INTO parties (id, name, kind) OVERRIDING SYSTEM VALUE VALUES (11, 'a', 'FIRM')"
ITS_ROW = "INSERT INTO firms (id, register) VALUES (11, 'r')"
TO_HUMAN = "UPDATE parties SET kind = 'HUMAN' WHERE id = 11"


@pytest.fixture
def parties(connection: psycopg.Connection) -> Running:
    made = running(MODEL, connection)
    made.run(f"BEGIN; {FIRM}; {ITS_ROW}; COMMIT")
    made.run("INSERT INTO parties (id, name, kind) OVERRIDING SYSTEM VALUE VALUES (12, 'b', 'OTHER')")
    return made


@pytest.mark.parametrize(
    ("sql", "detail"),
    [
        ("INSERT INTO parties (name, kind) VALUES ('c', 'FIRM')", ("Firm", "exists")),
        ("UPDATE parties SET kind = 'HUMAN' WHERE id = 12", ("Human", "exists")),
        ("DELETE FROM firms WHERE id = 11", ("Firm", "exists")),
        ("INSERT INTO firms (id, register) VALUES (12, 'r')", ("Firm", "only")),
        ("INSERT INTO humans (id, born_on) VALUES (11, '2000-01-01')", ("Human", "only")),
        ("UPDATE parties SET kind = 'OTHER' WHERE id = 11", ("Firm", "only")),
    ],
)
def test_both_rows_are_there_or_neither(parties: Running, sql: str, detail: tuple[str, str]) -> None:
    parties.breaks("Party", Form.KINDS, sql, *detail)


def test_two_values_may_lead_to_one_kind(parties: Running) -> None:
    parties.run("UPDATE parties SET kind = 'CLUB' WHERE id = 11")
    assert parties.value("SELECT firm_key FROM parties WHERE id = 11") == 11


def test_a_kind_changes_within_one_transaction(parties: Running) -> None:
    parties.run(f"BEGIN; {TO_HUMAN}; INSERT INTO humans VALUES (11, '2000-01-01'); DELETE FROM firms; COMMIT")
    assert parties.value("SELECT count(*) FROM firms") == 0


def test_a_kind_goes_with_its_row(parties: Running) -> None:
    parties.run("DELETE FROM parties WHERE id = 11")
    assert parties.value("SELECT count(*) FROM firms") == 0


def test_kinds_that_overlap_need_nothing_but_the_row_of_the_supertype() -> None:
    physical = model_of(MODEL.replace("by: kind,", "by: kind, overlapping: true,"))
    found = [(e.detail, e.objects) for e in physical.enforcements if e.form == Form.KINDS]
    assert found == [(("Firm", "of"), ("fk_firms_id",)), (("Human", "of"), ("fk_humans_id",))]


@pytest.fixture(scope="module")
def bench(server: Server) -> Iterator[Bench]:
    with bench_of(server, MODEL) as made:
        yield made


EXACTLY = (
    "SELECT NOT EXISTS (SELECT FROM parties p FULL JOIN firms f ON f.id = p.id"
    " WHERE (p.kind IN ('FIRM', 'CLUB')) IS DISTINCT FROM (f.id IS NOT NULL))"
)


@pytest.mark.parametrize(
    ("before", "act", "rival"),
    [
        pytest.param(
            (FIRM, ITS_ROW),
            ("DELETE FROM firms WHERE id = 11", "UPDATE parties SET kind = 'OTHER' WHERE id = 11"),
            ("UPDATE parties SET kind = 'CLUB' WHERE id = 11",),
            id="the kind ends while another one is given",
        ),
        pytest.param(
            (FIRM.replace("FIRM", "OTHER"),),
            ("UPDATE parties SET kind = 'FIRM' WHERE id = 11", ITS_ROW),
            (ITS_ROW, "UPDATE parties SET kind = 'CLUB' WHERE id = 11"),
            id="both make the row of the kind",
        ),
    ],
)
def test_two_sessions_leave_no_half(
    bench: Bench, before: tuple[str, ...], act: tuple[str, ...], rival: tuple[str, ...]
) -> None:
    held, facts = holds(bench, before, act, rival, EXACTLY)
    assert held, facts
