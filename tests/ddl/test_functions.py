"""What the trigger functions accept, what they refuse, and what clients are told."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from database_designer.ddl import plan, schema_script
from database_designer.model.physical import EnumType, RecordAudit, TableKind

from .build import ORIGIN, column, model, table, trigger
from .library import library

CHECK_VIOLATION, SERIALIZATION_FAILURE = "23514", "40001"


@pytest.fixture
def db(connection: psycopg.Connection) -> psycopg.Connection:
    """The library, with one member who has one loan."""
    connection.execute(schema_script(plan(library()), "Library"))
    connection.execute("INSERT INTO members (email, settings) VALUES ('ada@example.org', '{}')")
    connection.execute("INSERT INTO loans (member_id, lent_on) SELECT id, DATE '2024-01-01' FROM members")
    return connection


def value(db: psycopg.Connection, query: str) -> Any:
    row = db.execute(query).fetchone()
    assert row is not None
    return row[0]


def refused(db: psycopg.Connection, statement: str) -> tuple[str | None, str | None, str | None, str | None]:
    """SQLSTATE, constraint, table and column of the refusal of a statement."""
    with pytest.raises(psycopg.Error) as error:
        db.execute(statement)
    told = error.value.diag
    return error.value.sqlstate, told.constraint_name, told.table_name, told.column_name


def test_a_lifecycle_starts_and_moves_only_as_it_may(db: psycopg.Connection) -> None:
    told = (CHECK_VIOLATION, "loans_lifecycle", "loans", "status")
    closed = "INSERT INTO loans (member_id, lent_on, status) SELECT id, DATE '2024-02-02', 'CLOSED' FROM members"
    assert refused(db, closed) == told
    db.execute("UPDATE loans SET status = 'OPEN'")
    db.execute("UPDATE loans SET status = 'CLOSED'")
    assert refused(db, "UPDATE loans SET status = 'OPEN'") == told


def test_the_refusal_says_what_the_rule_is(db: psycopg.Connection) -> None:
    db.execute("UPDATE loans SET status = 'CLOSED'")
    with pytest.raises(psycopg.Error, match="status of loans does not go from CLOSED to OPEN"):
        db.execute("UPDATE loans SET status = 'OPEN'")


def test_immutable_columns_stay_and_others_are_set_once(db: psycopg.Connection) -> None:
    told = (CHECK_VIOLATION, "members_immutable", "members")
    assert refused(db, "UPDATE members SET email = 'other@example.org'") == (*told, "email")
    assert refused(db, "UPDATE members SET settings = '{\"a\": 1}'") == (*told, "settings")
    db.execute("UPDATE members SET email = email, password_hash = 'x'")
    assert refused(db, "UPDATE members SET password_hash = NULL") == (*told, "password_hash")


def test_parts_are_deleted_and_restored_with_their_row(db: psycopg.Connection) -> None:
    db.execute("INSERT INTO loans (member_id, lent_on, deleted_at) SELECT id, '2024-02-02', '2024-02-03' FROM members")
    db.execute("UPDATE members SET deleted_at = now()")
    assert value(db, "SELECT count(*) FROM loans WHERE deleted_at IS NULL") == 0
    db.execute("UPDATE members SET deleted_at = NULL")
    assert value(db, "SELECT array_agg(lent_on::text) FROM loans WHERE deleted_at IS NULL") == ["2024-01-01"]


def test_an_update_of_an_old_version_is_told_to_read_again(db: psycopg.Connection) -> None:
    db.execute("UPDATE members SET password_hash = 'x', version = 1")
    assert value(db, "SELECT version FROM members") == 2
    assert refused(db, "UPDATE members SET version = 1") == (SERIALIZATION_FAILURE, "t20_version", "members", "version")


def test_the_moment_of_change_is_set_when_something_changed(db: psycopg.Connection) -> None:
    long_ago = "2001-01-01 00:00:00+00"
    db.execute(f"UPDATE members SET updated_at = '{long_ago}'")
    db.execute("UPDATE members SET email = email")
    assert value(db, f"SELECT updated_at = '{long_ago}' FROM members") is True
    db.execute("UPDATE members SET password_hash = 'x'")
    assert value(db, f"SELECT updated_at > '{long_ago}' FROM members") is True


def test_the_audit_records_who_changed_what_without_secrets(db: psycopg.Connection) -> None:
    db.execute("SET app.actor = 'grace'")
    db.execute("UPDATE members SET password_hash = 'hidden'")
    db.execute("RESET app.actor")
    rows = db.execute(
        "SELECT action, changed_by, old_values, new_values, record_id FROM audit_logs ORDER BY id"
    ).fetchall()
    created, updated = rows
    assert created[:3] == ("INSERT", None, None)
    assert updated[:2] == ("UPDATE", "grace")
    assert updated[4] == str(value(db, "SELECT id FROM members"))
    assert "hidden" not in str(updated)
    assert (updated[2]["version"], updated[3]["version"]) == (1, 2)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_logs SET action = ''", "DELETE FROM audit_logs", "TRUNCATE audit_logs"]
)
def test_the_audit_is_only_ever_added_to(db: psycopg.Connection, statement: str) -> None:
    name = "t20_truncate" if statement.startswith("TRUNCATE") else "t10_append"
    assert refused(db, statement) == (CHECK_VIOLATION, name, "audit_logs", None)


def test_a_key_of_several_columns_is_recorded_as_json(connection: psycopg.Connection) -> None:
    m = model(
        table("seats", column("row_number", "integer"), column("seat", "text"), primary_key=("row_number", "seat")),
        table("log", column("record_id"), column("action", "enum operation"), column("changed_by", "uuid", nullable=True),
              kind=TableKind.AUDIT),
        enums=(EnumType(name="operation", values=("INSERT", "UPDATE", "DELETE"), origin=ORIGIN),),
        functions=(RecordAudit(name="record", audit_table="log", setting="app.actor"),),
        triggers=(trigger("audit", "seats", "AFTER INSERT", "record", arguments=("row_number,seat", "")),),
    )  # fmt: skip
    connection.execute(schema_script(plan(m), "Seats"))
    connection.execute("SET app.actor = '00000000-0000-0000-0000-000000000001'")
    connection.execute("INSERT INTO seats VALUES (3, 'B')")
    found = connection.execute("SELECT record_id::json ->> 'seat', action, changed_by::text FROM log").fetchone()
    assert found == ("B", "INSERT", "00000000-0000-0000-0000-000000000001")


def test_functions_ignore_what_a_caller_puts_in_the_way(db: psycopg.Connection) -> None:
    """The search path of a function is its own: a temporary table of the same name catches nothing."""
    db.execute("CREATE TEMP TABLE audit_logs (LIKE audit_logs)")
    db.execute("UPDATE members SET password_hash = 'x'")
    assert value(db, "SELECT count(*) FROM pg_temp.audit_logs") == 0
    assert value(db, "SELECT count(*) FROM public.audit_logs") == 2
