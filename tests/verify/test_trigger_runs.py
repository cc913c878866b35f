"""Trigger functions are run, so that a body that does not fit the schema is found."""

from __future__ import annotations

import psycopg
import pytest

from database_designer.verify.introspect import introspect
from database_designer.verify.trigger_runs import run_triggers

TABLES = """
CREATE TYPE light AS ENUM ('RED', 'GREEN');
CREATE TABLE log (what text);
CREATE TABLE signals (
    id uuid PRIMARY KEY, state light NOT NULL, name varchar(3) NOT NULL, since time NOT NULL, seen timestamptz NOT NULL,
    share numeric(2,2) NOT NULL CHECK (share > 0), data jsonb NOT NULL, area point NOT NULL, kept interval NOT NULL,
    twice numeric GENERATED ALWAYS AS (share * 2) STORED, number integer GENERATED ALWAYS AS IDENTITY
);
"""


def facts(
    connection: psycopg.Connection, body: str, event: str = "BEFORE INSERT OR UPDATE OR DELETE"
) -> tuple[str, ...]:
    connection.execute(TABLES)
    connection.execute(f"CREATE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")
    each = "STATEMENT" if "TRUNCATE" in event else "ROW"
    connection.execute(f"CREATE TRIGGER act {event} ON signals FOR EACH {each} EXECUTE FUNCTION act('x')")
    return run_triggers(connection, "public", introspect(connection, "public"))


SOUND = {
    "changes the row": "NEW.name := upper(NEW.name); RETURN NEW;",
    "refuses the row": "RAISE EXCEPTION 'never' USING ERRCODE = 'check_violation';",
    "refuses by right": "RAISE EXCEPTION 'never' USING ERRCODE = 'insufficient_privilege';",
    "asks for another version": "RAISE EXCEPTION 'never' USING ERRCODE = '40001';",
    "writes elsewhere": "INSERT INTO log VALUES (TG_OP || TG_ARGV[0]); RETURN NULL;",
}


@pytest.mark.parametrize("what", SOUND)
def test_a_function_that_does_its_work_or_refuses_is_sound(connection: psycopg.Connection, what: str) -> None:
    assert facts(connection, SOUND[what]) == ()


BROKEN = {
    "a column that is not there": ("NEW.colour := 'x'; RETURN NEW;", 'record "new" has no field "colour" (42703)'),
    "a table that is not there": (
        "INSERT INTO logs VALUES ('x'); RETURN NULL;",
        'relation "logs" does not exist (42P01)',
    ),
    "a function that is not there": (
        "NEW.name := shorten(NEW.name); RETURN NEW;",
        "function shorten(character varying)",
    ),
    "a value that is not in the list": (
        "IF NEW.state = 'BLUE' THEN RETURN NULL; END IF; RETURN NEW;",
        '"BLUE" (22P02)',
    ),
    "behind a condition on a set value": (
        "IF TG_OP = 'UPDATE' AND NEW.name IS NOT NULL THEN INSERT INTO logs VALUES ('x'); END IF; RETURN NEW;",
        'relation "logs" does not exist (42P01)',
    ),
    "when a row goes": ("IF TG_OP = 'DELETE' THEN DELETE FROM logs; END IF; RETURN NULL;", 'relation "logs" does not'),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_function_that_names_what_is_not_there_is_found(connection: psycopg.Connection, what: str) -> None:
    body, fact = BROKEN[what]
    found = facts(connection, body)
    assert found
    assert found[0].startswith("trigger signals.act, function act: ")
    assert fact in found[0]


def test_a_statement_trigger_is_fired_too(connection: psycopg.Connection) -> None:
    found = facts(connection, "DELETE FROM logs; RETURN NULL;", "BEFORE TRUNCATE")
    assert "logs" in found[0]


def test_nothing_is_left_in_the_tables(connection: psycopg.Connection) -> None:
    assert facts(connection, "INSERT INTO log VALUES ('x'); RETURN NEW;") == ()
    assert connection.execute("SELECT count(*) FROM log").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM pg_class WHERE relpersistence = 't'").fetchone() == (0,)


def test_what_is_done_for_rows_of_other_tables_is_run_too(connection: psycopg.Connection) -> None:
    """Every table has a row then; rows point to each other, as their keys are all the same."""
    connection.execute("CREATE TABLE lamps (id integer PRIMARY KEY, signal uuid NOT NULL CHECK (id > 3))")
    each = "FOR lamp IN SELECT * FROM lamps WHERE signal = NEW.id LOOP PERFORM lamp.colour; END LOOP; RETURN NEW;"
    connection.execute(TABLES)
    connection.execute("ALTER TABLE lamps ADD FOREIGN KEY (signal) REFERENCES signals")
    body = f"DECLARE lamp record; BEGIN {each} END"
    connection.execute(f"CREATE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    connection.execute("CREATE TRIGGER act BEFORE INSERT ON signals FOR EACH ROW EXECUTE FUNCTION act()")
    found = run_triggers(connection, "public", introspect(connection, "public"))
    assert 'record "lamp" has no field "colour" (42703)' in found[0]
    assert connection.execute("SELECT count(*) FROM lamps").fetchone() == (0,)
    assert connection.execute(
        "SELECT count(*) FROM pg_constraint WHERE conrelid = 'lamps'::regclass AND contype <> 'n'"
    ).fetchone() == (3,)
