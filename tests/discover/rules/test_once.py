"""What there is, or what happens, once only."""

from __future__ import annotations

import pytest

from database_designer.discover.rules.once import read_once
from tests.discover.rules.told import told

CLUB = """
    entities:
      Voter: {attributes: {name: text}}
      Motion: {attributes: {title: text, held_on: date}}
      Vote: {references: {voter: Voter, motion: Motion}, attributes: {value: AYE | NAY}}
      Hall: {attributes: {name: text}}
      Locker: {references: {hall: Hall}, attributes: {number: integer}}
      Shift: {references: {voter: Voter}, attributes: {date: date, note: text?}}
      Rental:
        references: {locker: Locker, voter: Voter}
        lifecycle: {state: status, start: ACTIVE, moves: {ACTIVE: [ENDED, CANCELLED]}}
      Report: {references: {rental: Rental}, attributes: {text: text}}
      Allergy: {references: {voter: Voter}, attributes: {substance: text}}
"""


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("At most one ACTIVE rental per locker.", "Rental: unique locker where status = ACTIVE"),
        ("A locker may have only one active rental at a time.", "Rental: unique locker where status = ACTIVE"),
        ("A voter can rent only one locker at a time.", "Rental: unique voter where status = ACTIVE"),
        ("There is at most one report per rental.", "Report: unique rental"),
        ("One report for each rental.", "Report: unique rental"),
        ("A voter can vote only once per motion.", "Vote: unique voter, motion"),
        ("A voter cannot vote on the same motion twice.", "Vote: unique voter, motion"),
        ("No two lockers of the same hall may have the same number.", "Locker: unique hall, number"),
        ("Two lockers in one hall cannot share the same number.", "Locker: unique hall, number"),
        ("The combination of hall and number must be unique for a locker.", "Locker: unique hall, number"),
        ("Duplicate votes are rejected.", "Vote: unique voter, motion"),
        ("A voter may have at most one shift per day.", "Shift: unique voter, date"),
        ("A locker cannot be rented if the voter already has an active rental.", "Rental: unique voter where status = ACTIVE"),
        ("The same substance is recorded only once per voter.", "Allergy: unique voter, substance"),
        ("A rental requires no existing active rental.", "Rental: unique locker, voter where status = ACTIVE"),
        ("A voter has at most one vote on a motion.", "Vote: unique voter, motion"),
    ],
)  # fmt: skip
def test_uniqueness(sentence: str, rule: str) -> None:
    assert told(CLUB, sentence, read_once) == [rule]


@pytest.mark.parametrize(
    "sentence",
    [
        "A voter can vote on several motions.",
        "Once a motion is held, the votes are counted.",
        "The report is sent only once.",
        "A voter logs in only once.",
        "Two lockers stand in one hall.",
        "A voter may have at most one quarrel per day.",
        "A voter can vote once the motion is open.",
    ],
)
def test_what_is_not_told_leads_to_nothing(sentence: str) -> None:
    assert told(CLUB, sentence, read_once) == []
