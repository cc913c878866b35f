"""Who sees which rows: as a role of its own, since owners see all."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest

from database_designer.model.physical import Form
from tests.design.running import Running, model_of, running

MODEL = """
actor: Person
entities:
  Person:
    attributes: {name: text, role: MEMBER | CHIEF}
  Note:
    attributes: {title: text, answers: 'integer, computed count(replies)', state: DRAFT | OUT}
    references: {author: Person}
    deletion: soft
    visible: [actor.role = CHIEF, author = actor, state = OUT]
    queries:
      per_state: {report: [count], by: [state]}
  Reply:
    attributes: {text: text}
    references: {note: Note, author: Person}
    visible: [author = actor]
  Star:
    attributes: {points: integer}
    references: {note: Note}
    queries:
      per_title: {report: [sum(points)], by: [note.title]}
"""
ROWS = (
    "INSERT INTO people (name, role) VALUES ('a', 'MEMBER'), ('b', 'MEMBER'), ('c', 'CHIEF')",
    "INSERT INTO notes (title, state, author_id) VALUES ('1', 'DRAFT', 1), ('2', 'OUT', 1), ('3', 'DRAFT', 2)",
    "INSERT INTO replies (text, note_id, author_id) VALUES ('x', 2, 1), ('y', 2, 2)",
)
READER = f"reader_{os.getpid()}"


@pytest.fixture
def notes(connection: psycopg.Connection) -> Iterator[Running]:
    made = running(MODEL, connection)
    for sql in ROWS:
        made.run(sql)
    made.run(f"CREATE ROLE {READER}")
    made.run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {READER}")
    made.run(f"SET ROLE {READER}")
    yield made
    made.run("RESET ROLE")
    made.run(f"DROP OWNED BY {READER}")
    made.run(f"DROP ROLE {READER}")


def seen_by(notes: Running, actor: str, what: str = "array_agg(title ORDER BY title) FROM notes") -> object:
    notes.run(f"SET app.actor = '{actor}'")
    return notes.value(f"SELECT {what}")


@pytest.mark.parametrize(
    ("actor", "titles"),
    [
        pytest.param("1", ["1", "2"], id="an author"),
        pytest.param("2", ["2", "3"], id="another one"),
        pytest.param("3", ["1", "2", "3"], id="by role"),
        pytest.param("99", ["2"], id="who does not exist"),
        pytest.param("", ["1", "2", "3"], id="nobody: jobs and migrations"),
    ],
)
def test_any_of_the_conditions_lets_a_row_be_seen(notes: Running, actor: str, titles: list[str]) -> None:
    assert seen_by(notes, actor) == titles


def test_a_report_keeps_its_rows_and_hides_what_is_read_of_rows_that_are_hidden(notes: Running) -> None:
    notes.run("INSERT INTO stars (points, note_id) VALUES (1, 1), (2, 2), (4, 3)")
    told = "string_agg(coalesce(note_title, '-') || sum_points, ' ' ORDER BY sum_points) FROM stars_per_title"
    assert seen_by(notes, "2", told) == "-1 22 34"
    assert seen_by(notes, "3", told) == "11 22 34"


def test_views_hide_what_the_table_hides(notes: Running) -> None:
    views = ("active_notes", "notes_computed")
    assert [seen_by(notes, "2", f"count(*) FROM {view}") for view in views] == [2, 2]
    assert seen_by(notes, "2", "sum(count) FROM notes_per_state") == 2


def test_what_is_computed_reads_all_rows_whoever_asks(notes: Running) -> None:
    assert seen_by(notes, "2", "count(*) FROM replies") == 1
    assert seen_by(notes, "2", "answers FROM notes_computed WHERE title = '2'") == 2


def test_rows_that_are_not_seen_are_not_found_for_a_change(notes: Running) -> None:
    notes.run("SET app.actor = '2'")
    notes.run("UPDATE notes SET title = 'z' WHERE title <> ''")
    notes.run("DELETE FROM replies WHERE text <> ''")
    assert seen_by(notes, "") == ["1", "z", "z"]
    assert seen_by(notes, "", "count(*) FROM replies") == 1


def test_a_row_is_written_for_others_to_see(notes: Running) -> None:
    notes.run("SET app.actor = '2'")
    notes.run("INSERT INTO notes (title, state, author_id) VALUES ('4', 'DRAFT', 1)")
    assert seen_by(notes, "1") == ["1", "2", "4"]


def test_the_policy_is_what_keeps_it() -> None:
    found = next(e for e in model_of(MODEL).enforcements if e.form == Form.VISIBLE)
    assert (found.element, found.objects) == ("Note", ("visible_notes",))
