"""A second run: the same bytes, a person's edits kept, what the documents changed taken up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces.conftest import Cli
from tests.faces.projects import HARVESTS, PHASE, REQUIREMENTS, contents, write_project


def design(cli: Cli, project: Path, *options: object) -> dict[str, list[str]]:
    """Designs the project; returns the columns of its tables."""
    assert cli("design", project, "--no-verify", *options).exit_code == 0
    physical = json.loads((project / PHASE / "design.json").read_text())["physical"]
    return {t["name"]: [c["name"] for c in t["columns"]] for t in physical["tables"]}


def edit(project: Path, begins: str, *lines: str) -> None:
    """Replaces the one line of model.yaml that begins so (spaces aside); the new lines keep its indentation."""
    path = project / PHASE / "model.yaml"
    old = [line for line in path.read_text().splitlines() if line.strip().startswith(begins)]
    assert len(old) == 1, old
    indent = old[0][: len(old[0]) - len(old[0].lstrip())]
    path.write_text(path.read_text().replace(old[0], "\n".join(indent + line for line in lines)))


class TestTheSameDocuments:
    def test_two_runs_give_the_same_bytes(self, cli: Cli, project: Path) -> None:
        design(cli, project)
        first = contents(project)
        design(cli, project)
        assert contents(project) == first

    def test_where_the_result_goes_does_not_matter(self, cli: Cli, project: Path) -> None:
        outputs = (project / PHASE, project / "docs" / "database", project / "out", project.parent / "elsewhere")
        for output in outputs:
            assert cli("design", project, "--no-verify", "--output", output).exit_code == 0
        results = [
            {name: found for name, found in contents(output).items() if name in contents(outputs[-1])}
            for output in outputs
        ]
        assert all(result == results[-1] for result in results)

    def test_neither_the_working_directory_nor_the_spelling_of_the_path_matters(
        self, cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        design(cli, project)
        first = contents(project)
        monkeypatch.chdir(project / PHASE)
        assert cli("design", Path("..") / "..", "--no-verify").exit_code == 0
        assert contents(project) == first

    def test_the_order_in_which_files_lie_in_the_folder_does_not_matter(
        self, cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("b.md", "a.md"):
            (project / PHASE / name).write_text(f"# {name}\n\nEach apiary has a postcode.\n")
        design(cli, project)
        first = contents(project)
        listed = Path.iterdir
        monkeypatch.setattr(Path, "iterdir", lambda p: iter(sorted(listed(p), reverse=True)))
        design(cli, project)
        assert contents(project) == first


class TestEdits:
    def test_a_changed_type_stays(self, cli: Cli, project: Path) -> None:
        design(cli, project)
        edit(project, "paint_colour:", "paint_colour: text(33)")
        design(cli, project)
        assert "paint_colour <= 33" in schema(project).replace("char_length(paint_colour)", "paint_colour")

    def test_a_deleted_attribute_stays_away(self, cli: Cli, project: Path) -> None:
        assert "paint_colour" in design(cli, project)["hives"]
        edit(project, "paint_colour:")
        assert "paint_colour" not in design(cli, project)["hives"]
        assert "paint_colour" not in design(cli, project)["hives"]

    def test_an_added_entity_stays(self, cli: Cli, project: Path) -> None:
        design(cli, project)
        edit(project, "entities:", "entities:", "  Frame:", "    attributes: {width: integer}")
        assert "width" in design(cli, project)["frames"]
        assert "width" in design(cli, project)["frames"]

    def test_an_answer_stays_and_closes_the_question(self, cli: Cli, project: Path) -> None:
        write_project(project, requirements=REQUIREMENTS + "\n### FR-04: Kinds\n\nEach hive has a type.\n")
        design(cli, project)
        model = project / PHASE / "model.yaml"
        model.write_text(model.read_text().replace("# answer: ...", "answer: wood, straw", 1))
        for _ in range(2):
            result = cli("design", project, "--no-verify", "--json")
            answers = [q["answer"] for q in json.loads(result.stdout)["questions"]]
            assert answers.count("wood, straw") == 1
        assert "wood, straw" in model.read_text()

    def test_what_the_documents_add_comes_in_beside_the_edits(self, cli: Cli, project: Path) -> None:
        design(cli, project)
        edit(project, "paint_colour:", "paint_colour: text(33)")
        write_project(project, requirements=REQUIREMENTS + HARVESTS)
        columns = design(cli, project)
        assert "volume" in columns["harvests"]
        assert "33" in schema(project)

    def test_what_the_documents_drop_goes(self, cli: Cli, project: Path) -> None:
        write_project(project, requirements=REQUIREMENTS + HARVESTS)
        assert "harvests" in design(cli, project)
        edit(project, "paint_colour:", "paint_colour: text(33)")
        write_project(project, requirements=REQUIREMENTS)
        assert "harvests" not in design(cli, project)
        assert "33" in schema(project)

    def test_runs_after_an_edit_give_the_same_bytes_and_set_nothing_aside(self, cli: Cli, project: Path) -> None:
        design(cli, project)
        edit(project, "paint_colour:", "paint_colour: text(33)")
        design(cli, project)
        first = contents(project)
        design(cli, project)
        assert contents(project) == first
        assert [name for name in first if ".orig" in name] == []

    def test_an_edit_that_cannot_be_read_stops_the_run(self, cli: Cli, project: Path) -> None:
        design(cli, project)
        edit(project, "entities:", "entities: [")
        before = contents(project)
        result = cli("design", project, "--no-verify")
        assert result.exit_code == 2
        assert "model.yaml:" in result.stderr
        assert contents(project) == before

    def test_an_edited_migration_is_set_aside(self, cli: Cli, project: Path) -> None:
        design(cli, project)
        path = project / PHASE / "migrations" / "V001__initial_schema.sql"
        path.write_text("-- mine\n")
        design(cli, project)
        assert path.with_name(path.name + ".orig").read_text() == "-- mine\n"
        assert "CREATE TABLE" in path.read_text()


def schema(project: Path) -> str:
    return (project / PHASE / "migrations" / "V001__initial_schema.sql").read_text()
