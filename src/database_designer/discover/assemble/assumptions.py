"""What is assumed of an entity type and what is told instead: an assumption gives way to anything that is told."""

from __future__ import annotations

from collections.abc import Iterable

from database_designer.discover.assemble.reference_fields import reference_target
from database_designer.discover.concepts import Concept, Concepts, is_person
from database_designer.discover.findings import HINT, LIKELY, AttributeFinding, Findings, RelationFinding
from database_designer.discover.names import Noun
from database_designer.discover.names import noun as spelled
from database_designer.discover.property_names import is_name_of_property
from database_designer.discover.semantic_types import infer
from database_designer.model.conceptual import Kind
from database_designer.source import Evidence

_MANAGED = ("listed in a table", "addressed one by one", "created through", "a collection", "object of “manage”",
            "object of “create”", "object of “configure”", "object of “define”")  # fmt: skip


def settled(
    concept: Concept, found: Iterable[AttributeFinding], findings: Findings, concepts: Concepts
) -> list[AttributeFinding]:
    """The findings without the assumptions that something told makes idle; with a name for what would have nothing.

    A thing that users manage, that points to nothing and of which no property is told needs something to know its rows
    by; in plain prose, which leaves most properties out, nothing is assumed.
    """
    valued = _valued(concept.noun, findings, concepts)
    known = [f for f in found if f.structured or not (f.name in valued or _acts(f))]
    told = [f for f in known if not f.assumed and _says_something(f)]
    assumed = [f for f in known if f.assumed and _stands(f, told, concept.noun, concepts)]
    kept = [f for f in known if not f.assumed] + assumed
    if told or assumed or concepts.plain or not _is_managed(concept) or _points(concept.noun, findings, concepts):
        return kept
    return [*kept, _name(concept.noun, concept.evidence[0])] if concept.evidence else kept


def _valued(owner: Noun, findings: Findings, concepts: Concepts) -> set[Noun]:
    """Values beside their property ("guest role"): no properties of their own."""
    return {
        (*spelled(v), *f.attribute)
        for f in findings.values
        if not f.owner or concepts.named(f.owner) == owner
        for v in f.values
    }


def _acts(finding: AttributeFinding) -> bool:
    """Whether a mere hint takes who acts for a property ("admins must ...")."""
    return finding.weight <= HINT and is_person(finding.name) and not finding.points_to


def _says_something(finding: AttributeFinding) -> bool:
    """Whether the finding is more than a flag or a hint."""
    kind = finding.type.kind if finding.type is not None else infer(finding.name).kind
    return finding.structured or (kind != Kind.BOOLEAN and finding.weight >= HINT and is_name_of_property(finding.name))


def _stands(finding: AttributeFinding, told: list[AttributeFinding], owner: Noun, concepts: Concepts) -> bool:
    if finding.points_to:
        target = reference_target(finding, owner, concepts)
        return target is not None and all(reference_target(f, owner, concepts) != target for f in told)
    kind = finding.type.kind if finding.type is not None else Kind.TEXT
    return all(infer(f.name).kind != kind for f in told)


def _is_managed(concept: Concept) -> bool:
    return any(sign in concept.principle for sign in _MANAGED) and not concept.noun[-1].endswith("ing")


def _points(owner: Noun, findings: Findings, concepts: Concepts) -> bool:
    """Whether the thing has states, or belongs to another thing by what is told."""
    if any(v.owner and concepts.named(v.owner) == owner for v in findings.values):
        return True
    return any(r.weight >= LIKELY and _belongs(r, owner, concepts) for r in findings.relations)


def _belongs(relation: RelationFinding, owner: Noun, concepts: Concepts) -> bool:
    ends = (concepts.named(relation.source), concepts.named(relation.target))
    if None in ends or ends[0] == ends[1]:
        return False
    return (ends[1] == owner and relation.source_high == 1) or (ends[0] == owner and relation.target_high == 1)


def _name(owner: Noun, evidence: Evidence) -> AttributeFinding:
    return AttributeFinding(
        owner=owner, name=("name",), evidence=evidence, weight=LIKELY, required=True, written=True, assumed=True
    )
