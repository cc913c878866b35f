"""Which property tells the kinds apart."""

from __future__ import annotations

import pytest

from database_designer.discover import discover
from database_designer.model.conceptual import Kinds
from tests.discover.reading import requirements_of


def kinds_in(text: str) -> dict[str, Kinds | None]:
    """Per entity type of a paragraph, what tells its kinds apart."""
    return {e.name: e.kinds for e in discover(requirements_of(text))[0].entities}


@pytest.mark.parametrize(
    ("text", "above", "of"),
    [
        (
            "Boats have a label and a type: barge or ferry. A barge is a boat. A ferry is a boat. "
            "Barges have a load limit and a draught. A ferry has a colour and a speed.",
            "Boat",
            (("barge", "Barge"), ("ferry", "Ferry")),
        ),
        (
            "A lamp has a label and a type (wall, floor). A wall lamp is a lamp with a bracket width. "
            "A floor lamp is a lamp with a pole height.",
            "Lamp",
            (("wall", "WallLamp"), ("floor", "FloorLamp")),
        ),
    ],
)
def test_values_that_name_kinds(text: str, above: str, of: tuple[tuple[str, str], ...]) -> None:
    assert kinds_in(text)[above] == Kinds(by="type", of=of)


def test_values_that_name_no_kinds_tell_nothing_apart() -> None:
    found = kinds_in(
        "A boat has a label and a colour: red or green. A barge is a boat with a load limit. Ferries are boats with a speed."
    )
    assert set(found) == {"Boat", "Barge", "Ferry"}
    assert found["Boat"] is None
