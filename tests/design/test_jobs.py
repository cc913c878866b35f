"""Jobs on rows: nothing lost, nothing kept too long; run twice, stopped half way, beside others, they do no harm."""

from __future__ import annotations

import psycopg
import pytest

from database_designer.ddl.jobs import job_statement
from tests.design.running import Running, running

BATCHES = """
entities:
  Diver:
    attributes:
      name: text(80)
  Dive:
    references:
      diver: Diver
    attributes:
      number: integer
      ended_at: instant
    retention: {keep: 7 years, after: ended_at, then: archive}
  Offer:
    attributes:
      open_until: instant
    lifecycle:
      state: status
      start: OPEN
      moves: {OPEN: [EXPIRED]}
      expires: {OPEN -> EXPIRED: open_until < now}
"""
PARTITIONS = """
entities:
  Site:
    attributes:
      name: text(80), unique
  Reading:
    references:
      site: Site, immutable
    attributes:
      taken_at: instant, immutable
      celsius: decimal(5, 2)
      fahrenheit: decimal(6, 2), equals celsius * 2
    rules: {one_a_time: {unique: [site, taken_at]}}
    history: append_only
    retention: {keep: 2 years, after: taken_at, then: archive}
    volume: {growth: 60000 per day}
"""


def run_job(database: Running, name: str) -> None:
    """Runs a job as its file does."""
    job = next(j for j in database.physical.jobs if j.name == name)
    database.run(job_statement(job, database.physical))


def numbers(database: Running, table: str) -> tuple[int, int, int]:
    """How many rows a table has, the least and the greatest number in it."""
    found = database.connection.execute(
        f"SELECT count(*), coalesce(min(number), 0), coalesce(max(number), 0) FROM {table}".encode()
    ).fetchone()
    assert found is not None
    return found


@pytest.fixture
def dives(connection: psycopg.Connection) -> Running:
    """Dives 1 to 2500 ended longer ago than they are kept, the last of them by a minute; 2501 to 2600 did not."""
    database = running(BATCHES, connection)
    database.run("INSERT INTO divers (name) VALUES ('Ama')")
    limit = "now() - interval '7 years'"
    database.run(
        f"INSERT INTO dives (diver_id, number, ended_at) SELECT 1, n, {limit} - (2501 - n) * interval '1 minute' "
        f"FROM generate_series(1, 2500) AS n UNION ALL SELECT 1, n, {limit} + (n - 2500) * interval '1 minute' "
        "FROM generate_series(2501, 2600) AS n"
    )
    return database


def test_rows_before_the_limit_are_archived_and_no_others(dives: Running) -> None:
    run_job(dives, "retain_dives")
    assert numbers(dives, "dives") == (100, 2501, 2600)
    assert numbers(dives, "dives_archive") == (2500, 1, 2500)
    run_job(dives, "retain_dives")
    assert (numbers(dives, "dives")[0], numbers(dives, "dives_archive")[0]) == (100, 2500)


def test_an_archived_row_is_as_it_was(dives: Running) -> None:
    columns = "id, diver_id, number, ended_at, created_at"
    before = dives.connection.execute(f"SELECT {columns} FROM dives WHERE number = 7".encode()).fetchall()
    run_job(dives, "retain_dives")
    assert (
        dives.connection.execute(f"SELECT {columns} FROM dives_archive WHERE number = 7".encode()).fetchall() == before
    )


def test_a_job_that_fails_half_way_keeps_what_it_did_and_goes_on_later(dives: Running) -> None:
    dives.run(
        "CREATE FUNCTION pg_temp.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF OLD.number = (SELECT max(number) FROM dives WHERE number <= 2500) AND (SELECT count(*) FROM dives_archive) > 0 "
        "THEN RAISE EXCEPTION 'the disk is full'; END IF; RETURN OLD; END $$"
    )
    dives.run("CREATE TRIGGER fail BEFORE DELETE ON dives FOR EACH ROW EXECUTE FUNCTION pg_temp.fail()")
    with pytest.raises(psycopg.errors.RaiseException):
        run_job(dives, "retain_dives")
    left, kept = numbers(dives, "dives")[0], numbers(dives, "dives_archive")[0]
    assert kept in (1000, 2000)
    assert left + kept == 2600
    dives.run("DROP TRIGGER fail ON dives")
    run_job(dives, "retain_dives")
    assert (numbers(dives, "dives"), numbers(dives, "dives_archive")[0]) == ((100, 2501, 2600), 2500)


def test_a_session_that_is_killed_in_a_batch_loses_nothing(dives: Running) -> None:
    dives.run("SELECT retain_dives()")
    victim = dives.another()
    assert victim.execute("SELECT retain_dives()").fetchone() == (1000,)
    dives.run(f"SELECT pg_terminate_backend({victim.info.backend_pid}, 5000)")
    assert (numbers(dives, "dives")[0], numbers(dives, "dives_archive")[0]) == (1600, 1000)
    run_job(dives, "retain_dives")
    assert (numbers(dives, "dives"), numbers(dives, "dives_archive")[0]) == ((100, 2501, 2600), 2500)
    victim.close()


def test_a_row_that_somebody_holds_waits_for_the_next_time(dives: Running) -> None:
    with dives.another() as other:
        other.execute("SELECT FROM dives WHERE number = 1200 FOR UPDATE")
        run_job(dives, "retain_dives")
        assert numbers(dives, "dives") == (101, 1200, 2600)
    run_job(dives, "retain_dives")
    assert numbers(dives, "dives") == (100, 2501, 2600)


def test_two_sessions_share_the_work(dives: Running) -> None:
    with dives.another() as other:
        assert other.execute("SELECT retain_dives()").fetchone() == (1000,)
        run_job(dives, "retain_dives")
        assert numbers(dives, "dives_archive")[0] == 1500
    assert (numbers(dives, "dives")[0], numbers(dives, "dives_archive")[0]) == (100, 2500)


def test_what_is_due_moves_on_in_batches(connection: psycopg.Connection) -> None:
    database = running(BATCHES, connection)
    database.run(
        "INSERT INTO offers (open_until) SELECT now() + n * interval '1 minute' FROM generate_series(-2399, 100) AS n"
    )
    run_job(database, next(j.name for j in database.physical.jobs if j.name.startswith("expire_")))
    states = database.connection.execute("SELECT status::text, count(*) FROM offers GROUP BY 1 ORDER BY 1").fetchall()
    assert states == [("EXPIRED", 2400), ("OPEN", 100)]


@pytest.fixture
def readings(connection: psycopg.Connection) -> Running:
    """A reading a day over the last three years; each in the default partition, until a job has run."""
    database = running(PARTITIONS, connection)
    database.run("INSERT INTO sites (name) VALUES ('Skerry')")
    database.run(
        "INSERT INTO readings (site_id, taken_at, celsius) "
        "SELECT 1, now() - n * interval '1 day', n FROM generate_series(1, 999) AS n"
    )
    return database


def partitions(database: Running) -> list[str]:
    found = database.connection.execute(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'readings'::regclass ORDER BY 1"
    )
    return [name for (name,) in found]


def test_a_new_database_has_the_partitions_of_now_and_of_what_comes(connection: psycopg.Connection) -> None:
    database = running(PARTITIONS, connection)
    assert len(partitions(database)) == 5
    months = "SELECT to_char(date_trunc('month', now() AT TIME ZONE 'UTC') + n * interval '1 month', 'YYYYMMDD') FROM generate_series(0, 3) AS n"
    expected = [f"readings_p{day}" for (day,) in database.connection.execute(months.encode())]
    assert partitions(database) == sorted([*expected, "readings_p_default"])
    run_job(database, "make_readings_partitions")
    assert len(partitions(database)) == 5


def test_rows_of_other_times_are_taken_and_get_a_partition_of_their_own(readings: Running) -> None:
    assert readings.value("SELECT count(*) FROM readings_p_default") > 900
    run_job(readings, "make_readings_partitions")
    assert readings.value("SELECT count(*) FROM readings_p_default") == 0
    assert readings.value("SELECT count(*) FROM readings") == 999
    assert readings.value("SELECT count(DISTINCT tableoid) FROM readings") == len(partitions(readings)) - 4


def test_partitions_are_dropped_when_all_their_rows_are_over(readings: Running) -> None:
    run_job(readings, "retain_readings")
    limit = "now() - interval '2 years'"
    assert readings.value(f"SELECT count(*) FROM readings_archive WHERE taken_at >= {limit}") == 0
    longer = readings.value(f"SELECT count(*) FROM readings WHERE taken_at < {limit} - interval '1 month'")
    assert longer == 0
    assert readings.value("SELECT (SELECT count(*) FROM readings) + (SELECT count(*) FROM readings_archive)") == 999
    kept = readings.value("SELECT count(*) FROM readings")
    run_job(readings, "retain_readings")
    assert readings.value("SELECT count(*) FROM readings") == kept


def test_what_was_dropped_stands_in_the_archive_as_it_was(readings: Running) -> None:
    before = readings.connection.execute("SELECT * FROM readings WHERE celsius = 990").fetchall()
    run_job(readings, "retain_readings")
    archived = "SELECT id, taken_at, site_id, celsius, fahrenheit, created_at FROM readings_archive WHERE celsius = 990"
    assert readings.connection.execute(archived).fetchall() == before


def test_a_job_that_is_stopped_leaves_all_as_it_was(readings: Running) -> None:
    with readings.another() as victim:
        victim.execute("SELECT retain_readings()")
        victim.execute("ROLLBACK")
    assert readings.value("SELECT count(*) FROM readings") == 999
    assert readings.value("SELECT count(*) FROM readings_archive") == 0


def test_who_has_to_wait_long_for_a_lock_gives_up(readings: Running) -> None:
    readings.run("ALTER FUNCTION make_readings_partitions() SET lock_timeout = '50ms'")
    with readings.another() as other:
        other.execute("LOCK TABLE readings")
        assert readings.refused("SELECT make_readings_partitions()")[0] == "55P03"


def test_rows_in_every_partition_are_only_ever_added(readings: Running) -> None:
    run_job(readings, "make_readings_partitions")
    for table in ("readings", *partitions(readings)):
        assert readings.refused(f"TRUNCATE {table}") == ("23514", "trg_readings_no_truncate")
    newest = readings.value("SELECT tableoid::regclass::text FROM readings ORDER BY taken_at DESC LIMIT 1")
    assert readings.refused(f"DELETE FROM {newest}") == ("23514", "trg_readings_no_change")
    assert readings.refused("UPDATE readings SET celsius = 0") == ("23514", "trg_readings_no_change")


def test_keys_hold_in_every_partition_and_name_it(readings: Running) -> None:
    again = "INSERT INTO readings (site_id, taken_at, celsius) SELECT site_id, taken_at, 0 FROM readings ORDER BY taken_at LIMIT 1"
    assert readings.refused(again) == ("23505", "uq_readings_site_id_taken_at_p_default")
    run_job(readings, "make_readings_partitions")
    code, constraint = readings.refused(again)
    assert (code, str(constraint)[:-8]) == ("23505", "uq_readings_site_id_taken_at_p")
    nobody = "INSERT INTO readings (site_id, taken_at, celsius) VALUES (9, now(), 0)"
    assert readings.refused(nobody) == ("23503", "fk_readings_site_id")


def test_names_of_columns_do_not_meet_those_of_the_functions(connection: psycopg.Connection) -> None:
    text = PARTITIONS.replace("taken_at", "start").replace("celsius", "lower").replace("fahrenheit", '"part"')
    database = running(text.replace('"part"', "part"), connection)
    database.run("INSERT INTO sites (name) VALUES ('Skerry')")
    database.run("INSERT INTO readings (site_id, start, lower) VALUES (1, now() - interval '3 years', 1)")
    run_job(database, "retain_readings")
    assert database.value("SELECT count(*) FROM readings_archive") == 1


def test_entries_of_the_audit_log_go_when_they_were_kept_long_enough(connection: psycopg.Connection) -> None:
    text = "operations: {audit: {keep: 6 years, then: delete}}\nentities:\n  Site:\n    attributes:\n      name: text(80)\n"
    database = running(text + "    history: audited\n", connection)
    database.run("INSERT INTO sites (name) VALUES ('Skerry'), ('Stack')")
    database.run("ALTER TABLE audit_logs DISABLE TRIGGER USER")
    database.run("UPDATE audit_logs SET changed_at = now() - interval '7 years' WHERE record_id = '1'")
    database.run("ALTER TABLE audit_logs ENABLE TRIGGER USER")
    run_job(database, "retain_audit_logs")
    assert database.connection.execute("SELECT record_id FROM audit_logs").fetchall() == [("2",)]
    assert database.refused("DELETE FROM audit_logs")[0] == "23514"
