"""How sentences relate nouns: bounds before a noun, what pronouns mean, lists of kinds."""

from __future__ import annotations

import pytest

from database_designer.discover.findings import Findings
from database_designer.discover.language.annotate import annotate
from database_designer.discover.language.phrases import phrases
from database_designer.discover.names import noun
from database_designer.discover.prose import read_lines
from database_designer.discover.relations import read_relations
from database_designer.discover.relations.clarify import clarified
from database_designer.discover.relations.counts import count
from tests.discover.reading import requirements_of


def found_in(text: str) -> Findings:
    """What the relations say of a paragraph."""
    return read_relations(read_lines(requirements_of(text)))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("A tower has between 2 and 8 bells.", 2, 8),
        ("A crew consists of two to five sailors.", 2, 5),
        ("A press has at least one and at most four rollers.", 1, 4),
        ("A hall has up to 48 seats.", 0, 48),
        ("A hall has a maximum of 12 doors.", 0, 12),
        ("A lock has one or more gates.", 1, None),
        ("A shelf has any number of boxes.", 0, None),
        ("A lamp has exactly one switch.", 1, 1),
    ],
)
def test_bounds(text: str, low: int | None, high: int | None) -> None:
    (sentence,) = annotate([text])
    told = count(sentence, phrases(sentence)[-1])
    assert (told.low, told.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("A tower has a name. It also has two doors.", "The tower also has two doors ."),
        ("Sailors have a name. They steer ships.", "The Sailors steer ships ."),
        ("Each sailor has a name. They steer ships.", "The sailors steer ships ."),
        ("The mill has many rooms. These have a number.", "The rooms have a number ."),
        ("A tower has a name. It is noted whether a bell is cracked.", "It is noted whether a bell is cracked."),
        ("Towers have a name. It also has a door.", "It also has a door."),
        ("A foot (made of iron) carries the lamp.", "A foot carries the lamp."),
    ],
)
def test_sentences_made_plain(text: str, plain: str) -> None:
    lines = clarified(read_lines(requirements_of(text)))
    assert lines[-1].sentence.text == plain


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "There are two kinds of barriers: locks and weirs. A lock has a length.",
            ["lock < barrier", "weir < barrier"],
        ),
        ("A barrier is either a lock or a weir. A lock has a length.", ["lock < barrier", "weir < barrier"]),
        ("There are three types of doors: red, green and blue. A door has a width.", []),
        ("The type of paint can be matt or gloss.", []),
        ("Day passes and season passes are passes. A pass has a price.", ["day pass < pass", "season pass < pass"]),
        ("If a worker is a diver, the depth is stored.", []),
        ("A diver is a worker.", ["diver < worker"]),
        ("A diver is a member of a crew.", []),
        (
            "There are swing bridges and drawbridges. A bridge has a name.",
            ["swing bridge < bridge", "drawbridge < bridge"],
        ),
        ("A helper may be a cook or a driver. A cook has a hat size.", ["cook < helper", "driver < helper"]),
        ("Crews, i.e. student crews and club crews, have a name.", ["student crew < crew", "club crew < crew"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    found = found_in(text).kinds
    assert list(dict.fromkeys(f"{' '.join(k.sub)} < {' '.join(k.super)}" for k in found)) == kinds


@pytest.mark.parametrize(
    ("text", "one", "other", "role"),
    [
        ("A voyage has a departure harbour.", "voyage", "departure harbour", "departure harbour"),
        ("Each hall is given a keeper as warden.", "hall", "keeper", "warden"),
        ("Each vault has a keeper who is a monk.", "vault", "monk", "keeper"),
        ("A bridge has a movable deck.", "bridge", "movable deck", ""),
    ],
)
def test_roles(text: str, one: str, other: str, role: str) -> None:
    relations = found_in(text).relations
    assert [" ".join(r.role) for r in relations if (r.source, r.target) == (noun(one), noun(other))] == [role]


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("A lamp is mounted on a mast and supplied by a cable.", "lamp", "cable"),
        ("The office grants the visitor a pass.", "office", "pass"),
        ("A screen is fixed on a wall or on a mast.", "screen", "mast"),
        ("There are several ponds in a village.", "village", "pond"),
        ("A ranger is responsible for a trail.", "ranger", "trail"),
        ("A clerk assigns a tray to a shelf.", "tray", "shelf"),
        ("The halls in which concerts take place are large.", "concert", "hall"),
        ("A rein is pressed from a hide.", "rein", "hide"),
        ("An album is made up of folders.", "album", "folder"),
        ("A mooring is for one yacht at one berth.", "mooring", "berth"),
        ("For each pump, it is known which oils are sold at it.", "oil", "pump"),
    ],
)
def test_ends(text: str, one: str, other: str) -> None:
    ends = {frozenset((r.source, r.target)) for r in found_in(text).relations}
    assert frozenset((noun(one), noun(other))) in ends


@pytest.mark.parametrize(
    "text", ["A user views a pass.", "The clerk searches passes.", "The system displays the pass."]
)
def test_what_somebody_does_at_a_screen_relates_nothing(text: str) -> None:
    assert found_in(text).relations == ()


def test_from_one_to_another_is_two_references() -> None:
    relations = found_in("A rope runs from one mast to another mast.").relations
    assert [(" ".join(r.source), " ".join(r.role)) for r in relations] == [("rope", "from mast"), ("rope", "to mast")]


def test_what_is_kept_for_each_pair_is_a_thing_between() -> None:
    found = found_in("For every porter and ascent we record the weight carried.")
    assert noun("porter ascent") in {e.noun for e in found.entities}
    assert noun("porter ascent") in {a.owner for a in found.attributes}
    assert {r.source for r in found.relations if r.target == noun("porter ascent")} == {("porter",), ("ascent",)}
