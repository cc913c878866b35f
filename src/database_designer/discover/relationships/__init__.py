"""Relationships between the entity types that were found: which side points, how many, which are parts.

Structured references (fields with ids) speak first; prose adds the pairs that no field tells of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from database_designer.discover.concepts import Concepts
from database_designer.discover.findings import GENERAL, HINT, LIKELY, AttributeFinding, Findings
from database_designer.discover.names import Noun, camel, snake
from database_designer.discover.relationships.compounds import told_by_names
from database_designer.discover.relationships.pairs import Pair, neighbours_of, pairs_of
from database_designer.discover.relationships.placing import place, refine
from database_designer.model.conceptual import Link, Reference
from database_designer.model.names import plural
from database_designer.source import Origin

_ENOUGH = GENERAL
_LEAST_NAME = 2
# In plain prose hardly anything is said of two things that does not tie them.
_ENOUGH_PLAIN = HINT / 2


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
    short = len(bare) == 1 and len(bare[0]) < _LEAST_NAME  # "b_uuid", described as that of the building
    if bare == target or not bare or short or bare in others or target[-len(bare) :] == bare:
        return snake(target)
    return snake(bare)


def relate(
    findings: Findings, concepts: Concepts, fixed: dict[Noun, tuple[Reference, ...]], subtypes: dict[Noun, Noun]
) -> Relationships:
    """References and links of all pairs. `fixed` are the references that fields gave; they win over prose.

    A pair needs one finding of some weight, or, in plain prose, any.
    """
    pairs = pairs_of(findings.relations, concepts)
    tied = {n for p in pairs.values() for n in p.ends} | set(subtypes)
    pairs |= pairs_of(told_by_names(concepts, tied), concepts)
    references: dict[Noun, list[Reference]] = defaultdict(list)
    links: dict[Noun, list[Link]] = defaultdict(list)
    for noun, given in fixed.items():
        references[noun].extend(given)
    told = {frozenset((n, _noun_of(r.to, concepts))) for n, rs in fixed.items() for r in rs}
    accepted = _accepted(tuple(pairs.values()), told, concepts, subtypes)
    neighbours = neighbours_of((*told, *(p.ends for p in accepted)))
    for pair in accepted:
        if pair.ends in told and not _is_further_role(pair, references):
            refine(pair, references)
        else:
            place(pair, references, links, neighbours)
    return Relationships(
        references={n: _distinct(r) for n, r in references.items()}, links={n: tuple(x) for n, x in links.items()}
    )


def _is_further_role(pair: Pair, references: dict[Noun, list[Reference]]) -> bool:
    """Whether the pair is a role that no field told of, beside one that a field did."""
    names = {r.name for r in references[pair.first] if r.to == camel(pair.second)}
    return (
        bool(pair.role)
        and camel(pair.second).lower() not in {n.replace("_", "") for n in names}
        and bool(names - {snake(pair.role)})
    )


def _accepted(
    pairs: tuple[Pair, ...], told: set[frozenset[Noun]], concepts: Concepts, subtypes: dict[Noun, Noun]
) -> list[Pair]:
    """The pairs that are told clearly enough; a pair that only a hint speaks for must not repeat what others tell."""
    kin = {frozenset(x) for x in subtypes.items()}
    enough = _ENOUGH_PLAIN if concepts.plain else _ENOUGH
    kept = [p for p in pairs if p.ends not in kin and (p.ends in told or p.weight >= enough)]
    strong = neighbours_of((*told, *(p.ends for p in kept if p.weight >= LIKELY)))
    return [p for p in kept if p.ends in told or p.weight >= LIKELY or not _follows(p, strong, subtypes)]


def _follows(pair: Pair, strong: Mapping[Noun, set[Noun]], subtypes: dict[Noun, Noun]) -> bool:
    """Whether the pair is tied already: over a third thing, or by the supertype of one of them."""
    first, second = pair.first, pair.second
    if strong.get(first, set()) & strong.get(second, set()):
        return True
    return any(subtypes.get(a) in strong.get(b, set()) for a, b in ((first, second), (second, first)) if a in subtypes)


def _noun_of(entity: str, concepts: Concepts) -> Noun:
    return next((c.noun for c in concepts.concepts if camel(c.noun) == entity), ())


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
