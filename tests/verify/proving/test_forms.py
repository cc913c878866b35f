"""What is tried of each form of rule: trials by their shape; that they prove the rules is shown in tests/forms."""

from __future__ import annotations

from functools import cache

import pytest
from tests.verify.proving.worlds import designed

from database_designer.model.design import Design
from database_designer.model.physical import Form
from database_designer.model.proof import ProbeKind
from database_designer.verify.proving.forms import FORMS, all_scenarios, scenarios
from database_designer.verify.proving.scenario import Scenario

OBSERVATORY = """
model: Observatory
actor: Astronomer
entities:
  Astronomer:
    attributes: {name: text, senior: boolean}
  Telescope:
    attributes:
      name: 'text, unique ignoring case'
      aperture: decimal(6,2) m > 0
      seats: integer between 1 and 20
      bookings: 'integer, equals count(sessions where state = PLANNED)'
    lifecycle:
      state: condition
      start: WORKING
      moves: {WORKING: [BROKEN, RETIRED], BROKEN: [WORKING]}
      frozen: {RETIRED: [name]}
  Session:
    references: {telescope: Telescope, astronomer: 'Astronomer, immutable'}
    attributes:
      begins_at: instant
      ends_at: instant
      number: integer, numbered per telescope from 1
      aperture: 'decimal(6,2), snapshot telescope.aperture'
      remark: text?
    lifecycle:
      state: state
      start: PLANNED
      moves: {PLANNED: [HELD, DROPPED]}
      requires: {DROPPED: [remark]}
      frozen: {DROPPED: [remark]}
    rules:
      lasts: {always: ends_at > begins_at}
      one_at_a_time: {no_overlap: [begins_at, ends_at], per: telescope, where: state = PLANNED}
      room: {at_most: telescope.seats, per: telescope, where: state = PLANNED}
      on_a_working_one: {before: [create, change(telescope)], require: telescope.condition = WORKING}
      noted:
        after: enter(DROPPED)
        create: {Note: {session: =this, text: 'Dropped: {remark}'}}
    deletion: never
  Note:
    references: {session: {to: Session, each_has: 0..3}}
    attributes: {text: text}
    history: append_only
"""


@cache
def observatory() -> Design:
    return designed(OBSERVATORY)


@cache
def trials() -> tuple[Scenario, ...]:
    return all_scenarios(observatory())


def of(element: str, form: Form, kind: ProbeKind) -> tuple[Scenario, ...]:
    return tuple(
        s for s in trials() if s.enforcement.element == element and s.enforcement.form == form and s.kind == kind
    )


def test_every_form_of_rule_has_its_trials() -> None:
    assert set(FORMS) == set(Form)


def test_rows_are_found_for_everything_that_is_tried() -> None:
    assert [(s.enforcement.element, s.what, s.obstacle) for s in trials() if s.obstacle] == []


def test_every_rule_that_is_kept_is_tried() -> None:
    tried = {(s.enforcement.element, s.enforcement.what) for s in trials()}
    kept = {(e.element, e.what) for e in observatory().physical.enforcements if e.objects}
    assert tried == kept


def test_the_same_design_is_tried_in_the_same_way() -> None:
    assert all_scenarios(observatory()) == trials()


def test_one_rule_is_tried_as_among_all() -> None:
    room = next(e for e in observatory().physical.enforcements if e.element == "Session.room")
    assert [s.what for s in scenarios(room, observatory())] == [s.what for s in trials() if s.enforcement == room]


def test_what_is_refused_says_how_and_has_something_to_try() -> None:
    refused = [s for s in trials() if s.kind == ProbeKind.REJECTED]
    assert all(s.act and s.sqlstate and not s.rival for s in refused)


def test_results_and_races_say_what_has_to_hold() -> None:
    for scenario in trials():
        if scenario.kind == ProbeKind.RESULT:
            assert scenario.holds.startswith("SELECT "), scenario.what
        if scenario.kind == ProbeKind.RACE:
            assert scenario.act and scenario.rival, scenario.what
            assert scenario.holds or scenario.order_matters or scenario.only_one, scenario.what


@pytest.mark.parametrize(
    ("element", "form"),
    [
        ("Telescope.name", Form.UNIQUE),
        ("Telescope.bookings", Form.EQUALS),
        ("Telescope.condition", Form.MOVES),
        ("Telescope.condition", Form.FROZEN),
        ("Session.number", Form.NUMBERED),
        ("Session.one_at_a_time", Form.NO_OVERLAP),
        ("Session.room", Form.BOUND),
        ("Session.on_a_working_one", Form.GUARD),
        ("Session.telescope", Form.REFERENCE),
        ("Note.session", Form.EACH_HAS),
    ],
)
def test_what_reads_other_rows_is_raced(element: str, form: Form) -> None:
    assert of(element, form, ProbeKind.RACE)


def test_the_edges_of_a_condition_are_tried() -> None:
    what = [s.what for s in of("Telescope.seats", Form.CHECK, ProbeKind.REJECTED)]
    assert what == [
        "a row is created with 0 as seats",
        "seats becomes 0",
        "a row is created with 21 as seats",
        "seats becomes 21",
    ]


def test_upper_and_lower_case_make_no_difference_where_they_are_said_to_make_none() -> None:
    (folded,) = (s for s in of("Telescope.name", Form.UNIQUE, ProbeKind.REJECTED) if "lower case" in s.what)
    assert folded.setup[-1] != folded.act[-1]
    assert folded.setup[-1].split("VALUES")[0] == folded.act[-1].split("VALUES")[0]


def test_periods_are_tried_back_to_back() -> None:
    (taken,) = (s for s in of("Session.one_at_a_time", Form.NO_OVERLAP, ProbeKind.ACCEPTED) if "begins where" in s.what)
    assert any(s.startswith("INSERT INTO sessions") for s in taken.act)


def test_what_a_row_needs_is_made_before_and_the_row_itself_is_tried() -> None:
    first = of("Session.on_a_working_one", Form.GUARD, ProbeKind.REJECTED)[0]
    assert any(s.startswith("INSERT INTO telescopes") for s in first.setup)
    assert [s.split(" (")[0] for s in first.act] == ["INSERT INTO sessions"]


def test_a_guard_may_only_come_before_the_change_of_what_it_reads() -> None:
    assert all(s.order_matters for s in of("Session.on_a_working_one", Form.GUARD, ProbeKind.RACE))


def test_of_two_moves_that_exclude_each_other_one_is_made() -> None:
    assert all(s.only_one for s in of("Telescope.condition", Form.MOVES, ProbeKind.RACE))


def test_what_triggers_would_refuse_first_is_tried_with_the_triggers_off() -> None:
    missing = next(s for s in of("Session.telescope", Form.REFERENCE, ProbeKind.REJECTED) if "exist" in s.what)
    assert missing.act[0] == "ALTER TABLE sessions DISABLE TRIGGER USER;"
    assert missing.act[-1].startswith("UPDATE sessions SET telescope_id = ")


def test_moves_are_tried_both_ways() -> None:
    taken = {s.what for s in of("Telescope.condition", Form.MOVES, ProbeKind.ACCEPTED)}
    refused = {s.what for s in of("Telescope.condition", Form.MOVES, ProbeKind.REJECTED)}
    assert taken == {"WORKING becomes BROKEN", "WORKING becomes RETIRED", "BROKEN becomes WORKING"}
    assert "RETIRED becomes WORKING" in refused
    assert not taken & refused
