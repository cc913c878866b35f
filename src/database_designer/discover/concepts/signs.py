"""The signs that a noun is an entity type, gathered from all findings and weighed."""

from __future__ import annotations

from collections import defaultdict

from database_designer.discover.findings import CERTAIN, LIKELY, EntityFinding, Findings, ValuesFinding
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES
from database_designer.discover.names import Noun

_CAPS = {"object of": 0.6}
HARD_SIGNS = (
    "API shape",
    "field table",
    "listed in a table",
    "addressed one by one",
    "created through",
    "a collection",
)
API_SIGNS = ("API shape", "listed in a table", "addressed one by one", "created through", "a collection")
OWN_DATA = (*HARD_SIGNS, "has properties")
_STATES = (("status",), ("state",))
_MAX_WORDS = 4


def signs_of(findings: Findings) -> dict[Noun, list[EntityFinding]]:
    """Per noun, all that speaks for its being an entity type."""
    signs: dict[Noun, list[EntityFinding]] = defaultdict(list)
    for finding in findings.entities:
        if finding.noun and len(finding.noun) <= _MAX_WORDS:
            signs[bare(finding.noun)].append(finding)
    for value in findings.values:
        if value.owner and value.attribute in _STATES and not value.structured:
            finding = EntityFinding(
                noun=value.owner, weight=_weight(value), reason="has states of its own", evidence=value.evidence
            )
            signs[bare(value.owner)].append(finding)
    for kind in findings.kinds:
        for noun in (bare(kind.super), kind.sub if bare(kind.sub) == kind.super else bare(kind.sub)):
            signs[noun].append(
                EntityFinding(noun=noun, weight=kind.weight, reason="a kind of thing", evidence=kind.evidence)
            )
    return _without_listed(signs, findings)


def _weight(states: ValuesFinding) -> float:
    """How much states count for the thing that has them: most where a sentence names it and lists them as code."""
    coded = all(v.isupper() for v in states.values) and len(states.values) > 1 and not states.open
    return CERTAIN if coded and all(w in states.evidence.quote.lower() for w in states.owner) else LIKELY


def _without_listed(signs: dict[Noun, list[EntityFinding]], findings: Findings) -> dict[Noun, list[EntityFinding]]:
    """Without the nouns that a field gives a closed list of values: a role among three is no thing of its own."""
    listed = {v.attribute for v in findings.values if v.structured and not v.open and len(v.values) > 1}
    return {n: found for n, found in signs.items() if n not in listed or has_sign(found, HARD_SIGNS)}


def bare(noun: Noun) -> Noun:
    """The noun without adjectives before it that say nothing ("different", "existing")."""
    while len(noun) > 1 and noun[0] in EMPTY_ADJECTIVES:
        noun = noun[1:]
    return noun


def score_of(found: list[EntityFinding]) -> float:
    """The sum over distinct reasons of the best weight of each; kinds of reasons that pile up are capped."""
    best: dict[str, float] = {}
    for finding in found:
        best[finding.reason] = max(best.get(finding.reason, finding.weight), finding.weight)
    capped: dict[str, float] = defaultdict(float)
    total = 0.0
    for reason, weight in best.items():
        cap = next((c for c in _CAPS if reason.startswith(c)), None)
        if cap is None:
            total += weight
        else:
            capped[cap] += weight
    return total + sum(min(_CAPS[c], w) for c, w in capped.items())


def has_sign(found: list[EntityFinding], signs: tuple[str, ...], least: float = LIKELY) -> bool:
    """Whether one of the signs (given by how they begin) was found with that weight."""
    return any(f.reason.startswith(signs) and f.weight >= least for f in found)
