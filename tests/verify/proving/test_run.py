"""Accepted, rejected and result probes, and the mutation of each: run, judged, and rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.verify.proving.rooms import COUNTED, TOUCH, Lifts, bench, scenario

from database_designer.model.proof import Outcome, Probe, ProbeKind
from database_designer.verify import Server
from database_designer.verify.proving.bench import Bench
from database_designer.verify.proving.run import run_scenario
from database_designer.verify.proving.scenario import Scenario

GUEST = "INSERT INTO guests VALUES (1, 7, 'a');"
SECOND = "INSERT INTO guests VALUES (2, 7, 'b');"
NO_TRIGGER = Lifts("DROP TRIGGER check_guests_seats ON guests;")


@pytest.fixture(scope="module")
def rooms(server: Server) -> Iterator[Bench]:
    with bench(server, COUNTED.format(lock=TOUCH)) as made:
        yield made


def run(rooms: Bench, trial: Scenario, lifts: Lifts = NO_TRIGGER) -> tuple[Probe, ...]:
    return run_scenario(rooms.connection, trial, lifts)


def found(probes: tuple[Probe, ...]) -> list[tuple[str, str]]:
    return [(str(p.kind), str(p.outcome)) for p in probes]


def test_what_keeps_the_rule_is_accepted_and_nothing_of_it_is_left(rooms: Bench) -> None:
    probes = run(rooms, scenario(ProbeKind.ACCEPTED, GUEST))
    assert found(probes) == [("accepted", "passed")]
    assert rooms.connection.execute("SELECT count(*) FROM guests").fetchone() == (0,)


def test_a_refusal_at_commit_is_one_too_and_without_the_rule_there_is_none(rooms: Bench) -> None:
    probes = run(rooms, scenario(ProbeKind.REJECTED, GUEST, SECOND, sqlstate="23514", constraint="ck_guests_seats"))
    assert found(probes) == [("rejected", "passed"), ("mutation", "passed")]
    assert [p.facts for p in probes] == [("23514 ck_guests_seats",), ("then it is accepted",)]


def test_the_rows_of_the_setup_are_checked_before_the_act(rooms: Bench) -> None:
    """Deferred checks of the setup do not wait for the act, which may mend what the setup broke."""
    trial = scenario(
        ProbeKind.ACCEPTED,
        "DELETE FROM guests WHERE id = 2;",
        setup=("INSERT INTO rooms VALUES (7, 1);", GUEST, SECOND),
    )
    (probe,) = run(rooms, trial)
    assert probe.outcome == Outcome.SKIPPED
    assert probe.facts[0].startswith("rows could not be made: a room holds as many guests as it has seats (23514")


def test_a_wrong_reason_is_no_refusal_by_the_rule(rooms: Bench) -> None:
    trial = scenario(
        ProbeKind.REJECTED, "INSERT INTO guests VALUES (1, 8);", sqlstate="23514", constraint="ck_guests_seats"
    )
    (probe,) = run(rooms, trial)
    assert probe.outcome == Outcome.FAILED
    assert probe.facts[0].startswith("expected 23514 ck_guests_seats, got: ")
    assert probe.facts[0].endswith("(23503 fk_guests_room)")
    assert probe.facts[1] == "statement: INSERT INTO guests VALUES (1, 8);"


def test_what_should_be_refused_and_is_not_fails(rooms: Bench) -> None:
    (probe,) = run(rooms, scenario(ProbeKind.REJECTED, GUEST, sqlstate="23514"))
    assert (probe.outcome, probe.facts) == (Outcome.FAILED, ("it was accepted",))


def test_what_should_be_accepted_and_is_refused_fails(rooms: Bench) -> None:
    (probe,) = run(rooms, scenario(ProbeKind.ACCEPTED, "INSERT INTO rooms VALUES (8, 0);"))
    assert probe.outcome == Outcome.FAILED
    assert "ck_rooms_seats" in probe.facts[0]


@pytest.mark.parametrize("sqlstate", ["23001", "23503"])
def test_a_restricted_deletion_has_one_code_up_to_17_and_another_since(rooms: Bench, sqlstate: str) -> None:
    trial = scenario(
        ProbeKind.REJECTED,
        "DELETE FROM rooms WHERE id = 7;",
        setup=("INSERT INTO rooms VALUES (7, 1);", GUEST),
        sqlstate=sqlstate,
    )
    probes = run(rooms, trial, Lifts("ALTER TABLE guests DROP CONSTRAINT fk_guests_room;"))
    assert found(probes) == [("rejected", "passed"), ("mutation", "passed")]


def test_not_null_names_its_column(rooms: Bench) -> None:
    trial = scenario(
        ProbeKind.REJECTED, "INSERT INTO guests VALUES (1, NULL);", sqlstate="23502", constraint="guests.room_id"
    )
    probes = run(rooms, trial, Lifts("ALTER TABLE guests ALTER COLUMN room_id DROP NOT NULL;"))
    assert found(probes) == [("rejected", "passed"), ("mutation", "passed")]


def test_a_result_is_asked_for_after_the_act(rooms: Bench) -> None:
    holds = "SELECT kind = 'plain' FROM rooms WHERE id = 8"
    trial = scenario(ProbeKind.RESULT, "INSERT INTO rooms VALUES (8, 1);", holds=holds)
    probes = run(rooms, trial, Lifts("ALTER TABLE rooms ALTER COLUMN kind SET DEFAULT 'other';"))
    assert found(probes) == [("result", "passed"), ("mutation", "passed")]
    wrong = scenario(
        ProbeKind.RESULT, "INSERT INTO rooms VALUES (8, 1);", holds="SELECT kind = 'odd' FROM rooms WHERE id = 8"
    )
    (probe,) = run(rooms, wrong)
    assert probe.outcome == Outcome.FAILED


def test_no_row_is_not_true(rooms: Bench) -> None:
    (probe,) = run(rooms, scenario(ProbeKind.RESULT, "SELECT 1;", holds="SELECT true FROM rooms WHERE id = 9"))
    assert probe.outcome == Outcome.FAILED


def test_a_rejected_probe_that_cannot_fail_is_found(rooms: Bench) -> None:
    """Without the rule the act ends with an error that no rule gives: so it never showed the rule at all."""
    trial = scenario(ProbeKind.REJECTED, GUEST, "INSERT INTO guests VALUES (1, 7, 'b');", sqlstate="23505")
    _, mutation = run(rooms, trial)
    assert mutation.outcome == Outcome.FAILED
    assert mutation.facts[0].startswith("it is refused without the rule too")
    assert mutation.facts[0].endswith("(23505 guests_pkey)")


def test_a_result_probe_that_cannot_fail_is_found(rooms: Bench) -> None:
    _, mutation = run(rooms, scenario(ProbeKind.RESULT, GUEST, holds="SELECT count(*) = 1 FROM guests"))
    assert mutation.outcome == Outcome.FAILED
    assert mutation.facts == ("the same comes about without the rule: the probe cannot fail",)


TWICE = "INSERT INTO guests VALUES (2, 7, 'a');"
NO_BADGE = "ALTER TABLE guests DROP CONSTRAINT uq_guests_badge;"
NO_SEATS = "DROP TRIGGER check_guests_seats ON guests;"


def test_another_rule_that_refuses_the_same_is_named(rooms: Bench) -> None:
    trial = scenario(ProbeKind.REJECTED, GUEST, TWICE, sqlstate="23505", constraint="uq_guests_badge")
    _, mutation = run(rooms, trial, Lifts(NO_BADGE, ck_guests_seats=NO_SEATS))
    assert mutation.outcome == Outcome.PASSED
    assert mutation.facts == ("then ck_guests_seats refuses it, which keeps Ck_Guests_Seats",)


def test_a_rule_that_stands_in_the_way_is_lifted(rooms: Bench) -> None:
    """Another rule refuses first what this one has to refuse too: it is shown without the other."""
    trial = scenario(ProbeKind.REJECTED, GUEST, TWICE, sqlstate="23514", constraint="ck_guests_seats")
    probe, mutation = run(rooms, trial, Lifts(NO_SEATS, uq_guests_badge=NO_BADGE))
    assert probe.outcome == Outcome.PASSED
    assert probe.facts == ("23514 ck_guests_seats", "Uq_Guests_Badge refuses it first: this is without that")
    assert mutation.facts == ("then it is accepted",)
    assert mutation.statements == (NO_BADGE, NO_SEATS)


def test_what_changes_no_row_is_not_accepted(rooms: Bench) -> None:
    """A trigger that answers with NULL lets a statement end well, and nothing happens."""
    (probe,) = run(rooms, scenario(ProbeKind.ACCEPTED, GUEST, "DELETE FROM guests WHERE id = 9;"))
    assert probe.outcome == Outcome.FAILED
    assert probe.facts == ("it changed no row: DELETE FROM guests WHERE id = 9;",)


def test_what_cannot_be_lifted_is_not_proven(rooms: Bench) -> None:
    trial = scenario(ProbeKind.REJECTED, GUEST, SECOND, sqlstate="23514")
    _, mutation = run(rooms, trial, Lifts("DROP TRIGGER other ON guests;"))
    assert mutation.outcome == Outcome.SKIPPED
    _, mutation = run(rooms, trial, Lifts(unknown="check_other"))
    assert (mutation.outcome, mutation.facts) == (Outcome.FAILED, ("check_other is not in the design",))


def test_rows_that_could_not_be_made_prove_nothing(rooms: Bench) -> None:
    (probe,) = run(rooms, scenario(ProbeKind.ACCEPTED, obstacle="no value satisfies it"))
    assert (probe.outcome, probe.facts) == (Outcome.SKIPPED, ("no value satisfies it",))
