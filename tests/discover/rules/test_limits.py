"""How many rows there may be, or have to be."""

from __future__ import annotations

import pytest

from database_designer.discover.rules.limits import read_capacities, read_limits
from tests.discover.rules.told import told

LENDING = """
    entities:
      Reader: {attributes: {name: text}}
      Copy: {attributes: {label: text}}
      Loan:
        references: {reader: Reader, copy: Copy}
        attributes: {lent_on: date}
        lifecycle: {state: status, start: OPEN, moves: {OPEN: [RETURNED, LOST]}}
      Photo: {references: {copy: Copy}, attributes: {file_name: text}}
      Clerk:
        attributes: {name: text, role: ADMIN | DESK, active: 'boolean, default true'}
      Course: {attributes: {title: text, capacity: integer > 0}}
      Place:
        references: {course: Course, reader: Reader}
        lifecycle: {state: status, start: TAKEN, moves: {TAKEN: [CANCELLED]}}
      Bill: {attributes: {total: money}}
      Payment: {references: {bill: Bill}, attributes: {amount: money}}
"""


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("A reader can borrow up to five copies at once.", "Loan: at most 5 per reader where status = OPEN"),
        ("Each reader may have at most 3 open loans.", "Loan: at most 3 per reader where status = OPEN"),
        ("No reader may have more than 4 open loans at the same time.", "Loan: at most 4 per reader where status = OPEN"),
        ("Readers are limited to 2 loans.", "Loan: at most 2 per reader"),
        ("A copy can have no more than ten photos.", "Photo: at most 10 per copy"),
        ("There may be a maximum of 12 photos per copy.", "Photo: at most 12 per copy"),
        ("The number of photos of a copy must not exceed 8.", "Photo: at most 8 per copy"),
        ("A reader may have at most two loans per day.", "Loan: always count(reader.loans where lent_on = this.lent_on) <= 2"),
        ("The number of taken places of a course never exceeds its capacity.", "Place: at most course.capacity per course where status = TAKEN"),
        ("The last active admin cannot be removed.", "Clerk: at least 1 where active = true and role = ADMIN"),
        ("The last admin cannot be deactivated.", "Clerk: at least 1 where role = ADMIN and active = true"),
        ("The last admin must never be disabled.", "Clerk: at least 1 where role = ADMIN and active = true"),
        ("The last admin cannot be deleted.", "Clerk: at least 1 where role = ADMIN"),
        ("There must always be at least one active clerk.", "Clerk: at least 1 where active = true"),
        ("At least two active clerks must remain.", "Clerk: at least 2 where active = true"),
        ("The payments of a bill must not exceed its total.", "Bill: always sum(payments, amount) <= total"),
        ("The sum of all payments of a bill cannot exceed the total of the bill.", "Bill: always sum(payments, amount) <= total"),
    ],
)  # fmt: skip
def test_bounds(sentence: str, rule: str) -> None:
    assert told(LENDING, sentence, read_limits) == [rule]


@pytest.mark.parametrize(
    "sentence",
    [
        "No places can be taken in a course that is full.",
        "A course cannot be overbooked.",
        "Given the course is full, when I take a place, then I am refused.",
        "Places beyond the capacity of the course are rejected.",
    ],
)
def test_what_is_full_takes_no_more(sentence: str) -> None:
    expected = "Place: at most course.capacity per course where status != CANCELLED"
    assert told(LENDING, sentence, read_capacities) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "A list shows at most 20 loans per page.",
        "A reader can have several loans.",
        "Each reader must have at least one photo of two.",
        "The capacity of a course is shown to all readers.",
        "The name of a reader has at most 40 characters.",
        "Rare readers may have at most 3 open loans.",
        "A reader may have at most 5 cheerful loans.",
    ],
)
def test_what_is_not_told_leads_to_nothing(sentence: str) -> None:
    assert told(LENDING, sentence, read_limits, read_capacities) == []
