"""Types as the catalog spells them: the server is asked what is true."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from database_designer.postgres import types
from database_designer.postgres.quoting import quote_literal
from database_designer.postgres.versions import new_uuid
from database_designer.verify.server import Server


@pytest.fixture(scope="module")
def session(server: Server) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.conninfo, autocommit=True) as opened:
        yield opened


def known_to(session: psycopg.Connection, written: str) -> str:
    """How the server prints a type that is written so."""
    session.execute(f"CREATE OR REPLACE TEMP VIEW spelled AS SELECT NULL::{written} AS value")
    row = session.execute(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'spelled'::regclass"
    ).fetchone()
    session.execute("DROP VIEW spelled")
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize(
    ("name", "arguments", "catalog", "short"),
    [
        ("timestamptz", (), "timestamp with time zone", "timestamptz"),
        ("timestamptz", (3,), "timestamp(3) with time zone", "timestamptz(3)"),
        ("numeric", (12, 2), "numeric(12,2)", "numeric(12,2)"),
        ("decimal", (12,), "numeric(12,0)", "numeric(12)"),
        ("varchar", (20,), "character varying(20)", "varchar(20)"),
        ("int", (), "integer", "integer"),
        ("float8", (), "double precision", "double precision"),
        ("TEXT", (), "text", "text"),
        ("text[]", (), "text[]", "text[]"),
        ("timestamptz[]", (), "timestamp with time zone[]", "timestamptz[]"),
    ],
)
def test_both_spellings_mean_the_same_to_the_server(
    session: psycopg.Connection, name: str, arguments: tuple[int, ...], catalog: str, short: str
) -> None:
    assert types.catalog_spelling(name, arguments) == catalog == known_to(session, catalog)
    assert types.short_spelling(name, arguments) == short
    assert known_to(session, short) == catalog


def test_every_built_in_name_is_one(session: psycopg.Connection) -> None:
    for name in sorted(types.BUILT_IN):
        found = session.execute(f"SELECT {quote_literal(name)}::regtype::text").fetchone()
        assert found == (types.canonical_name(name),)


def test_all_other_types_compare_their_values(session: psycopg.Connection) -> None:
    for name in sorted(types.BUILT_IN - types.WITHOUT_EQUALITY - {"record", "void"}):
        assert session.execute(f"SELECT NULL::{name} IS DISTINCT FROM NULL::{name}").fetchone() == (False,)


def test_names_of_other_types_are_left_alone() -> None:
    assert types.catalog_spelling("loan status") == "loan status"


def test_new_uuids_are_made_by_what_the_version_has(session: psycopg.Connection) -> None:
    version = session.info.server_version // 10000
    assert session.execute(f"SELECT pg_typeof({new_uuid(version)})::text").fetchone() == ("uuid",)
    assert new_uuid(17) == "gen_random_uuid()"
    assert new_uuid(18) == "uuidv7()"
