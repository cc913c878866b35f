"""Access patterns: the statements and the operations read once more, with the whole model as vocabulary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from database_designer.discover.access.asked import Asked
from database_designer.discover.access.merging import queries_of
from database_designer.discover.access.operations import of_operation
from database_designer.discover.access.sentences import sentences
from database_designer.discover.concepts import Concepts
from database_designer.discover.findings import QueryFinding
from database_designer.discover.prose import Line
from database_designer.discover.rules.vocabulary import vocabulary
from database_designer.model.check.behaviour import query_faults
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.navigation import navigate


def with_queries(
    model: ConceptualModel, found: Iterable[QueryFinding], lines: Iterable[Line], concepts: Concepts
) -> ConceptualModel:
    """The model with the access patterns that operations (`found`) and sentences tell of, each once."""
    words = vocabulary(model, concepts, {})
    asked: dict[str, list[Asked]] = defaultdict(list)
    operations = (a for f in found if (a := of_operation(f, words)) is not None)
    for one in (*operations, *(a for line in lines for a in sentences(line, words))):
        asked[one.entity].append(one)
    navigation = navigate(model)
    entities = tuple(
        replace(e, queries=tuple(q for q in queries_of(asked[e.name]) if not [*query_faults(e, q, navigation)]))
        for e in model.entities
    )
    return replace(model, entities=entities)


__all__ = ["with_queries"]
