"""Which nouns are entity types: the signs of all readings weighed, names of one thing brought together.

Before: findings about ("inventory", "item"), ("item",), ("member", "profile"), ("screen",). After: two entity types,
InventoryItem (also called item) and Member, and a resolver from any noun to them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from database_designer.discover.findings import LIKELY, EntityFinding, Findings
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, SOFTWARE_NOUNS, SYSTEM_NOUNS, WEAK_NOUNS
from database_designer.discover.names import Noun
from database_designer.discover.names import noun as spelled
from database_designer.discover.semantic_types import infer, is_secret
from database_designer.model.conceptual import Kind
from database_designer.source import Evidence

# With an API or field tables at hand, prose alone must say more before it makes a table.
_THRESHOLD_STRUCTURED = 1.0
_THRESHOLD_IDS = 0.65
_THRESHOLD_PROSE = 0.2
_CAPS = {"object of": 0.6}
_EMPTY_TAILS = frozenset("profile record information data entity object table model management".split())
# Endings that may name a part or a fact of its own: empty only where no properties are told of it.
_PART_TAILS = frozenset(
    "detail entry account list instance item assignment relationship association template definition".split()
)
# "inventory" is kept as inventory items: the ending makes of a mass what can be counted.
# Too general to tell what a longer name means: a "line item" is not the item of something else.
_GENERAL_ENDINGS = frozenset({("item",), ("entry",), ("line",), ("detail",), ("record",), ("type",), ("part",)})
_COUNTING_TAILS = frozenset({"item", "entry"})
_HARD_SIGNS = (
    "API shape",
    "field table",
    "listed in a table",
    "addressed one by one",
    "created through",
    "a collection",
)
_API_SIGNS = ("API shape", "listed in a table", "addressed one by one", "created through", "a collection")
_OWN_DATA = (*_HARD_SIGNS, "has properties")
_PERSON_NOUNS = frozenset("head lead chief owner author user person staff admin boss agent contact assignee".split())
_PERSON_ENDINGS = (
    "ager",
    "ator",
    "isor",
    "itor",
    "ever",
    "oyer",
    "oyee",
    "ignee",
    "rover",
    "rator",
    "viewer",
    "orter",
    "essor",
    "ainer",
    "sender",
    "eader",
)
_NO_PERSONS = frozenset(
    "indicator operator generator iterator separator calculator elevator reactor however whatever".split()
)
_SENTENCE = 5
_TIMES = frozenset("period day week month quarter year hour minute moment time today".split())
_STATES = (("status",), ("state",))
_MAX_WORDS = 4


@dataclass(frozen=True, slots=True)
class Concept:
    """An entity type: its noun, the other nouns that mean it, its evidence (best sign first), and its score."""

    noun: Noun
    others: tuple[Noun, ...]
    evidence: tuple[Evidence, ...]
    score: float
    principle: str


@dataclass(frozen=True, slots=True)
class Concepts:
    """The entity types in the order of first mention, and every noun that means one of them."""

    concepts: tuple[Concept, ...]
    meaning: dict[Noun, Noun]
    roles: frozenset[Noun] = frozenset()
    person: Noun | None = None
    people: frozenset[Noun] = frozenset()
    plain: bool = False

    def exact(self, noun: Noun) -> Noun | None:
        """The entity type that the noun names as it stands; None for none."""
        if noun in self.meaning:
            return self.meaning[noun]
        bare = noun
        while len(bare) > 1 and bare[0] in EMPTY_ADJECTIVES:
            bare = bare[1:]
        if bare in self.meaning:
            return self.meaning[bare]
        if len(bare) > 1 and bare[-1] in _EMPTY_TAILS | _PART_TAILS and bare[:-1] in self.meaning:
            return self.meaning[bare[:-1]]
        return None

    def named(self, noun: Noun) -> Noun | None:
        """The entity type that the noun names, if need be by its longest ending; None for none."""
        return self.exact(noun) or self._ending_in(noun)

    def role(self, noun: Noun, owner: Noun = ()) -> Noun | None:
        """The entity type that the noun names in a role ("departure airport"): by its longest ending; None for none."""
        found = self.exact(noun)
        if found is None and self.person is not None and noun and is_person(noun):
            named = self._ending_in(noun)
            if named is not None and noun[-1:] not in self.roles:
                return named
            return owner if owner in self.people else self.person
        return found or self._ending_in(noun)

    def _ending_in(self, noun: Noun) -> Noun | None:
        found: Noun | None = None
        for start in range(1, len(noun)):
            if found is not None:
                break
            ending = noun[start:]
            found = self.meaning.get(ending) if ending not in _GENERAL_ENDINGS else None
        return found

    def ending(self, noun: Noun) -> Noun | None:
        """The one entity type whose name ends in the noun ("item" for ("inventory", "item")); None for none or several."""
        found = {t for n, t in self.meaning.items() if len(n) > len(noun) and n[-len(noun) :] == noun}
        return next(iter(found)) if len(found) == 1 else None

    def others(self, noun: Noun) -> tuple[Noun, ...]:
        """The other nouns of an entity type."""
        return next((c.others for c in self.concepts if c.noun == noun), ())


def is_person(noun: Noun) -> bool:
    """Whether the noun names a person by what they do or are: manager, creator, assignee, owner, head."""
    last = noun[-1]
    return last in _PERSON_NOUNS or (len(last) > 5 and last.endswith(_PERSON_ENDINGS) and last not in _NO_PERSONS)


def decide(findings: Findings, *, structured: bool, numbered: bool) -> Concepts:
    """The entity types of the findings.

    `structured`: whether the documents hold shapes of data; `numbered`: whether their requirements have ids. The more
    the documents are made for reading by program, the more is asked of what prose alone tells.
    """
    signs = _signs(findings)
    merged = _merge(signs, findings)
    # In plain prose whoever does something is as good a thing as any; requirements speak of users all the time.
    actors = {f.noun for f in findings.actors} if structured or numbered else set()
    threshold = _THRESHOLD_STRUCTURED if structured else (_THRESHOLD_IDS if numbered else _THRESHOLD_PROSE)
    roles = _roles(findings)
    for noun, owner in roles.items():
        if owner in signs and noun in signs and noun not in merged and not _has_sign(signs[noun], _API_SIGNS):
            merged[noun] = owner
    kept: list[Concept] = []
    meaning: dict[Noun, Noun] = {}
    terms = {n for n, found in signs.items() if _has_sign(found, ("a term of the glossary",), least=0.0)}
    for target, found in _by_target(signs, merged).items():
        score = _score(found)
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
    return Concepts(
        concepts=tuple(kept),
        meaning=meaning,
        roles=frozenset(n for n, o in roles.items() if o in meaning and meaning.get(n) == meaning[o]),
        person=_person(kept, findings),
        people=_people(kept, findings),
        plain=threshold == _THRESHOLD_PROSE,
    )


def _roles(findings: Findings) -> dict[Noun, Noun]:
    """What the values of a role mean: the documents speak of users, or of what else has roles, by them."""
    found: dict[Noun, Noun] = {}
    told = [f for f in findings.values if f.attribute[-1:] == ("role",)]
    of_users = [f for f in told if not f.owner or f.owner[-1] in ("user", "account", "role")]
    for finding in of_users:
        _note_roles(finding.values, ("user",), found)
    for finding in told:
        if finding not in of_users and finding.structured and finding.owner not in found:
            _note_roles(finding.values, finding.owner, found)
    return found


def _note_roles(values: tuple[str, ...], owner: Noun, found: dict[Noun, Noun]) -> None:
    for value in values:
        name = spelled(value)
        for one in (name, name[-1:]) if len(name) > 1 and is_person(name) else (name,):
            if one and one != owner:
                found.setdefault(one, owner)


def _people(kept: list[Concept], findings: Findings) -> frozenset[Noun]:
    """The entity types that hold people by first and last name."""
    named = {f.owner for f in findings.attributes if f.name in (("first", "name"), ("last", "name"), ("full", "name"))}
    return frozenset(c.noun for c in kept if named & {c.noun, *c.others})


def _person(kept: list[Concept], findings: Findings) -> Noun | None:
    """The one entity type that holds people: it has a first and last name, or a name and an e-mail address."""
    names: dict[Noun, set[str]] = defaultdict(set)
    for finding in findings.attributes:
        names[finding.owner].add("_".join(finding.name))
    scores: dict[Noun, int] = {}
    user = ("user",) if any(c.noun == ("user",) for c in kept) else None
    for concept in kept:
        own = set().union(*(names[n] for n in (concept.noun, *concept.others)))
        points = 2 * len(own & {"first_name", "last_name", "full_name", "firstname", "lastname"}) + len(
            own & {"email", "name", "phone"}
        )
        if points > (1 if user is None else 2) and concept.noun != user:
            scores[concept.noun] = points
    best = sorted(scores, key=lambda n: -scores[n])
    if best and (len(best) == 1 or scores[best[0]] > scores[best[1]]):
        return best[0]
    return user


def _signs(findings: Findings) -> dict[Noun, list[EntityFinding]]:
    signs: dict[Noun, list[EntityFinding]] = defaultdict(list)
    for finding in findings.entities:
        if finding.noun and len(finding.noun) <= _MAX_WORDS:
            signs[_bare(finding.noun)].append(finding)
    for value in findings.values:
        if value.owner and value.attribute in _STATES and not value.structured:
            finding = EntityFinding(
                noun=value.owner, weight=LIKELY, reason="has states of its own", evidence=value.evidence
            )
            signs[_bare(value.owner)].append(finding)
    for kind in findings.kinds:
        for noun in (kind.super, kind.sub):
            signs[_bare(noun)].append(
                EntityFinding(noun=noun, weight=LIKELY, reason="a kind of thing", evidence=kind.evidence)
            )
    return signs


def _bare(noun: Noun) -> Noun:
    while len(noun) > 1 and noun[0] in EMPTY_ADJECTIVES:
        noun = noun[1:]
    return noun


def _score(found: list[EntityFinding]) -> float:
    """The sum over distinct reasons of the best weight of each; kinds of reasons that pile up are capped."""
    best: dict[str, float] = {}
    for finding in found:
        best[finding.reason] = max(best.get(finding.reason, 0.0), finding.weight)
    capped: dict[str, float] = defaultdict(float)
    total = 0.0
    for reason, weight in best.items():
        cap = next((c for c in _CAPS if reason.startswith(c)), None)
        if cap is None:
            total += weight
        else:
            capped[cap] += weight
    return total + sum(min(_CAPS[c], w) for c, w in capped.items())


def _has_sign(found: list[EntityFinding], signs: tuple[str, ...], least: float = LIKELY) -> bool:
    return any(f.reason.startswith(signs) and f.weight >= least for f in found)


def _merge(signs: dict[Noun, list[EntityFinding]], findings: Findings) -> dict[Noun, Noun]:
    """Which noun stands for which: abbreviations, empty endings, and short names of one longer name."""
    merged: dict[Noun, Noun] = {}
    for synonym in findings.synonyms:
        if synonym.noun in signs or synonym.other in signs:
            merged[synonym.other] = synonym.noun
    for noun, found in signs.items():
        if len(noun) > 1 and noun[:-1] in signs and not _has_sign(found, _HARD_SIGNS):
            own = _has_sign(found, ("has properties",)) or _score(found) >= _THRESHOLD_IDS
            parts = noun[-1] in _PART_TAILS and not own
            if noun[-1] in _EMPTY_TAILS or parts:
                merged.setdefault(noun, noun[:-1])
    for noun in signs:
        if noun not in merged:
            longer = _only_longer(noun, signs, merged)
            if longer is not None:
                merged[noun] = longer
    merged.update({n: t for n, t in _fuller_terms(signs).items() if n not in merged and t not in merged})
    return {n: _last(t, merged) for n, t in merged.items()}


def _fuller_terms(signs: dict[Noun, list[EntityFinding]]) -> dict[Noun, Noun]:
    """Terms of the glossary that say in full what the API names by its last word ("treatment note" for /note)."""
    found: dict[Noun, Noun] = {}
    for noun, own in signs.items():
        short = noun[-1:]
        if len(noun) > 1 and short in signs and _has_sign(own, ("a term of the glossary",), least=0.0):
            alone = [n for n in signs if len(n) > 1 and n[-1:] == short and _has_sign(signs[n], _OWN_DATA)]
            if _has_sign(signs[short], _API_SIGNS) and not alone:
                found[noun] = short
    return found


def _last(noun: Noun, merged: dict[Noun, Noun]) -> Noun:
    seen = {noun}
    while noun in merged and merged[noun] not in seen:
        noun = merged[noun]
        seen.add(noun)
    return noun


def _only_longer(noun: Noun, signs: dict[Noun, list[EntityFinding]], merged: dict[Noun, Noun]) -> Noun | None:
    """The one strong longer name that ends in `noun`, where `noun` has no data of its own in a structured source."""
    if _has_sign(signs[noun], _HARD_SIGNS) or _score(signs[noun]) >= 1.0:
        return None
    longer = [
        n for n in signs
        if len(n) > len(noun) and n[-len(noun) :] == noun and n not in merged and _score(signs[n]) >= 1.0
    ]  # fmt: skip
    return longer[0] if len(longer) == 1 else None


def _by_target(signs: dict[Noun, list[EntityFinding]], merged: dict[Noun, Noun]) -> dict[Noun, list[EntityFinding]]:
    grouped: dict[Noun, list[EntityFinding]] = {}
    for noun, found in signs.items():
        grouped.setdefault(merged.get(noun, noun), []).extend(found)
    return grouped


def _is_entity(noun: Noun, found: list[EntityFinding], score: float, threshold: float, actors: set[Noun]) -> bool:
    last = noun[-1]
    hard = _has_sign(found, _HARD_SIGNS)
    own = _has_sign(found, _OWN_DATA)
    if not noun[0][0].isalpha() or last.isdigit() or (len(noun) == 1 and last in SYSTEM_NOUNS):
        return _has_sign(found, _API_SIGNS) and score >= threshold
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
