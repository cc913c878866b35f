"""Bad input: a diagnostic names the file and the line, and what can be designed is designed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces.conftest import Cli
from tests.faces.projects import API, MODEL, PHASE, REQUIREMENTS, contents, write_project

FUNCTIONAL = PHASE / "functional_requirements.md"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


class TestUnusable:
    """Nothing can be designed: exit code 2, and nothing is written."""

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            (FUNCTIONAL, "", f"{FUNCTIONAL}:1: warning[file-empty]"),
            (FUNCTIONAL, " \n\t\n", f"{FUNCTIONAL}:1: warning[file-empty]"),
            (FUNCTIONAL, b"\x00\x01\x02" * 99, f"{FUNCTIONAL}:1: error[file-binary]"),
            (FUNCTIONAL, "\xe9\xe8\xea" .encode("latin-1") * 99, f"{FUNCTIONAL}:1: error[file-encoding]"),
            (FUNCTIONAL, "# Weather\n\nIt rained.\n", f"{FUNCTIONAL}:1: error[no-entity]"),
            ("notes.txt", "Hives.", "error[no-source]"),
            ("api.yaml", "openapi: 3.0.0\npaths:\n  /hives: [\n", "api.yaml:4: error[openapi-syntax]"),
            ("api.yaml", "openapi: 3.0.0\npaths: 5\n", "api.yaml:1: error[no-entity]"),
            ("api.json", '{"openapi": "3.0.0", "paths": ' + '{"a":' * 9_999, "api.json:1: error[openapi-too-deep]"),
        ],
    )  # fmt: skip
    def test_sources(self, cli: Cli, tmp_path: Path, name: Path | str, content: str | bytes, said: str) -> None:
        put(tmp_path / name, content)
        before = contents(tmp_path)
        for command in ("design", "discover"):
            result = cli(command, tmp_path, "--json")
            assert result.exit_code == 2
            assert said in result.stderr
            assert "Traceback" not in result.stderr
            assert json.loads(result.stdout)["diagnostics"]
        assert contents(tmp_path) == before

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("", "model.yaml:1: warning[file-empty]"),
            ("- a\n- b\n", "model.yaml:1: error[wrong-type]"),
            ("model: [x\n", "model.yaml:2: error[yaml-syntax]"),
            ("model: X\nentities: {}\n", "model.yaml:1: error[no-entity]"),
            ("just: text\n", 'model.yaml:1: error[missing-key]: the model does not say "entities"'),
            ("model: X\n" + BOMB + MODEL, "model.yaml:2: error[yaml-anchor]"),
        ],
    )
    def test_models(self, cli: Cli, tmp_path: Path, content: str, said: str) -> None:
        model = put(tmp_path / "model.yaml", content)
        result = cli("design", model)
        assert result.exit_code == 2
        assert said in result.stderr
        assert contents(tmp_path) == {"model.yaml": content.encode()}

    def test_a_path_that_does_not_exist(self, cli: Cli, tmp_path: Path) -> None:
        result = cli("design", tmp_path / "nowhere")
        assert result.exit_code == 2
        assert "error[path-missing]" in result.stderr
        assert contents(tmp_path) == {}

    @pytest.mark.parametrize("option", ["--requirements", "--api", "--docs"])
    def test_a_named_place_that_does_not_exist(self, cli: Cli, project: Path, option: str) -> None:
        result = cli("design", project, "--no-verify", option, project / "nowhere.md")
        assert result.exit_code == 2
        assert "nowhere.md does not exist" in result.stderr

    def test_a_name_that_no_file_can_have(self, cli: Cli) -> None:
        result = cli("design", "x" * 5_000, "--json")
        assert result.exit_code == 2
        assert "File name too long" in result.stderr
        assert [d["code"] for d in json.loads(result.stdout)["diagnostics"]] == ["refused-by-system"]

    def test_an_output_that_is_a_file(self, cli: Cli, project: Path) -> None:
        taken = put(project / "taken", "mine")
        result = cli("design", project, "--no-verify", "--output", taken)
        assert result.exit_code == 2
        assert "error[output-not-written]" in result.stderr
        assert taken.read_text() == "mine"

    def test_options_that_do_not_exist(self, cli: Cli, project: Path) -> None:
        assert cli("design", project, "--postgres", "14").exit_code == 2
        assert cli("design", project, "--frobnicate").exit_code == 2


class TestDesignedAllTheSame:
    """What can be read is designed: exit code 0, and the rest is told."""

    def tables(self, cli: Cli, path: Path, said: str) -> set[str]:
        result = cli("design", path, "--no-verify", "--json")
        assert result.exit_code == 0
        assert said in result.stderr
        return set(json.loads(result.stdout)["tables"])

    def test_a_broken_file_among_good_ones(self, cli: Cli, project: Path) -> None:
        put(project / PHASE / "broken.yaml", "openapi: 3.0.0\npaths: [\n")
        assert "hives" in self.tables(cli, project, f"{PHASE}/broken.yaml:3: error[openapi-syntax]")

    def test_another_encoding(self, cli: Cli, tmp_path: Path) -> None:
        put(tmp_path / "r.md", REQUIREMENTS.replace("Hives", "Hives à Genève").encode("cp1252"))
        assert "hives" in self.tables(cli, tmp_path, "r.md:5: warning[file-encoding]")

    @pytest.mark.parametrize("target", ["http://example.invalid/keeper.yaml#/Keeper", "../../../../etc/passwd"])
    def test_a_reference_that_leaves_the_file(self, cli: Cli, tmp_path: Path, target: str) -> None:
        put(tmp_path / "api.yaml", API + f"        mentor: {{$ref: '{target}'}}\n")
        assert self.tables(cli, tmp_path, "api.yaml:22: warning[openapi-foreign-ref]") == {"keepers"}

    def test_aliases_that_multiply(self, cli: Cli, tmp_path: Path) -> None:
        put(tmp_path / "api.yaml", API + "".join(f"x-{line}\n" for line in BOMB.splitlines()))
        assert self.tables(cli, tmp_path, "warning[openapi-alias]") == {"keepers"}

    def test_a_file_over_the_limit_that_can_be_set(self, cli: Cli, project: Path) -> None:
        put(project / "database-designer.toml", "max_megabytes = 1\n")
        put(project / PHASE / "long.md", "# Long\n\n" + "word " * 250_000)
        assert "hives" in self.tables(cli, project, f"{PHASE}/long.md:1: error[file-too-large]")
        assert "max_megabytes" in cli("discover", project).stderr

    @pytest.mark.parametrize("dump", ["a" * 200_000, "iVBORw0KGgo/" * 20_000, "(" * 100_000, "a, " * 50_000])
    def test_a_line_that_is_no_sentence(self, cli: Cli, project: Path, dump: str) -> None:
        put(project / PHASE / "dump.md", f"# Dump\n\n{dump}\n")
        assert "hives" in self.tables(cli, project, f"{PHASE}/dump.md:3: warning[statement-too-long]")

    def test_a_link_that_leaves_the_folder(self, cli: Cli, project: Path, tmp_path: Path) -> None:
        put(tmp_path / "secret.md", "# Secret\n\nEach secret has a colour and a number.\n")
        (project / PHASE / "link.md").symlink_to(tmp_path / "secret.md")
        assert "secrets" not in self.tables(cli, project, "warning[link-outside]")


HOSTILE_API = f"""\
openapi: 3.0.0
info: {{title: "x'; DROP TABLE a; -- \\e[31m", version: "1"}}
paths:
  /tables: {{post: {{requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Table'}}}}}}}}}}}}
components:
  schemas:
    Table:
      type: object
      properties:
        id: {{type: string, format: uuid}}
        select: {{type: string, description: "$$ */ /* ' -- %s"}}
        'user"; DROP TABLE x; --': {{type: string}}
        naïve café: {{type: string}}
        長さ: {{type: integer}}
        ctid: {{type: string}}
        {"n" * 100}a: {{type: string}}
        {"n" * 100}b: {{type: string}}
        "; --": {{type: string}}
        "": {{type: string}}
        order: {{type: string, enum: ["a'b", "c\\\\d", "--", "", "x\\ny"]}}
"""

HOSTILE_MARKDOWN = f"""\
# Group'; DROP TABLE x; -- \x1b[31m

### FR-01: Order

Each order has a group, a limit and a user. The status of an order is one of: NEW, 'DONE', NULL.

The system shall store each order with:

- `from`: text
- "where"; drop schema public cascade; --: text
- {"x" * 300}: text
- Größe: number
- \x1b[31mred\x1b[0m: text
"""


class TestHostileNames:
    """Names out of documents are data: quoted, cut and told apart, and proven on the server."""

    def test_fields_of_an_api(self, proven: Cli, tmp_path: Path) -> None:
        put(tmp_path / "api.yaml", HOSTILE_API)
        result = proven("design", tmp_path)
        assert result.exit_code == 0, result.output
        physical = json.loads((tmp_path / PHASE / "design.json").read_text())["physical"]
        table = next(t for t in physical["tables"] if t["name"] == "tables")
        names = [c["name"] for c in table["columns"]]
        assert {"select", "長さ", "naive_cafe"} <= set(names)
        assert len([n for n in names if n.startswith("nnn")]) == 2
        assert max(len(n.encode()) for n in names) <= 63

    def test_headings_and_lists(self, proven: Cli, tmp_path: Path) -> None:
        put(tmp_path / FUNCTIONAL, HOSTILE_MARKDOWN)
        result = proven("design", tmp_path)
        assert result.exit_code == 0, result.output

    def test_nothing_in_a_document_steers_the_terminal(self, cli: Cli, tmp_path: Path) -> None:
        put(tmp_path / FUNCTIONAL, HOSTILE_MARKDOWN)
        put(tmp_path / "api.yaml", HOSTILE_API)
        for command in (("design", "--no-verify"), ("discover",)):
            result = cli(command[0], tmp_path, *command[1:])
            assert "\x1b" not in result.output


class TestConfiguration:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("postgres = 14\n", ".toml:1: error[configuration]"),
            ("# keys\n\nkeys = 'serial'\n", ".toml:3: error[configuration]"),
            ("schema = 'pg_mine'\n", "belongs to PostgreSQL itself"),
            ("shcema = 'x'\n", "shcema"),
            ("postgres = = 15\n", ".toml:1: error[configuration]"),
            ("x = " + "[" * 9_999, "nested too deep"),
        ],
    )
    def test_a_wrong_one_stops_the_run(self, cli: Cli, project: Path, text: str, said: str) -> None:
        put(project / "database-designer.toml", text)
        before = contents(project)
        result = cli("design", project)
        assert result.exit_code == 2
        assert said in result.stderr
        assert contents(project) == before

    def test_a_schema_of_any_name_is_proven(self, proven: Cli, project: Path) -> None:
        put(project / "database-designer.toml", "schema = 'Bee \"Keeping\"'\nkeys = 'identity'\nnaming = 'singular'\n")
        result = proven("design", project, "--json")
        assert result.exit_code == 0, result.output
        printed = json.loads(result.stdout)
        assert printed["schema"] == 'Bee "Keeping"'
        assert "hive" in printed["tables"]

    def test_pyproject_may_hold_it(self, cli: Cli, project: Path) -> None:
        put(project / "pyproject.toml", "[tool.database-designer]\npostgres = 17\n")
        assert json.loads(cli("design", project, "--no-verify", "--json").stdout)["postgres"] == 17

    @pytest.mark.parametrize("text", ["tool = 1\n", "[tool]\nother = 1\n", ""])
    def test_a_pyproject_of_something_else_does_not_matter(self, cli: Cli, project: Path, text: str) -> None:
        put(project / "pyproject.toml", text)
        assert cli("discover", project).exit_code == 0

    def test_the_command_line_wins(self, cli: Cli, project: Path) -> None:
        put(project / "database-designer.toml", "postgres = 17\n")
        result = cli("design", project, "--no-verify", "--json", "--postgres", "16")
        assert json.loads(result.stdout)["postgres"] == 16


def test_an_empty_project_folder_holds_no_source(cli: Cli, tmp_path: Path) -> None:
    write_project(tmp_path, requirements="", api="")
    assert "error[no-source]" in cli("design", tmp_path).stderr
