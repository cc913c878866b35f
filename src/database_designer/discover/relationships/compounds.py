"""Names that hold the name of another thing: an "exhibition item" is of an exhibition."""

from __future__ import annotations

from collections.abc import Container

from database_designer.discover.concepts import Concepts
from database_designer.discover.findings import HINT, RelationFinding
from database_designer.discover.names import Noun


def told_by_names(concepts: Concepts, tied: Container[Noun]) -> tuple[RelationFinding, ...]:
    """A hint for each entity type that is named after another and of which nothing else tells what it belongs to."""
    nouns = {c.noun for c in concepts.concepts}
    return tuple(
        RelationFinding(
            source=concept.noun[:end], target=concept.noun, evidence=concept.evidence[0], weight=HINT, target_many=True,
            source_high=1, source_many=False, verb="of",
        )
        for concept in concepts.concepts
        if concepts.plain and concept.noun not in tied and concept.evidence
        for end in range(1, len(concept.noun))
        if concept.noun[:end] in nouns
    )  # fmt: skip
