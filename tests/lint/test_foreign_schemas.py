"""Schemas of anybody go through: what psql and dumps have in them, what the server lacks, and what must not run."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from database_designer.lint import Subject, all_rules, check, read_catalog, read_script
from database_designer.lint.catalog import Catalog
from tests.lint.pages import applied, checked

DUMP = r"""
\restrict 4yPqz
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.kilns (
    id bigint NOT NULL,
    label text
);
ALTER TABLE public.kilns OWNER TO potter;
COPY public.kilns (id, label) FROM stdin;
1	it's; a "kiln"
2	\N
\.
ALTER TABLE ONLY public.kilns ADD CONSTRAINT kilns_pkey PRIMARY KEY (id);
CREATE INDEX kilns_label ON public.kilns USING btree (label);
GRANT SELECT ON TABLE public.kilns TO reader;
CREATE POLICY own ON public.kilns TO reader USING (label = CURRENT_USER);
\unrestrict 4yPqz
"""


def catalog_of(database: str, *texts: str) -> Catalog:
    scripts = [read_script(f"V{number}.sql", text) for number, text in enumerate(texts, start=1)]
    with applied(database, scripts) as refused, psycopg.connect(database, autocommit=True) as connection:
        assert [r.message for r in refused] == []
        return read_catalog(connection)


def test_a_dump_goes_through_as_it_is(database: str) -> None:
    catalog = catalog_of(database, DUMP)
    assert [t.name for t in catalog.tables] == ["kilns"]
    assert catalog.primary_key("kilns") == ("id",)
    assert catalog.relations[0].granted == ("reader SELECT",)
    assert catalog.policies[0].roles == ("reader",)


def test_nothing_is_left_behind(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        asked = (
            "SELECT (SELECT count(*) FROM pg_roles), (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_proc)"
        )
        before = connection.execute(asked).fetchone()
        catalog_of(database, DUMP)
        assert connection.execute(asked).fetchone() == before


def test_what_the_server_lacks_is_said_and_the_rest_is_checked(database: str) -> None:
    report = checked(
        database,
        'CREATE EXTENSION postgis;\nCREATE EXTENSION "uuid-ossp";\n'
        "CREATE TABLE huts (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), place geography(Point, 4326), label char(3));",
    )
    said = [
        (d.code, d.severity, d.span.line) for d in report.said if d.span and d.span.line != 2
    ]  # some have uuid-ossp
    assert said == [("not-applied", "warning", 1), ("not-applied", "info", 3)]
    assert {"char-type", "uuid-default"} <= {j.rule.name for j in report.judged}


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("CREATE TABLE x (id uuid REFERENCES auth.users, n int);", "without its references to the schema auth"),
        ("CREATE TABLE x (id uuid REFERENCES users, n int);", "without its references to users"),
        ("CREATE TABLE x (id int, n int, FOREIGN KEY (id) REFERENCES y (z));", "without its references to y"),
        (
            "CREATE TABLE x (id text DEFAULT nanoid(12), n hue DEFAULT 'x');",
            "in place of hue and without the defaults of nanoid()",
        ),
        ("CREATE TABLE old.x (id int);", "with an empty schema old"),
    ],
)
def test_a_statement_is_tried_without_what_the_server_lacks(database: str, statement: str, said: str) -> None:
    report = checked(database, statement)
    assert [said in d.fact for d in report.said] == [True]
    assert "primary-key-missing" in {j.rule.name for j in report.judged}


@pytest.mark.parametrize(
    "statement",
    [
        "COPY x TO PROGRAM 'touch {path}'",
        "DO $$ BEGIN COPY (SELECT 1) TO PROGRAM 'touch {path}'; END $$",
        "DO $$ BEGIN COPY (SELECT 1) TO '{path}'; END $$",
        "RESET SESSION AUTHORIZATION; DO $$ BEGIN COPY (SELECT 1) TO '{path}'; END $$",
        "ALTER SYSTEM SET log_min_messages = 'panic'",
        "CREATE FUNCTION x() RETURNS void LANGUAGE c AS 'libc', 'sync'; DO $$ BEGIN PERFORM x(); END $$",
    ],
)
def test_a_script_does_not_reach_the_machine(database: str, tmp_path: Path, statement: str) -> None:
    tmp_path.chmod(0o777)
    path = tmp_path / "made"
    with applied(database, [read_script("x.sql", statement.replace("{path}", str(path)))]):
        assert not path.exists()


def test_policies_of_a_service_are_read(database: str) -> None:
    report = checked(
        database,
        "CREATE TABLE notes (id bigint PRIMARY KEY, writer uuid NOT NULL REFERENCES auth.users);"
        "ALTER TABLE notes ENABLE ROW LEVEL SECURITY;"
        "CREATE POLICY own ON notes FOR SELECT TO authenticated USING (writer = auth.uid());",
    )
    found = {j.rule.name for j in report.judged if j.stands}
    assert found == {"policy-calls-each-row"}


def test_rows_are_not_written(database: str) -> None:
    text = (
        "CREATE TABLE x (id int PRIMARY KEY); INSERT INTO x VALUES (1);"
        "CREATE TABLE y AS SELECT generate_series(1, 9000000000) AS n; CREATE MATERIALIZED VIEW z AS SELECT n FROM y;"
    )
    with applied(database, [read_script("x.sql", text)]) as refused, psycopg.connect(database) as connection:
        assert refused == ()
        assert connection.execute("SELECT (SELECT count(*) FROM x), (SELECT count(*) FROM y)").fetchone() == (0, 0)


def test_a_finding_has_the_place_that_makes_its_object(database: str) -> None:
    report = checked(
        database, "CREATE TABLE a (id bigint PRIMARY KEY);", "CREATE TABLE b (\n    id int,\n    code char(2)\n);"
    )
    places = {(j.rule.name, j.finding.object): str(j.finding.span) for j in report.judged}
    assert places["primary-key-missing", "b"] == "V2.sql:1"
    assert places["char-type", "b.code"] == "V2.sql:3"


@pytest.mark.parametrize(
    "text", ["", ";;;", "\0", "'", "/*", "$$", "CREATE TABLE", "\\", "COPY x FROM stdin;", "é" * 9, "(" * 5000]
)
def test_no_text_crashes_it(database: str, text: str) -> None:
    checked(database, text)


def test_statements_within_statements_are_part_of_them(database: str) -> None:
    catalog = catalog_of(
        database,
        "CREATE TABLE a (n int); CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC\n SELECT 1;\n SELECT 2;\nEND;"
        "CREATE RULE r AS ON DELETE TO a DO INSTEAD (DELETE FROM a; SELECT 1); CREATE TABLE b (n int);",
    )
    assert [t.name for t in catalog.tables] == ["a", "b"]
    assert (catalog.functions[0].name, catalog.relations[0].rules) == ("f", ("r",))


def test_objects_of_extensions_are_nobodys_own(database: str) -> None:
    catalog = catalog_of(database, "CREATE EXTENSION pg_trgm; CREATE EXTENSION hstore; CREATE TABLE x (id int);")
    assert (catalog.functions, catalog.types) == ((), ())


def test_tables_of_other_schemas_have_its_name(database: str) -> None:
    catalog = catalog_of(
        database,
        'CREATE SCHEMA "Keep"; CREATE TABLE "Keep".x (id int PRIMARY KEY); CREATE TABLE y (x int REFERENCES "Keep".x);',
    )
    assert [t.name for t in catalog.tables] == ["Keep.x", "y"]
    assert catalog.foreign_keys[0].target == "Keep.x"


def test_an_index_that_was_never_finished_is_found(database: str) -> None:
    rule = next(r for r in all_rules() if r.name == "index-invalid")
    script = read_script("x.sql", "CREATE TABLE x (id int PRIMARY KEY, n int); CREATE INDEX x_n ON x (n);")
    with applied(database, [script]), psycopg.connect(database, autocommit=True) as connection:
        assert check(Subject(catalog=read_catalog(connection)), rules=[rule]).judged == ()
        connection.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'x_n'::regclass")
        report = check(Subject(catalog=read_catalog(connection)), rules=[rule])
    assert [j.finding.object for j in report.judged] == ["x.x_n"]


def test_a_key_of_random_uuids_is_noted_where_the_version_has_better(database: str) -> None:
    text = "CREATE TABLE x (id uuid PRIMARY KEY DEFAULT gen_random_uuid());"
    rules = tuple(r for r in all_rules() if r.name == "uuid-default")
    assert len(checked(database, text, rules=rules, postgres=18).judged) == 1
    assert len(checked(database, text, rules=rules, postgres=17).judged) == 0


KILNS = """
CREATE SCHEMA "Yard";
CREATE TABLE "Kiln" (id bigint PRIMARY KEY, "Glaze" text, shelf int, UNIQUE ("Glaze", shelf));
CREATE INDEX "By glaze" ON "Kiln" ("Glaze");
CREATE INDEX by_glaze_and_id ON "Kiln" ("Glaze", id);
CREATE TABLE "Yard"."Log" (id bigint PRIMARY KEY, kiln bigint REFERENCES "Kiln");
CREATE INDEX "Twin" ON "Yard"."Log" (id);
CREATE TABLE bricks (id bigint PRIMARY KEY);
CREATE TABLE wheel (id bigint PRIMARY KEY);
GRANT SELECT ON "Kiln" TO public;
"""


def fixes(database: str, name: str) -> dict[str, str]:
    rules = tuple(r for r in all_rules() if r.name == name)
    return {j.finding.object: j.finding.fix for j in checked(database, KILNS, rules=rules).judged}


def test_names_in_a_fix_are_in_quotes_where_sql_needs_them(database: str) -> None:
    assert fixes(database, "granted-to-public")["Kiln"] == 'REVOKE ALL ON "Kiln" FROM PUBLIC, and grant to roles'
    assert fixes(database, "index-duplicate") == {"Yard.Log.Twin": 'DROP INDEX "Yard"."Twin"'}
    assert 'CREATE INDEX ON "Yard"."Log" (kiln)' in fixes(database, "foreign-key-without-index").values()


def test_an_index_that_begins_several_is_redundant_once(database: str) -> None:
    rules = tuple(r for r in all_rules() if r.name == "index-redundant")
    found = [j.finding for j in checked(database, KILNS, rules=rules).judged]
    assert [(f.object, f.fix) for f in found] == [("Kiln.By glaze", 'DROP INDEX "By glaze"')]
    assert "Kiln_Glaze_shelf_key" in found[0].fact, "the one that stays anyhow"


def test_each_table_that_is_named_unlike_the_others_is_told(database: str) -> None:
    rules = tuple(r for r in all_rules() if r.name == "table-names-mixed")
    found = [j.finding for j in checked(database, KILNS, rules=rules).judged]
    assert [(f.object, f.fact) for f in found] == [
        ("bricks", "is named in the plural, but 3 tables in the singular: Kiln, Yard.Log, wheel")
    ]
