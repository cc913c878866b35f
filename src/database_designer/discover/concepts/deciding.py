"""Which nouns are entity types: the signs of all readings weighed against what the document asks for."""

from __future__ import annotations

from collections.abc import Collection

from database_designer.discover.concepts.merging import merge, merge_spoken
from database_designer.discover.concepts.persons import people_of, person_of, roles_of
from database_designer.discover.concepts.resolving import Concept, Concepts
from database_designer.discover.concepts.signs import API_SIGNS, HARD_SIGNS, OWN_DATA, has_sign, score_of, signs_of
from database_designer.discover.concepts.weighing import (
    is_property,
    prior,
    signs_of_properties,
    signs_of_usage,
    together,
)
from database_designer.discover.findings import LIKELY, AttributeFinding, EntityFinding, Findings, UsageFinding
from database_designer.discover.language.lexicon import SOFTWARE_NOUNS, SYSTEM_NOUNS, WEAK_NOUNS
from database_designer.discover.names import Noun

# With an API or field tables at hand, prose alone must say more before it makes a table.
_THRESHOLD_STRUCTURED = 1.0
_THRESHOLD_IDS = 0.65
_THRESHOLD_PROSE = 1.0
_DOUBT = 0.75
# "inventory" is kept as inventory items: the ending makes of a mass what can be counted.
_COUNTING_TAILS = frozenset({"item", "entry"})
_SENTENCE = 5
_TIMES = frozenset("period day week month quarter year hour minute moment time today".split())


def decide(findings: Findings, *, structured: bool, numbered: bool) -> Concepts:
    """The entity types of the findings.

    `structured`: whether the documents hold shapes of data; `numbered`: whether their requirements have ids. The more
    the documents are made for reading by program, the more is asked of what prose alone tells.
    """
    signs = signs_of(findings)
    plain = not (structured or numbered)
    roles = roles_of(findings)
    merged = merge_spoken(signs, findings) if plain else merge(signs, findings)
    for noun, owner in roles.items():
        if owner in signs and noun in signs and noun not in merged and not has_sign(signs[noun], API_SIGNS):
            merged[noun] = owner
    if plain:
        kept, doubtful = _spoken(signs, merged, findings)
    else:
        # Requirements speak of users all the time: whoever only uses the screens is no thing that data is kept about.
        actors = {f.noun for f in findings.actors}
        threshold = _THRESHOLD_STRUCTURED if structured else _THRESHOLD_IDS
        kept, doubtful = _required(signs, merged, threshold, actors), ()
    return _resolved(kept, doubtful, roles, findings, plain=plain)


def _resolved(
    kept: tuple[Concept, ...],
    doubtful: tuple[Concept, ...],
    roles: dict[Noun, Noun],
    findings: Findings,
    *,
    plain: bool,
) -> Concepts:
    meaning: dict[Noun, Noun] = {}
    for concept in kept:
        meaning.update(dict.fromkeys((concept.noun, *concept.others), concept.noun))
    for noun, owner in roles.items():
        if owner in meaning:
            meaning.setdefault(noun, meaning[owner])
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
) -> tuple[Concept, ...]:
    """The entity types of documents that hold shapes or numbered requirements."""
    terms = {n for n, found in signs.items() if has_sign(found, ("a term of the glossary",), least=0.0)}
    return tuple(
        _concept(target, found, merged, terms)
        for target, found in _by_target(signs, merged).items()
        if _is_entity(target, found, score_of(found), threshold, actors)
    )


def _spoken(
    signs: dict[Noun, list[EntityFinding]], merged: dict[Noun, Noun], findings: Findings
) -> tuple[tuple[Concept, ...], tuple[Concept, ...]]:
    """The entity types of plain prose, and those that came near."""
    usages: dict[Noun, list[UsageFinding]] = {}
    for usage in findings.usages:
        usages.setdefault(merged.get(usage.noun, usage.noun), []).append(usage)
    grouped = {n: signs_of_usage(together(u)) for n, u in usages.items()}
    for noun, found in _by_target(signs, merged).items():
        grouped.setdefault(noun, []).extend(found)
    for noun, told in _properties(merged, findings).items():
        grouped.setdefault(noun, []).extend(signs_of_properties(noun, told))
    kept: list[Concept] = []
    doubtful: list[Concept] = []
    for noun, found in grouped.items():
        # What a structured source says needs no sentence.
        score = score_of(found) + (0.0 if has_sign(found, HARD_SIGNS) else prior(noun))
        if score >= _DOUBT:
            (kept if score >= _THRESHOLD_PROSE else doubtful).append(_concept(noun, found, merged, frozenset()))
    return tuple(kept), tuple(doubtful)


def _properties(merged: dict[Noun, Noun], findings: Findings) -> dict[Noun, list[AttributeFinding]]:
    """Per noun the findings of what can be but its property: no noun that properties are told of itself."""
    owners = {merged.get(f.owner, f.owner) for f in findings.attributes}
    found: dict[Noun, list[AttributeFinding]] = {}
    for finding in findings.attributes:
        owner = merged.get(finding.owner, finding.owner)
        if owner and merged.get(finding.name, finding.name) not in owners:
            found.setdefault(owner, []).append(finding)
    return found


def _concept(target: Noun, found: list[EntityFinding], merged: dict[Noun, Noun], terms: Collection[Noun]) -> Concept:
    called = (target, *(n for n, t in merged.items() if t == target and n != target))
    noun = next((n for n in called if n[:-1] == target and n[-1] in _COUNTING_TAILS), target)
    noun = next((n for n in called if n[-len(target) :] == target and n in terms), noun)
    # What a reader understands stands first: a sentence before the path or field that counts for more.
    ranked = sorted(found, key=lambda f: (len(f.evidence.quote.split()) < _SENTENCE, -f.weight))
    evidence = tuple(dict.fromkeys(f.evidence for f in ranked if f.weight > 0))[:6]
    reasons = "; ".join(dict.fromkeys(f.reason for f in ranked if f.weight > 0))
    others = tuple(n for n in called if n != noun)
    return Concept(noun=noun, others=others, evidence=evidence, score=score_of(found), principle=reasons[:200])


def _by_target(signs: dict[Noun, list[EntityFinding]], merged: dict[Noun, Noun]) -> dict[Noun, list[EntityFinding]]:
    grouped: dict[Noun, list[EntityFinding]] = {}
    for noun, found in signs.items():
        grouped.setdefault(merged.get(noun, noun), []).extend(found)
    return grouped


def _is_entity(noun: Noun, found: list[EntityFinding], score: float, threshold: float, actors: set[Noun]) -> bool:
    last = noun[-1]
    hard = has_sign(found, HARD_SIGNS)
    own = has_sign(found, OWN_DATA)
    if not noun[0][0].isalpha() or last.isdigit() or (len(noun) == 1 and last in SYSTEM_NOUNS):
        return has_sign(found, API_SIGNS) and score >= threshold
    if score < threshold:
        return False
    if hard:
        return True
    one_by_one = own and any(f.reason == "spoken of one by one" for f in found)
    if last in SOFTWARE_NOUNS and last not in WEAK_NOUNS | _TIMES and one_by_one and not is_property(noun):
        return True
    if last in SOFTWARE_NOUNS or is_property(noun):
        return last in WEAK_NOUNS and len(noun) > 1 and own and score >= threshold + LIKELY
    if noun in actors and not own and score < threshold + LIKELY:
        return False
    if last in WEAK_NOUNS and len(noun) == 1:
        return own or score >= threshold + LIKELY
    return True
