"""Fixtures: the command line in this process, and a project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from database_designer.faces.cli import app
from database_designer.verify import Server
from tests.faces.projects import write_project

Cli = Callable[..., Result]


@pytest.fixture
def cli() -> Cli:
    """Runs the command line; what the program does not catch itself is raised."""
    return lambda *arguments: CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def proven(cli: Cli, server: Server) -> Cli:
    """Runs a command that proves, on the server of the test run."""
    return lambda *arguments: cli(*arguments, "--database-url", server.conninfo)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder."""
    return write_project(tmp_path / "apiary")
