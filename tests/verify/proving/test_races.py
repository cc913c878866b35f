"""Races: what holds under concurrency passes, what breaks in any order is found, and no row of it is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from tests.verify.proving.rooms import COUNTED, ROOM, SHARE, TOUCH, bench, scenario

from database_designer.model.proof import Outcome, Probe, ProbeKind
from database_designer.verify import Server
from database_designer.verify.proving.bench import Bench
from database_designer.verify.proving.orders import LEVELS
from database_designer.verify.proving.races import as_steps, run_race
from database_designer.verify.proving.scenario import Scenario
from database_designer.verify.server import server_by_url

GUEST = "INSERT INTO guests VALUES (1, 7);"
RIVAL = "INSERT INTO guests VALUES (2, 7);"
IN_BOUNDS = "SELECT bool_and((SELECT count(*) FROM guests WHERE room_id = r.id) <= r.seats) FROM rooms AS r"


def one_seat(**rest: object) -> Scenario:
    return scenario(ProbeKind.RACE, GUEST, **({"rival": (RIVAL,), "holds": IN_BOUNDS} | rest))


def race(server: Server, lock: str, trial: Scenario) -> Probe:
    with bench(server, COUNTED.format(lock=lock)) as made:
        return run_race(made, trial, deferred=True)


def test_a_count_after_a_write_to_what_both_share_holds(server: Server) -> None:
    probe = race(server, TOUCH, one_seat())
    assert probe.outcome == Outcome.PASSED
    assert probe.facts == (
        "holds in 28 orders at READ COMMITTED and REPEATABLE READ; refused with 23514, 40001; one waited for the other",
    )


@pytest.mark.parametrize(
    ("lock", "levels"),
    [
        ("", {"READ COMMITTED", "REPEATABLE READ"}),
        (SHARE, {"READ COMMITTED", "REPEATABLE READ"}),
        ("PERFORM FROM rooms WHERE id = NEW.room_id FOR UPDATE;", {"REPEATABLE READ"}),
        ("PERFORM pg_advisory_xact_lock(NEW.room_id);", {"REPEATABLE READ"}),
    ],
)
def test_a_count_without_a_write_is_found_broken(server: Server, lock: str, levels: set[str]) -> None:
    """Locks alone do not help at REPEATABLE READ: who waited goes on with the rows it saw before."""
    probe = race(server, lock, one_seat())
    assert probe.outcome == Outcome.FAILED
    assert {level for level in LEVELS if any(f"orders at {level}" in fact for fact in probe.facts)} == levels
    assert all(fact.startswith("the rule is broken in ") for fact in probe.facts)


def test_a_lock_that_a_later_snapshot_passes_by_is_found(server: Server) -> None:
    """A guard that reads without a lock: the one order in which it breaks needs a snapshot from before the other's commit."""
    guard = """
        CREATE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT (SELECT is_open FROM rooms WHERE id = NEW.room_id) THEN
                RAISE EXCEPTION 'closed' USING ERRCODE = '23514', CONSTRAINT = 'ck_open';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER guard BEFORE INSERT ON guests FOR EACH ROW EXECUTE FUNCTION guard();"""
    trial = one_seat(rival=("UPDATE rooms SET is_open = false WHERE id = 7;",), holds="", order_matters=True)
    with bench(server, guard) as made:
        careless = run_race(made, trial, deferred=False)
    with bench(server, guard.replace("BEGIN\n", f"BEGIN {SHARE}\n", 1)) as made:
        careful = run_race(made, trial, deferred=False)
    assert (careless.outcome, careful.outcome) == (Outcome.FAILED, Outcome.PASSED)
    assert careless.facts[0].startswith("both committed, the second session first")


def test_two_that_do_not_meet_prove_nothing(server: Server) -> None:
    setup = (*ROOM, "INSERT INTO rooms VALUES (8, 1);")
    probe = race(server, TOUCH, one_seat(setup=setup, rival=("INSERT INTO guests VALUES (2, 8);",)))
    assert probe.outcome == Outcome.FAILED
    assert probe.facts == ("nobody waited or was refused in any order: the two do not meet",)


def test_it_is_no_race_where_a_session_does_not_pass_alone(server: Server) -> None:
    probe = race(server, TOUCH, one_seat(rival=("INSERT INTO guests VALUES (2, 7), (3, 7);",)))
    assert probe.outcome == Outcome.SKIPPED
    assert "the second session is refused alone" in probe.facts[0]


def test_an_ending_that_no_rule_gives_fails(server: Server) -> None:
    probe = race(server, TOUCH, one_seat(rival=("SELECT 1 / (SELECT seats - 1 FROM rooms WHERE id = 7);",)))
    assert probe.outcome == Outcome.FAILED
    assert "division by zero (22012)" in probe.facts[0]


def test_only_one_may_commit(server: Server) -> None:
    probe = race(server, TOUCH, one_seat(setup=("INSERT INTO rooms VALUES (7, 2);",), holds="", only_one=True))
    assert probe.facts[0].startswith("both committed in 14 of 14 orders at READ COMMITTED, as in: first, ")


def test_a_deadlock_ends_and_lets_nothing_through(server: Server) -> None:
    setup = (*ROOM, "INSERT INTO rooms VALUES (8, 1);")
    up, down = "UPDATE rooms SET seats = 2 WHERE id = 7;", "UPDATE rooms SET seats = 2 WHERE id = 8;"
    trial = scenario(ProbeKind.RACE, up, down, rival=(down, up), setup=setup, holds="SELECT true")
    probe = race(server, TOUCH, trial)
    assert probe.outcome == Outcome.PASSED
    assert "refused with 40001, 40P01; one waited" in probe.facts[0]


def test_rows_that_cannot_be_made_prove_nothing(server: Server) -> None:
    with bench(server) as made:
        probe = run_race(made, one_seat(setup=("INSERT INTO rooms VALUES (1, 1);",)), deferred=False)
        assert probe.outcome == Outcome.SKIPPED
        assert probe.facts[0].startswith("rows could not be made: duplicate key")
        assert run_race(made, one_seat(obstacle="nothing fits"), deferred=False).facts == ("nothing fits",)


def rows(made: Bench) -> list[tuple[object, ...]]:
    return made.connection.execute("SELECT id, seats, touched FROM rooms ORDER BY id").fetchall()


def test_the_rows_of_the_migrations_are_there_again(server: Server) -> None:
    with bench(server, COUNTED.format(lock=TOUCH)) as made:
        before = rows(made)
        run_race(made, one_seat(setup=(*ROOM, "DELETE FROM rooms WHERE id = 1;")), deferred=False)
        assert rows(made) == before == [(1, 3, 0)]


@contextmanager
def ordinary(server: Server) -> Iterator[Server]:
    """The server, used by a role that may make databases and nothing more."""
    with psycopg.connect(server.conninfo, autocommit=True) as connection:
        role = sql.Identifier(f"ordinary_{connection.info.backend_pid}")
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD 'secret'").format(role))
        try:
            with server_by_url(
                make_conninfo(server.conninfo, user=role.as_string().strip('"'), password="secret")
            ) as given:
                yield given
        finally:
            connection.execute(sql.SQL("DROP ROLE {}").format(role))


def test_without_the_rights_of_a_superuser_races_are_run_on_copies(server: Server) -> None:
    with ordinary(server) as given, bench(given, COUNTED.format(lock=TOUCH)) as made:
        probe = run_race(made, one_seat(), deferred=False)
        assert probe.outcome == Outcome.PASSED
        assert rows(made) == [(1, 3, 0)]


def test_settings_of_a_transaction_are_one_step_with_what_follows() -> None:
    statements = ("SET LOCAL ROLE someone;", "SET LOCAL x.y = '1';", "SELECT 1;", "SELECT 2;")
    assert as_steps(statements) == ("SET LOCAL ROLE someone;SET LOCAL x.y = '1';SELECT 1;", "SELECT 2;")


def test_what_prepares_the_last_statements_is_one_step() -> None:
    assert as_steps(("SELECT 1;", "SELECT 2", "SELECT 3;")) == ("SELECT 1;SELECT 2;", "SELECT 3;")
