"""`explain`: all about a name of a design, as text and as data; what may be meant where it has no such thing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces.conftest import Cli
from tests.faces.projects import PHASE


@pytest.fixture
def designed(cli: Cli, project: Path) -> Path:
    """A project with a design in the usual place, not proven."""
    assert cli("design", project, "--no-verify").exit_code == 0
    return project


def test_a_column_is_explained_from_its_sentence_to_its_statement(cli: Cli, designed: Path) -> None:
    result = cli("explain", "hives.name", "--in", designed)
    assert (result.exit_code, result.stderr) == (0, "")
    words = " ".join(result.stdout.split())
    assert "hives.name (column)" in words
    assert "functional_requirements.md:7 “The system shall store each hive with its name" in words
    assert "uq_hives_name" in words


def test_a_requirement_is_explained_by_what_became_of_it(cli: Cli, designed: Path) -> None:
    words = " ".join(cli("explain", "FR-02", "--in", designed).stdout.split())
    assert "Each inspection belongs to one hive." in words
    assert "foreign key: fk_inspections_hive_id" in words


def test_the_folder_of_the_result_will_do_and_so_does_the_one_that_one_is_in(
    cli: Cli, designed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_project = cli("explain", "hives", "--in", designed).stdout
    assert cli("explain", "hives", "--in", designed / PHASE).stdout == of_project
    monkeypatch.chdir(designed)
    assert cli("explain", "hives").stdout == of_project


def test_it_is_data_on_request(cli: Cli, designed: Path) -> None:
    data = json.loads(cli("explain", "hives.name", "--in", designed, "--json").stdout)
    assert list(data) == ["name", "explanations", "near", "diagnostics"]
    (found,) = data["explanations"]
    assert list(found) == [
        "kind", "name", "facts", "sql", "sentences", "requirements", "decided_by", "principle", "assumed", "bonds",
        "statements", "rules", "seen",
    ]  # fmt: skip
    assert found["requirements"] == ["FR-01"]
    assert {"how": "is a column of", "others": [{"kind": "table", "name": "hives"}]} in found["bonds"]
    assert {r["form"] for r in found["rules"]} >= {"required"}


def test_an_unknown_name_ends_with_what_is_near(cli: Cli, designed: Path) -> None:
    result = cli("explain", "hive.nam", "--in", designed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error[unknown-name]: 'hive.nam' names nothing in the design" in result.stderr
    assert "Hive.name" in result.stderr


def test_an_ambiguous_name_ends_with_all_that_have_it(cli: Cli, designed: Path) -> None:
    result = cli("explain", "created_at", "--in", designed, "--json")
    assert result.exit_code == 2
    data = json.loads(result.stdout)
    assert [d["code"] for d in data["diagnostics"]] == ["ambiguous-name"]
    assert {"kind": "column", "name": "hives.created_at"} in data["near"]


def test_a_folder_without_a_design_is_unusable(cli: Cli, tmp_path: Path) -> None:
    result = cli("explain", "hives", "--in", tmp_path)
    assert result.exit_code == 2
    assert "error[design-not-read]" in result.stderr


def test_a_proof_that_cannot_be_read_is_told_and_left_out(cli: Cli, designed: Path) -> None:
    (designed / PHASE / "proof.json").write_text("[" * 100_000)
    result = cli("explain", "hives", "--in", designed)
    assert result.exit_code == 0
    assert "warning[proof-not-read]" in result.stderr


def test_what_proves_a_rule_is_told(proven: Cli, cli: Cli, project: Path) -> None:
    assert proven("design", project).exit_code == 0
    words = " ".join(cli("explain", "uq_hives_name", "--in", project).stdout.split())
    assert "Hive.name: name is unique kept by uq_hives_name proven:" in words
    assert "catalog equals the model: passed on PostgreSQL" in words
