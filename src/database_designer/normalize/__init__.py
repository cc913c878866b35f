"""From entity types and relationships to relations with keys, dependencies and a proven normal form."""

from __future__ import annotations

from dataclasses import replace

from database_designer.diagnostics import Diagnostic, sort_diagnostics
from database_designer.model.conceptual import ConceptualModel, EntityType
from database_designer.model.logical import LogicalModel, Relation
from database_designer.normalize.certificates import certified
from database_designer.normalize.entities import scope_of
from database_designer.normalize.junctions import junctions
from database_designer.normalize.keys import candidate_keys
from database_designer.normalize.relations import entity_relations
from database_designer.normalize.values import lookups, many_valued

__all__ = ["normalize"]


def normalize(model: ConceptualModel) -> tuple[LogicalModel, tuple[Diagnostic, ...]]:
    """The relations of a conceptual model, and what of it could not be used as it is written.

    Relations stand in the order of the entities, each followed by those of its many-valued attributes; then come
    junctions and lookups.
    """
    scope, of_entities = scope_of(model)
    entities, of_members = entity_relations(scope)
    links, of_links = junctions(scope)
    values = many_valued(scope, tuple(r.name for r in links))
    of_entity: dict[str, list[Relation]] = {}
    for value in values:
        of_entity.setdefault(value.entity, []).append(value)
    own = [r for e in entities for r in (e, *of_entity.get(e.entity, ()))]
    by_name = {e.name: e for e in scope.entities}
    relations = tuple(_finished(r, by_name.get(r.entity)) for r in (*own, *links, *lookups(scope)))
    return LogicalModel(relations=relations, concept=model), sort_diagnostics((*of_entities, *of_members, *of_links))


def _finished(relation: Relation, entity: EntityType | None) -> Relation:
    keyed = replace(relation, keys=candidate_keys(relation, entity))
    return certified(keyed)
