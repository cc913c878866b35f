"""The decisions that hold across the tables, each only where the design bears it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import code, count, prose, table_link
from database_designer.emit.document.words import cut
from database_designer.model.conceptual import DeletionManner
from database_designer.model.physical import (
    CountVersion,
    Function,
    NewUuid,
    NextNumber,
    PhysicalModel,
    RecordAudit,
    RefuseChange,
    TableKind,
    TouchUpdatedAt,
)
from database_designer.postgres.types import canonical_name

_Decision: TypeAlias = tuple[object, str]
"""A decision and what has to be there for it to be said."""


def decisions(facts: Facts) -> list[str]:
    """An item a decision."""
    physical = facts.physical
    found = (*_keys(physical), *_types(physical), *_references(physical), *_behaviour(facts))
    return [text for applies, text in found if applies] or ["none: the design has no tables"]


def _keys(physical: PhysicalModel) -> Iterator[_Decision]:
    single = [t.column(t.primary_key[0]) for t in physical.tables if len(t.primary_key) == 1]
    numbers = sum(c is not None and isinstance(c.default, NextNumber) for c in single)
    uuids = sum(c is not None and isinstance(c.default, NewUuid) for c in single)
    composite = [t.name for t in physical.tables if len(t.primary_key) > 1]
    lookups = [t.name for t in physical.tables if t.kind == TableKind.LOOKUP]
    yield uuids, f"**Keys** are UUIDs that the database makes ({count(uuids, 'table')}); a client may bring its own."
    yield numbers, f"**Keys** are numbers that the database counts up ({count(numbers, 'table')})."
    yield composite, f"**Composite keys**: {_tables(composite)}."
    yield lookups, f"**Lists kept by users** are tables: {_tables(lookups)}."


def _types(physical: PhysicalModel) -> Iterator[_Decision]:
    columns = [(f"{t.name}.{c.name}", c) for t in physical.tables for c in t.columns]
    number = Counter(canonical_name(c.type.name) for _, c in columns if not c.type.is_enum)
    enums = sum(c.type.is_enum for _, c in columns)
    json = [name for name, c in columns if c.type.name == "jsonb"]
    instants, texts, exact = (number[t] for t in ("timestamp with time zone", "text", "numeric"))
    types = count(len(physical.enums), "type")
    yield (
        instants,
        f"**Points in time** are `timestamptz` ({count(instants, 'column')}), in whatever zone the client is.",
    )
    yield texts, f"**Texts** are `text` ({count(texts, 'column')}); a length that the documents give is a check."
    yield exact, f"**Amounts and measures** are `numeric` ({count(exact, 'column')}): exact, never floating point."
    yield enums, f"**Closed lists of values** are enum types ({types}, {count(enums, 'column')})."
    yield json, f"**`jsonb`** holds what has no fixed form: {cut([code(name) for name in json])}."
    for kind in sorted({c.classification for _, c in columns if c.classification}):
        names = [code(name) for name, c in columns if c.classification == kind]
        yield True, f"**Data classified as {prose(kind)}**: {cut(names, 20)}."


def _references(physical: PhysicalModel) -> Iterator[_Decision]:
    actions = Counter(str(key.on_delete) for key in physical.foreign_keys)
    listed = ", ".join(f"`{action}` {number}" for action, number in sorted(actions.items()))
    yield actions, f"**Deleting what is referred to** (`ON DELETE`): {listed}; reasons stand with the foreign keys."


def _behaviour(facts: Facts) -> Iterator[_Decision]:
    manners = (DeletionManner.SOFT, DeletionManner.WITH_OWNER)
    soft = [e.name for e in facts.concept.entities if e.deletion and e.deletion.manner in manners]
    held = [t.name for t in map(facts.physical.of_entity, soft) if t]
    touched = _fired_on(TouchUpdatedAt, facts.physical)
    audited = _fired_on(RecordAudit, facts.physical)
    fixed = _fired_on(RefuseChange, facts.physical)
    counted = _fired_on(CountVersion, facts.physical)
    yield touched, f"**Times of the last change** are kept by triggers ({count(len(touched), 'table')})."
    yield held, f"**Soft deletion**: {_tables(held)}."
    yield audited, f"**Audited**: {_tables(audited)}."
    yield fixed, f"**Append-only**: {_tables(fixed)}."
    yield counted, f"**Optimistic locking** by a version number: {_tables(counted)}."


def _fired_on(kind: type[Function], physical: PhysicalModel) -> list[str]:
    """The tables with a trigger of a kind of function for changes of their rows, each once."""
    names = {f.name for f in physical.functions if isinstance(f, kind)}
    of_changes = (t for t in physical.triggers if t.for_each == "ROW" and "UPDATE" in t.events)
    return list(dict.fromkeys(t.table for t in of_changes if t.function in names))


def _tables(names: list[str]) -> str:
    return cut([table_link(name) for name in names], 40)
