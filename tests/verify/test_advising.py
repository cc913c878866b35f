"""Indexes for tables and statements that are there already, tried on a real PostgreSQL."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from database_designer.emit.advice import indexes_sql
from database_designer.faces.cli import app
from database_designer.verify import Server
from database_designer.verify.advising import Advice, advise
from database_designer.verify.guests import Script

SCHEMA = """
\\connect nowhere
CREATE TABLE "Probe" (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE sample (
    id bigint PRIMARY KEY, probe_id bigint NOT NULL REFERENCES "Probe", state text NOT NULL, taken_at timestamptz NOT NULL,
    noted_at timestamp NOT NULL, gone_at timestamptz, note text NOT NULL
);
ALTER TABLE sample OWNER TO nobody_here;
"""
WORKLOAD = """
-- query: recent freq: 100
SELECT id, state FROM sample WHERE probe_id = $1 AND gone_at IS NULL ORDER BY taken_at DESC LIMIT 10;
-- query: waiting freq: 20
SELECT id, note FROM sample WHERE state = 'waiting' ORDER BY taken_at LIMIT 5;
-- query: by_note freq: 10
SELECT id FROM sample WHERE lower(note) = lower($1);
-- query: of_day freq: 5
SELECT id FROM sample WHERE taken_at::date = $1;
-- query: named freq: 5
SELECT id FROM "Probe" WHERE name = $1;
"""
SEED = """
INSERT INTO "Probe" SELECT i, 'probe ' || i FROM generate_series(1, 300) i;
INSERT INTO sample SELECT i, 1 + i % 300, CASE WHEN i % 200 = 0 THEN 'waiting' ELSE 'done' END,
    '2030-01-01'::timestamptz + i * interval '1 minute', '2030-01-01', NULL, 'note ' || md5(i::text)
FROM generate_series(1, 60000) i;
"""


def given(text: str, file: str = "given.sql") -> Script:
    return Script(file=file, text=text)


@pytest.fixture(scope="module")
def advised(server: Server) -> Advice:
    found, said = advise(server, given(SCHEMA), given(WORKLOAD), None)
    assert [d.code for d in said] == ["statement-refused"]  # the owner is nobody here; the tables are there
    assert found is not None
    return found


def test_every_index_names_what_it_serves_and_every_pattern_its_index(advised: Advice) -> None:
    assert all(i.serves or i.supports for i in advised.indexes)
    assert {s.pattern for s in advised.served if not s.by} == {"of_day"}


def test_an_expression_that_no_index_takes_is_left_out_and_said(advised: Advice) -> None:
    assert any("IMMUTABLE" in fact for fact in advised.left_out)
    assert not any("::date" in i.sql for i in advised.indexes)


def test_the_script_runs_as_it_is(advised: Advice, connection: psycopg.Connection) -> None:
    connection.execute(
        SCHEMA.replace("\\connect nowhere", "").replace("ALTER TABLE sample OWNER TO nobody_here;", "").encode()
    )
    connection.execute(indexes_sql(advised).encode())
    made = connection.execute("SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'ix%'").fetchone()
    assert made == (len(advised.indexes),)


def test_with_rows_the_choice_goes_by_them_and_by_the_planner(server: Server) -> None:
    found, said = advise(server, given(SCHEMA), given(WORKLOAD), given(SEED))
    assert found is not None
    assert all(d.code == "statement-refused" for d in said)
    plans = {s.pattern: s.plan for s in found.served}
    used = {name for plan in plans.values() for name in plan or ()}
    assert {i.name for i in found.indexes if not i.supports} <= used
    assert plans["waiting"] == tuple(i.name for i in found.indexes if "waiting" in i.serves)
    assert {t.name: t.rows for t in found.tables} == {"Probe": 300, "sample": 60000}


def test_indexes_of_the_schema_are_used_and_idle_ones_named(server: Server) -> None:
    there = "CREATE INDEX by_probe ON sample (probe_id, taken_at DESC); CREATE INDEX low ON sample (lower(note)); CREATE INDEX idle ON sample (noted_at);"
    found, _ = advise(server, given(SCHEMA + there), given(WORKLOAD), None)
    assert found is not None
    served = {s.pattern: s.by for s in found.served}
    assert (served["recent"], served["by_note"]) == (("by_probe",), ("low",))
    assert found.idle == ("idle",)


@pytest.mark.parametrize(
    ("schema", "workload", "fact"),
    [
        ("SELECT 1;", WORKLOAD, "makes no table"),
        (SCHEMA, "SELECT 1;", "has no query of a table"),
        (SCHEMA, "", "no query"),
    ],
)
def test_without_tables_or_queries_there_is_nothing_to_advise(
    server: Server, schema: str, workload: str, fact: str
) -> None:
    found, said = advise(server, given(schema), given(workload), None)
    assert found is None
    assert any(fact in d.fact for d in said)


def test_the_command_writes_a_script_and_prints_what_serves_what(tmp_path: Path) -> None:
    for name, text in (("schema.sql", SCHEMA), ("workload.sql", WORKLOAD)):
        (tmp_path / name).write_text(text)
    asked = ["indexes", "--schema", str(tmp_path / "schema.sql"), "--workload", str(tmp_path / "workload.sql")]
    written = CliRunner().invoke(app, [*asked, "--output", str(tmp_path / "indexes.sql")])
    assert written.exit_code == 0
    assert "recent" in written.stdout
    assert "CREATE INDEX" in (tmp_path / "indexes.sql").read_text()
    data = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
    assert data["outcome"] == "advised"
    assert {p["name"] for p in data["patterns"]} == {"recent", "waiting", "by_note", "of_day", "named"}


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    found = CliRunner().invoke(
        app, ["indexes", "--schema", str(tmp_path / "no.sql"), "--workload", str(tmp_path / "no.sql")]
    )
    assert found.exit_code == 2


def test_a_table_of_another_schema_is_named_with_it(server: Server) -> None:
    schema = "CREATE SCHEMA app; CREATE TABLE app.note (id int PRIMARY KEY, label varchar(40), body text);"
    found, said = advise(server, given(schema), given("SELECT body FROM app.note WHERE label = $1;"), None)
    assert not said
    assert found is not None
    assert [i.sql for i in found.indexes] == ["CREATE INDEX ix_note_label ON app.note (label);"]


def test_tables_of_one_name_in_two_schemas_are_told_apart(server: Server) -> None:
    schema = "CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE b.users (id int PRIMARY KEY, boss int REFERENCES b.users);"
    schema += "CREATE TABLE a.users (id int PRIMARY KEY, name varchar(40));"
    found, _ = advise(server, given(schema), given("SELECT id FROM a.users WHERE name = $1;"), None)
    assert found is not None
    assert all("a.users (name)" in i.sql for i in found.indexes)


def test_rows_of_a_dump_are_copied_in(server: Server) -> None:
    schema = "CREATE TABLE note (id int PRIMARY KEY, label varchar(40));"
    rows = "\n".join(f"{n}\tlabel {n}" for n in range(20_000))
    seed = f"SET client_encoding = 'UTF8';\nCOPY note (id, label) FROM stdin;\n{rows}\n\\.\n\nSELECT 1;"
    found, said = advise(server, given(schema), given("SELECT id FROM note WHERE label = $1;"), given(seed))
    assert not said
    assert found is not None
    assert [t.rows for t in found.tables] == [20_000]
    assert [s.plan for s in found.served] == [("ix_note_label",)]


def test_the_indexes_of_partitions_are_those_of_their_table(server: Server) -> None:
    schema = "CREATE TABLE log (id bigint, at date NOT NULL, who int NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);"
    schema += "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');"
    seed = "INSERT INTO log SELECT i, '2030-01-01'::date + i % 300, i % 5000 FROM generate_series(1, 50000) i;"
    found, _ = advise(
        server, given(schema), given("SELECT id FROM log WHERE who = 77 ORDER BY at DESC LIMIT 5;"), given(seed)
    )
    assert found is not None
    assert [s.plan for s in found.served] == [("ix_log_who_at",)]


def test_scripts_of_others_reach_no_file(server: Server, tmp_path: Path) -> None:
    written = tmp_path / "reached"
    schema = (
        f"CREATE TABLE note (id int); COPY (SELECT 1) TO '{written}'; COPY (SELECT 1) TO PROGRAM 'cat > {written}';"
    )
    _, said = advise(server, given(schema), given("SELECT id FROM note WHERE id = 1;"), None)
    if server.kind == "embedded":
        assert [d.code for d in said] == ["statement-refused"] * 2
        assert not written.exists()


def test_an_input_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text(SCHEMA)
    (tmp_path / "workload.sql").write_text(WORKLOAD)
    asked = ["--schema", str(tmp_path / "schema.sql"), "--workload", str(tmp_path / "workload.sql")]
    assert CliRunner().invoke(app, ["indexes", *asked, "--output", str(tmp_path / "schema.sql")]).exit_code == 2
    assert (tmp_path / "schema.sql").read_text() == SCHEMA
