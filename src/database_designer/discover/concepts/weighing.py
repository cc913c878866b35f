"""What the way in which sentences speak of a noun says for and against its being an entity type.

The weights were estimated by logistic regression over the nouns of short descriptions (with the entity types that
analysts drew from them), rounded, and divided so that 1 is enough to decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields, replace
from math import log2, sqrt

from database_designer.discover.concepts.signs import HARD_SIGNS
from database_designer.discover.findings import LIKELY, TRACE, AttributeFinding, EntityFinding, Findings, UsageFinding
from database_designer.discover.language.lexicon import (
    ABSTRACT_NOUNS,
    ANYBODY_NOUNS,
    DOCUMENT_TERMS,
    SOFTWARE_NOUNS,
    STATE_NOUNS,
    TIME_NOUNS,
    WEAK_NOUNS,
)
from database_designer.discover.names import Noun
from database_designer.discover.semantic_types import infer, is_secret
from database_designer.discover.units import UNIT_NOUNS
from database_designer.model.conceptual import Kind
from database_designer.source import Evidence

_COUNTS = tuple(
    f.name
    for f in fields(UsageFinding)
    if f.name not in ("noun", "evidence", "order", "described", "in_state", "beside")
)
# What there is told to be many of, one by one or by an id, is a thing wherever else it stands.
MANY = ("there are several", "spoken of one by one", "a number of them", "named by a heading", *HARD_SIGNS)
# Signs that count once, wherever they are seen.
_ONCE = (
    ("each", "spoken of one by one, each", 0.2),
    ("several", "there are several", 0.35),
    ("counted", "a number of them is told", 0.15),
    ("one", "there is one of many", 0.3),
    ("acting", "does something to others", 0.2),
    ("having", "has or consists of others", 0.2),
    ("part", "others consist of it", 0.3),
    ("possessing", "others are told to be of it", 0.15),
    ("wanting", "whoever wants the program", -0.4),
    ("single", "the name of one of something", -0.6),
    ("left_out", "told not to be kept", -0.6),
)
_PER_DOUBLING = 0.19
_SUBJECT = 0.11
_MOST_SUBJECTS = 3
_MOST_DOUBLINGS = 3.0
# Fields in a table or a body need hardly any sentence beside them.
_LISTED = 0.9
_PER_PROPERTY = 0.2
_MOST_PROPERTIES = 0.6
_POSSESSED = -0.4
_TOLD_OF = -0.4
_PROPER = -0.5
_ONLY_ONE = -0.2
_PRIOR_SOFTWARE = -0.5
_PRIOR_SCREENS = -0.8
_PRIOR_WEAK = -0.3
_PRIOR_PROPERTY = -0.6
_PRIOR_ABSTRACT = -1.8
_PRIOR_STATE = -1.0
_PRIOR_ANYBODY = -0.5
ONLY_ACTS = -0.4
_BESIDE = 0.2
_BETWEEN = 0.15
_BY_VERB = 0.1
_KIND_OF = 0.4
NEVER = -4.0
_NAMING = frozenset("name title description address number code id email phone username".split())
_OF_DATA = (
    "has properties",
    "has states",
    "named by a heading",
    "a term of the glossary",
    "a list that users maintain",
    "rows of it must not overlap",
    "read by the API",
    "referred to by an id",
    "stands above in a path",
    *HARD_SIGNS,
)
# What a log tells of, not what is logged: "all changes to visits are logged with user and time".
_LOGGED = frozenset({("change",), ("modification",), ("alteration",), ("edit",), ("update",)})
_ASSUMED_TELLING = 3
_ASSUMED = 10
_TELLING = 0.08
# Statements of a document from which on what is said of nouns by chance grows.
_SHORT = 100
_EXPLAINING = 0.5


def together(usages: Iterable[UsageFinding]) -> UsageFinding:
    """The usages of all names of one thing as one: counts added, the first mention first. At least one is given."""
    known = sorted(usages, key=lambda u: u.order)
    counts = {name: sum(getattr(u, name) for u in known) for name in _COUNTS}
    return replace(known[0], beside=tuple(dict.fromkeys(n for u in known for n in u.beside)), **counts)


def signs_of_usage(usage: UsageFinding) -> list[EntityFinding]:
    """The signs, for and against, that the usage of a noun amounts to."""
    found = [(reason, weight) for name, reason, weight in _ONCE if getattr(usage, name)]
    if usage.statements > 1:
        doublings = min(_MOST_DOUBLINGS, log2(usage.statements))
        found.append((f"spoken of in {usage.statements} statements", _PER_DOUBLING * doublings))
    if usage.subject:
        found.append(("does or undergoes something", _SUBJECT * min(_MOST_SUBJECTS, usage.subject)))
    if usage.possessed:
        found.append(("told to be of another", _POSSESSED * usage.possessed / usage.mentions))
    if not (usage.each or usage.several or usage.counted or usage.one):
        found.append(("never one of several", _ONLY_ONE))
    if usage.proper == usage.mentions:
        found.append(("a proper name", _PROPER))
    return [EntityFinding(noun=usage.noun, weight=w, reason=r, evidence=usage.evidence) for r, w in found]


def signs_of_properties(noun: Noun, told: list[AttributeFinding]) -> list[EntityFinding]:
    """The sign that several properties are told of the noun; `told` are the findings about it, at least one."""
    sure: dict[Noun, float] = {}
    for finding in told:
        sure[finding.name] = max(sure.get(finding.name, 0.0), min(1.0, finding.weight / LIKELY))
    names = set(sure)
    listed = any(f.structured for f in told)
    weight = _LISTED if listed else min(_MOST_PROPERTIES, _PER_PROPERTY * sum(sure.values()))
    reason = f"has properties, {len(names)} in all"
    return [EntityFinding(noun=noun, weight=weight, reason=reason, evidence=told[0].evidence)]


def signs_of_being_told(findings: Findings, merged: dict[Noun, Noun]) -> list[EntityFinding]:
    """The sign against what is told among the properties of another ("a stall has a name, a rent and a width")."""
    told = [f for f in findings.attributes if not f.structured and f.weight >= LIKELY]
    owners = {merged.get(f.owner, f.owner) for f in findings.attributes}
    return [
        _beside(merged.get(f.name, f.name), "told among the properties of another", _TOLD_OF, f.evidence)
        for f in told
        if f.name and merged.get(f.name, f.name) not in owners
    ]


def signs_of_neighbours(merged: dict[Noun, Noun], sure: set[Noun], findings: Findings) -> list[EntityFinding]:
    """The signs of standing in a relationship to one of the nouns that are surely entity types, or of being its kind."""
    found: list[EntityFinding] = []
    near: dict[Noun, set[Noun]] = defaultdict(set)
    for usage in findings.usages:
        noun = merged.get(usage.noun, usage.noun)
        if any(merged.get(n, n) in sure and merged.get(n, n) != noun for n in usage.beside):
            found.append(_beside(noun, "stands by a verb with an entity type", _BY_VERB, usage.evidence))
    for relation in findings.relations:
        if relation.weight >= LIKELY:
            ends = merged.get(relation.source, relation.source), merged.get(relation.target, relation.target)
            for noun, other in (ends, ends[::-1]):
                if other in sure and noun != other:
                    found.append(_beside(noun, "stands by an entity type", _BESIDE, relation.evidence))
                    near[noun].add(other)
                    if len(near[noun]) > 1:
                        found.append(_beside(noun, "stands between entity types", _BETWEEN, relation.evidence))
    return [*found, *_kinds_beside(merged, sure, findings)]


def _kinds_beside(merged: dict[Noun, Noun], sure: set[Noun], findings: Findings) -> list[EntityFinding]:
    """The signs of being a kind beside others, or above them; kinds of which nothing else is told are values of a list."""
    told = [k for k in findings.kinds if k.weight > TRACE]
    kinds = [(merged.get(k.sub, k.sub), merged.get(k.super, k.super), k.evidence) for k in told]
    below: dict[Noun, set[Noun]] = defaultdict(set)
    for sub, above, _ in kinds:
        below[above] |= {sub} & sure
    return [
        *(_beside(a, "several entity types are kinds of it", _KIND_OF, e) for _, a, e in kinds if len(below[a]) > 1),
        *(
            _beside(sub, "a kind beside another that more is told of", _KIND_OF, evidence)
            for sub, above, evidence in kinds
            if above in sure and below[above] and sub != above
        ),
    ]


def _beside(noun: Noun, reason: str, weight: float, evidence: Evidence) -> EntityFinding:
    return EntityFinding(noun=noun, weight=weight, reason=reason, evidence=evidence)


def trust_in_usage(findings: Findings, statements: int, *, plain: bool) -> float:
    """How far the usage of nouns may be trusted, 0 to 1: whether the document tells of data at all.

    A description of data tells of properties in a fifth of its statements and more; a licence, which also speaks of
    each copy and of several contributors, in hardly any. The longer the document, the surer that is, and the more
    nouns are spoken of often enough by chance; a few statements in favour are assumed of every document. Where an API
    or shapes say what is kept (not `plain`), prose is there to explain them.
    """
    telling = len({f.evidence.quote for f in findings.attributes})
    density = min(1.0, (telling + _ASSUMED_TELLING) / (statements + _ASSUMED) / _TELLING)
    length = min(1.0, sqrt(_SHORT / max(statements, 1)))
    return density * length * (1.0 if plain else _EXPLAINING)


def trusted(sign: EntityFinding, trust: float) -> EntityFinding:
    """The sign as it counts where usage is trusted so far; what tells of data counts in full, and so does what is against."""
    if sign.weight <= 0 or sign.reason.startswith(_OF_DATA):
        return sign
    return replace(sign, weight=sign.weight * trust)


def prior(noun: Noun, *, plain: bool) -> float:
    """What the words of the noun alone say against it, before any sentence is read.

    Where an API or shapes stand beside the prose (not `plain`), much of it is about screens, filters and requests.
    """
    last = noun[-1]
    if (
        last in TIME_NOUNS
        or len(last) == 1
        or last in _NAMING
        or (len(noun) == 1 and (last in UNIT_NOUNS or noun in _LOGGED))
        or is_secret(noun)
        or noun[:2] in DOCUMENT_TERMS
    ):
        return NEVER
    if last in ABSTRACT_NOUNS | STATE_NOUNS:
        return _PRIOR_STATE if last in STATE_NOUNS else _PRIOR_ABSTRACT / len(noun)
    if len(noun) == 1 and last in ANYBODY_NOUNS:
        return _PRIOR_ANYBODY
    if is_property(noun):
        return _PRIOR_PROPERTY
    if last in SOFTWARE_NOUNS and not (plain or last in WEAK_NOUNS):
        return _PRIOR_SCREENS
    # "savings account" tells more of what is meant than "account".
    if last in WEAK_NOUNS:
        return _PRIOR_WEAK / len(noun)
    return _PRIOR_SOFTWARE / len(noun) if last in SOFTWARE_NOUNS else 0.0


def is_property(noun: Noun) -> bool:
    """Whether the noun is by its name a property: a date, an amount, a phone number, a name, a secret."""
    return is_secret(noun) or noun[-1] in _NAMING or infer(noun).kind not in (Kind.TEXT, Kind.FILE, Kind.DURATION)
