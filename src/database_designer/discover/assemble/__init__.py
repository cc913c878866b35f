"""The conceptual model out of the entity types that were decided and all findings about them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from database_designer.discover.assemble import attributes as attribute_pass
from database_designer.discover.assemble import lifecycles
from database_designer.discover.assemble.assumptions import settled
from database_designer.discover.assemble.detours import without_detours
from database_designer.discover.assemble.kinds import with_kinds
from database_designer.discover.assemble.policies import apply_policies, operations, postgres_version
from database_designer.discover.assemble.queries import queries_of
from database_designer.discover.assemble.rows import with_rows
from database_designer.discover.assemble.times import with_times
from database_designer.discover.concepts import Concept, Concepts, is_person
from database_designer.discover.findings import AttributeFinding, Findings, QueryFinding, UniqueFinding, ValuesFinding
from database_designer.discover.names import Noun, camel, snake
from database_designer.discover.relationships import from_field, relate, with_backs
from database_designer.discover.rules.comparisons import rules_of
from database_designer.discover.values.state_words import key
from database_designer.model.conceptual import (
    Attribute,
    ConceptualModel,
    EntityType,
    Kind,
    Lifecycle,
    Link,
    Reference,
)
from database_designer.model.names import plural
from database_designer.model.requirements import Requirements
from database_designer.source import Origin

_NAME_PARTS = frozenset("name title email code label description address phone username fullname".split())
_ROLES_OF_ITS_KIND = frozenset(
    "parent previous next original related superior main child predecessor successor".split()
)
_USUAL_STATES = (("status",), ("state",))
_FLAGS = frozenset({("active",), ("published",), ("archived",)})
# A sentence about a thing: it begins with it, or somebody keeps it.
_ABOUT = (
    r"^(?:(?:the|an?|each|every|all)\s+)?{thing}\b(?!['’])"
    r"|\b(?:manage|maintain|create|record|store|keep|save|add|register|enter|offer|log|track)[sd]?"
    r"(?:[\s/,]+[\w-]+){{0,5}}?\s+{thing}\b(?!['’])"
)
_AUDIT_LOGS = frozenset({("audit", "log"), ("audit", "trail"), ("audit", "record"), ("audit", "entry")})


@dataclass(frozen=True, slots=True)
class _Own:
    """What the findings say of one entity type by itself."""

    attributes: tuple[Attribute, ...]
    references: tuple[Reference, ...]
    links: tuple[Link, ...]
    lifecycle: Lifecycle | None


def assemble(findings: Findings, concepts: Concepts, requirements: Requirements) -> ConceptualModel:
    """The model, without its account."""
    subtypes = _subtypes(findings, concepts)
    by_owner = _by_owner(findings, concepts)
    told = _shares(findings, concepts)
    own = {c.noun: _own(c, by_owner[c.noun], told[camel(c.noun)], concepts) for c in concepts.concepts}
    fixed = {n: o.references for n, o in own.items() if o.references}
    related = relate(findings, concepts, fixed, subtypes)
    entities = tuple(
        _entity(c, own[c.noun], related.references.get(c.noun, ()), related.links.get(c.noun, ()), subtypes)
        for c in concepts.concepts
        if c.noun not in _AUDIT_LOGS
    )
    entities = with_kinds(without_detours(entities))
    entities = _only_known(apply_policies(entities, findings, concepts))
    entities = tuple(_with_rules(e, told[e.name], concepts) for e in entities)
    said = lifecycles.by_owner(findings.states, concepts)
    entities = tuple(lifecycles.with_moves(e, said.get(e.name, [])) for e in entities)
    entities = tuple(with_rows(e, findings.rows, concepts) for e in entities)
    entities = tuple(replace(e, queries=queries_of(e, told[e.name].queries, concepts)) for e in entities)
    running = operations(findings)
    return ConceptualModel(
        name=requirements.project,
        entities=entities,
        postgres=postgres_version(findings),
        actor="User" if any(e.name == "User" for e in entities) else "",
        operations=running,
    )


def _by_owner(findings: Findings, concepts: Concepts) -> dict[Noun, list[AttributeFinding]]:
    grouped: dict[Noun, list[AttributeFinding]] = defaultdict(list)
    for finding in findings.attributes:
        owner = concepts.named(finding.owner)
        if owner is not None:
            grouped[owner].append(finding)
    return grouped


def _shares(findings: Findings, concepts: Concepts) -> dict[str, Findings]:
    """The findings by the entity type that their values, uniques and queries are of; those of none are in every share."""
    sorts: tuple[tuple[str, tuple[ValuesFinding | UniqueFinding | QueryFinding, ...]], ...] = (
        ("values", findings.values), ("uniques", findings.uniques), ("queries", findings.queries),
    )  # fmt: skip
    shares: dict[Noun, dict[str, list[Any]]] = {c.noun: {sort: [] for sort, _ in sorts} for c in concepts.concepts}
    for sort, found in sorts:
        for finding in found:
            owners = (concepts.named(finding.owner),) if finding.owner else tuple(shares)
            for owner in owners:
                if owner in shares:
                    shares[owner][sort].append(finding)
    return {camel(n): replace(findings, **{s: tuple(f) for s, f in own.items()}) for n, own in shares.items()}


def _subtypes(findings: Findings, concepts: Concepts) -> dict[Noun, Noun]:
    """Subtype to supertype; a chain never closes to a circle, and the first statement wins."""
    found: dict[Noun, Noun] = {}
    for kind in findings.kinds:
        sub, above = concepts.exact(kind.sub), concepts.exact(kind.super)
        if sub is None or above is None or sub == above or sub in found:
            continue
        top = above
        while top in found:
            top = found[top]
        if top != sub:
            found[sub] = above
    return found


def _own(concept: Concept, found: list[AttributeFinding], findings: Findings, concepts: Concepts) -> _Own:
    grouped = attribute_pass.group(concept.noun, settled(concept, found, findings, concepts), concepts)
    values = _values_of(concept.noun, findings, concepts)
    uniques = _uniques_of(concept.noun, findings, concepts)
    references: dict[str, Reference] = {}
    links: dict[str, Link] = {}
    plain: dict[Noun, list[AttributeFinding]] = {}
    for name, members in grouped.items():
        target = _target(members, concept.noun, concepts)
        if target is None or _is_list(name, values):
            plain[name] = members
        elif members[0].many or (members[0].plural and not members[0].structured):
            if target != concept.noun and members[0].structured:
                link = _link(name, target, members)
                links.setdefault(link.name, link)
        elif target == concept.noun and name in concepts.roles:
            continue  # "a user must have the keeper role"
        elif _is_told_as_relation(name, members, target, concept.noun, concepts):
            continue
        else:
            # A field keeps the name that it has in the API, with the owner in it ("departmentHeadId" of a department).
            called = members[0].name if members[0].structured and members[0].name[-1] == "id" else name
            field = replace(members[0], name=called)
            reference = from_field(field, concept.noun, target, concepts.others(target), members)
            if not any(_is_known(n, concept.noun, references) for n in (reference.name, snake(name))):
                references[reference.name] = reference
    plain = {n: m for n, m in plain.items() if not _repeats_another(n, references)}
    lifecycle, state = _lifecycle(plain, values)
    if lifecycle is not None:
        # A state tells already what a flag in prose would repeat.
        plain = {n: m for n, m in plain.items() if n not in _FLAGS or any(f.structured for f in m)}
    built = [
        attribute_pass.build(n, m, tuple(values.get(n, ())), tuple(uniques.get(n, ())))
        for n, m in _flat(plain).items()
        if n != state
    ]
    if state and state not in _USUAL_STATES:
        values.pop(("status",), None)
    built.extend(_from_values(plain, values, state, references))
    timed = with_times(_distinct(built, references), attribute_pass.IN_PROSE)
    return _Own(tuple(timed), tuple(references.values()), tuple(links.values()), lifecycle)


def _is_told_as_relation(
    name: Noun, members: list[AttributeFinding], target: Noun, owner: Noun, concepts: Concepts
) -> bool:
    """Whether prose names just another thing ("an order has an invoice"): which side points is told by all sentences.

    A thing that is said to have itself is not told of at all, unless in a role ("a parent category").
    """
    if any(m.structured or m.points_to for m in members) or (is_person(name) and name != target):
        return False
    told = target in (concepts.exact(name), concepts.exact((*owner, *name)))
    return told or (target == owner and name[0] not in _ROLES_OF_ITS_KIND)


def _target(members: list[AttributeFinding], owner: Noun, concepts: Concepts) -> Noun | None:
    """The entity type that the attribute points to: the first of the findings about it that tells."""
    pointing = sorted(members, key=lambda m: (not m.structured, not m.points_to))
    if (
        members[0].structured
        and not any(m.points_to for m in members)
        and members[0].name[-1] not in ("id", "uuid", "fk")
    ):
        pointing = members[:1]
    found = (attribute_pass.reference_target(m, owner, concepts) for m in pointing)
    return next((t for t in found if t is not None), None)


def _is_known(name: str, owner: Noun, references: dict[str, Reference]) -> bool:
    """Whether a field told the reference already: "head" beside departmentHeadId, "assigned driver" beside assignedToId."""
    done, _, thing = name.partition("_")
    acts = [references[k].to for k in (f"{done}_to", f"{done}_by") if k in references]
    return name in references or f"{snake(owner)}_{name}" in references or camel(tuple(thing.split("_"))) in acts


def _link(name: Noun, target: Noun, members: list[AttributeFinding]) -> Link:
    bare = name[:-1] if len(name) > 1 and name[-1] in ("id", "ids", "uuid", "uuids") else name
    return Link(
        name=f"{snake(bare)}_links" if snake(bare) == snake(target) else snake(bare),
        to=camel(target),
        origin=Origin(
            evidence=attribute_pass.evidence_of(members)[:4],
            decided_by="relationships",
            principle="a field that holds several ids",
        ),
    )


def _is_list(name: Noun, values: dict[Noun, list[ValuesFinding]]) -> bool:
    return any(not v.open and len(v.values) > 1 for v in values.get(name, ()))


def _repeats_another(name: Noun, references: dict[str, Reference]) -> bool:
    """As in "locationName" beside the reference location: the name of another row, shown with this one."""
    if name[-1] not in _NAME_PARTS or len(name) < 2:
        return False
    stem = snake(name[:-1])
    return any(stem in (r, references[r].to.lower()) or r.endswith(f"_{stem}") for r in references)


def _flat(plain: dict[Noun, list[AttributeFinding]]) -> dict[Noun, list[AttributeFinding]]:
    """Composite properties split into their parts ("address" with street and city -> address_street, address_city)."""
    flat: dict[Noun, list[AttributeFinding]] = {}
    for name, members in plain.items():
        parts = [p for m in members for p in m.parts]
        if not parts:
            flat.setdefault(name, []).extend(members)
            continue
        for part in parts:
            required = part.required if all(m.required is not False for m in members) else False
            flat.setdefault((*name, *part.name), []).append(replace(part, required=required))
    return flat


def _values_of(owner: Noun, findings: Findings, concepts: Concepts) -> dict[Noun, list[ValuesFinding]]:
    found: dict[Noun, list[ValuesFinding]] = defaultdict(list)
    for finding in findings.values:
        if finding.owner and concepts.named(finding.owner) == owner:
            found[finding.attribute].append(finding)
    return found


def _uniques_of(owner: Noun, findings: Findings, concepts: Concepts) -> dict[Noun, list[UniqueFinding]]:
    found: dict[Noun, list[UniqueFinding]] = defaultdict(list)
    for finding in findings.uniques:
        if len(finding.members) == 1 and finding.where is None and concepts.named(finding.owner) == owner:
            found[finding.members[0]].append(finding)
    return found


def _state_field(values: dict[Noun, list[ValuesFinding]]) -> Noun:
    """The field that lists all the states told in prose, whatever it is called ("outcome"); () for none."""
    told = values.get(("status",), [])
    states = {key(s) for v in told for s in v.values}
    if len(states) < 2 or any(v.structured for v in told):
        return ()
    for name, found in values.items():
        listed = {key(s) for v in found if v.structured for s in v.values}
        if name != ("status",) and states <= listed:
            return name
    return ()


def _lifecycle(
    plain: dict[Noun, list[AttributeFinding]], values: dict[Noun, list[ValuesFinding]]
) -> tuple[Lifecycle | None, Noun]:
    named = _state_field(values)
    usual = sorted(((s,) for s in lifecycles.STATE_NAMES), key=lambda n: (n not in plain, n))
    others = (n for n in plain if n[-1] in lifecycles.STATE_NAMES)
    for name in (named, *usual, *others) if named else (*usual, *others):
        told = values.get(name, [])
        built = lifecycles.build(snake(name), told, plain.get(name, [])) if told else None
        if built is not None:
            return built, name
    return None, ()


def _from_values(
    plain: dict[Noun, list[AttributeFinding]],
    values: dict[Noun, list[ValuesFinding]],
    state: Noun,
    references: dict[str, Reference],
) -> list[Attribute]:
    """Properties that are known by their values only ("tickets have a priority: low, high")."""
    found: list[Attribute] = []
    for name, members in values.items():
        known = name == state or any(n == name or n[-1:] == name for n in plain) or snake(name) in references
        closed = [v for v in members if len(v.values) > 1]
        if not known and closed:
            found.append(attribute_pass.build(name, [], tuple(closed), ()))
    return found


def _distinct(built: list[Attribute], references: dict[str, Reference]) -> list[Attribute]:
    taken = {f"{r}_id" for r in references} | set(references)
    kept: dict[str, Attribute] = {}
    for attribute in built:
        if attribute.name not in taken:
            kept.setdefault(attribute.name, attribute)
    return list(kept.values())


def _entity(
    concept: Concept, own: _Own, references: tuple[Reference, ...], links: tuple[Link, ...], subtypes: dict[Noun, Noun]
) -> EntityType:
    above = subtypes.get(concept.noun)
    taken = {r.name for r in references} | {own.lifecycle.state if own.lifecycle else ""}
    names = {a.name for a in own.attributes}
    return EntityType(
        name=camel(concept.noun),
        origin=Origin(evidence=concept.evidence, decided_by="concepts", principle=concept.principle),
        says=_says(concept),
        synonyms=tuple(camel(n) for n in concept.others),
        attributes=tuple(a for a in own.attributes if a.name not in taken),
        references=with_backs(concept.noun, references),
        links=tuple({x.name: x for x in (*own.links, *links) if x.name not in names | taken}.values()),
        kind_of=camel(above) if above else "",
        lifecycle=own.lifecycle,
    )


def _says(concept: Concept) -> str:
    """The sentence that tells what the thing is: the first quotation that begins with it or says that it is kept; "" for none."""
    told = [e.quote for e in concept.evidence if _is_sentence(e.quote)]
    about = [
        re.compile(_ABOUT.format(thing=r"[\s-]*".join(map(re.escape, n))), re.IGNORECASE) for n in _called(concept)
    ]
    return next((q for q in told if any(a.search(q) for a in about)), "")


def _called(concept: Concept) -> tuple[Noun, ...]:
    return tuple(n for noun in (concept.noun, *concept.others) for n in (noun, (*noun[:-1], plural(noun[-1]))))


def _is_sentence(quote: str) -> bool:
    """Whether a quotation tells something to a reader: no path, no row of a table, not just a name."""
    first = quote.split(" ", 1)[0]
    if "_" in first or (first != first.lower() and first[:1].islower()):
        return False
    return 20 <= len(quote) <= 300 and " " in quote and "|" not in quote and not (first.isupper() and "/" in quote)


def _only_known(entities: tuple[EntityType, ...]) -> tuple[EntityType, ...]:
    """References to entity types that were left out are left out, too."""
    names = {e.name for e in entities}
    return tuple(
        replace(
            e,
            references=tuple(r for r in e.references if r.to in names),
            links=tuple(x for x in e.links if x.to in names),
            kind_of=e.kind_of if e.kind_of in names else "",
        )
        for e in entities
    )


def _with_rules(entity: EntityType, findings: Findings, concepts: Concepts) -> EntityType:
    rules = rules_of(entity, findings.uniques, findings.compares, concepts)
    taken = {a.name for a in entity.attributes if a.type.kind != Kind.LIST}
    return replace(entity, rules=tuple(r for r in rules if r.name not in taken))
