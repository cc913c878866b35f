"""Which nouns are entity types: all signs weighed together, then what stands by those that are sure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from database_designer.discover.concepts.describing import by_target, describe
from database_designer.discover.concepts.resolving import Concept
from database_designer.discover.concepts.signs import HARD_SIGNS, has_sign, score_of
from database_designer.discover.concepts.weighing import (
    MANY,
    NEVER,
    ONLY_ACTS,
    prior,
    signs_of_being_told,
    signs_of_neighbours,
    signs_of_properties,
    signs_of_usage,
    together,
    trust_in_usage,
    trusted,
)
from database_designer.discover.findings import CERTAIN, HINT, AttributeFinding, EntityFinding, Findings, UsageFinding
from database_designer.discover.language.lexicon import ABSTRACT_NOUNS, SYSTEM_NOUNS
from database_designer.discover.names import Noun

_SURE = 0.95
_DOUBT = 0.75
_ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """What the signs are weighed by: all findings, which noun stands for which, and what the documents are made of.

    `actors` are those who the requirements say work with the program. `structured` where they hold shapes of data, `plain` where there is neither that nor an API.
    """

    findings: Findings
    merged: dict[Noun, Noun]
    actors: frozenset[Noun]
    structured: bool
    plain: bool
    statements: int

    def meant(self, noun: Noun) -> Noun:
        """What the noun stands for, itself where it is no other name."""
        return self.merged.get(noun, noun)


def weigh(
    signs: dict[Noun, list[EntityFinding]], weighing: Weighing
) -> tuple[tuple[Concept, ...], tuple[Concept, ...]]:
    """The entity types, and those that came near."""
    grouped = _all_signs(signs, weighing)
    trust = trust_in_usage(weighing.findings, weighing.statements, plain=weighing.plain)
    grouped = {n: [trusted(f, trust) for f in found] for n, found in grouped.items()}
    scores = _with_neighbours(grouped, weighing, trust)
    terms = {n for n, found in signs.items() if has_sign(found, ("a term of the glossary",), least=0.0)}
    near = {n: _described(n, grouped[n], weighing.merged, terms) for n, score in scores.items() if score >= _DOUBT}
    return (
        tuple(c for n, c in near.items() if scores[n] >= _SURE),
        tuple(c for n, c in near.items() if scores[n] < _SURE),
    )


def _all_signs(signs: dict[Noun, list[EntityFinding]], weighing: Weighing) -> dict[Noun, list[EntityFinding]]:
    """The signs of the readings, and what usage and properties add to them, in the order of first mention."""
    usages: dict[Noun, list[UsageFinding]] = {}
    # "Key stamps" are the stamps of keys, which have one: no sign that there are several of them.
    properties = {(*f.owner, *f.name) for f in weighing.findings.attributes}
    for usage in weighing.findings.usages:
        if usage.noun in properties:
            continue
        usages.setdefault(weighing.meant(usage.noun), []).append(usage)
    grouped = {n: signs_of_usage(together(u)) for n, u in usages.items()}
    for noun, found in by_target(signs, weighing.merged).items():
        grouped.setdefault(noun, []).extend(found)
    for noun, told in _properties(weighing).items():
        grouped.setdefault(noun, []).extend(signs_of_properties(noun, told))
    one = {n for n, found in grouped.items() if found and not has_sign(found, MANY, least=0.0)}
    for sign in signs_of_being_told(weighing.findings, weighing.merged):
        if sign.noun in one:
            grouped[sign.noun].append(sign)
    return grouped


def _described(noun: Noun, found: list[EntityFinding], merged: dict[Noun, Noun], terms: set[Noun]) -> Concept:
    """The concept of the noun; what only adds a state or a role to its name ("home harbour") is no other name of it."""
    concept = describe(noun, found, merged, terms)
    size = len(concept.noun)
    others = (n for n in concept.others if all(n[i : i + size] != concept.noun for i in range(len(n))))
    return replace(concept, others=tuple(others))


def _with_neighbours(grouped: dict[Noun, list[EntityFinding]], weighing: Weighing, trust: float) -> dict[Noun, float]:
    """The score of every noun; what stands by an entity type is likelier to be one, and its signs tell so.

    What a structured source says needs no sentence, and what is said against its name counts for nothing.
    """
    scores = {n: score_of(found) + _against(n, found, weighing) for n, found in grouped.items()}
    told = {n: {f.reason for f in found} for n, found in grouped.items()}
    sure: set[Noun] = set()
    for _ in range(_ROUNDS):
        known, sure = sure, {n for n, score in scores.items() if score >= _SURE}
        if sure == known:
            break
        for sign in signs_of_neighbours(weighing.merged, sure, weighing.findings):
            if sign.noun in scores and sign.reason not in told[sign.noun]:
                counted = trusted(sign, trust)
                grouped[sign.noun].append(counted)
                told[sign.noun].add(counted.reason)
                scores[sign.noun] += counted.weight
    return scores


def _against(noun: Noun, found: list[EntityFinding], weighing: Weighing) -> float:
    """What speaks against the noun by its words, or because it only works with the program."""
    if has_sign(found, HARD_SIGNS):
        return 0.0
    only_acts = noun in weighing.actors and not has_sign(found, ("has properties",), least=CERTAIN)
    own = has_sign(found, ("has properties of its own",), least=CERTAIN)
    if len(noun) == 1 and noun[0] in SYSTEM_NOUNS and not own:
        return NEVER
    if own and len(noun) > 1 and noun[-1] in ABSTRACT_NOUNS:
        return 0.0  # "a cask trait (a name and a value)": the list tells more than the last word of the name
    return prior(noun, plain=weighing.plain) + (ONLY_ACTS if only_acts else 0.0)


def _properties(weighing: Weighing) -> dict[Noun, list[AttributeFinding]]:
    """Per noun the findings of what can be but its property: no noun that properties are told of itself.

    Fields of shapes tell nothing more than their shapes do.
    """
    told = weighing.findings.attributes
    owners = {weighing.meant(f.owner) for f in told}
    found: dict[Noun, list[AttributeFinding]] = {}
    for finding in told:
        owner = weighing.meant(finding.owner)
        of_shape = weighing.structured and finding.structured
        if owner and finding.weight >= HINT and not of_shape and weighing.meant(finding.name) not in owners:
            found.setdefault(owner, []).append(finding)
    return found
