"""Scripts are split as psql splits them, and each statement knows its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database_designer.postgres.quoting import dollar_quote, quote_identifier, quote_literal
from database_designer.verify.statements import split_statements

PIECES = {
    "two statements": ("SELECT 1;\nSELECT 2;", [(1, "SELECT 1;"), (2, "SELECT 2;")]),
    "no semicolon at the end": ("SELECT 1", [(1, "SELECT 1")]),
    "nothing": ("-- only a comment;\n\n;;\n", []),
    "a comment before": ("-- what; it does\n\nSELECT 1;", [(3, "SELECT 1;")]),
    "in a text": ("SELECT ';', 'it''s;';\nSELECT 2;", [(1, "SELECT ';', 'it''s;';"), (2, "SELECT 2;")]),
    "in an escaped text": (r"SELECT E'\';';SELECT 2;", [(1, r"SELECT E'\';';"), (1, "SELECT 2;")]),
    "a backslash in a plain text": (r"SELECT '\';SELECT 2;", [(1, r"SELECT '\';"), (1, "SELECT 2;")]),
    "in a name": ('SELECT 1 AS "a;""b";SELECT 2;', [(1, 'SELECT 1 AS "a;""b";'), (1, "SELECT 2;")]),
    "in a body": (
        "DO $x$ BEGIN;\n$$;$$ END; $x$;\nSELECT 2;",
        [(1, "DO $x$ BEGIN;\n$$;$$ END; $x$;"), (3, "SELECT 2;")],
    ),
    "a dollar in a name": ("SELECT a$b$ FROM c; SELECT $1;", [(1, "SELECT a$b$ FROM c;"), (1, "SELECT $1;")]),
    "nested comments": (
        "SELECT /* ; /* ; */ ; */ 1;\nSELECT 2;",
        [(1, "SELECT /* ; /* ; */ ; */ 1;"), (2, "SELECT 2;")],
    ),
    "a text without end": ("SELECT 'a; SELECT 2;", [(1, "SELECT 'a;"), (1, "SELECT 2;")]),
    "a body without end": ("DO $$ a; b;", [(1, "DO $$ a; b;")]),
    "a comment without end": ("SELECT 1 /* a; b;", [(1, "SELECT 1 /* a; b;")]),
}


@pytest.mark.parametrize("piece", PIECES)
def test_a_script_is_split(piece: str) -> None:
    script, expected = PIECES[piece]
    assert [(s.line, s.sql) for s in split_statements(script)] == expected


STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)


@given(st.lists(STORABLE, max_size=6))
def test_whatever_is_quoted_does_not_end_a_statement(texts: list[str]) -> None:
    made = [f"SELECT {quote_literal(t)} AS {quote_identifier(t)}, {dollar_quote(t)};" for t in texts]
    assert [s.sql for s in split_statements("\n".join(made))] == made


@given(st.text(max_size=60))
def test_no_script_is_lost_or_makes_it_fail(script: str) -> None:
    kept = "".join(s.sql for s in split_statements(script))
    assert len(kept) <= len(script)
