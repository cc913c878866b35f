"""Access patterns: the statements and the operations read once more, with the whole model as vocabulary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from database_designer.discover.access.asked import Asked
from database_designer.discover.access.merging import queries_of
from database_designer.discover.access.operations import of_operation
from database_designer.discover.access.rates import told_rates, with_rates
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
    read = tuple(lines)
    operations = (a for f in found if (a := of_operation(f, words)) is not None)
    every = (*operations, *(a for line in read for a in sentences(line, words)))
    told = (t for line in read if (t := told_rates(line, words)) is not None)
    asked: dict[str, list[Asked]] = defaultdict(list)
    for one in with_rates(every, told):
        if not _of_one_row(one, model):
            asked[one.entity].append(one)
    navigation = navigate(model)
    entities = tuple(
        replace(e, queries=tuple(q for q in queries_of(asked[e.name]) if not [*query_faults(e, q, navigation)]))
        for e in model.entities
    )
    return replace(model, entities=entities)


def _of_one_row(asked: Asked, model: ConceptualModel) -> bool:
    """Whether it only follows a reference that at most one row has: looking up by what is unique needs no pattern."""
    entity = model.entity(asked.entity)
    if entity is None or len(asked.given) != 1 or len(asked.given[0]) != 1 or asked.optional or asked.range:
        return False
    reference = entity.reference(asked.given[0][0])
    return reference is not None and (reference.unique or reference.each_has.maximum == 1)


__all__ = ["with_queries"]
