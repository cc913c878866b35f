"""`verify`: what lies in the folder is proven, whoever wrote it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces.conftest import Cli
from tests.faces.projects import MODEL

V001 = "migrations/V001__initial_schema.sql"
V002 = "migrations/V002__seed_data.sql"
U001 = "migrations/U001__initial_schema.sql"


@pytest.fixture
def designed(cli: Cli, tmp_path: Path) -> Path:
    """A folder with a design."""
    (tmp_path / "apiary.yaml").write_text(MODEL)
    assert cli("design", tmp_path / "apiary.yaml", "--no-verify", "--output", tmp_path / "out").exit_code == 0
    return tmp_path / "out"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def outcomes(printed: str) -> dict[str, str]:
    return {s["name"]: s["outcome"] for s in json.loads(printed)["servers"][0]["steps"]}


def test_a_design_as_it_was_written_is_proven(proven: Cli, designed: Path) -> None:
    result = proven("verify", designed)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "catalog equals the model" in result.stdout


def test_the_rules_are_summed_up_and_told_one_by_one_on_request(proven: Cli, designed: Path) -> None:
    short, long = proven("verify", designed), proven("verify", designed, "-v")
    assert "rules proven by" in " ".join(short.stdout.split())
    assert "Rules on PostgreSQL" not in short.stdout
    assert "Rules on PostgreSQL" in long.stdout
    assert "Hive.name" in long.stdout
    assert " rejected" in " ".join(long.stdout.split())


def test_each_rule_is_told_with_its_probes_as_data(proven: Cli, designed: Path) -> None:
    rules = json.loads(proven("verify", designed, "--json").stdout)["servers"][0]["rules"]
    name = next(r for r in rules if r["element"] == "Hive.name" and r["form"] == "required")
    assert (name["verdict"], name["why"]) == ("proven", "")
    assert {p["kind"] for p in name["probes"]} == {"accepted", "rejected", "mutation"}


def test_line_ends_of_another_system_are_no_edit(proven: Cli, designed: Path) -> None:
    path = designed / V001
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    result = proven("verify", designed)
    assert (result.exit_code, result.stderr) == (0, "")


def test_an_edited_schema_is_run_and_differs_from_the_model(proven: Cli, designed: Path) -> None:
    replace(designed / V001, "    held_on    date", "    held_on    timestamptz")
    result = proven("verify", designed, "--json")
    assert result.exit_code == 1
    assert outcomes(result.stdout)["V001 applies"] == "passed"
    assert outcomes(result.stdout)["catalog equals the model"] == "failed"
    assert "held_on" in result.stdout
    assert f"{V001}:" in result.stderr
    assert "script-edited" in result.stderr


def test_an_edited_schema_that_does_not_run_fails(proven: Cli, designed: Path) -> None:
    replace(designed / V001, "CREATE TABLE hives", "CREATE TABEL hives")
    result = proven("verify", designed, "--json")
    assert result.exit_code == 1
    assert outcomes(result.stdout)["V001 applies"] == "failed"


def test_seed_rows_that_the_design_has_not_fail(proven: Cli, designed: Path) -> None:
    with (designed / V002).open("a") as file:
        file.write("INSERT INTO hives (name) VALUES ('north');\n")
    result = proven("verify", designed, "--json")
    assert result.exit_code == 1
    assert outcomes(result.stdout)["V002 applies, and applies twice"] == "failed"


def test_an_undo_that_leaves_something_fails(proven: Cli, designed: Path) -> None:
    (designed / U001).write_text("-- nothing is undone\n")
    assert proven("verify", designed).exit_code == 1


def test_a_comment_in_a_script_changes_nothing_but_is_told(proven: Cli, designed: Path) -> None:
    with (designed / V001).open("a") as file:
        file.write("-- read by Ada\n")
    result = proven("verify", designed)
    assert result.exit_code == 0
    assert "script-edited" in result.stderr


def test_nothing_in_the_folder_is_changed(proven: Cli, designed: Path) -> None:
    before = {p: p.read_bytes() for p in designed.rglob("*") if p.is_file()}
    proven("verify", designed)
    assert {p: p.read_bytes() for p in designed.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("design.json", None, "design-not-read"),
        ("design.json", b"{}", "design-not-read"),
        ("design.json", b"[" * 100_000, "design-not-read"),
        ("design.json", b"\xff\xfe\x00", "design-not-read"),
        (V001, None, "script-not-read"),
        (U001, b"\xff\xfe\x00", "script-not-read"),
    ],
)
def test_a_folder_without_a_whole_design_is_unusable(
    cli: Cli, designed: Path, name: str, content: bytes | None, code: str
) -> None:
    (designed / name).unlink() if content is None else (designed / name).write_bytes(content)
    result = cli("verify", designed, "--json")
    assert result.exit_code == 2
    assert [d["code"] for d in json.loads(result.stdout)["diagnostics"]] == [code]
