"""The jobs that end rows run on a server, and end the rows whose time is over, no others."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest

from database_designer.ddl.retention import RetentionJob, retention_job
from database_designer.emit import scripts
from database_designer.model.conceptual import EntityType, Retention

from . import library


def job(**policy: object) -> RetentionJob:
    """The job of the loans; `policy` changes their retention of seven years after their return."""
    concept = library.concept()
    loan: EntityType = concept.entities[3]
    assert loan.retention
    changed: Retention = replace(loan.retention, **policy)  # type: ignore[arg-type]
    return retention_job(loan, changed, library.tables()[4], library.physical())


@pytest.fixture
def lent(connection: psycopg.Connection) -> psycopg.Connection:
    """The library with three loans: one returned eight years ago, one last year, one still open."""
    connection.execute(scripts(library.design()).schema.encode())
    connection.execute(
        "INSERT INTO books (title) VALUES ('A'), ('B'), ('C');"
        "INSERT INTO loans (book_id, lent_on, returned_on)"
        " SELECT id, '2000-01-01', CASE title WHEN 'A' THEN now()::date - 8 * 366"
        "  WHEN 'B' THEN now()::date - 365 END FROM books"
    )
    return connection


def titles(connection: psycopg.Connection, table: str = "loans") -> list[str]:
    query = f"SELECT title FROM {table} JOIN books ON books.id = book_id ORDER BY title"
    return [title for (title,) in connection.execute(query.encode())]


def test_delete(lent: psycopg.Connection) -> None:
    lent.execute(job().sql.encode())
    assert titles(lent) == ["B", "C"]


def test_archive_moves_and_may_run_again(lent: psycopg.Connection) -> None:
    for _ in range(2):
        lent.execute(job(then="archive").sql.encode())
    assert (titles(lent), titles(lent, "loans_archive")) == (["B", "C"], ["A"])


def test_a_period_in_months_ends_sooner(lent: psycopg.Connection) -> None:
    lent.execute(job(amount=6, unit="months").sql.encode())
    assert titles(lent) == ["C"]


def test_anonymise_clears_what_may_be_cleared_and_names_the_rest(connection: psycopg.Connection) -> None:
    design = library.design()
    member = design.concept.entities[0]
    policy = Retention(amount=1, unit="years", then="anonymise", origin=library.MEMBER)
    made = retention_job(member, policy, library.tables()[0], design.physical)
    assert made.obstacles == ("'name' is personal and required, so it stays",)
    connection.execute(scripts(design).schema.encode())
    connection.execute(
        "INSERT INTO members (name, email, created_at) VALUES"
        " ('Old', 'old@example.org', now() - interval '2 years'), ('New', 'new@example.org', now())"
    )
    connection.execute(made.sql.encode())
    kept = connection.execute("SELECT name, email FROM members ORDER BY name").fetchall()
    assert kept == [("New", "new@example.org"), ("Old", None)]


def test_rows_that_are_referred_to_are_named_as_an_obstacle() -> None:
    design = library.design()
    policy = Retention(amount=1, unit="years", after="title", origin=library.BOOK)
    made = retention_job(design.concept.entities[1], policy, library.tables()[1], design.physical)
    assert made.obstacles == ("rows in loans that refer to such a row have to be ended before it",)


@pytest.mark.parametrize(
    ("policy", "obstacle"),
    [
        ({"after": "eaten_on"}, "the table has no column for 'eaten_on', from which the period would be counted"),
        ({"after": ""}, "the table has no column for 'created_at', from which the period would be counted"),
        ({"unit": "moons'; DROP TABLE loans; --"}, '"moons\'; DROP TABLE loans; --" is no unit of time'),
        ({"then": "anonymise"}, "no column of the table is marked as personal"),
    ],
)
def test_a_job_that_cannot_be_written_says_why(policy: dict[str, str], obstacle: str) -> None:
    assert job(**policy) == RetentionJob(obstacles=(obstacle,))
