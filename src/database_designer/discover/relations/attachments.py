"""A preposition between two nouns: "a pass for a gate", "the shelves in a vault", "the keeper of the vault".

By itself it tells little: the finding counts where both nouns turn out to be things of their own.
"""

from __future__ import annotations

from database_designer.discover.findings import HINT, RelationFinding
from database_designer.discover.language.annotate import Sentence, Token
from database_designer.discover.language.phrases import Phrase, conjuncts, phrase, phrases
from database_designer.discover.names import Noun
from database_designer.discover.prose import Line
from database_designer.discover.relations.words import CHARGE, COUNTS, usable

_BELONGING = frozenset("of for in at on from within by to".split())
_HAVING = frozenset({"with", "without"})


def attached(line: Line, told: set[frozenset[Noun]]) -> list[RelationFinding]:
    """Relations between a noun and the nouns that hang on it, where the sentence does not tell of the pair otherwise."""
    found: list[RelationFinding] = []
    for outer in phrases(line.sentence):
        if outer.possessor and usable(outer.possessor) and usable(outer.noun):
            found.extend(_belonging(outer, outer.possessor, line, "own", told))
        for inner in _in_charge_of(line.sentence, outer):
            if usable(inner.noun) and usable(outer.noun):
                found.extend(_belonging(inner, outer.noun, line, "be responsible for", told))
        for preposition, inner in _hanging(line.sentence, outer):
            if not usable(inner.noun) or inner.noun == outer.noun:
                continue
            if preposition in _BELONGING:
                found.extend(_belonging(outer, inner.noun, line, preposition, told))
            elif preposition in _HAVING:
                found.extend(_belonging(inner, outer.noun, line, preposition, told))
    return found


def _belonging(many: Phrase, few: Noun, line: Line, word: str, told: set[frozenset[Noun]]) -> list[RelationFinding]:
    if many.noun == few or not usable(many.noun) or many.noun[-1] in COUNTS or frozenset((many.noun, few)) in told:
        return []
    return [
        RelationFinding(
            source=few, target=many.noun, evidence=line.statement.evidence, weight=HINT if word != "to" else HINT / 2,
            target_many=True if many.many else None, source_high=1, source_many=False, verb=word,
        )
    ]  # fmt: skip


def _hanging(sentence: Sentence, outer: Phrase) -> list[tuple[str, Phrase]]:
    """The nouns that hang on the phrase by a preposition; behind a count those that are counted."""
    found: list[tuple[str, Phrase]] = []
    for preposition in sentence.dependents(outer.i, "prep"):
        for target in sentence.dependents(preposition.i, "pobj"):
            found.extend(_phrases(sentence, preposition.lower, target))
    return found


def _in_charge_of(sentence: Sentence, outer: Phrase) -> list[Phrase]:
    """As in "the keeper responsible for the vault": what is behind the adjective."""
    adjectives = (t for t in sentence.dependents(outer.i, "amod") if t.i > outer.i and t.lower in CHARGE)
    prepositions = (p for a in adjectives for p in sentence.dependents(a.i, "prep") if p.lower == "for")
    return [
        made for p in prepositions for t in sentence.dependents(p.i, "pobj") for _, made in _phrases(sentence, "", t)
    ]


def _phrases(sentence: Sentence, preposition: str, target: Token) -> list[tuple[str, Phrase]]:
    made = (phrase(sentence, t) for t in conjuncts(sentence, target))
    return [(preposition, p) for p in made if p is not None]
