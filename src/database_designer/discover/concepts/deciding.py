"""Which nouns are entity types: the signs of all readings weighed against what the document asks for."""

from __future__ import annotations

from database_designer.discover.concepts.merging import merge
from database_designer.discover.concepts.persons import people_of, person_of, roles_of
from database_designer.discover.concepts.resolving import Concept, Concepts
from database_designer.discover.concepts.signs import API_SIGNS, HARD_SIGNS, OWN_DATA, has_sign, score_of, signs_of
from database_designer.discover.findings import LIKELY, EntityFinding, Findings
from database_designer.discover.language.lexicon import SOFTWARE_NOUNS, SYSTEM_NOUNS, WEAK_NOUNS
from database_designer.discover.names import Noun
from database_designer.discover.semantic_types import infer, is_secret
from database_designer.model.conceptual import Kind

# With an API or field tables at hand, prose alone must say more before it makes a table.
_THRESHOLD_STRUCTURED = 1.0
_THRESHOLD_IDS = 0.65
_THRESHOLD_PROSE = 0.2
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
    merged = merge(signs, findings)
    # In plain prose whoever does something is as good a thing as any; requirements speak of users all the time.
    actors = {f.noun for f in findings.actors} if structured or numbered else set()
    threshold = _THRESHOLD_STRUCTURED if structured else (_THRESHOLD_IDS if numbered else _THRESHOLD_PROSE)
    roles = roles_of(findings)
    for noun, owner in roles.items():
        if owner in signs and noun in signs and noun not in merged and not has_sign(signs[noun], API_SIGNS):
            merged[noun] = owner
    kept: list[Concept] = []
    meaning: dict[Noun, Noun] = {}
    terms = {n for n, found in signs.items() if has_sign(found, ("a term of the glossary",), least=0.0)}
    for target, found in _by_target(signs, merged).items():
        score = score_of(found)
        if not _is_entity(target, found, score, threshold, actors):
            continue
        called = (target, *(n for n, t in merged.items() if t == target and n != target))
        noun = next((n for n in called if n[:-1] == target and n[-1] in _COUNTING_TAILS), target)
        noun = next((n for n in called if n[-len(target) :] == target and n in terms), noun)
        others = tuple(n for n in called if n != noun)
        # What a reader understands stands first: a sentence before the path or field that counts for more.
        ranked = sorted(found, key=lambda f: (len(f.evidence.quote.split()) < _SENTENCE, -f.weight))
        evidence = tuple(dict.fromkeys(f.evidence for f in ranked))[:6]
        reasons = "; ".join(dict.fromkeys(f.reason for f in ranked))
        kept.append(Concept(noun=noun, others=others, evidence=evidence, score=score, principle=reasons[:200]))
        meaning[noun] = noun
        meaning.update(dict.fromkeys(others, noun))
    for noun, owner in roles.items():
        if owner in meaning:
            meaning.setdefault(noun, meaning[owner])
    called_all = tuple((c.noun, *c.others) for c in kept)
    return Concepts(
        concepts=tuple(kept),
        meaning=meaning,
        roles=frozenset(n for n, o in roles.items() if o in meaning and meaning.get(n) == meaning[o]),
        person=person_of(called_all, findings),
        people=people_of(called_all, findings),
        plain=threshold == _THRESHOLD_PROSE,
    )


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
    if last in SOFTWARE_NOUNS and last not in WEAK_NOUNS | _TIMES and one_by_one and not _is_property(noun):
        return True
    if last in SOFTWARE_NOUNS or _is_property(noun):
        return last in WEAK_NOUNS and len(noun) > 1 and own and score >= threshold + LIKELY
    if noun in actors and not own and score < threshold + LIKELY:
        return False
    if last in WEAK_NOUNS and len(noun) == 1:
        return own or score >= threshold + LIKELY
    return True


def _is_property(noun: Noun) -> bool:
    """Whether the noun is by its name a property: a date, an amount, a phone number, a name, a secret."""
    kind = infer(noun).kind
    return (
        is_secret(noun)
        or noun[-1] in ("name", "title", "description", "address", "number", "code", "id")
        or kind not in (Kind.TEXT, Kind.FILE, Kind.DURATION)
    )
