"""Which nouns of plain prose are entity types: what is told of them, and how far the document is to be trusted."""

from __future__ import annotations

import pytest

from database_designer.discover.concepts.short_forms import in_states, parsed_nouns, short_forms
from database_designer.discover.concepts.weighing import prior, signs_of_usage, together
from database_designer.discover.findings import UsageFinding
from database_designer.discover.names import Noun
from tests.discover.reading import model_of, quoted


def used(text: str, order: int = 0, **counts: int) -> UsageFinding:
    """The usage of a noun in one statement."""
    known = {"mentions": 1, "statements": 1, **counts}
    return UsageFinding(noun=tuple(text.split()), evidence=quoted(text), order=order, **known)


def usages(*found: UsageFinding) -> dict[Noun, UsageFinding]:
    return {u.noun: u for u in found}


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("pilot who", "pilot"),
        ("while barge", "barge"),
        ("crane assigned", "crane"),
        ("valve automatically", "valve"),
        ("our barge", "barge"),
    ],
)
def test_misread_phrases_mean_the_words_that_a_parse_knows(read: str, meant: str) -> None:
    known = usages(*(used(n) for n in ("pilot", "barge", "crane", "valve")))
    assert parsed_nouns([tuple(read.split())], known) == {tuple(read.split()): (meant,)}


def test_a_word_that_may_be_a_noun_is_not_cut_off() -> None:
    assert parsed_nouns([("tide", "board")], usages(used("tide"))) == {}


def test_an_ending_is_short_for_the_longer_name_before_it() -> None:
    known = usages(used("ice core", 1), used("core", 2))
    assert short_forms(known, frozenset()) == {("core",): ("ice", "core")}


def test_a_longer_name_is_a_role_of_what_was_told_of_before() -> None:
    known = usages(used("harbour", 1), used("home harbour", 2))
    assert short_forms(known, frozenset({("harbour",)})) == {("home", "harbour"): ("harbour",)}


def test_both_names_stay_where_something_is_told_of_both() -> None:
    known = usages(used("vessel", 1), used("fishing vessel", 2))
    assert short_forms(known, frozenset({("vessel",), ("fishing", "vessel")})) == {}


def test_the_system_is_not_short_for_another_system() -> None:
    assert short_forms(usages(used("cooling system", 1), used("system", 2)), frozenset()) == {}


def test_a_participle_tells_of_a_state() -> None:
    sealed = UsageFinding(
        noun=("sealed", "crate"), evidence=quoted("."), order=2, mentions=1, statements=1, described=1, in_state=True
    )
    assert in_states(usages(used("crate", 1), sealed)) == {("sealed", "crate"): ("crate",)}
    assert in_states(usages(sealed)) == {}


def test_usages_of_all_names_count_together() -> None:
    joined = together([used("core", 5, each=1), used("ice core", 2, several=2)])
    assert (joined.order, joined.mentions, joined.each, joined.several) == (2, 2, 1, 2)


def test_what_is_always_of_another_is_rather_its_property() -> None:
    free = sum(s.weight for s in signs_of_usage(used("lid", one=1)))
    bound = sum(s.weight for s in signs_of_usage(used("lid", one=1, possessed=1)))
    assert bound < free


@pytest.mark.parametrize("noun", ["name", "e mail", "date", "week", "type", "number"])
def test_words_of_properties_speak_against_a_noun(noun: str) -> None:
    assert prior(tuple(noun.split()), plain=True) < prior(("turbine",), plain=True)


LICENCE = """
Permission is granted to any person to deal in the work, subject to the following condition. Each copy of the work shall
carry this notice. The work is provided without warranty of any kind. No contributor is liable for any claim. Several
contributors may distribute copies. Each contributor grants a licence to each recipient. A recipient may modify a copy.
Any modification must carry a prominent notice. The licence ends if the recipient breaks a condition. Copies of a
modification may be sold. Recipients need no other permission. Several notices may stand in one file.
"""


def test_a_document_that_tells_of_no_data_makes_hardly_a_table() -> None:
    """However often its nouns are spoken of, one by one and in the plural."""
    assert len(model_of("# Terms\n" + LICENCE * 12).entities) <= 1


def test_the_same_nouns_in_a_description_of_data_are_entity_types() -> None:
    told = """
    Each contributor has a name and a country. A contributor sends in several copies. Each copy has a number and a date.
    A recipient has a name and an e-mail address. Each recipient receives several copies.
    """
    assert [e.name for e in model_of(told).entities] == ["Contributor", "Copy", "Recipient"]


def test_numbered_requirements_are_weighed_as_prose_is() -> None:
    told = ("Each kiln has a label and a volume.", "A potter fires several kilns.", "Each potter has a name.")
    numbered = "# Pottery\n" + "\n".join(f"- FR-{i}: {sentence}" for i, sentence in enumerate(told, 1))
    names = [e.name for e in model_of("# Pottery\n" + " ".join(told)).entities]
    assert names == [e.name for e in model_of(numbered).entities] == ["Kiln", "Potter"]


def test_who_only_works_with_the_program_is_no_thing() -> None:
    told = "# Bridge\n- FR-1: Each passage has an axle count and a fee.\n- FR-2: The clerk must record every passage.\n"
    assert [e.name for e in model_of(told).entities] == ["Passage"]


def test_what_is_told_among_the_properties_of_another_is_no_thing() -> None:
    told = "Each stall has a name and a rent. A booking keeps the rent. Each booking has a day and belongs to a stall."
    assert [e.name for e in model_of(told).entities] == ["Stall", "Booking"]


def test_a_value_before_a_noun_tells_of_its_state() -> None:
    told = "Each concert has a title and a kind. The kind of a concert is STAGE or STREAM. STREAM concerts have an address."
    assert [e.name for e in model_of(told).entities] == ["Concert"]


def test_what_there_is_only_one_of_is_no_thing() -> None:
    told = "The city owns about 650 lamps and 40 benches. Each lamp has a height. Each bench has a width."
    assert [e.name for e in model_of(told).entities] == ["Lamp", "Bench"]
