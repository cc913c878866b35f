"""Rows that are never deleted, as sentences say it."""

from __future__ import annotations

import pytest

from database_designer.model.conceptual import DeletionManner
from tests.discover.reading import model_of

LESSONS = """
# Music School
## Lesson
- FR-1: Each lesson has a topic and a room name. The status of a lesson is PLANNED, HELD or CANCELLED.
- FR-2: {said}
"""


@pytest.mark.parametrize(
    "said",
    [
        "A lesson may be cancelled by the teacher; the row is kept as `CANCELLED`.",
        "Cancelled lessons are kept with status CANCELLED.",
        "Lessons are cancelled rather than deleted.",
        "A lesson is cancelled, not deleted.",
        "Lessons are never deleted.",
        "A lesson cannot be deleted, only cancelled.",
        "A lesson must not be removed from the system.",
        "Nobody may delete a lesson.",
    ],
)
def test_the_rows_are_kept(said: str) -> None:
    lesson = model_of(LESSONS.format(said=said)).entity("Lesson")
    assert lesson is not None
    assert lesson.deletion is not None
    assert lesson.deletion.manner is DeletionManner.NEVER


@pytest.mark.parametrize(
    "said",
    [
        "A lesson cannot be deleted by students.",
        "Teachers can delete lessons.",
        "The topic of a lesson cannot be removed.",
        "A lesson cannot be deleted while it is HELD.",
        "Lessons are kept short.",
        "Held lessons are read-only and may not be deleted.",
        "Cancelled lessons cannot be deleted.",
    ],
)
def test_nothing_is_said_of_keeping_all_rows(said: str) -> None:
    lesson = model_of(LESSONS.format(said=said)).entity("Lesson")
    assert lesson is not None
    assert lesson.deletion is None
