"""`design`: what is written, what is printed where, and which exit code says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces.conftest import Cli
from tests.faces.projects import API, MODEL, PHASE, REQUIREMENTS, contents, write_project

WRITTEN = {
    ".generated.json", "database_schema.md", "design.json", "erd.mmd", "model.yaml", "proof.json",
    "migrations/V001__initial_schema.sql", "migrations/V002__seed_data.sql",
    "migrations/U001__initial_schema.sql", "migrations/U002__seed_data.sql",
}  # fmt: skip


def tables(printed: str) -> set[str]:
    return set(json.loads(printed)["tables"])


class TestWhatIsWritten:
    def test_a_folder_is_designed_and_proven_beside_its_documents(self, proven: Cli, project: Path) -> None:
        result = proven("design", project)
        assert result.exit_code == 0, result.output
        assert set(contents(project / PHASE)) == WRITTEN | {"proof.sql", "functional_requirements.md", "openapi.yaml"}
        assert "Success criteria" in result.stdout
        assert "V001 applies" in result.stdout
        assert f"written to {project / PHASE}" in result.stdout

    def test_output_names_another_folder(self, cli: Cli, project: Path, tmp_path: Path) -> None:
        before = contents(project)
        assert cli("design", project, "--no-verify", "--output", tmp_path / "out").exit_code == 0
        assert set(contents(tmp_path / "out")) == WRITTEN
        assert contents(project) == before

    def test_a_plan_for_more_than_one_machine_is_made_where_it_is_asked_for(self, cli: Cli, project: Path) -> None:
        plan = project / PHASE / "optional" / "citus.sql"
        assert cli("design", project, "--no-verify").exit_code == 0
        assert not plan.exists()
        assert cli("design", project, "--no-verify", "--distribute").exit_code == 0
        assert "create_distributed_table('hives', 'id')" in plan.read_text()
        (project / "database-designer.toml").write_text("distribute = true\n")
        assert cli("design", project, "--no-verify").exit_code == 0
        assert plan.exists()

    def test_an_api_description_alone_is_a_project(self, cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "keepers.yaml").write_text(API)
        result = cli("design", tmp_path / "keepers.yaml", "--no-verify", "--json")
        assert result.exit_code == 0
        assert tables(result.stdout) == {"keepers"}
        assert (tmp_path / "database_schema.md").is_file()

    def test_a_requirement_document_alone_is_a_project(self, cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "hives.md").write_text(REQUIREMENTS)
        result = cli("design", tmp_path / "hives.md", "--no-verify", "--json")
        assert {"hives", "inspections"} <= tables(result.stdout)

    def test_other_places_are_named_by_options(self, cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "here").mkdir()
        for name, text in (("r.md", REQUIREMENTS), ("a.yaml", API), ("d.md", "# Notes\n\nHives stand outdoors.\n")):
            (tmp_path / name).write_text(text)
        result = cli(
            "design", tmp_path / "here", "--no-verify", "--json", "--output", tmp_path / "out",
            "--requirements", tmp_path / "r.md", "--api", tmp_path / "a.yaml", "--docs", tmp_path / "d.md",
        )  # fmt: skip
        assert {"hives", "inspections", "keepers"} <= tables(result.stdout)
        assert [s["role"] for s in json.loads(result.stdout)["sources"]] == ["requirements", "api", "docs"]


class TestAModelAsInput:
    def test_nothing_is_discovered_and_the_model_stays_as_its_author_wrote_it(self, cli: Cli, tmp_path: Path) -> None:
        write_project(tmp_path)
        model = tmp_path / PHASE / "model.yaml"
        model.write_text(MODEL)
        for _ in range(2):
            result = cli("design", model, "--no-verify", "--json")
            assert tables(result.stdout) == {"hives", "inspections"}
            assert model.read_text() == MODEL
        assert list((tmp_path / PHASE).glob("*.orig")) == []

    def test_the_result_elsewhere_holds_a_model_of_its_own(self, cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "apiary.yaml").write_text(MODEL)
        cli("design", tmp_path / "apiary.yaml", "--no-verify", "--output", tmp_path / "out")
        assert (tmp_path / "apiary.yaml").read_text() == MODEL
        assert set(contents(tmp_path / "out")) == WRITTEN

    def test_an_edit_of_that_other_model_is_set_aside_not_lost(self, cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "apiary.yaml").write_text(MODEL)
        cli("design", tmp_path / "apiary.yaml", "--no-verify", "--output", tmp_path / "out")
        written = tmp_path / "out" / "model.yaml"
        edited = written.read_text().replace("text(40)", "text(41)")
        written.write_text(edited)
        result = cli("design", tmp_path / "apiary.yaml", "--no-verify", "--output", tmp_path / "out")
        assert (tmp_path / "out" / "model.yaml.orig").read_text() == edited
        assert "edited-file-kept" in result.stderr

    def test_a_model_that_was_generated_is_the_persons_once_it_is_given(self, cli: Cli, project: Path) -> None:
        cli("design", project, "--no-verify")
        model = project / PHASE / "model.yaml"
        generated = model.read_text()
        assert cli("design", model, "--no-verify").exit_code == 0
        assert model.read_text() == generated

    def test_edits_outlive_a_run_on_the_model_alone(self, cli: Cli, project: Path) -> None:
        cli("design", project, "--no-verify")
        model = project / PHASE / "model.yaml"
        edited = model.read_text().replace("entities:\n", "entities:\n  Frame: {attributes: {width: integer}}\n", 1)
        model.write_text(edited)
        assert "frames" in tables(cli("design", model, "--no-verify", "--json").stdout)
        assert "frames" in tables(cli("design", project, "--no-verify", "--json").stdout)


class TestStreams:
    def test_standard_output_of_json_is_json_alone(self, cli: Cli, project: Path) -> None:
        (project / PHASE / "broken.md").write_bytes(b"\x00\x01\x02")
        result = cli("design", project, "--no-verify", "--json")
        assert result.exit_code == 0
        printed = json.loads(result.stdout)
        assert printed["outcome"] == "unproven"
        assert printed["proof"]["passed"] is None
        assert [d["code"] for d in printed["diagnostics"] if d["severity"] == "error"] == ["file-binary"]
        assert "broken.md:1: error[file-binary]" in result.stderr

    def test_json_tells_what_the_server_said(self, proven: Cli, project: Path) -> None:
        printed = json.loads(proven("design", project, "--json").stdout)
        assert printed["outcome"] == "proven"
        assert printed["proof"]["passed"] is True
        assert {s["outcome"] for s in printed["proof"]["servers"][0]["steps"]} <= {"passed", "skipped"}
        assert len(printed["proof"]["criteria"]) == 9

    @pytest.mark.parametrize("columns", [80, 100, 120])
    def test_lines_fit_the_width(self, cli: Cli, project: Path, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", str(columns))
        result = cli("design", project, "--no-verify")
        table = result.stdout.partition("Success criteria")[2].partition("requirements with an id")[0]
        assert max(map(len, table.splitlines())) in range(columns - 25, columns + 1)
        assert not any(line.endswith(" ") for line in result.stdout.splitlines())


class TestAFailedProof:
    def test_the_exit_code_is_1_and_everything_is_written(self, cli: Cli, project: Path) -> None:
        result = cli("design", project, "--database-url", "postgresql://nobody@127.0.0.1:1/none")
        assert result.exit_code == 1
        assert set(contents(project / PHASE)) >= WRITTEN
        assert "does not answer" in result.stdout

    def test_no_verify_and_a_server_contradict_each_other(self, cli: Cli, project: Path) -> None:
        assert cli("design", project, "--no-verify", "--database-url", "postgresql://x").exit_code == 2
