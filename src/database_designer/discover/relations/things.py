"""What stands in a relationship may be a thing of its own: the entity findings that relations lead to."""

from __future__ import annotations

from database_designer.discover.findings import HINT, LIKELY, TRACE, EntityFinding, RelationFinding
from database_designer.discover.names import Noun

_HAVING = frozenset({"have", "own"})


def things(relations: list[RelationFinding]) -> list[EntityFinding]:
    """Entity findings for both ends; a single thing that another has may as well be a property of it."""
    return [
        EntityFinding(noun=noun, weight=weight, reason="stands in a relationship", evidence=relation.evidence)
        for relation in relations
        if relation.weight >= LIKELY
        for noun, weight in _ends(relation)
    ]


def _ends(relation: RelationFinding) -> tuple[tuple[Noun, float], ...]:
    had = relation.verb in _HAVING and not relation.target_many
    return ((relation.source, HINT), (relation.target, TRACE if had else HINT))
