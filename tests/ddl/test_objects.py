"""Objects beside tables: what exclusions, sequences, codes, carried columns, policies and jobs do on a server."""

from __future__ import annotations

import re
from typing import Any

import psycopg
import pytest

from database_designer.ddl import plan, schema_script
from database_designer.model.check.physical import check_physical
from database_designer.model.expression import Call, Cast, Clock, Moment, Path
from database_designer.model.physical import (
    CheckTree,
    EnumType,
    Exclusion,
    ExpireRows,
    PhysicalModel,
    RandomCode,
    RowSecurity,
    SeesRow,
    Sequence,
    SequenceCode,
    UniqueConstraint,
    View,
    ViewColumn,
)

from .build import ORIGIN, column, compare, expression, foreign_key, key, model, table, trigger, value


def made(connection: psycopg.Connection, physical: PhysicalModel) -> psycopg.Connection:
    physical_without_indexes = [d.fact for d in check_physical(physical) if "no index covers" not in d.fact]
    assert physical_without_indexes == []
    connection.execute(schema_script(plan(physical), "Objects"))
    return connection


def rows(db: psycopg.Connection, query: str) -> list[Any]:
    return db.execute(query).fetchall()


KINDS = ("uuid", "text", "bigint", "numeric", "boolean", "date", "timestamptz", "enum room_kind")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("moment", ["date", "timestamptz"])
def test_any_value_may_be_excluded_together_with_a_period(
    connection: psycopg.Connection, kind: str, moment: str
) -> None:
    period = Call(function="range", arguments=(expression("begins"), expression("ends")))
    exclusion = Exclusion(
        name="one_at_a_time", table="stays", equal=(expression("room"),), period=period, origin=ORIGIN
    )
    stays = table("stays", key(), column("room", kind), column("begins", moment), column("ends", moment, nullable=True))
    enums = (EnumType(name="room_kind", values=("SMALL",), origin=ORIGIN),)
    made(connection, model(stays, exclusions=(exclusion,), extensions=("btree_gist",), enums=enums))


STAYS = table(
    "stays",
    column("id", "integer"),
    column("room"),
    column("begins_on", "date"),
    column("ends_on", "date", nullable=True),
    column("cancelled", "boolean", default=expression("false")),
)
ALONE = Exclusion(
    name="one_at_a_time",
    table="stays",
    equal=(Call(function="lower", arguments=(expression("room"),)),),
    period=Call(function="range", arguments=(expression("begins_on"), expression("ends_on"))),
    predicate=expression("not cancelled"),
    origin=ORIGIN,
    deferred=True,
)


def test_rows_that_meet_in_time_are_excluded_at_commit(connection: psycopg.Connection) -> None:
    db = made(connection, model(STAYS, exclusions=(ALONE,), extensions=("btree_gist",)))
    db.execute("INSERT INTO stays VALUES (1, 'Blue', '2024-01-01', '2024-01-03'), (2, 'blue', '2024-01-03', NULL)")
    db.execute("INSERT INTO stays VALUES (3, 'blue', '2024-05-01', NULL, true), (4, 'red', '2024-05-01', NULL, false)")
    db.execute("BEGIN")
    db.execute("INSERT INTO stays VALUES (5, 'BLUE', '2024-01-02', '2024-01-03')")
    with pytest.raises(psycopg.errors.ExclusionViolation) as error:
        db.execute("COMMIT")
    assert error.value.diag.constraint_name == "one_at_a_time"


def test_an_exclusion_reads_like_one_that_was_written_by_hand() -> None:
    made_by = {
        s.creates.name: s.sql for s in plan(model(STAYS, exclusions=(ALONE,), extensions=("btree_gist",))).schema
    }
    assert made_by["stays.one_at_a_time"] == (
        "ALTER TABLE stays ADD CONSTRAINT one_at_a_time\n"
        "    EXCLUDE USING gist (lower(room) WITH =, daterange(begins_on, ends_on, '[)') WITH &&)\n"
        "    WHERE (NOT cancelled)\n"
        "    DEFERRABLE INITIALLY DEFERRED;"
    )


def coded(start: int, *, before: str = "M-", width: int = 4, after: str = "") -> PhysicalModel:
    code = SequenceCode(sequence="codes", before=before, width=width, after=after)
    members = table("members", column("id", "integer"), column("code", default=code))
    return model(
        members, sequences=(Sequence(name="codes", table="members", column="code", start=start, origin=ORIGIN),)
    )


def test_codes_count_with_leading_zeros_and_outgrow_them(connection: psycopg.Connection) -> None:
    db = made(connection, coded(9999))
    db.execute("INSERT INTO members (id) VALUES (1), (2)")
    assert rows(db, "SELECT code FROM members ORDER BY id") == [("M-9999",), ("M-10000",)]


@pytest.mark.parametrize(
    ("before", "width", "after", "code"), [("", 1, "", "7"), ("it's ", 18, "%s", "it's 000000000000000007%s")]
)
def test_codes_may_have_any_text_around(
    connection: psycopg.Connection, before: str, width: int, after: str, code: str
) -> None:
    db = made(connection, coded(7, before=before, width=width, after=after))
    db.execute("INSERT INTO members (id) VALUES (1)")
    assert rows(db, "SELECT code FROM members") == [(code,)]


def test_a_sequence_goes_with_its_column(connection: psycopg.Connection) -> None:
    db = made(connection, coded(1))
    db.execute("ALTER TABLE members DROP COLUMN code")
    assert rows(db, "SELECT count(*) FROM pg_sequences") == [(0,)]


@pytest.mark.parametrize("length", [4, 32])
def test_random_codes_differ(connection: psycopg.Connection, length: int) -> None:
    tickets = table("tickets", column("id", "integer"), column("code", default=RandomCode(length=length)))
    db = made(connection, model(tickets))
    db.execute("INSERT INTO tickets (id) SELECT generate_series(1, 5)")
    codes = [code for (code,) in rows(db, "SELECT code FROM tickets")]
    assert len(set(codes)) > 1
    assert all(re.fullmatch(rf"[A-Z0-9]{{{length}}}", code) for code in codes)


def test_carried_columns_follow(connection: psycopg.Connection) -> None:
    parent = table("shelves", column("id", "integer"), column("hall"),
                   uniques=(UniqueConstraint(name="shelf", columns=("id", "hall"), origin=ORIGIN),))  # fmt: skip
    child = table("books", column("id", "integer"), column("shelf_id", "integer"), column("hall"))
    follows = foreign_key("books.shelf_id", "shelves", columns=("shelf_id", "hall"), target_columns=("id", "hall"),
                          cascade_updates=True)  # fmt: skip
    db = made(connection, model(parent, child, foreign_keys=(follows,)))
    db.execute(
        "INSERT INTO shelves VALUES (1, 'A'); INSERT INTO books VALUES (1, 1, 'A'); UPDATE shelves SET hall = 'B'"
    )
    assert rows(db, "SELECT hall FROM books") == [("B",)]


FILES = table("files", column("id", "integer"), column("owner", "uuid"), column("title"))
SEES = SeesRow(
    name="sees_file",
    table="files",
    condition=compare(Path(steps=("r", "owner")), "=", Cast(operand=Moment(clock=Clock.ACTOR), type="uuid")),
    setting="app.actor",
    origin=ORIGIN,
)
OWN = RowSecurity(name="own_files", table="files", function="sees_file", origin=ORIGIN)
TITLES = View(
    name="titles",
    table="files",
    alias="f",
    columns=(ViewColumn(name="title", expression=Path(steps=("f", "title"))),),
    where=expression("f.id > 0"),
    origin=ORIGIN,
)
ADA, BOB = ("00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b")


@pytest.fixture
def clerk(connection: psycopg.Connection) -> Any:
    """A session that is no owner of anything, in a database of files of Ada and Bob."""
    db = made(connection, model(FILES, functions=(SEES,), row_security=(OWN,), views=(TITLES,)))
    db.execute(f"INSERT INTO files VALUES (1, '{ADA}', 'Ada''s'), (2, '{BOB}', 'Bob''s')")
    db.execute("CREATE ROLE reader; GRANT ALL ON files, titles TO reader; SET ROLE reader")
    yield db
    db.execute("RESET ROLE; DROP OWNED BY reader; DROP ROLE reader")


@pytest.mark.parametrize("relation", ["files", "titles"])
def test_the_actor_sees_what_is_hers(clerk: psycopg.Connection, relation: str) -> None:
    assert rows(clerk, f"SELECT count(*) FROM {relation}") == [(2,)]
    clerk.execute(f"SET app.actor = '{ADA}'")
    assert rows(clerk, f"SELECT title FROM {relation}") == [("Ada's",)]


def test_what_is_not_seen_is_not_changed(clerk: psycopg.Connection) -> None:
    clerk.execute(f"SET app.actor = '{ADA}'")
    clerk.execute(f"INSERT INTO files VALUES (3, '{BOB}', 'a gift')")
    clerk.execute("UPDATE files SET title = 'changed' WHERE id > 0")
    clerk.execute("DELETE FROM files WHERE id = 2")
    clerk.execute("RESET app.actor")
    assert rows(clerk, "SELECT id, title FROM files ORDER BY id") == [(1, "changed"), (2, "Bob's"), (3, "a gift")]


LOANS = table("loans", column("id", "integer"), column("state", "enum loan_state"), column("due_on", "date"))
EXPIRE = ExpireRows(
    name="expire_loans", table="loans", column="state", source="OPEN", target="OVERDUE",
    condition=compare(Path(steps=("t", "due_on")), "<", Moment(clock=Clock.TODAY)), origin=ORIGIN,
)  # fmt: skip
LOAN_STATE = EnumType(name="loan_state", values=("OPEN", "OVERDUE", "BACK"), origin=ORIGIN)


def test_a_job_moves_what_is_due_and_waits_for_nobody(connection: psycopg.Connection) -> None:
    db = made(connection, model(LOANS, functions=(EXPIRE,), enums=(LOAN_STATE,)))
    db.execute(
        "INSERT INTO loans SELECT id, state::loan_state, due::date FROM (VALUES (1, 'OPEN', '2001-01-01'),"
        " (2, 'OPEN', '2001-01-01'), (3, 'OPEN', '2999-01-01'), (4, 'BACK', '2001-01-01')) AS l(id, state, due)"
    )
    with psycopg.connect(db.info.dsn) as other:
        other.execute("SELECT FROM loans WHERE id = 2 FOR UPDATE")
        assert rows(db, "SELECT expire_loans()") == [(1,)]
    assert rows(db, "SELECT expire_loans()") == [(1,)]
    assert rows(db, "SELECT state FROM loans ORDER BY id") == [("OVERDUE",), ("OVERDUE",), ("OPEN",), ("BACK",)]


def test_no_row_of_a_tree_is_above_itself(connection: psycopg.Connection) -> None:
    # Columns that are called like the variables of the function are no trouble.
    parts = table("parts", column("above", "integer"), column("level", "integer", nullable=True))
    keeps = CheckTree(name="tree", table="parts", key="above", parent="level", constraint="parts_tree", origin=ORIGIN)
    fired = trigger("tree", "parts", "BEFORE INSERT OR UPDATE", "tree")
    db = made(connection, model(parts, functions=(keeps,), triggers=(fired,)))
    db.execute("INSERT INTO parts VALUES (1, NULL), (2, 1), (3, 2)")
    for bad in ("UPDATE parts SET level = 3 WHERE above = 1", "INSERT INTO parts VALUES (9, 9)"):
        with pytest.raises(psycopg.errors.CheckViolation) as error:
            db.execute(bad)
        assert error.value.diag.constraint_name == "parts_tree"
    db.execute("UPDATE parts SET level = 1 WHERE above = 3")


def without_words(fact: str) -> PhysicalModel:
    code = SequenceCode(sequence="codes", width=19 if "digits" in fact else 2)
    numbered = Sequence(name="codes", table="members", column="id" if "count" in fact else "code", origin=ORIGIN)
    members = table(
        "members", column("id", "integer"), column("code", "integer" if "text" in fact else "text", default=code)
    )
    return model(members, sequences=() if "no sequence" in fact else (numbered,))


@pytest.mark.parametrize(
    "fact", ["there is no sequence codes", "1 to 18 digits", "does not count with it", "only a text"]
)
def test_codes_that_cannot_be_are_found_without_a_server(fact: str) -> None:
    assert any(fact in d.fact for d in check_physical(without_words(fact)))


def test_policies_need_their_function() -> None:
    assert any("does not tell" in d.fact for d in check_physical(model(FILES, row_security=(OWN,))))


def test_exclusions_need_types_with_ranges_and_constant_parts() -> None:
    period = Call(function="range", arguments=(expression("begins_on"), Moment(clock=Clock.TODAY)))
    exclusion = Exclusion(name="x", table="stays", equal=(value("A"),), period=period, origin=ORIGIN)
    found = check_physical(model(STAYS, exclusions=(exclusion,), extensions=("btree_gist",)))
    assert any("may not depend on the moment" in d.fact for d in found)
