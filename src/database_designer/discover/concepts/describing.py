"""An entity type as it is told of: which of its nouns names it, which evidence stands first."""

from __future__ import annotations

from collections.abc import Collection

from database_designer.discover.concepts.resolving import Concept
from database_designer.discover.concepts.signs import score_of
from database_designer.discover.findings import EntityFinding
from database_designer.discover.names import Noun

# "inventory" is kept as inventory items: the ending makes of a mass what can be counted.
_COUNTING_TAILS = frozenset({"item", "entry"})
_SENTENCE = 5


def describe(target: Noun, found: list[EntityFinding], merged: dict[Noun, Noun], terms: Collection[Noun]) -> Concept:
    """The concept of the noun with its signs; `terms` are the nouns that a glossary explains."""
    called = (target, *(n for n, t in merged.items() if t == target and n != target))
    noun = next((n for n in called if n[:-1] == target and n[-1] in _COUNTING_TAILS), target)
    noun = next((n for n in called if n[-len(target) :] == target and n in terms), noun)
    # What a reader understands stands first: a sentence before the path or field that counts for more.
    ranked = sorted(found, key=lambda f: (len(f.evidence.quote.split()) < _SENTENCE, -f.weight))
    evidence = tuple(dict.fromkeys(f.evidence for f in ranked if f.weight > 0))[:6]
    reasons = "; ".join(dict.fromkeys(f.reason for f in ranked if f.weight > 0))
    others = tuple(n for n in called if n != noun)
    return Concept(noun=noun, others=others, evidence=evidence, score=score_of(found), principle=reasons[:200])


def by_target(signs: dict[Noun, list[EntityFinding]], merged: dict[Noun, Noun]) -> dict[Noun, list[EntityFinding]]:
    """The signs by what their nouns stand for."""
    grouped: dict[Noun, list[EntityFinding]] = {}
    for noun, found in signs.items():
        grouped.setdefault(merged.get(noun, noun), []).extend(found)
    return grouped
