"""Properties named in passing, with what they are of: "before the closing date of the fair", "the stall's rent is raised"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from database_designer.discover.findings import TRACE, Findings, combine
from database_designer.discover.items import split_items
from database_designer.discover.language.annotate import Sentence, Token
from database_designer.discover.language.lexicon import SYSTEM_NOUNS
from database_designer.discover.language.phrases import Phrase, phrases
from database_designer.discover.names import Noun, property_name
from database_designer.discover.properties.telling import is_telling
from database_designer.discover.properties.told import Told, findings_of
from database_designer.discover.prose import Line
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Kind

_POINTING = frozenset("the a an each every this that any its their his her".split())
# What is of a certain kind by its name; a name, a title or a number may be that of something else nearby.
_CERTAIN = frozenset({Kind.DATE, Kind.INSTANT, Kind.TIME, Kind.MONEY, Kind.PERCENT, Kind.EMAIL, Kind.PHONE})
_VAGUE = frozenset("total count quantity order number year".split())


def read_genitives(line: Line) -> Findings:
    """The dates and amounts that the sentence names with the thing that they are of: they alone make no thing of it."""
    return replace(combine(findings_of(line, t) for t in _told(line)), entities=(), relations=())


def _told(line: Line) -> Iterator[Told]:
    for phrase in phrases(line.sentence):
        name = property_name(" ".join(phrase.noun))
        if (
            not (phrase.definite or phrase.possessor)
            or phrase.many
            or name[-1] in _VAGUE
            or infer(name).kind not in _CERTAIN
        ):
            continue
        owner = _owner(phrase, line.sentence)
        if owner and owner[-1] not in SYSTEM_NOUNS and not is_telling(owner) and owner != name:
            yield Told(owners=(owner,), items=split_items(" ".join(name)), weight=TRACE, bare=True)


def _owner(phrase: Phrase, sentence: Sentence) -> Noun:
    """What the phrase says that it is of: a single thing of some kind; () for none."""
    if phrase.possessor:
        return phrase.possessor
    for preposition in sentence.dependents(phrase.i, "prep"):
        if preposition.lower == "of":
            return next((_noun(t, sentence) for t in sentence.dependents(preposition.i, "pobj")), ())
    return ()


def _noun(head: Token, sentence: Sentence) -> Noun:
    pointed = any(t.lower in _POINTING for t in sentence.dependents(head.i, "det", "poss"))
    return next((p.noun for p in phrases(sentence) if p.i == head.i), ()) if pointed else ()
