"""What statements led to beyond the few that an element quotes: the findings that came out as elements of the model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from database_designer.discover.concepts import Concepts
from database_designer.discover.findings import LIKELY, AttributeFinding, Findings, RelationFinding, UniqueFinding
from database_designer.discover.names import Noun, camel
from database_designer.model.conceptual import ConceptualModel, EntityType, Reference, Uniqueness, UniqueRule
from database_designer.source import Evidence


def led_to(findings: Findings, concepts: Concepts, model: ConceptualModel) -> dict[Evidence, tuple[str, ...]]:
    """The elements by the statement of which a finding tells exactly what the element is.

    A property that has its own name there, uniqueness that is kept, a relationship with the numbers that the model has.
    """
    found: dict[Evidence, list[str]] = defaultdict(list)
    known = _Entities(concepts, {e.name: e for e in model.entities})
    for attribute in findings.attributes:
        found[attribute.evidence].extend(_attribute(attribute, known))
    for values in findings.values:
        entity = known.of(values.owner)
        name = "_".join(values.attribute)
        if entity is not None and (entity.attribute(name) or (entity.lifecycle and entity.lifecycle.state == name)):
            found[values.evidence].append(f"{entity.name}.{name}")
    for unique in findings.uniques:
        found[unique.evidence].extend(_unique(unique, known))
    for relation in findings.relations:
        found[relation.evidence].extend(_relation(relation, known))
    return {evidence: tuple(dict.fromkeys(names)) for evidence, names in found.items() if names}


class _Entities:
    """The entity types by the nouns that name them."""

    def __init__(self, concepts: Concepts, entities: dict[str, EntityType]) -> None:
        self._concepts = concepts
        self._entities = entities

    def of(self, noun: Noun) -> EntityType | None:
        named = self._concepts.named(noun) if noun else None
        return self._entities.get(camel(named)) if named else None


def _attribute(finding: AttributeFinding, known: _Entities) -> Iterator[str]:
    entity = known.of(finding.owner)
    name = "_".join(finding.name)
    if entity is None or finding.weight < LIKELY:
        return
    attribute = entity.attribute(name)
    if (
        attribute is not None and (finding.required is None or attribute.optional is not finding.required)
    ) or entity.reference(name) is not None:
        yield f"{entity.name}.{name}"


def _unique(finding: UniqueFinding, known: _Entities) -> Iterator[str]:
    entity = known.of(finding.owner)
    if entity is None:
        return
    names = tuple("_".join(m) for m in finding.members)
    attribute = entity.attribute(names[0])
    if len(names) == 1 and attribute is not None and attribute.unique is not Uniqueness.NO:
        yield f"{entity.name}.{attribute.name}"
    for rule in entity.rules:
        if isinstance(rule, UniqueRule) and set(rule.members) == set(names):
            yield f"{entity.name}.{rule.name}"


def _relation(finding: RelationFinding, known: _Entities) -> Iterator[str]:
    source, target = known.of(finding.source), known.of(finding.target)
    if source is None or target is None:
        return
    sides = (
        (source, target, finding.source_low, finding.source_high),
        (target, source, finding.target_low, finding.target_high),
    )
    for holder, to, low, high in sides:
        for reference in holder.references:
            if reference.to == to.name and _keeps(reference, low, high):
                yield f"{holder.name}.{reference.name}"


def _keeps(reference: Reference, low: int | None, high: int | None) -> bool:
    """Whether the reference keeps how many rows of its entity type there are for each row pointed to."""
    bounded = high in {None, reference.each_has.maximum} or high == 0
    return bounded and (low or 0) <= reference.each_has.minimum
