"""Lifecycles: the states of a thing, the moves between them, where rows start, and what a state needs."""

from __future__ import annotations

import pytest

from database_designer.discover.assemble.lifecycles import build
from database_designer.discover.findings import ValuesFinding
from database_designer.model.conceptual import Lifecycle
from tests.discover.reading import model_of, quoted

FERRY = "# Ferries\nEach ferry has a name and a status (MOORED, UNDERWAY, ANCHORED).\n"


def lifecycle_of(entity: str, text: str) -> Lifecycle:
    found = model_of(text).entity(entity)
    assert found is not None and found.lifecycle is not None
    return found.lifecycle


def moves(lifecycle: Lifecycle) -> str:
    return " ".join(f"{m.source}>{m.target}" for m in lifecycle.moves)


TABLES = {
    "state, meaning, next": """
    ## Status of a lamp repair
    | Status | Meaning | Next |
    |--------|---------|------|
    | OPEN | Nobody works on it | ACTIVE, DROPPED |
    | ACTIVE | Somebody does | DONE |
    | DONE | All is well | - |
    | DROPPED | Given up | none |
    """,
    "from, to, trigger": """
    ## Lamp repair lifecycle
    | From | To | Trigger |
    |------|----|---------|
    | - | OPEN | written down |
    | OPEN | ACTIVE | somebody begins |
    | OPEN | DROPPED | it is given up |
    | ACTIVE | DONE | it is finished |
    """,
    "status, allowed next statuses": """
    ## Lamp repairs
    | Lamp repair status | Allowed next statuses |
    |-------------------|-----------------------|
    | OPEN | ACTIVE or DROPPED |
    | ACTIVE | DONE |
    | DONE | (terminal) |
    | DROPPED | (terminal) |
    """,
    "arrows": """
    ## Lamp repair status
    - OPEN -> ACTIVE, DROPPED
    - ACTIVE -> DONE
    """,
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_ways_to_write_moves(table: str) -> None:
    text = f"# Workshop\nEach lamp repair has a title and a note.\n{table.replace('    ', '')}"
    lifecycle = lifecycle_of("LampRepair", text)
    assert moves(lifecycle) == "OPEN>ACTIVE OPEN>DROPPED ACTIVE>DONE"
    assert lifecycle.start == ("OPEN",)
    assert not lifecycle.any_move


SENTENCES = {
    "A ferry moves from MOORED to UNDERWAY when it leaves.": "MOORED>UNDERWAY",
    "The status changes from UNDERWAY to ANCHORED at night.": "UNDERWAY>ANCHORED",
    "Only UNDERWAY ferries can be anchored.": "UNDERWAY>ANCHORED",
    "A ferry can be anchored only while it is underway.": "UNDERWAY>ANCHORED",
    "Given a MOORED ferry When the rope is cast off Then the ferry is UNDERWAY": "MOORED>UNDERWAY",
    "A ferry starts as MOORED, is then UNDERWAY, and ends as ANCHORED.": "MOORED>UNDERWAY UNDERWAY>ANCHORED",
}


def test_moves_told_by_sentences() -> None:
    for sentence, found in SENTENCES.items():
        text = f"{FERRY}\n{sentence}\n\nFerry status: MOORED -> UNDERWAY -> ANCHORED\n"
        first = moves(lifecycle_of("Ferry", text))
        assert set(found.split()) <= set(first.split()), sentence


@pytest.mark.parametrize("sentence", [s for s, m in SENTENCES.items() if m == "MOORED>UNDERWAY"])
def test_moves_that_leave_a_state_out_are_not_all(sentence: str) -> None:
    lifecycle = lifecycle_of("Ferry", f"{FERRY}\n{sentence}\n")
    assert lifecycle.any_move
    assert lifecycle.moves == ()


def test_sentences_that_lead_to_every_state_are_all_moves() -> None:
    text = FERRY + "\nA ferry moves from MOORED to UNDERWAY when it leaves.\n\nOnly UNDERWAY ferries can be anchored.\n"
    lifecycle = lifecycle_of("Ferry", text)
    assert moves(lifecycle) == "MOORED>UNDERWAY UNDERWAY>ANCHORED"
    assert lifecycle.start == ("MOORED",)


def test_a_move_until_some_state_is_no_certain_move() -> None:
    lifecycle = lifecycle_of("Ferry", f"{FERRY}\nA ferry can be moored until it is anchored.\n")
    assert lifecycle.any_move


@pytest.mark.parametrize(
    "sentence",
    [
        "A ferry is created as ANCHORED.",
        "A ferry starts as ANCHORED.",
        "A ferry is initially ANCHORED.",
        "New ferries are anchored.",
        "The initial status of a ferry is ANCHORED.",
        "A ferry is ANCHORED when it is registered.",
    ],
)
def test_where_rows_start(sentence: str) -> None:
    assert lifecycle_of("Ferry", f"{FERRY}\n{sentence}\n").start == ("ANCHORED",)


def test_without_a_stated_start_rows_begin_anywhere() -> None:
    assert lifecycle_of("Ferry", FERRY).start == ("MOORED", "UNDERWAY", "ANCHORED")


def test_what_a_state_needs() -> None:
    text = FERRY + "\nA ferry has a berth note.\n\nA moored ferry needs a berth note.\n"
    assert lifecycle_of("Ferry", text).requires == (("MOORED", ("berth_note",)),)


def test_a_table_of_protocol_codes_is_no_lifecycle() -> None:
    text = FERRY + "\n| HTTP status | When |\n|---|---|\n| Forbidden | never |\n| Conflict | always |\n"
    assert lifecycle_of("Ferry", text).states == ("MOORED", "UNDERWAY", "ANCHORED")


def finding(*values: str, structured: bool = False, open: bool = False) -> ValuesFinding:  # noqa: A002
    return ValuesFinding(
        owner=("lamp",), attribute=("status",), values=values, evidence=quoted("-"), structured=structured, open=open
    )


def test_one_state_in_two_spellings_is_one_and_the_structured_spelling_wins() -> None:
    built = build("status", [finding("In Repair", "Lit"), finding("IN_REPAIR", "LIT", structured=True)], ())
    assert built is not None
    assert built.states == ("IN_REPAIR", "LIT")


def test_the_longest_list_comes_first() -> None:
    built = build("status", [finding("Dark", open=True), finding("dark", "lit"), finding("New", "Lit", "Dark")], ())
    assert built is not None
    assert built.states == ("New", "Lit", "Dark")


def test_one_state_makes_no_lifecycle() -> None:
    assert build("status", [finding("LIT", open=True)], ()) is None
