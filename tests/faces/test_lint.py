"""`lint`: a schema, a folder or a database is checked, with the waivers of its project."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import psycopg
import pytest

from database_designer.verify import Server
from tests.faces.conftest import Cli
from tests.faces.projects import MODEL

SCHEMA = """\
CREATE TABLE hives (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE inspections (
    hive_id bigint NOT NULL REFERENCES hives,
    at timestamp NOT NULL
);
"""
WAIVERS = """\
[[waivers]]
rule = "primary-key-missing"
object = "inspections"
reason = "read by hive only"

[[waivers]]
rule = "foreign-key-without-index"
object = "inspections.*"
reason = "hives are never deleted"

[[waivers]]
rule = "timestamp-without-time-zone"
object = "*.at"
reason = "on the clock of the hive"
"""


@pytest.fixture(autouse=True)
def one_server(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server of the test run in place of one that each command would start."""
    monkeypatch.setattr("database_designer.faces.linting.embedded_server", lambda: nullcontext(server))


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    """A schema with three findings."""
    path = tmp_path / "schema.sql"
    path.write_text(SCHEMA)
    return path


def test_findings_have_their_place_and_their_fix(cli: Cli, schema: Path) -> None:
    result = cli("lint", schema)
    assert result.exit_code == 1
    assert "schema.sql:2: warning[primary-key-missing]: inspections: has no primary key" in result.stdout
    assert "schema.sql:4: warning[timestamp-without-time-zone]: inspections.at" in result.stdout
    assert "    fix: CREATE INDEX ON inspections (hive_id)" in result.stdout
    assert "3 findings" in result.stdout


def test_notes_are_counted_and_listed_on_request(cli: Cli, schema: Path) -> None:
    short, long = cli("lint", schema), cli("lint", schema, "--verbose")
    assert "note[comment-missing]: Every table and view has a comment. Not so: hives, inspections" in short.stdout
    assert "info[comment-missing]: inspections: is a table without a comment" in long.stdout


def test_what_is_waived_is_no_finding(cli: Cli, schema: Path) -> None:
    (schema.parent / "database-designer.toml").write_text(WAIVERS)
    result = cli("lint", schema)
    assert result.exit_code == 0
    assert "no findings" in result.stdout
    assert "3 waived" in result.stdout


def test_a_waiver_without_a_reason_is_said(cli: Cli, schema: Path) -> None:
    (schema.parent / "database-designer.toml").write_text(WAIVERS.replace('"read by hive only"', '""'))
    result = cli("lint", schema)
    assert result.exit_code == 1
    assert "has no reason, so it does not hold" in result.stderr


def test_as_data(cli: Cli, schema: Path) -> None:
    (schema.parent / "database-designer.toml").write_text(WAIVERS.split("\n\n", maxsplit=1)[0])
    data = json.loads(cli("lint", schema, "--json").stdout)
    assert data["outcome"] == "findings"
    found = {f["code"]: f for f in data["findings"] if f["severity"] == "warning"}
    assert set(found) == {"primary-key-missing", "foreign-key-without-index", "timestamp-without-time-zone"}
    assert found["primary-key-missing"]["waived"] == "read by hive only"
    assert (found["timestamp-without-time-zone"]["file"], found["timestamp-without-time-zone"]["line"]) == (
        "schema.sql",
        4,
    )


def test_a_folder_of_migrations_is_read_in_order(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "V2__index.sql").write_text("CREATE INDEX hives_name ON hives (name);")
    (tmp_path / "V1__hives.sql").write_text("CREATE TABLE hives (id bigint PRIMARY KEY, name text NOT NULL);")
    result = cli("lint", tmp_path)
    assert "V2__index.sql:1: warning[index-built-blocking]" in result.stdout
    assert "1 finding," in result.stdout


def test_a_running_database_is_read_and_not_written(cli: Cli, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(SCHEMA)
    result = cli("lint", "--database-url", database)
    assert result.exit_code == 1
    assert "warning[primary-key-missing]: inspections: has no primary key" in result.stdout


def test_a_design_of_ours_is_clean(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "apiary.yaml").write_text(MODEL)
    assert cli("design", tmp_path / "apiary.yaml", "--no-verify", "--output", tmp_path / "out").exit_code == 0
    result = cli("lint", tmp_path / "out")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "no findings" in result.stdout


def test_a_project_is_checked_by_the_design_in_it(cli: Cli, project: Path) -> None:
    assert cli("design", project, "--no-verify").exit_code == 0
    result = cli("lint", project)
    assert result.exit_code == 0
    assert " waived" in result.stdout


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("empty.sql", "", "makes no table"),
        ("other.sql", "CREATE TABEL x ();", "the server takes none of it"),
        ("folder", None, "holds no .sql file"),
        ("missing", "", "is not there"),
    ],
)
def test_what_cannot_be_checked_is_said(cli: Cli, tmp_path: Path, name: str, text: str | None, said: str) -> None:
    if text is None:
        (tmp_path / name).mkdir()
    elif name != "missing":
        (tmp_path / name).write_text(text)
    result = cli("lint", tmp_path / name)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_database_that_does_not_answer_is_said(cli: Cli) -> None:
    result = cli("lint", "--database-url", "postgresql://localhost:1/none")
    assert result.exit_code == 2
    assert "the database cannot be read" in result.stderr
