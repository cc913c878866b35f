"""The files that hold cases: what is read from them, and what --update-golden writes over."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from database_designer.model.conceptual import Kind
from tests.concepts import attribute, entity, model
from tests.golden import broken_intent, load_case, rewrite

TEXT = """A point.

==== requirements.md
# Title
Each hive has a colour.

==== intent
entity Hive

==== entities
Old
"""


def test_only_what_is_printed_is_rewritten(tmp_path: Path) -> None:
    path = tmp_path / "case.md"
    path.write_text(TEXT, encoding="utf-8")
    case = load_case(path)
    assert case.expected == {"entities": "Old"}
    rewrite(case, {"entities": "Hive", "intent": "no entity Hive"})
    assert path.read_text(encoding="utf-8") == TEXT.replace("Old", "Hive")


@pytest.mark.parametrize(
    "text",
    ["", "A point.\n", "==== requirements.md\n# Title\n\n==== entities\nHive\n", "A point.\n==== entities\nHive\n"],
)
def test_a_case_without_a_point_a_document_or_an_expectation_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "case.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="needs a point"):
        load_case(path)


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("entity Hive", True),
        ("no entity Hive", False),
        ("no entity Screen", True),
        ("member Hive.colour", True),
        ("no member Hive.colour", False),
        ("member Hive.button", False),
        ("question about Hive.colour", False),
    ],
)
def test_intent(line: str, holds: bool) -> None:
    found = model(entity("Hive", attribute("colour", Kind.TEXT)))
    assert (broken_intent(line, found) == "") == holds


def test_a_line_that_is_no_intent_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a line of intent"):
        broken_intent("entities Hive", model())


def test_update_golden_is_refused_under_ci() -> None:
    command = [sys.executable, "-m", "pytest", "--update-golden", "--collect-only", "-q", __file__]
    done = subprocess.run(command, env={**os.environ, "CI": "true"}, capture_output=True, text=True, check=False)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "refused" in done.stderr
