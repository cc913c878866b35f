"""What all findings together say of a pair of entity types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from database_designer.discover.concepts import Concepts, is_person
from database_designer.discover.findings import HINT, LIKELY, TRACE, RelationFinding
from database_designer.discover.names import Noun
from database_designer.source import Evidence

# "A press has many prints": each print is of a press.
_OWNING = frozenset({"have", "has", "own", "contain", "consist", "include", "comprise"})
# What ties a user to a thing beyond the moment of doing.
_TYING = frozenset(
    "own have has belong link assign associate relate related per employ be_part_of be_responsible_for".split()
)
# "The group appears in the group list" tells of a screen, not of a role.
_SHOWN = frozenset("list table page view screen record detail information".split())
_STEM = 5
# Endings of nouns that name what a verb does.
_DEEDS = ("ment", "ion", "ing", "al", "ance", "ence", "ure", "ship")


# So many of something that each has exactly, it has not by a rule.
_VOLUME = 50


@dataclass(frozen=True, slots=True)
class Key:
    """Two entity types (one, where a type is related to itself), and the role that one has for the other, if any."""

    ends: frozenset[Noun]
    role: Noun = ()


@dataclass(slots=True)
class Pair:
    """What is known of a pair of entity types; `many[x]` are the weights for "each x has several of the other".

    `role` is the name under which `second` is known to `first`, () for its own.
    """

    first: Noun
    second: Noun
    role: Noun = ()
    many: dict[Noun, float] = field(default_factory=lambda: defaultdict(float))
    single: dict[Noun, float] = field(default_factory=lambda: defaultdict(float))
    optional: dict[Noun, bool] = field(default_factory=dict)
    required: set[Noun] = field(default_factory=set)
    low: dict[Noun, int] = field(default_factory=dict)
    high: dict[Noun, int] = field(default_factory=dict)
    part_of: dict[Noun, float] = field(default_factory=lambda: defaultdict(float))
    weight: float = 0.0
    evidence: list[Evidence] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    called: dict[Noun, Noun] = field(default_factory=dict)

    @property
    def ends(self) -> frozenset[Noun]:
        """Both entity types."""
        return frozenset((self.first, self.second))

    def other(self, noun: Noun) -> Noun:
        """The entity type at the other end."""
        return self.second if noun == self.first else self.first


def pairs_of(relations: Iterable[RelationFinding], concepts: Concepts) -> dict[Key, Pair]:
    """The pairs that the findings tell of, in the order of first mention; roles apart."""
    pairs: dict[Key, Pair] = {}
    by_events: set[frozenset[Noun]] = set()
    for told in relations:
        event = _event(told, concepts)
        if event is not None and told.weight >= LIKELY:
            by_events.add(_ends(told, concepts))
        for relation in (told,) if event is None else _of_event(told, event, concepts):
            source, target = concepts.named(relation.source), concepts.named(relation.target)
            if source is None or target is None or _is_deed(relation, source, concepts):
                continue
            role = _role(relation, source, target)
            if source != target or role:
                key = Key(frozenset((source, target)), role)
                _note(pairs.setdefault(key, Pair(source, target, role)), relation, source, target)
    # What several of the ones have to do with several of the others is kept with the event between them.
    return _without_repeats({k: p for k, p in pairs.items() if k.ends not in by_events or not any(p.many.values())})


def _ends(relation: RelationFinding, concepts: Concepts) -> frozenset[Noun]:
    named = (concepts.named(n) for n in (relation.source, relation.target))
    return frozenset(n for n in named if n is not None)


def _role(relation: RelationFinding, source: Noun, target: Noun) -> Noun:
    """The role in which the target is told of ("arrival harbour"), () where that is only its name."""
    role = relation.role
    if not role or role == target or (relation.target_many and source != target):
        return ()
    if (role[-1] == target[-1] and len(role) <= len(target)) or role[-1] in _SHOWN:
        return ()
    return role


def _event(relation: RelationFinding, concepts: Concepts) -> Noun | None:
    """As in "members enrol in courses" where there is an enrolment: the entity type that the verb tells of."""
    stem = relation.verb[:_STEM]
    ends = _ends(relation, concepts)
    if len(stem) < _STEM - 1 or not ends or relation.source == relation.target:
        return None
    found = [c.noun for c in concepts.concepts if _is_deed_of(c.noun[-1], relation.verb, stem)]
    event = min(found, key=len, default=None)  # "orders" are orders, not express orders
    return None if event in ends else event


def _is_deed_of(word: str, verb: str, stem: str) -> bool:
    return word == verb or (word.startswith(stem) and word.endswith(_DEEDS))


def _of_event(relation: RelationFinding, event: Noun, concepts: Concepts) -> tuple[RelationFinding, ...]:
    """The event is of one of each end that is an entity type."""
    return tuple(
        replace(
            relation, source=n, target=event, target_many=True, target_low=None, target_high=None, source_many=False,
            source_low=1, source_high=1, part=False, weight=max(relation.weight, LIKELY), role=(),
        )
        for n in (concepts.named(relation.source), concepts.named(relation.target))
        if n is not None
    )  # fmt: skip


def _is_deed(relation: RelationFinding, source: Noun, concepts: Concepts) -> bool:
    """Whether users only do something with the thing ("a clerk registers a visitor"): no relationship is told."""
    verb = relation.verb.replace(" ", "_")
    return not concepts.plain and source == ("user",) and bool(verb) and verb not in _TYING


def _note(pair: Pair, relation: RelationFinding, source: Noun, target: Noun) -> None:
    more = HINT if relation.evidence not in pair.evidence and pair.evidence else 0.0
    # What happens under a condition is not told more clearly by being told again.
    pair.weight = max(pair.weight, relation.weight) + (min(more, relation.weight) if relation.weight > TRACE else 0.0)
    pair.evidence.append(relation.evidence)
    pair.verbs.append(relation.verb)
    _note_targets(pair, relation, source, target)
    _note_sources(pair, relation, target)
    for literal, meant in ((relation.source, source), (relation.target, target)):
        if literal != meant and is_person(literal) and literal[-1] not in meant:
            pair.called.setdefault(meant, literal)
    if relation.part:
        pair.part_of[target] += relation.weight


def _note_targets(pair: Pair, relation: RelationFinding, source: Noun, target: Noun) -> None:
    if relation.target_many is True:
        pair.many[source] += relation.weight
        if relation.verb in _OWNING:
            pair.required.add(target)
    elif relation.target_many is False:
        pair.single[source] += relation.weight
        if relation.target_low == 0:
            pair.optional[source] = True
        elif relation.target_low:
            pair.required.add(source)
    if relation.target_low and relation.target_low == relation.target_high and relation.target_low >= _VOLUME:
        return  # "the town owns 650 lamps" counts what there is
    if relation.target_low and relation.target_many:
        pair.low[source] = relation.target_low
    some = len(relation.target) > len(target) and relation.target[-len(target) :] == target  # "open hires" of hires
    if relation.target_high and relation.target_high > 1 and not some:
        pair.high[source] = relation.target_high


def _note_sources(pair: Pair, relation: RelationFinding, target: Noun) -> None:
    if relation.source_many is True:
        pair.many[target] += relation.weight / 2
    elif relation.source_many is False:
        pair.single[target] += relation.weight
        pair.optional.setdefault(target, relation.source_low == 0)
        if relation.source_low:
            pair.required.add(target)


def _without_repeats(pairs: dict[Key, Pair]) -> dict[Key, Pair]:
    """A pair told of by roles is not told of once more without: that one of them is meant, or all."""
    roles = {k.ends for k in pairs if k.role and len(k.ends) > 1}
    return {k: p for k, p in pairs.items() if k.role or k.ends not in roles}


def neighbours_of(ends: Iterable[frozenset[Noun]]) -> Mapping[Noun, set[Noun]]:
    """Per entity type, those that it is related to."""
    found: dict[Noun, set[Noun]] = defaultdict(set)
    for key in ends:
        members = sorted(key)
        for one in members:
            found[one].update(m for m in members if m != one)
    return found
