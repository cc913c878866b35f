"""Migrations as a person reads them."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from database_designer.ddl import plan, schema_script, undo_schema_script
from database_designer.model.conceptual import SortKey
from database_designer.model.plan import Plan
from tests.concepts import attribute, entity, query
from tests.concepts import model as concept
from tests.design.helpers import designed

from .build import check, column, expression, key, model, table
from .library import library


def test_a_small_schema_from_top_to_bottom() -> None:
    books = table(
        "books",
        key(),
        column("title"),
        column("pages", "integer", nullable=True),
        column("price", "numeric", 10, 2, default=expression("0")),
        checks=(check("books_pages_check", "pages > 0"),),
        purpose="What can be borrowed.",
    )
    rule = "-- " + "-" * 77
    assert schema_script(plan(model(books)), "Library") == (
        "-- V001: initial schema of Library\n"
        "\n"
        f"{rule}\n-- Tables\n{rule}\n"
        "\n"
        "CREATE TABLE books (\n"
        "    id    uuid          NOT NULL DEFAULT gen_random_uuid(),\n"
        "    title text          NOT NULL,\n"
        "    pages integer,\n"
        "    price numeric(10,2) NOT NULL DEFAULT 0,\n"
        "    CONSTRAINT books_pkey PRIMARY KEY (id),\n"
        "    CONSTRAINT books_pages_check CHECK (pages > 0)\n"
        ");\n"
        "\n"
        f"{rule}\n-- Comments\n{rule}\n"
        "\n"
        "COMMENT ON TABLE books IS 'What can be borrowed.';\n"
    )


def test_sections_come_in_the_order_of_a_schema() -> None:
    lines = schema_script(plan(library()), "Library").splitlines()
    titles = [line for before, line in pairwise(lines) if before.startswith("-- ---")]
    assert [t.removeprefix("-- ") for t in titles if t and not t.startswith("-- ---")] == [
        "Extensions", "Enum types", "Sequences", "Tables", "Sequences go with the columns they serve",
        "Foreign keys and exclusions", "Indexes", "Functions", "Functions that are for triggers and jobs alone",
        "Triggers", "Row level security", "Policies", "Views", "Comments",
    ]  # fmt: skip


def test_undoing_goes_the_other_way() -> None:
    text = undo_schema_script(plan(library()), "Library")
    drops = [line.split()[1] for line in text.splitlines() if line.startswith("DROP")]
    assert list(dict.fromkeys(drops)) == [
        "VIEW", "POLICY", "TRIGGER", "FUNCTION", "INDEX", "TABLE", "SEQUENCE", "TYPE", "EXTENSION",
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["a\n; DROP TABLE x;", "a\r; DROP TABLE x;", "${x}", "a\u2028b\x0bc\x85"])
def test_a_title_stays_in_its_comment(title: str) -> None:
    text = schema_script(Plan(schema=()), title)
    assert len(text.splitlines()) == 1
    assert "${" not in text


def test_another_linter_has_nothing_to_say(tmp_path: Path) -> None:
    migration = tmp_path / "V001.sql"
    migration.write_text(schema_script(plan(library()), "Library"))
    linter = Path(sys.executable).with_name("squawk")
    found = subprocess.run([linter, "--reporter", "gcc", migration], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "")


def test_an_index_that_is_for_a_query_alone_says_which() -> None:
    sorted_by_title = query("by_title", sort=(SortKey(path=("title",)),))
    physical = designed(concept(entity("Dive", attribute("title"), queries=(sorted_by_title,))))
    comment = "COMMENT ON INDEX ix_dives_title IS 'Serves Dive.by_title (sorted by title)."
    assert comment in schema_script(plan(physical), "Reef")
