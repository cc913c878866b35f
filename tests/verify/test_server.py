"""Servers: started, given, always put away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from database_designer.verify import Server, ServerError, binaries, embedded, embedded_server, server_by_url


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that no other worker uses: the tests look at all of its databases."""
    with embedded_server() as started:
        yield started


HOLDS_A_SERVER = """
import sys, time
from database_designer.verify import embedded_server
with embedded_server() as server, server.scratch_database():
    print(server.conninfo, flush=True)
    time.sleep(60)
"""


def _databases(server: Server) -> set[str]:
    with psycopg.connect(server.conninfo) as connection:
        return {row[0] for row in connection.execute("SELECT datname FROM pg_database")}


def _folder(conninfo: str) -> Path:
    return Path(str(conninfo_to_dict(conninfo)["host"]))


def _process(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _running_in(folder: str) -> str:
    """The processes that name `folder` among their arguments."""
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return "\n".join(line for line in listed.splitlines() if folder in line)


def _soon(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 60
    while not (holds := condition()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return holds


def test_the_embedded_server_says_its_version_and_goes_with_its_folder() -> None:
    with embedded_server() as server:
        folder, process = _folder(server.conninfo), _process(_folder(server.conninfo))
        assert server.kind == "embedded"
        assert server.major >= 15
        assert server.version.startswith(f"{server.major}.")
    assert not folder.exists()
    assert not _runs(process)


def test_an_error_inside_leaves_nothing_behind() -> None:
    with pytest.raises(RuntimeError, match="inside"), embedded_server() as server:
        folder, process = _folder(server.conninfo), _process(_folder(server.conninfo))
        raise RuntimeError("inside")
    assert not folder.exists()
    assert not _runs(process)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_killed_program_leaves_no_process_and_no_folder(sent: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS_A_SERVER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as program:
        assert program.stdout is not None
        folder = _folder(program.stdout.readline())
        process = _process(folder)
        assert _runs(process)
        program.send_signal(sent)
        assert program.wait(20) != 0
    assert _soon(lambda: not folder.exists() and not _runs(process))


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("after", [0.02, 0.3])
def test_a_program_killed_while_the_server_starts_leaves_nothing_either(sent: signal.Signals, after: float) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as room:
        Path(room).chmod(0o777)
        environment = {**os.environ, "TMPDIR": room}
        with subprocess.Popen(
            [sys.executable, "-c", HOLDS_A_SERVER],
            env=environment,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        ) as program:
            # its folder, not the file by which tempfile tries TMPDIR, which is gone at once
            assert _soon(lambda: any(Path(room).glob("dbd-pg-*")))
            time.sleep(after)
            program.send_signal(sent)
            program.wait(20)
        assert _soon(lambda: not any(Path(room).iterdir()))
        assert not _running_in(room)


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    binaries = tmp_path / "package" / "pginstall" / "bin"
    binaries.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (binaries / name).write_text("#!/bin/sh\necho 'no space left on device'; exit 1\n")
        (binaries / name).chmod(0o755)
    with pytest.raises(ServerError, match="no space left on device") as raised, embedded_server(binaries):
        pass
    assert raised.value.fix


def test_without_the_wheel_the_fix_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(ServerError) as raised, embedded_server():
        pass
    assert "--database-url" in raised.value.fix


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_binaries_that_the_other_user_cannot_reach_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "open_to_others", lambda path: path.name != "postgres")
    with embedded_server() as server:
        with psycopg.connect(server.conninfo) as connection:
            asked = connection.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'").fetchone()
        folder = _folder(server.conninfo)
        assert asked is not None
        assert Path(asked[0]).is_relative_to(folder)
    assert not folder.exists()


def test_a_file_under_a_closed_folder_is_not_open_to_others(tmp_path: Path) -> None:
    program = tmp_path / "closed" / "program"
    program.parent.mkdir(mode=0o700)
    program.touch(mode=0o755)
    assert not binaries.open_to_others(program)
    assert binaries.open_to_others(Path("/bin/sh"))


def test_a_scratch_database_is_dropped_even_when_someone_is_connected(server: Server) -> None:
    before = _databases(server)
    with server.scratch_database() as conninfo:
        left_open = psycopg.connect(conninfo)
        assert _databases(server) - before == {left_open.info.dbname}
    assert _databases(server) == before
    left_open.close()


def test_a_terminated_program_drops_its_scratch_database_on_a_given_server(server: Server) -> None:
    before = _databases(server)
    code = (
        "import sys, time\n"
        "from database_designer.verify import server_by_url\n"
        "with server_by_url(sys.argv[1]) as server, server.scratch_database():\n"
        "    print('there', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, server.conninfo], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        assert len(_databases(server) - before) == 1
        program.terminate()
        assert program.wait(20) == 128 + signal.SIGTERM
    assert _databases(server) == before


def test_a_given_server_is_known_by_its_url_and_never_shows_the_password(server: Server) -> None:
    with server_by_url(make_conninfo(server.conninfo, password="hunter2")) as given:
        assert (given.kind, given.version) == ("given", server.version)
        assert "hunter2" not in repr(given)


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "not a url", "mysql://somewhere/x"])
def test_a_url_that_leads_nowhere_is_an_error_with_a_fix(url: str) -> None:
    with pytest.raises(ServerError) as raised, server_by_url(url):
        pass
    assert "postgresql://" in raised.value.fix


def test_a_role_without_the_right_to_create_databases_is_told_so(server: Server) -> None:
    with psycopg.connect(server.conninfo, autocommit=True) as connection:
        connection.execute("CREATE ROLE visitor LOGIN")
    try:
        with server_by_url(make_conninfo(server.conninfo, user="visitor")) as given:
            with pytest.raises(ServerError, match="scratch database") as raised, given.scratch_database():
                pass
            assert "CREATEDB" in raised.value.fix
    finally:
        with psycopg.connect(server.conninfo, autocommit=True) as connection:
            connection.execute("DROP ROLE visitor")
