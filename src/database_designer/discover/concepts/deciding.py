"""Which nouns are entity types: the signs of all readings weighed against what the document asks for."""

from __future__ import annotations

from database_designer.discover.concepts.describing import by_target, describe
from database_designer.discover.concepts.merging import merge_required, merge_spoken
from database_designer.discover.concepts.persons import people_of, person_of, roles_of
from database_designer.discover.concepts.resolving import Concept, Concepts
from database_designer.discover.concepts.signs import API_SIGNS, HARD_SIGNS, OWN_DATA, has_sign, score_of, signs_of
from database_designer.discover.concepts.spoken import spoken_concepts
from database_designer.discover.concepts.weighing import is_property
from database_designer.discover.findings import LIKELY, EntityFinding, Findings
from database_designer.discover.language.lexicon import (
    ABSTRACT_NOUNS,
    SOFTWARE_NOUNS,
    STATE_NOUNS,
    SYSTEM_NOUNS,
    TIME_NOUNS,
    WEAK_NOUNS,
)
from database_designer.discover.names import Noun

# With an API or field tables at hand, prose alone must say more before it makes a table.
_THRESHOLD_STRUCTURED = 1.0
_THRESHOLD_IDS = 0.65
_NEAR = 0.2
_MORE_FOR_WEAK = 0.2
_NEVER = 10.0


def decide(findings: Findings, *, structured: bool, numbered: bool, statements: int) -> Concepts:
    """The entity types of the findings out of so many statements.

    `structured`: whether the documents hold shapes of data; `numbered`: whether their requirements have ids. The more
    the documents are made for reading by program, the more is asked of what prose alone tells.
    """
    signs = signs_of(findings)
    plain = not (structured or numbered)
    roles = roles_of(findings)
    merged = merge_spoken(signs, findings) if plain else merge_required(signs, findings)
    for noun, owner in roles.items():
        if owner in signs and noun in signs and noun not in merged and not has_sign(signs[noun], API_SIGNS):
            merged[noun] = owner
    if plain:
        kept, doubtful = spoken_concepts(signs, merged, findings, statements)
    else:
        # Requirements speak of users all the time: whoever only uses the screens is no thing that data is kept about.
        actors = {f.noun for f in findings.actors}
        threshold = _THRESHOLD_STRUCTURED if structured else _THRESHOLD_IDS
        kept, doubtful = _required(signs, merged, threshold, actors)
    return _resolved(kept, doubtful, merged, roles, findings, plain=plain)


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


def _required(
    signs: dict[Noun, list[EntityFinding]], merged: dict[Noun, Noun], threshold: float, actors: set[Noun]
) -> tuple[tuple[Concept, ...], tuple[Concept, ...]]:
    """The entity types of documents that hold shapes or numbered requirements, and those that came near."""
    terms = {n for n, found in signs.items() if has_sign(found, ("a term of the glossary",), least=0.0)}
    kept: list[Concept] = []
    doubtful: list[Concept] = []
    for noun, found in by_target(signs, merged).items():
        lacking = threshold + _more_for(noun, found, actors) - score_of(found)
        if lacking <= _NEAR:
            (kept if lacking <= 0 else doubtful).append(describe(noun, found, merged, terms))
    return tuple(kept), tuple(doubtful)


def _more_for(noun: Noun, found: list[EntityFinding], actors: set[Noun]) -> float:
    """How much more than usual must speak for a noun that is by its words or its use probably no entity type.

    The words are a prior only: what the documents tell of the noun may overcome it.
    """
    last = noun[-1]
    if not noun[0][0].isalpha() or last.isdigit() or (len(noun) == 1 and last in SYSTEM_NOUNS):
        return 0.0 if has_sign(found, API_SIGNS) else _NEVER
    if has_sign(found, HARD_SIGNS):
        return 0.0
    own = has_sign(found, OWN_DATA)
    if last in TIME_NOUNS | STATE_NOUNS | ABSTRACT_NOUNS:
        return 0.0 if own else (LIKELY if len(noun) > 1 else _NEVER)
    if is_property(noun):
        return LIKELY if own and len(noun) > 1 else _NEVER
    if noun in actors and not own:
        return LIKELY
    if last in WEAK_NOUNS:
        return 0.0 if own else _MORE_FOR_WEAK / len(noun)
    return (_MORE_FOR_WEAK if own else LIKELY) if last in SOFTWARE_NOUNS else 0.0
