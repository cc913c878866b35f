"""What the things of a design have to do with each other, read both ways: what each serves, and what depends on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from database_designer.emit.document.walk import columns_of
from database_designer.emit.explaining.explanation import Bond, Key, Subject
from database_designer.emit.explaining.subjects import REQUIREMENT
from database_designer.model.conceptual import Attribute, EntityType, Link, Query, Reference
from database_designer.model.design import Design
from database_designer.model.physical import (
    Check,
    Column,
    Exclusion,
    ForeignKey,
    Index,
    Job,
    RowSecurity,
    Table,
    Trigger,
    UniqueConstraint,
)
from database_designer.model.physical import Sequence as NumberSequence

_Edge: TypeAlias = tuple[Key, str, str, str]
"""A thing, what it does with another ("" where its origin says it), what the other has of it, the name of the other."""

_READERS = {"function", "view"}
_PLANNED = {"table", "function", "type", "view"}


def bonds_of(subjects: Sequence[Subject], design: Design) -> Mapping[Key, tuple[Bond, ...]]:
    """For each thing what it has to do with others, in the order of the model; what is of no known name is left out."""
    named = _by_name(subjects)
    found: dict[Key, dict[str, dict[Key, None]]] = {s.key: {} for s in subjects}
    for source, says, back, name in _edges(subjects, design, named):
        for target in named.get(name, ()):
            if target != source:
                if says:
                    found[source].setdefault(says, {})[target] = None
                found[target].setdefault(back, {})[source] = None
    return {
        key: tuple(Bond(how=how, others=tuple(others)) for how, others in hows.items()) for key, hows in found.items()
    }


def _by_name(subjects: Iterable[Subject]) -> dict[str, list[Key]]:
    """The things by their names; triggers and policies by those that they have within their table, too."""
    named: dict[str, list[Key]] = {}
    for subject in subjects:
        key = subject.key
        named.setdefault(key.name, []).append(key)
        if key.kind in ("trigger", "policy"):
            named.setdefault(key.name.partition(".")[2], []).append(key)
    return named


def _edges(subjects: Iterable[Subject], design: Design, named: Mapping[str, Sequence[Key]]) -> Iterator[_Edge]:
    for subject in subjects:
        yield from _own(subject)
        yield from _asked(subject)
    physical = design.physical
    for service in physical.services:
        for index in service.indexes:
            yield from ((key, "serves", "is served by", service.query) for key in named.get(index, ()))
    for enforcement in physical.enforcements:
        for name in enforcement.objects:
            yield from ((key, "keeps", "is kept by", enforcement.element) for key in named.get(name, ()))
    for statement in design.plan.schema:
        source = Key(statement.creates.kind, statement.creates.name)
        if source.kind in _READERS:
            needs = (n for n in statement.needs if n.kind in _PLANNED)
            yield from ((source, "reads or writes", "is read or written by", n.name) for n in needs)


def _asked(subject: Subject) -> Iterator[_Edge]:
    """The requirements behind a thing."""
    for requirement in subject.origin.requirements if subject.origin is not None else ():
        yield subject.key, "", "led to", requirement


def _own(subject: Subject) -> Iterator[_Edge]:
    """What the thing itself says of others."""
    key, table, value = subject.key, subject.table, subject.value
    if key.kind == REQUIREMENT:
        return
    match value:
        case Table():
            if key.kind == "primary key":
                yield key, "is the key of", "has the primary key", table
                yield from _columns(key, table, value.primary_key)
            elif value.entity:
                yield key, "holds the rows of", "is held in", value.entity
        case Column():
            yield key, "is a column of", "has the columns", table
            yield key, "holds", "is held in", value.element
            if value.type.is_enum:
                yield key, "has the type", "is the type of", value.type.name
        case UniqueConstraint():
            yield key, "constrains", "is constrained by", table
            yield from _columns(key, table, value.columns)
        case Check():
            yield key, "constrains", "is constrained by", table
            yield from _columns(key, table, columns_of(value.condition))
        case _:
            yield from _beside_table(key, value)
            yield from _of_concept(key, value)


def _beside_table(key: Key, value: object) -> Iterator[_Edge]:
    match value:
        case ForeignKey():
            yield key, "constrains", "is constrained by", value.table
            yield key, "refers to", "is referred to by", value.target
            yield key, "holds", "is held in", value.element
            yield from _columns(key, value.table, value.columns)
        case Exclusion():
            yield key, "constrains", "is constrained by", value.table
            parts = (*value.equal, value.period)
            yield from _columns(key, value.table, {c for e in parts for c in columns_of(e)})
        case Index():
            yield key, "is an index of", "has the indexes", value.table
            parts = (*(k.expression for k in value.keys), *((value.predicate,) if value.predicate is not None else ()))
            yield from _columns(key, value.table, {*value.include, *(c for e in parts for c in columns_of(e))})
            yield from ((key, "serves", "is served by", name) for name in value.serves)
        case Trigger():
            yield key, "fires on", "has the triggers", value.table
            yield key, "calls", "is called by", value.function
        case RowSecurity():
            yield key, "shows rows of", "has the policies", value.table
            yield key, "calls", "is called by", value.function
        case Job():
            yield key, "works on", "is worked on by", value.table
            yield key, "runs", "is run by", value.function or value.view
            yield key, "does what is said of", "is done by", value.element
        case NumberSequence():
            yield key, "numbers", "is numbered by", f"{value.table}.{value.column}"
        case _:
            return


def _of_concept(key: Key, value: object) -> Iterator[_Edge]:
    owner = key.name.rpartition(".")[0]
    if owner and not isinstance(value, Trigger | RowSecurity):
        yield key, "belongs to", "has", owner
    match value:
        case Attribute() if value.type.list_name:
            yield key, "takes its values from", "gives its values to", value.type.list_name
        case Reference() | Link():
            yield key, "points to", "is pointed to by", value.to
        case Query():
            paths = (*value.filter, *value.optional, *value.range, *value.search, *(s.path for s in value.sort))
            yield from ((key, "looks at", "is looked at by", f"{owner}.{p[0]}") for p in paths if p)
        case EntityType() if value.kind_of:
            yield key, "is a kind of", "has the kinds", value.kind_of
        case _:
            return


def _columns(key: Key, table: str, columns: Iterable[str]) -> Iterator[_Edge]:
    for column in sorted(columns) if isinstance(columns, set) else columns:
        yield key, "is over", "is used by", f"{table}.{column}"
