"""Which nouns are entity types: names of one thing brought together, then all signs weighed."""

from __future__ import annotations

from database_designer.discover.concepts.merging import merge_required, merge_spoken
from database_designer.discover.concepts.persons import people_of, person_of, roles_of
from database_designer.discover.concepts.resolving import Concept, Concepts
from database_designer.discover.concepts.signs import API_SIGNS, has_sign, signs_of
from database_designer.discover.concepts.spoken import Weighing, weigh
from database_designer.discover.findings import CERTAIN, EntityFinding, Findings
from database_designer.discover.names import Noun


def decide(findings: Findings, *, structured: bool, numbered: bool, statements: int) -> Concepts:
    """The entity types of the findings out of so many statements.

    `structured`: whether the documents hold shapes of data; they, or an API, tell more surely than prose what is kept.
    `numbered`: whether requirements have ids; these speak of whoever works with the program all the time.
    """
    signs = signs_of(findings)
    plain = not (structured or any(has_sign(found, API_SIGNS) for found in signs.values()))
    roles = roles_of(findings)
    merged = merge_required(signs, findings) if structured else merge_spoken(signs, findings)
    for noun, owner in roles.items():
        if owner in signs and noun in signs and noun not in merged and not _is_more_than_a_role(signs[noun]):
            merged[noun] = owner
    weighing = Weighing(
        findings=findings,
        merged=merged,
        actors=frozenset(f.noun for f in findings.actors if numbered),
        structured=structured,
        plain=plain,
        statements=statements,
    )
    kept, doubtful = weigh(signs, weighing)
    return _resolved(kept, doubtful, merged, roles, findings, plain=plain)


def _is_more_than_a_role(found: list[EntityFinding]) -> bool:
    """Whether more is told of those in a role than of other users."""
    return has_sign(found, API_SIGNS) or has_sign(found, ("has properties of its own",), least=CERTAIN)


def _resolved(
    kept: tuple[Concept, ...],
    doubtful: tuple[Concept, ...],
    merged: dict[Noun, Noun],
    roles: dict[Noun, Noun],
    findings: Findings,
    *,
    plain: bool,
) -> Concepts:
    meaning: dict[Noun, Noun] = {}
    for concept in kept:
        meaning.update(dict.fromkeys((concept.noun, *concept.others), concept.noun))
    for noun, target in (merged | roles).items():
        if target in meaning:
            meaning.setdefault(noun, meaning[target])
    called = tuple((c.noun, *c.others) for c in kept)
    return Concepts(
        concepts=kept,
        meaning=meaning,
        roles=frozenset(n for n, o in roles.items() if o in meaning and meaning.get(n) == meaning[o]),
        person=person_of(called, findings),
        people=people_of(called, findings),
        plain=plain,
        doubtful=doubtful,
    )
