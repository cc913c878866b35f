"""Rows that were marked as deleted obey the rules again when they are restored, and what is derived was kept right."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from database_designer.emit import scripts
from database_designer.model.configuration import Configuration
from database_designer.pipeline.designing import design_model
from database_designer.pipeline.understanding import Request, understand

MODEL = """
model: Loans
entities:
  Book:
    attributes: {title: text}
    deletion: soft, restorable
    links: {clubs: Club}
    rules: {few: {always: 'count(clubs) <= 1'}}
  Club:
    attributes: {name: text}
    deletion: soft, restorable
  Copy:
    references: {book: Book}
    attributes: {code: text}
  Person:
    attributes: {name: text, open_loans: 'integer, equals count(loans where status = OPEN)'}
    deletion: soft, restorable
    rows: [{name: Ann}]
  Loan:
    references: {person: Person, copy: Copy}
    lifecycle: {state: status, start: OPEN, moves: {OPEN: [CLOSED]}}
    deletion: soft, restorable
    rules:
      one_a_book: {unique: [person, copy.book], where: status = OPEN}
"""
ROWS = """
INSERT INTO books (id, title) VALUES (%(book)s, 'A');
INSERT INTO copies (id, book_id, code) VALUES (%(one)s, %(book)s, '1'), (%(two)s, %(book)s, '2');
INSERT INTO loans (id, person_id, copy_id) SELECT %(loan)s, id, %(one)s FROM people;
"""
KEYS = {name: f"00000000-0000-0000-0000-{n:012}" for n, name in enumerate(("book", "one", "two", "loan"), 1)}


@pytest.fixture
def lent(connection: psycopg.Connection, tmp_path: Path) -> psycopg.Connection:
    """One book in two copies, one of them lent to the person that the model names."""
    path = tmp_path / "model.yaml"
    path.write_text(MODEL)
    design, said = design_model(understand(Request(path=path)), Configuration())
    assert design is not None
    assert said == ()
    made = scripts(design)
    for script in (made.schema, made.seed):
        connection.execute(script.encode())
    with psycopg.ClientCursor(connection) as cursor:
        cursor.execute(ROWS, KEYS)
    return connection


def test_a_restored_row_has_to_be_unique_again(lent: psycopg.Connection) -> None:
    lent.execute("UPDATE loans SET deleted_at = now()")
    lent.execute("INSERT INTO loans (person_id, copy_id) SELECT id, %(two)s FROM people", KEYS)
    with pytest.raises(psycopg.errors.UniqueViolation, match="same person"):
        lent.execute("UPDATE loans SET deleted_at = NULL")


def test_what_is_derived_is_right_in_a_restored_row(lent: psycopg.Connection) -> None:
    lent.execute("UPDATE people SET deleted_at = now()")
    lent.execute("UPDATE loans SET status = 'CLOSED'")
    lent.execute("UPDATE people SET deleted_at = NULL")
    assert lent.execute("SELECT open_loans FROM people").fetchall() == [(0,)]


def test_deleted_rows_at_the_other_end_of_a_link_are_not_counted(lent: psycopg.Connection) -> None:
    join = "INSERT INTO book_clubs (book_id, club_id) SELECT b.id, c.id FROM books b, clubs c WHERE c.name = %s"
    lent.execute("INSERT INTO clubs (name) VALUES ('old'), ('new')")
    lent.execute(join, ("old",))
    lent.execute("UPDATE clubs SET deleted_at = now() WHERE name = 'old'")
    lent.execute(join, ("new",))
    with pytest.raises(psycopg.errors.CheckViolation, match="clubs"):
        lent.execute("UPDATE clubs SET deleted_at = NULL")
