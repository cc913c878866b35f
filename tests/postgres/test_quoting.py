"""Names and texts as SQL: what a person reads, and that a real server reads back what was meant."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from database_designer.postgres.keywords import PLPGSQL
from database_designer.postgres.limits import byte_length
from database_designer.postgres.quoting import (
    UnquotableError,
    dollar_quote,
    qualified,
    quote_identifier,
    quote_literal,
)
from database_designer.verify.server import Server

storable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
tricky = st.text(st.sampled_from("$ta'\"\\{}%;-\n\r /*"), max_size=12)
names = (storable | tricky).filter(lambda n: 0 < byte_length(n) <= 63)


@pytest.fixture(scope="module")
def session(server: Server) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.conninfo, autocommit=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("loans", "loans"),
        ("_loans2", "_loans2"),
        ("Loans", '"Loans"'),
        ("2nd", '"2nd"'),
        ("größe", '"größe"'),
        ("user", '"user"'),
        ("position", '"position"'),
        ('a"b', '"a""b"'),
        ("a;drop", '"a;drop"'),
        ("a\nb", 'U&"a\\000ab"'),
        ("${x}", 'U&"\\0024{x}"'),
    ],
)
def test_a_name_is_bare_only_where_it_means_itself(name: str, quoted: str) -> None:
    assert quote_identifier(name) == quoted


def test_both_parts_of_a_qualified_name_are_quoted() -> None:
    assert qualified("Library", "order") == '"Library"."order"'


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("open", "'open'"),
        ("it's", "'it''s'"),
        (r"^\d+$", r"'^\d+$'"),
        ("two\nlines", r"E'two\nlines'"),
        ("\\ and\n", r"E'\\ and\n'"),
        ("${flyway}", r"E'\x24{flyway}'"),
    ],
)
def test_a_text_is_escaped_only_where_it_must_be(text: str, quoted: str) -> None:
    assert quote_literal(text) == quoted


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_what_postgresql_cannot_store_is_refused(text: str) -> None:
    for quote in (quote_identifier, quote_literal, dollar_quote):
        with pytest.raises(UnquotableError):
            quote(text)


def test_there_is_no_empty_name() -> None:
    with pytest.raises(UnquotableError):
        quote_identifier("")


@given(names)
@settings(max_examples=200)
def test_the_server_reads_every_name_back(session: psycopg.Connection, name: str) -> None:
    columns = session.execute(f"SELECT 1 AS {quote_identifier(name)}").description
    assert columns is not None
    assert columns[0].name == name


@given(storable | tricky)
@settings(max_examples=200)
def test_the_server_reads_every_text_back(session: psycopg.Connection, text: str) -> None:
    assert session.execute(f"SELECT {quote_literal(text)}, {dollar_quote(text)}").fetchone() == (text, text)


@given(names)
def test_names_are_quoted_as_the_server_does_it(session: psycopg.Connection, name: str) -> None:
    quoted = quote_identifier(name)
    if not quoted.startswith("U&") and name not in PLPGSQL:
        assert session.execute("SELECT quote_ident(%s)", [name]).fetchone() == (quoted,)


def test_every_keyword_of_the_server_is_known(session: psycopg.Connection) -> None:
    words = session.execute("SELECT word FROM pg_get_keywords() WHERE catcode <> 'U'").fetchall()
    assert [word for (word,) in words if not quote_identifier(word).startswith('"')] == []
