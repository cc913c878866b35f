"""What may not be used twice at a time."""

from __future__ import annotations

import pytest

from database_designer.discover.rules.overlaps import read_overlaps
from tests.discover.rules.told import told

THEATRE = """
    entities:
      Stage: {attributes: {name: text}}
      Tuner: {attributes: {name: text}}
      Rehearsal:
        references: {stage: Stage, tuner: Tuner}
        attributes: {starts_at: instant, ends_at: instant}
        lifecycle: {state: status, start: PLANNED, moves: {PLANNED: [HELD, CANCELLED]}}
      Season: {attributes: {start_date: date, end_date: date}}
      Piano: {attributes: {label: text}}
      Hire: {references: {piano: Piano}, attributes: {period: period(date)}}
      Price: {references: {stage: Stage}, attributes: {level: A | B, valid_from: date, valid_to: date?}}
      Note: {references: {tuner: Tuner}, attributes: {text: text}}
"""
STAGE = "Rehearsal: no overlap of starts_at, ends_at per stage where status != CANCELLED"
TUNER = "Rehearsal: no overlap of starts_at, ends_at per tuner where status != CANCELLED"


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        ("Reject overlapping PLANNED rehearsals for the same tuner.", ["Rehearsal: no overlap of starts_at, ends_at per tuner where status = PLANNED"]),
        ("No two rehearsals on the same stage may overlap.", [STAGE]),
        ("Rehearsals of one tuner must not overlap.", [TUNER]),
        ("Two rehearsals cannot take place on the same stage at the same time.", [STAGE]),
        ("A rehearsal cannot overlap with another rehearsal on the same stage.", [STAGE]),
        ("Double booking of stages and tuners is not allowed.", [STAGE, TUNER]),
        ("A stage must never be double-booked.", [STAGE]),
        ("A tuner cannot be assigned to two rehearsals at the same time.", [TUNER]),
        ("A rehearsal is rejected if the stage is already booked for that time.", [STAGE]),
        ("The tuner must be available during the requested time slot.", [TUNER]),
        ("A piano cannot be hired twice for the same period.", ["Hire: no overlap of period per piano"]),
        ("Seasons do not overlap.", ["Season: no overlap of start_date, end_date"]),
        ("For the same stage and level the prices must not overlap.", ["Price: no overlap of valid_from, valid_to per stage, level"]),
        ("The rehearsals of one tuner shall not overlap, and neither shall the rehearsals on one stage.", [TUNER, STAGE]),
        ("Only one rehearsal can be held on a stage at a time.", [STAGE]),
    ],
)  # fmt: skip
def test_no_overlap(sentence: str, rules: list[str]) -> None:
    assert sorted(told(THEATRE, sentence, read_overlaps)) == sorted(rules)


@pytest.mark.parametrize(
    "sentence",
    [
        "Overlapping rehearsals are shown in red.",
        "Rehearsals may overlap.",
        "Two tuners cannot edit the same note at the same time.",
        "Notes must not overlap.",
        "The windows of the screen must not overlap.",
        "A tuner cannot write two notes at the same time.",
    ],
)
def test_what_is_not_told_leads_to_nothing(sentence: str) -> None:
    assert told(THEATRE, sentence, read_overlaps) == []
