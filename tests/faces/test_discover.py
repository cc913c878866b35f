"""`discover`: the conceptual model alone, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.faces.conftest import Cli
from tests.faces.projects import API, MODEL, PHASE, contents


def test_json_holds_the_entities_and_how_they_are_related(cli: Cli, project: Path) -> None:
    result = cli("discover", project, "--json")
    assert result.exit_code == 0
    printed = json.loads(result.stdout)
    attributes = {e["name"]: [a["name"] for a in e["attributes"]] for e in printed["entities"]}
    assert attributes["Keeper"] == ["name", "licence"]
    assert set(attributes) >= {"Hive", "Inspection", "Keeper"}
    related = [(r["from"], r["to"], r["kind"]) for r in printed["relationships"]]
    assert ("Inspection", "Hive", "association") in related
    assert {a["requirement"] for a in printed["accounting"]} == {"FR-01", "FR-02"}


def test_people_get_a_table(cli: Cli, project: Path) -> None:
    printed = cli("discover", project).stdout
    assert "Keeper" in printed
    assert "hive → Hive" in printed


DOCUMENT = """
# Apiary

Each hive has a name, a type and a weight. All pages are responsive. The queen of the hive sings at dawn.
"""


def test_the_fate_of_every_statement_is_counted(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "hives.md").write_text(DOCUMENT)
    printed = cli("discover", tmp_path / "hives.md").stdout
    assert "statements: 1 used, 1 not about data, 1 not understood" in printed
    assert "sings at dawn" not in printed


def test_what_was_not_understood_is_listed_with_its_place(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "hives.md").write_text(DOCUMENT)
    printed = cli("discover", tmp_path / "hives.md", "--unused").stdout
    assert "hives.md:4: “The queen of the hive sings at dawn.”" in printed
    assert "responsive" not in printed


def test_json_tells_of_every_statement(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "hives.md").write_text(DOCUMENT)
    told = json.loads(cli("discover", tmp_path / "hives.md", "--json").stdout)["statements"]
    assert [(s["file"], s["line"], s["use"]) for s in told] == [
        ("hives.md", 4, "used"), ("hives.md", 4, "not about data"), ("hives.md", 4, "not understood"),
    ]  # fmt: skip
    assert "Hive.weight" in told[0]["elements"]
    assert "user interface" in told[1]["reason"]


def test_questions_are_listed_with_their_place_and_how_to_answer_them(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "hives.md").write_text(DOCUMENT)
    printed = cli("discover", tmp_path / "hives.md", "--questions").stdout
    assert "Which values may the type of Hive have?" in printed
    assert "hives.md:4: “Each hive has a name, a type and a weight.”" in printed
    assert "under entities.Hive.attributes: type: FIRST | SECOND" in printed


def test_composition_and_specialization_are_told_from_association(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(
        "model: M\nentities:\n  Hive: {attributes: {name: text}}\n"
        "  Frame: {part_of: {hive: Hive}, attributes: {width: integer}}\n"
        "  Nucleus: {kind_of: Hive, attributes: {sold_on: date}}\n"
        "  Keeper: {attributes: {name: text}, links: {hives: Hive}}\n"
    )
    printed = json.loads(cli("discover", path, "--json").stdout)
    kinds = {(r["from"], r["kind"], r.get("many", False)) for r in printed["relationships"]}
    assert kinds == {
        ("Frame", "composition", False), ("Nucleus", "specialization", False), ("Keeper", "association", True),
    }  # fmt: skip


def test_one_document_is_enough(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(API)
    printed = json.loads(cli("discover", tmp_path / "api.yaml", "--json").stdout)
    assert [e["name"] for e in printed["entities"]] == ["Keeper"]


def test_the_documents_speak_not_the_edits_of_an_earlier_result(cli: Cli, project: Path) -> None:
    (project / PHASE / "model.yaml").write_text(MODEL.replace("Inspection", "Visit"))
    assert "Visit" not in cli("discover", project).stdout


def test_nothing_is_written(cli: Cli, project: Path) -> None:
    before = contents(project)
    cli("discover", project)
    assert contents(project) == before
