"""Whole schemas of unlike domains: the first lines of a file name the warnings and notes that it has, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from database_designer.diagnostics import Severity
from tests.lint.pages import checked

SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("*.sql"))
_NAMED = re.compile(r"^-- (warning|note): (.*)$", re.MULTILINE)


def named(text: str, kind: str) -> set[str]:
    """The rules that the first lines name."""
    return {name for found, names in _NAMED.findall(text) for name in names.split(", ") if found == kind}


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda p: p.stem)
def test_what_is_found_is_what_the_schema_says_of_itself(path: Path, database: str) -> None:
    text = path.read_text(encoding="utf-8")
    report = checked(database, text)
    found = {j.rule.name for j in report.judged if j.rule.severity == Severity.WARNING}
    noted = {j.rule.name for j in report.judged if j.rule.severity == Severity.INFO}
    assert found == named(text, "warning")
    assert noted == named(text, "note") or found
    assert report.said == ()
