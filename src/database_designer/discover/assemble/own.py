"""What the findings say of one entity type by itself: attributes, references, links, states."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from database_designer.discover.assemble import lifecycles
from database_designer.discover.assemble.assumptions import settled
from database_designer.discover.assemble.attributes import IN_PROSE, build, evidence_of
from database_designer.discover.assemble.reference_fields import reference_target
from database_designer.discover.assemble.same_names import group
from database_designer.discover.assemble.times import with_times
from database_designer.discover.concepts import Concept, Concepts, is_person
from database_designer.discover.findings import AttributeFinding, Findings, UniqueFinding, ValuesFinding
from database_designer.discover.names import Noun, camel, snake
from database_designer.discover.relationships import from_field
from database_designer.discover.values.state_words import key
from database_designer.model.conceptual import (
    Attribute,
    Lifecycle,
    Link,
    Reference,
)
from database_designer.source import Origin

_NAME_PARTS = frozenset("name title email code label description address phone username fullname".split())
_ROLES_OF_ITS_KIND = frozenset(
    "parent previous next original related superior main child predecessor successor".split()
)
_USUAL_STATES = (("status",), ("state",))
_FLAGS = frozenset({("active",), ("published",), ("archived",)})


@dataclass(frozen=True, slots=True)
class Own:
    """What the findings say of one entity type by itself."""

    attributes: tuple[Attribute, ...]
    references: tuple[Reference, ...]
    links: tuple[Link, ...]
    lifecycle: Lifecycle | None


def own_of(concept: Concept, found: list[AttributeFinding], findings: Findings, concepts: Concepts) -> Own:
    """What is told of one entity type: `found` are its properties."""
    grouped = group(concept.noun, settled(concept, found, findings, concepts), concepts)
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
        build(n, m, tuple(values.get(n, ())), tuple(uniques.get(n, ()))) for n, m in _flat(plain).items() if n != state
    ]
    if state and state not in _USUAL_STATES:
        values.pop(("status",), None)
    built.extend(_from_values(plain, values, state, references))
    timed = with_times(_distinct(built, references), IN_PROSE)
    return Own(tuple(timed), tuple(references.values()), tuple(links.values()), lifecycle)


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
    found = (reference_target(m, owner, concepts) for m in pointing)
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
            evidence=evidence_of(members)[:4],
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
            found.append(build(name, [], tuple(closed), ()))
    return found


def _distinct(built: list[Attribute], references: dict[str, Reference]) -> list[Attribute]:
    taken = {f"{r}_id" for r in references} | set(references)
    kept: dict[str, Attribute] = {}
    for attribute in built:
        if attribute.name not in taken:
            kept.setdefault(attribute.name, attribute)
    return list(kept.values())
