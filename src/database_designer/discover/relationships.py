"""Relationships between the entity types that were found: which side points, how many, which are parts.

Structured references (fields with ids) speak first; prose adds the pairs that no field tells of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from database_designer.discover.concepts import Concepts, is_person
from database_designer.discover.findings import CERTAIN, HINT, LIKELY, AttributeFinding, Findings, RelationFinding
from database_designer.discover.names import Noun, camel, snake
from database_designer.model.conceptual import Each, Link, Reference
from database_designer.model.names import plural
from database_designer.source import Evidence, Origin

_ENOUGH = LIKELY
# "A press has many prints": each print is of a press.
_OWNING = frozenset({"have", "has", "own", "contain", "consist", "include", "comprise"})
# What ties a user to a thing beyond the moment of doing.
_TYING = frozenset(
    {
        "own",
        "have",
        "has",
        "belong",
        "link",
        "assign",
        "associate",
        "relate",
        "be part of",
        "related",
        "per",
        "employ",
        "",
    }
)


@dataclass(slots=True)
class _Pair:
    """What is known of a pair of entity types; `many[x]` are the weights for "each x has several of the other"."""

    first: Noun
    second: Noun
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

    def other(self, noun: Noun) -> Noun:
        return self.second if noun == self.first else self.first


@dataclass(frozen=True, slots=True)
class Relationships:
    """References and links by the noun of the entity type on whose side they are told."""

    references: dict[Noun, tuple[Reference, ...]]
    links: dict[Noun, tuple[Link, ...]]


def from_field(
    finding: AttributeFinding, owner: Noun, target: Noun, others: tuple[Noun, ...], found: list[AttributeFinding]
) -> Reference:
    """The reference that a field with an id (or a property that names an entity type) stands for."""
    name = _role_name(finding.name, target, others)
    required = next((f.required for f in found if f.required is not None), None)
    return Reference(
        name=name,
        to=camel(target),
        origin=Origin(
            evidence=tuple(dict.fromkeys(f.evidence for f in found))[:6], decided_by="relationships",
            principle="a field that holds the id of another thing" if finding.structured else "a property that is a thing of its own",
        ),
        says=next((f.says for f in found if f.says), ""),
        optional=required is False or (required is None and target == owner),
        unique=any(f.unique for f in found),
        assumed=("optional",) if required is None else (),
    )  # fmt: skip


def _role_name(name: Noun, target: Noun, others: tuple[Noun, ...]) -> str:
    bare = name
    while len(bare) > 1 and bare[-1] in ("id", "uuid", "ids", "ref", "fk"):
        bare = bare[:-1]
    if bare == target or not bare or bare in others or (len(bare) < len(target) and target[-len(bare) :] == bare):
        return snake(target)
    return snake(bare)


def relate(
    findings: Findings, concepts: Concepts, fixed: dict[Noun, tuple[Reference, ...]], subtypes: dict[Noun, Noun]
) -> Relationships:
    """References and links of all pairs. `fixed` are the references that fields gave; they win over prose.

    A pair needs one finding of some weight, or, in plain prose, any.
    """
    pairs = _pairs(findings.relations, concepts)
    references: dict[Noun, list[Reference]] = defaultdict(list)
    links: dict[Noun, list[Link]] = defaultdict(list)
    for noun, given in fixed.items():
        references[noun].extend(given)
    told = {frozenset((n, _noun_of(r.to, concepts))) for n, rs in fixed.items() for r in rs}
    kin = {frozenset(x) for x in subtypes.items()}
    accepted = [
        p for k, p in pairs.items() if k not in kin and (k in told or p.weight >= (HINT if concepts.plain else _ENOUGH))
    ]
    neighbours = _neighbours(accepted, told)
    for pair in accepted:
        key = frozenset((pair.first, pair.second))
        if key in told:
            _refine(pair, references)
        else:
            _place(pair, references, links, neighbours)
    return Relationships(
        references={n: _distinct(r) for n, r in references.items()}, links={n: tuple(x) for n, x in links.items()}
    )


def _noun_of(entity: str, concepts: Concepts) -> Noun:
    return next((c.noun for c in concepts.concepts if camel(c.noun) == entity), ())


def _pairs(relations: Iterable[RelationFinding], concepts: Concepts) -> dict[frozenset[Noun], _Pair]:
    pairs: dict[frozenset[Noun], _Pair] = {}
    for relation in (r for told in relations for r in _by_event(told, concepts)):
        source, target = concepts.named(relation.source), concepts.named(relation.target)
        if source is None or target is None or source == target or _is_deed(relation, source, concepts):
            continue
        key = frozenset((source, target))
        pair = pairs.setdefault(key, _Pair(source, target))
        _note(pair, relation, source, target)
    return pairs


def _by_event(relation: RelationFinding, concepts: Concepts) -> tuple[RelationFinding, ...]:
    """As in "members enrol in courses" where there is an enrolment: that is of one member and of one course."""
    stem = relation.verb[:5]
    event = next((c.noun for c in concepts.concepts if len(stem) > 3 and c.noun[-1].startswith(stem)), None)
    source, target = concepts.named(relation.source), concepts.named(relation.target)
    if event is None or event in (source, target) or source is None or target is None or source == target:
        return (relation,)
    return tuple(
        replace(
            relation, source=n, target=event, target_many=True, target_low=None, target_high=None, source_many=False,
            source_low=1, source_high=1, part=False, weight=max(relation.weight, LIKELY),
        )
        for n in (source, target)
    )  # fmt: skip


def _is_deed(relation: RelationFinding, source: Noun, concepts: Concepts) -> bool:
    """Whether users only do something with the thing ("a clerk registers a visitor"): no relationship is told."""
    return not concepts.plain and source == ("user",) and relation.verb not in _TYING


def _note(pair: _Pair, relation: RelationFinding, source: Noun, target: Noun) -> None:
    pair.weight = max(pair.weight, relation.weight) + (
        HINT if relation.evidence not in pair.evidence and pair.evidence else 0.0
    )
    pair.evidence.append(relation.evidence)
    pair.verbs.append(relation.verb)
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
    if relation.source_many is True:
        pair.many[target] += relation.weight / 2
    elif relation.source_many is False:
        pair.single[target] += relation.weight
        pair.optional.setdefault(target, relation.source_low == 0)
        if relation.source_low:
            pair.required.add(target)
    if relation.target_low and relation.target_many:
        pair.low[source] = relation.target_low
    if relation.target_high and relation.target_high > 1:
        pair.high[source] = relation.target_high
    for literal, meant in ((relation.source, source), (relation.target, target)):
        if literal != meant and is_person(literal) and literal[-1] not in meant:
            pair.called.setdefault(meant, literal)
    if relation.part:
        pair.part_of[target] += relation.weight


def _neighbours(accepted: list[_Pair], told: set[frozenset[Noun]]) -> dict[Noun, set[Noun]]:
    found: dict[Noun, set[Noun]] = defaultdict(set)
    for key in (*told, *(frozenset((p.first, p.second)) for p in accepted)):
        members = sorted(key)
        for one in members:
            found[one].update(m for m in members if m != one)
    return found


def _refine(pair: _Pair, references: dict[Noun, list[Reference]]) -> None:
    """A field told of the pair already: prose may still say that it is a part, or how many each has."""
    for noun in (pair.first, pair.second):
        other = camel(pair.other(noun))
        if pair.part_of[noun] >= CERTAIN and noun[-1] not in ("user",):
            references[noun] = [
                _as_part(r) if r.to == other and not r.optional and sum(x.part_of for x in references[noun]) == 0 else r
                for r in references[noun]
            ]


def _as_part(reference: Reference) -> Reference:
    return replace(reference, part_of=True)


def _place(
    pair: _Pair,
    references: dict[Noun, list[Reference]],
    links: dict[Noun, list[Link]],
    neighbours: dict[Noun, set[Noun]],
) -> None:
    first, second = pair.first, pair.second
    several_both = (
        pair.many[first] > 0 and pair.many[second] > pair.single[second] / 2 and pair.single[first] <= pair.many[first]
    )
    if several_both and pair.many[second] > 0 and not pair.part_of:
        between = neighbours[first] & neighbours[second]
        if between:
            return
        links[first].append(
            Link(name=plural(snake(second)), to=camel(second), origin=_origin(pair, "several on both sides"))
        )
        return
    pointing = _pointing_side(pair)
    target = pair.other(pointing)
    part = pair.part_of[pointing] > 0
    one_to_one = pair.single[target] > 0 and pair.many[target] == 0 and pair.single[pointing] > 0 and part
    each = Each(minimum=pair.low.get(target, 0), maximum=1 if one_to_one else pair.high.get(target))
    references[pointing].append(
        Reference(
            name=snake(pair.called.get(target, target)),
            to=camel(target),
            origin=_origin(pair, "a part of the other" if part else "belongs to the other"),
            optional=not part and (pair.optional.get(pointing, False) or pointing not in pair.required),
            assumed=() if part or pointing in pair.required or pair.optional.get(pointing) else ("optional",),
            each_has=each,
            part_of=part,
            unique=one_to_one,
        )
    )


def _pointing_side(pair: _Pair) -> Noun:
    """The side that holds the reference: the parts, the many, else the side that has exactly one of the other."""
    if pair.part_of:
        return max(pair.part_of, key=lambda n: (pair.part_of[n], n == pair.second))
    scores = {n: pair.many[pair.other(n)] + pair.single[n] for n in (pair.first, pair.second)}
    return pair.first if scores[pair.first] > scores[pair.second] else pair.second


def _origin(pair: _Pair, principle: str) -> Origin:
    verbs = ", ".join(dict.fromkeys(v for v in pair.verbs if v))
    return Origin(
        evidence=tuple(dict.fromkeys(pair.evidence))[:4],
        decided_by="relationships",
        principle=f"{principle} ({verbs})" if verbs else principle,
    )


def _distinct(references: list[Reference]) -> tuple[Reference, ...]:
    kept: dict[str, Reference] = {}
    for reference in references:
        kept.setdefault(reference.name, reference)
    return tuple(kept.values())


def with_backs(owner: Noun, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """The references with a name for the other side wherever several of one entity type point to the same."""
    targets = [r.to for r in references]
    return tuple(
        replace(r, back=f"{r.name}_{plural(snake(owner))}") if targets.count(r.to) > 1 and _is_role(r) else r
        for r in references
    )


def _is_role(reference: Reference) -> bool:
    """Whether the reference is named for a role and not for the entity type it points to."""
    return reference.name.replace("_", "") != reference.to.lower()
