"""Statements that contradict each other become questions that quote both, and nothing else does."""

import pytest

from database_designer.model.conceptual import Question
from tests.discover.reading import model_of

# Each document tells one thing in two ways: the question that follows, and the lines that it quotes.
TOLD_TWICE = {
    "two maxima": (
        """
        # Kilns
        - Each kiln has a name, a temperature (max 1200) and a volume.
        - The temperature of a kiln must be at most 1300.
        """,
        "What is the largest temperature of Kiln that is allowed: 1200 or 1300? The documents say both.",
    ),
    "required and optional": (
        """
        # Beehives
        - Each hive has a colour (required) and a queen name.
        - The colour of a hive is optional.
        """,
        "Is the colour of Hive: required or optional? The documents say both.",
    ),
    "two lengths": (
        """
        # Posters
        - Each poster has a slogan (max 80 characters) and a print run.
        - Each poster has a slogan (max 60 characters).
        """,
        "How many characters may the slogan of Poster have: 80 or 60? The documents say both.",
    ),
    "two lists of states": (
        """
        # Ferries
        | Field | Type | Description |
        |---|---|---|
        | name | string | |
        | status | string | one of: Moored, Sailing, Retired |

        ## Ferry
        - Each ferry has a name and a status (Moored, Sailing, Retired).
        - A ferry has a status: Moored, Sailing or Stranded.
        """,
        "Is Stranded a value of the status of Ferry?",
    ),
}


def asked(text: str) -> list[Question]:
    return list(model_of(text).questions)


@pytest.mark.parametrize(("text", "expected"), TOLD_TWICE.values(), ids=TOLD_TWICE)
def test_two_statements_that_differ_are_a_question(text: str, expected: str):
    found = [q for q in asked(text) if q.ask.startswith(expected)]
    assert found, [q.ask for q in asked(text)]
    assert len({e.span.line for e in found[0].origin.evidence}) >= 2
    assert found[0].where
    assert found[0].write


AGREEING = (
    "# Kilns\n- Each kiln has a temperature (max 1200).\n- The temperature of a kiln must be at most 1200.0.",
    "# Hives\n- Each hive has a colour (required).\n- The colour of a hive is mandatory.",
    "# Posters\n- Each poster has a slogan (max 80 characters).\n- The slogan of a poster is printed in red.",
    "# Ferries\n- Each ferry has a status: Moored or Sailing.\n- The crew lists ferries by status (Sailing, Moored).",
)


@pytest.mark.parametrize("text", AGREEING)
def test_statements_that_agree_are_none(text: str):
    assert [q.ask for q in asked(text) if "both" in q.ask or "One list" in q.ask] == []


def test_contradictions_come_before_all_else():
    text = """
    # Kilns
    - Each kiln has a temperature (max 1200) and a type.
    - The temperature of a kiln must be at most 1300.
    """
    assert "1200 or 1300" in asked(text)[0].ask


def test_one_and_several_of_the_same_relationship():
    text = """
    # Puppets
    - A puppet has one voice. Each voice has a pitch.
    - A puppet has several voices. Each puppet has a name.
    """
    assert any(q.ask.startswith("Does each Puppet have one Voice or several?") for q in asked(text)), asked(text)
