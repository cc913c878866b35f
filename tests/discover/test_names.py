"""Names of concepts: singulars, words, and the spellings of one thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database_designer.discover.names import camel, initials, noun, property_name, singular, snake, words

SINGULARS = """
    hives hive           berries berry         boxes box            churches church      wishes wish
    classes class        addresses address     statuses status      buses bus            gases gas
    bonuses bonus        campuses campus       canvases canvas      viruses virus        aliases alias
    analyses analysis    diagnoses diagnosis   bases base          crises crisis        axes axis
    criteria criterion   phenomena phenomenon  indices index        vertices vertex      matrices matrix
    people person        children child        women woman          craftsmen craftsman  feet foot
    shelves shelf        knives knife          wolves wolf          halves half          loaves loaf
    potatoes potato      tomatoes tomato       echoes echo          photos photo         pianos piano
    days day             keys key              monkeys monkey       companies company    cities city
    horses horse         nurses nurse          houses house         courses course       licenses license
    responses response   expenses expense      cases case           databases database   purchases purchase
    sizes size           prizes prize          quizzes quiz         caches cache         cookies cookie
    movies movie         shoes shoe            menus menu           skus sku             settings setting
    processes process    businesses business  witnesses witness    branches branch
    suffixes suffix      taxes tax             slices slice         voices voice         prices price
    images image         messages message      pages page           roles role           titles title
    stories story        surveys survey        trees tree           employees employee   invoices invoice
""".split()

UNCHANGED = """
    status address bonus campus canvas atlas gas bus lens virus analysis basis axis series species news glass class
    process access progress business iris oasis bias chaos sms gps dns data media metadata hive person child mouse
    index matrix specimen abdomen regimen id
""".split()


@pytest.mark.parametrize(("plural", "one"), list(zip(SINGULARS[::2], SINGULARS[1::2], strict=True)))
def test_the_singular_of_a_plural(plural: str, one: str) -> None:
    assert singular(plural) == one


MISREAD = [
    "oases oasis",
    "apices apex",
    "surpluses surplus",
    "censuses census",
    "ids id",
]


@pytest.mark.parametrize("pair", MISREAD)
def test_a_known_misreading_is_still_one(pair: str) -> None:
    plural, one = pair.split()
    assert singular(plural) != one, "right now: move it to SINGULARS"


@pytest.mark.parametrize("word", UNCHANGED)
def test_a_singular_stays(word: str) -> None:
    assert singular(word) == word


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=12) | st.sampled_from([*SINGULARS, *UNCHANGED]))
def test_the_singular_of_a_singular_is_itself(word: str) -> None:
    assert singular(singular(word)) == singular(word)


@pytest.mark.parametrize("word", SINGULARS)
def test_the_singular_of_a_real_word_is_itself(word: str) -> None:
    assert singular(singular(word)) == singular(word)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("tideStation", ("tide", "station")),
        ("TideStation", ("tide", "station")),
        ("tide_station", ("tide", "station")),
        ("tide-station", ("tide", "station")),
        ("Tide station", ("tide", "station")),
        ("HTTPServer", ("http", "server")),
        ("userID", ("user", "id")),
        ("line2", ("line2",)),
        ("the keeper's lamp", ("the", "keeper", "lamp")),
        ("the keeper’s lamp", ("the", "keeper", "lamp")),
        ("Größe", ("größe",)),
        ("", ()),
        ("→ !", ()),
    ],
)
def test_words(name: str, found: tuple[str, ...]) -> None:
    assert words(name) == found


@pytest.mark.parametrize("name", ["TideStations", "tide_stations", "tide stations", "Tide Station", "tideStation"])
def test_spellings_of_one_thing(name: str) -> None:
    assert noun(name) == ("tide", "station")


def test_only_the_last_word_is_made_singular() -> None:
    assert noun("sales rooms") == ("sales", "room")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("durationDays", ("duration", "days")),
        ("rest in minutes", ("rest", "in", "minutes")),
        ("days", ("day",)),
        ("ring numbers", ("ring", "number")),
    ],
)
def test_amounts_keep_the_plural_of_their_unit(text: str, name: tuple[str, ...]) -> None:
    assert property_name(text) == name


def test_spelling_back() -> None:
    assert camel(("tide", "station")) == "TideStation"
    assert snake(("due", "date")) == "due_date"
    assert initials(("knowledge", "base")) == "kb"


@given(st.lists(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=8), min_size=1, max_size=4))
def test_a_noun_is_read_back_from_its_spellings(parts: list[str]) -> None:
    name = (*parts[:-1], singular(parts[-1]))
    assert noun(camel(name)) == noun(snake(name)) == noun(" ".join(name))


@given(st.text(max_size=40))
def test_any_text_has_a_noun(text: str) -> None:
    assert all(w == w.lower() and w for w in noun(text)) or not text.isascii()
