"""Verbs that a parser takes for plurals are read as verbs: one thing cannot be spoken of in the plural."""

import pytest

from database_designer.discover.language.annotate import annotate


def verbs(text: str) -> list[str]:
    (sentence,) = annotate([text])
    return [t.lemma for t in sentence.tokens if t.pos == "VERB"]


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("A keeper registers with first name, last name and phone number.", "register"),
        ("Each stone block references a mould.", "reference"),
        ("A mooring request moves to the harbour office.", "move"),
        ("Each quarry block references a mould.", "reference"),
        ("Each quarry has a name and a depth and lies in one county.", "lie"),
        ("A lapidarium stores stone slabs.", "store"),
        ("Divers book moorings.", "book"),
        ("Glass blowers work in huts.", "work"),
    ],
)
def test_what_follows_one_noun_and_cannot_be_plural_is_a_verb(text: str, verb: str) -> None:
    assert verb in verbs(text)


@pytest.mark.parametrize(
    "text",
    [
        "A sports hall has a floor.",
        "A list of the goods lifts.",
        "Every goods lift has a number.",
        "Each species is rare.",
    ],
)
def test_a_plural_before_another_noun_is_none(text: str) -> None:
    assert not {"sport", "good", "specie"} & set(verbs(text))


def test_the_text_stays_as_it_was() -> None:
    (sentence,) = annotate(["Each quarry block references a mould."])
    assert " ".join(t.text for t in sentence.tokens) == "Each quarry block references a mould ."


@pytest.mark.parametrize("noun", ["voucher", "token", "usher", "parcel"])
@pytest.mark.parametrize("text", ["Each {} has a code.", "A {} belongs to a group.", "Every {} is sold."])
def test_the_subject_behind_each_is_a_noun(noun: str, text: str) -> None:
    (sentence,) = annotate([text.format(noun)])
    assert sentence.tokens[1].pos == "NOUN"
