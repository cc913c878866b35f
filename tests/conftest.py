"""Fixtures of the whole suite: a PostgreSQL server a worker, a database a test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from database_designer.verify import Server, embedded_server, server_by_url

settings.register_profile("the same every time", derandomize=True)
settings.register_profile("new ones each time")
# What CI decides on is the same for the same tree; by hand each run looks at other examples.
settings.load_profile("the same every time" if os.environ.get("CI") else "new ones each time")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server of DATABASE_DESIGNER_TEST_URL, else one of the test run's own.

    TEST_POSTGRES_BINARIES names the folder of another version's binaries for the latter.
    """
    url = os.environ.get("DATABASE_DESIGNER_TEST_URL")
    binaries = os.environ.get("TEST_POSTGRES_BINARIES")
    with server_by_url(url) if url else embedded_server(Path(binaries) if binaries else None) as started:
        yield started


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """The connection string of an empty database."""
    with server.scratch_database() as conninfo:
        yield conninfo


@pytest.fixture
def connection(database: str) -> Iterator[psycopg.Connection]:
    """An autocommit connection to an empty database."""
    with psycopg.connect(database, autocommit=True) as opened:
        yield opened


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes what is found over what was expected."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expectations that are kept in files")


def pytest_configure(config: pytest.Config) -> None:
    """Expectations are rewritten by people, who read the difference."""
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError("--update-golden is refused where CI is set")


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the expectations in files are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that ask for the server: `-m server` runs them on another one."""
    for item in items:
        if "server" in getattr(item, "fixturenames", ()):
            item.add_marker("server")
