"""The run as a whole: what is input, what is base and edit, where the result goes, which scripts are proven."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from database_designer.diagnostics import Severity
from database_designer.discover.language.annotate import LanguageModelMissingError
from database_designer.emit.migrations import V001
from database_designer.emit.migrations import scripts as scripts_of
from database_designer.model.configuration import Configuration
from database_designer.model.design import Design
from database_designer.model.requirements import Requirements
from database_designer.pipeline import designing, understanding
from database_designer.pipeline.understanding import Request, is_model_file
from tests.faces.projects import API, MODEL, PHASE, write_project


def put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def design(path: Path, configuration: Configuration | None = None) -> Design:
    made, _ = designing.design_model(understanding.understand(Request(path=path)), configuration or Configuration())
    assert made is not None
    return made


class TestWhatIsInput:
    @pytest.mark.parametrize("text", [MODEL, "", "- a\n", "model: [", "\ufeff" + MODEL])
    def test_yaml_is_a_model(self, tmp_path: Path, text: str) -> None:
        assert is_model_file(put(tmp_path / "any.yaml", text))

    @pytest.mark.parametrize(
        "text", [API, "swagger: '2.0'\n", '{"openapi": "3.1.0"}', "# a word first\nopenapi: 3.0.0"]
    )
    def test_openapi_is_none(self, tmp_path: Path, text: str) -> None:
        assert not is_model_file(put(tmp_path / "any.yaml", text))

    def test_other_files_and_folders_are_none(self, tmp_path: Path) -> None:
        assert not is_model_file(put(tmp_path / "model.md", MODEL))
        assert not is_model_file(tmp_path)
        assert not is_model_file(tmp_path / "missing.yaml")


class TestWhereTheResultGoes:
    def test_a_folder_gets_it_beside_the_documents(self, tmp_path: Path) -> None:
        assert Request(path=tmp_path).folder == tmp_path / PHASE

    def test_a_file_gets_it_beside_itself(self, tmp_path: Path) -> None:
        assert Request(path=put(tmp_path / "m.yaml", MODEL)).folder == tmp_path

    def test_output_wins(self, tmp_path: Path) -> None:
        assert Request(path=tmp_path, output=tmp_path / "x").folder == tmp_path / "x"


class TestWhatIsSaid:
    def test_the_model_is_checked_once_wherever_its_elements_come_from(self, tmp_path: Path) -> None:
        folder = write_project(tmp_path, requirements="", api=API)
        put(folder / PHASE / "model.yaml", "model: M\nentities:\n  Hive: {references: {a: Hive, b: Hive}}\n")
        said = understanding.understand(Request(path=folder)).diagnostics
        assert len({(d.code, d.element, d.fact) for d in said}) == len(said)

    def test_without_a_language_model_the_reason_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def without(_: Requirements) -> None:
            raise LanguageModelMissingError("no English model for spaCy is installed")

        monkeypatch.setattr(understanding, "discover", without)
        understood = understanding.understand(Request(path=write_project(tmp_path)))
        assert understood.concept is None
        assert [d.code for d in understood.diagnostics] == ["no-language-model"]


class TestTheBaseOfEdits:
    def test_documents_are_the_base(self, tmp_path: Path) -> None:
        made = design(write_project(tmp_path))
        assert {e.name for e in made.generated.entities} == {e.name for e in made.concept.entities}

    def test_a_model_alone_has_none(self, tmp_path: Path) -> None:
        made = design(put(tmp_path / "m.yaml", MODEL))
        assert made.generated.entities == ()
        assert [e.name for e in made.concept.entities] == ["Hive", "Inspection"]

    def test_a_lost_base_is_told_and_the_file_is_taken_as_it_is(self, tmp_path: Path) -> None:
        folder = write_project(tmp_path)
        put(folder / PHASE / "model.yaml", MODEL)
        put(folder / PHASE / "design.json", "{}")
        understood = understanding.understand(Request(path=folder))
        assert understood.concept is not None
        assert [e.name for e in understood.concept.entities] == ["Hive", "Inspection"]
        assert "design-not-read" in [d.code for d in understood.diagnostics if d.severity == Severity.WARNING]


class TestTheTargetVersion:
    def test_the_configuration_wins_over_the_model(self, tmp_path: Path) -> None:
        model = put(tmp_path / "m.yaml", MODEL + "postgres: 16\n")
        assert design(model).physical.postgres == 16
        assert design(model, Configuration(postgres=18)).physical.postgres == 18

    def test_it_is_15_where_nobody_says(self, tmp_path: Path) -> None:
        assert design(put(tmp_path / "m.yaml", MODEL)).physical.postgres == 15


class TestScriptsOfAFolder:
    @pytest.fixture
    def made(self, tmp_path: Path) -> Design:
        request = Request(path=put(tmp_path / "m.yaml", MODEL))
        made = design(request.path)
        assert designing.write(request, designing.result(made, designing.prove(made, ()), ())) == ()
        return made

    def test_they_are_those_of_the_design(self, tmp_path: Path, made: Design) -> None:
        scripts, said = designing.scripts_in(tmp_path, made)
        assert (scripts, said) == (scripts_of(made), ())

    def test_an_edit_is_read_and_its_first_line_named(self, tmp_path: Path, made: Design) -> None:
        lines = (tmp_path / V001).read_text().splitlines()
        put(tmp_path / V001, "\n".join([*lines[:9], "-- mine", *lines[9:]]) + "\n")
        scripts, (said,) = designing.scripts_in(tmp_path, made)
        assert scripts is not None
        assert "-- mine" in scripts.schema
        assert str(said.span) == f"{V001}:10"

    def test_another_design_has_other_scripts(self, tmp_path: Path, made: Design) -> None:
        other = replace(made, logical=replace(made.logical, concept=replace(made.concept, name="Other")))
        assert len(designing.scripts_in(tmp_path, other)[1]) == 4
