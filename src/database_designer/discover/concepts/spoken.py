"""Which nouns of plain prose are entity types: all signs weighed together, then what stands by those that are sure."""

from __future__ import annotations

from dataclasses import replace

from database_designer.discover.concepts.describing import by_target, describe
from database_designer.discover.concepts.resolving import Concept
from database_designer.discover.concepts.signs import HARD_SIGNS, has_sign, score_of
from database_designer.discover.concepts.weighing import (
    prior,
    signs_of_neighbours,
    signs_of_properties,
    signs_of_usage,
    together,
    trust_in_usage,
    trusted,
)
from database_designer.discover.findings import AttributeFinding, EntityFinding, Findings, UsageFinding
from database_designer.discover.names import Noun

_SURE = 0.95
_DOUBT = 0.75
_ROUNDS = 3


def spoken_concepts(
    signs: dict[Noun, list[EntityFinding]], merged: dict[Noun, Noun], findings: Findings, statements: int
) -> tuple[tuple[Concept, ...], tuple[Concept, ...]]:
    """The entity types of plain prose (of so many statements), and those that came near."""
    usages: dict[Noun, list[UsageFinding]] = {}
    for usage in findings.usages:
        usages.setdefault(merged.get(usage.noun, usage.noun), []).append(usage)
    grouped = {n: signs_of_usage(together(u)) for n, u in usages.items()}
    for noun, found in by_target(signs, merged).items():
        grouped.setdefault(noun, []).extend(found)
    for noun, told in _properties(merged, findings).items():
        grouped.setdefault(noun, []).extend(signs_of_properties(noun, told))
    trust = trust_in_usage(findings, statements)
    grouped = {n: [trusted(f, trust) for f in found] for n, found in grouped.items()}
    scores = _with_neighbours(grouped, merged, findings, trust)
    near = {n: _described(n, grouped[n], merged) for n, score in scores.items() if score >= _DOUBT}
    return (
        tuple(c for n, c in near.items() if scores[n] >= _SURE),
        tuple(c for n, c in near.items() if scores[n] < _SURE),
    )


def _described(noun: Noun, found: list[EntityFinding], merged: dict[Noun, Noun]) -> Concept:
    """The concept of the noun; what only adds a state or a role to its name ("home harbour") is no other name of it."""
    concept = describe(noun, found, merged, frozenset())
    size = len(concept.noun)
    others = (n for n in concept.others if all(n[i : i + size] != concept.noun for i in range(len(n))))
    return replace(concept, others=tuple(others))


def _with_neighbours(
    grouped: dict[Noun, list[EntityFinding]], merged: dict[Noun, Noun], findings: Findings, trust: float
) -> dict[Noun, float]:
    """The score of every noun; what stands by an entity type is likelier to be one, and its signs tell so.

    What a structured source says needs no sentence, and what is said against its name counts for nothing.
    """
    scores = {n: score_of(f) + (0.0 if has_sign(f, HARD_SIGNS) else prior(n)) for n, f in grouped.items()}
    sure: set[Noun] = set()
    for _ in range(_ROUNDS):
        known, sure = sure, {n for n, score in scores.items() if score >= _SURE}
        if sure == known:
            break
        for sign in signs_of_neighbours(merged, sure, findings):
            if sign.noun in scores and all(f.reason != sign.reason for f in grouped[sign.noun]):
                counted = trusted(sign, trust)
                grouped[sign.noun].append(counted)
                scores[sign.noun] += counted.weight
    return scores


def _properties(merged: dict[Noun, Noun], findings: Findings) -> dict[Noun, list[AttributeFinding]]:
    """Per noun the findings of what can be but its property: no noun that properties are told of itself."""
    owners = {merged.get(f.owner, f.owner) for f in findings.attributes}
    found: dict[Noun, list[AttributeFinding]] = {}
    for finding in findings.attributes:
        owner = merged.get(finding.owner, finding.owner)
        if owner and merged.get(finding.name, finding.name) not in owners:
            found.setdefault(owner, []).append(finding)
    return found
