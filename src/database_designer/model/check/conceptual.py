"""The validator of the conceptual model: whether its parts name each other rightly and do not contradict themselves."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Diagnostic, sort_diagnostics
from database_designer.model.check.behaviour import lifecycle_faults, policy_faults, query_faults
from database_designer.model.check.circles import circle_faults
from database_designer.model.check.contradictions import contradiction_faults
from database_designer.model.check.faults import did_you_mean, duplicates, fault
from database_designer.model.check.members import (
    attribute_faults,
    back_faults,
    identity_faults,
    kind_faults,
    reference_faults,
)
from database_designer.model.check.rules import rule_faults
from database_designer.model.conceptual import ConceptualModel, EntityType
from database_designer.model.navigation import Navigation, member_names, navigate, relationships
from database_designer.source import Origin


def check_conceptual(model: ConceptualModel) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with the model, each with the element's place where it has one; () where nothing is."""
    navigation = navigate(model)
    return sort_diagnostics(
        (
            *_model_faults(model),
            *back_faults(model),
            *circle_faults(model, navigation),
            *(d for e in model.entities for d in entity_faults(model, e, navigation)),
        )
    )


def _model_faults(model: ConceptualModel) -> Iterator[Diagnostic]:
    names = [e.name for e in model.entities]
    for name in duplicates(names):
        fix = "make them one"
        yield fault("duplicate-entity", f"there are two entities {name}", _origin(model, name), element=name, fix=fix)
    for name in duplicates(v.name for v in model.lists):
        yield fault("duplicate-list", f"there are two lists {name}", None, element=name, fix="make them one")
    for value_list in model.lists:
        for value in duplicates(value_list.values):
            fact = f'the list {value_list.name} names "{value}" twice'
            yield fault("duplicate-value", fact, value_list.origin, element=value_list.name, fix="keep one of them")
    for key, name in (("actor", model.actor), ("tenancy", model.tenancy)):
        if name and name not in names:
            fix = did_you_mean(name, names)
            yield fault("unknown-entity", f'{key} names "{name}", which is no entity', None, element=key, fix=fix)


def _origin(model: ConceptualModel, name: str) -> Origin | None:
    entity = model.entity(name)
    return entity.origin if entity else None


def entity_faults(model: ConceptualModel, entity: EntityType, navigation: Navigation) -> Iterator[Diagnostic]:
    """Everything that is wrong with one entity."""
    yield from _name_faults(entity)
    for attribute in entity.attributes:
        yield from attribute_faults(entity, attribute, navigation)
    for element in relationships(entity):
        yield from reference_faults(model, entity, element, navigation)
    yield from identity_faults(entity, navigation)
    yield from kind_faults(model, entity, navigation)
    yield from lifecycle_faults(entity, navigation)
    for rule in entity.rules:
        yield from rule_faults(entity, rule, navigation)
    yield from contradiction_faults(entity, navigation)
    for query in entity.queries:
        yield from query_faults(entity, query, navigation)
    yield from policy_faults(entity, navigation)


def _name_faults(entity: EntityType) -> Iterator[Diagnostic]:
    for kind, names in (
        ("members", member_names(entity)),
        ("rules", [r.name for r in entity.rules]),
        ("queries", [q.name for q in entity.queries]),
    ):
        for name in duplicates(names):
            fact = f'{entity.name} has two {kind} called "{name}"'
            yield fault(
                "duplicate-name", fact, entity.origin, element=f"{entity.name}.{name}", fix="rename one of them"
            )
