"""Texts for regular expressions, and statements that are told apart by their table."""

from __future__ import annotations

import re
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database_designer.ddl.dml import inserted_into
from database_designer.verify.proving.patterns import text_matching, texts_matching

PATTERNS = [
    r"^\d{13}$",
    r"^[A-Z]{2}-\d{3,5}$",
    r"^(red|green)+[!?]?$",
    r"\S",
    r"^[^@\s]+@[^@\s]+$",
    r"^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$",
    r"^(\w)\1-[^a-z]$",
    r"^\S+( \S+)+$",
]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(number=st.integers(min_value=0, max_value=10**6))
def test_every_text_matches(pattern: str, number: int) -> None:
    found = list(islice(texts_matching(pattern, number), 5))
    assert found
    assert all(re.search(pattern, text) for text in found)


@pytest.mark.parametrize("pattern", PATTERNS[:2])
def test_another_number_gives_another_text(pattern: str) -> None:
    assert len({text_matching(pattern, n) for n in range(500)}) == 500


@given(pattern=st.text(max_size=20))
def test_no_pattern_crashes_it(pattern: str) -> None:
    found = text_matching(pattern, 3)
    assert found is None or re.search(pattern, found)


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("INSERT INTO birds (id) VALUES (1);", "birds"),
        ('INSERT INTO app."User" (id) OVERRIDING SYSTEM VALUE VALUES (1);', "User"),
        ('INSERT INTO "a""b" DEFAULT VALUES;', 'a"b'),
        ("UPDATE birds SET id = 1;", ""),
    ],
)
def test_the_table_of_an_insert(statement: str, table: str) -> None:
    assert inserted_into(statement) == table
