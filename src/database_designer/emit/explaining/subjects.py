"""All things of a design that have a name, in the order of the model: the database first, then what it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from database_designer.emit.explaining.explanation import Key, Subject
from database_designer.model.conceptual import ConceptualModel, EntityType
from database_designer.model.design import Design
from database_designer.model.physical import Function, PhysicalModel, Table
from database_designer.source import Origin

REQUIREMENT = "requirement"


def subjects(design: Design) -> tuple[Subject, ...]:
    """Everything that can be explained, each once."""
    found = (*_of_database(design.physical), *_of_concept(design.concept), *_requirements(design))
    return tuple({s.key: s for s in reversed(found)}.values())[::-1]


def _of_database(physical: PhysicalModel) -> Iterator[Subject]:
    for table in physical.tables:
        yield from _of_table(table)
    for key in physical.foreign_keys:
        yield _subject("foreign key", key.name, key, key.origin, key.table)
    for exclusion in physical.exclusions:
        yield _subject("exclusion constraint", exclusion.name, exclusion, exclusion.origin, exclusion.table)
    for index in physical.indexes:
        yield _subject("index", index.name, index, index.origin, index.table)
    for enum in physical.enums:
        yield _subject("enum type", enum.name, enum, enum.origin)
    for sequence in physical.sequences:
        yield _subject("sequence", sequence.name, sequence, sequence.origin, sequence.table)
    for function in physical.functions:
        yield _subject("function", function.name, function, _origin_of(function))
    for trigger in physical.triggers:
        yield _subject("trigger", f"{trigger.table}.{trigger.name}", trigger, trigger.origin, trigger.table)
    for security in physical.row_security:
        yield _subject("policy", f"{security.table}.{security.name}", security, security.origin, security.table)
    for view in physical.views:
        yield _subject("view", view.name, view, view.origin)
    for job in physical.jobs:
        yield _subject("job", job.name, job, job.origin, job.table)


def _of_table(table: Table) -> Iterator[Subject]:
    name = table.name
    yield _subject("table", name, table, table.origin, name)
    for column in table.columns:
        yield _subject("column", f"{name}.{column.name}", column, column.origin, name)
    if table.primary_key:
        yield _subject("primary key", table.primary_key_name, table, table.origin, name)
    for unique in table.uniques:
        yield _subject("unique constraint", unique.name, unique, unique.origin, name)
    for check in table.checks:
        yield _subject("check constraint", check.name, check, check.origin, name)


def _origin_of(function: Function) -> Origin | None:
    """Functions that all tables share come of no single sentence."""
    origin = getattr(function, "origin", None)
    return origin if isinstance(origin, Origin) else None


def _of_concept(concept: ConceptualModel) -> Iterator[Subject]:
    for entity in concept.entities:
        yield _subject("entity type", entity.name, entity, entity.origin)
        yield from _members(entity)
    for shared in concept.lists:
        yield _subject("list", shared.name, shared, shared.origin)
    for rule in concept.rules:
        yield _subject("rule", rule.name, rule, rule.origin)


def _members(entity: EntityType) -> Iterator[Subject]:
    for attribute in entity.attributes:
        yield _subject("attribute", f"{entity.name}.{attribute.name}", attribute, attribute.origin)
    for reference in entity.references:
        yield _subject("reference", f"{entity.name}.{reference.name}", reference, reference.origin)
    for link in entity.links:
        yield _subject("link", f"{entity.name}.{link.name}", link, link.origin)
    if entity.lifecycle is not None:
        lifecycle = entity.lifecycle
        yield _subject("lifecycle", f"{entity.name}.{lifecycle.state}", lifecycle, lifecycle.origin)
    for rule in entity.rules:
        yield _subject("rule", f"{entity.name}.{rule.name}", rule, rule.origin)
    for query in entity.queries:
        yield _subject("access pattern", f"{entity.name}.{query.name}", query, query.origin)


def _requirements(design: Design) -> Iterator[Subject]:
    """The ids that the documents number their requirements by, and those that model.yaml names."""
    concept = design.concept
    named = (r for s in (*_of_database(design.physical), *_of_concept(concept)) if s.origin for r in _ids(s.origin))
    ids: Iterable[str] = (*(a.requirement for a in concept.accounting), *named)
    accounted = {a.requirement: a for a in concept.accounting}
    for name in dict.fromkeys(ids):
        yield _subject(REQUIREMENT, name, accounted.get(name), None)


def _ids(origin: Origin) -> tuple[str, ...]:
    return origin.requirements


def _subject(kind: str, name: str, value: object, origin: Origin | None, table: str = "") -> Subject:
    return Subject(key=Key(kind, name), value=value, origin=origin, table=table)
