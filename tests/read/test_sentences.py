"""Where a sentence ends, and where a full stop is something else."""

import time

import pytest

from database_designer.read.markdown.inline import plain
from database_designer.read.markdown.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(plain(text, 1))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A berth has a number. It lies at a pier.", ["A berth has a number.", "It lies at a pier."]),
        ("Is it free? Book it! Then moor.", ["Is it free?", "Book it!", "Then moor."]),
        ('The clerk is told "Saved." Then the list opens.', ['The clerk is told "Saved."', "Then the list opens."]),
        ("Fees are due in 2024. The clerk sends them.", ["Fees are due in 2024.", "The clerk sends them."]),
        ("Ropes, nets, etc. The list is open.", ["Ropes, nets, etc.", "The list is open."]),
        ("Is it moored? No. Then it leaves.", ["Is it moored?", "No.", "Then it leaves."]),
        ("See plan A. Then go.", ["See plan A.", "Then go."]),
    ],
)
def test_a_sentence_ends_before_a_capital(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Vessels, e.g. Ferries and tugs, have a flag.",
        "A pilot (i.e. A person with a licence) is named.",
        "Compare vessels vs. Berths by length.",
        "See sec. 4.1 and fig. 2 for the layout.",
        "Berth No. 5 is 12.5 m long.",
        "It implements FR-1.2 and v1.2.3 of model.yaml at https://example.org/a.b.",
        "Dr. Grey and J. Smith sign.",
        'It shows "Leave now? This cannot be undone." and waits.',
        "Extras (water. Power. Waste.) are optional.",
        "Fees range from 1.50 to 2.50 a day.",
    ],
)
def test_a_full_stop_within_a_sentence(text: str) -> None:
    assert sentences(text) == [text]


def test_a_bracket_that_is_never_closed_does_not_swallow_the_rest() -> None:
    assert len(sentences("A berth ( open. It is free. It is long.")) == 3


def test_sentences_know_their_lines() -> None:
    found = split_sentences(plain("One is\nhere. Two is\nthere.", 10))
    assert [(s.line, s.end_line) for s in found] == [(10, 11), (11, 12)]


def test_brackets_within_brackets_take_the_time_of_their_length() -> None:
    depth = 200_000
    began = time.process_time()
    assert len(sentences(f"One is here. Two {'(' * depth} is. There {')' * depth} it is. Three.")) == 3
    assert time.process_time() - began < 5
