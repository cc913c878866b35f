"""The decisions that hold across the tables, each only where the design bears it out."""

from __future__ import annotations

from collections import Counter

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import codes, count, table_link
from database_designer.emit.document.words import cut
from database_designer.model.conceptual import DeletionManner
from database_designer.model.physical import (
    Column,
    CountVersion,
    NextNumber,
    PhysicalModel,
    RecordAudit,
    RefuseChange,
    TableKind,
    TouchUpdatedAt,
)
from database_designer.postgres.types import canonical_name


def decisions(facts: Facts) -> list[str]:
    """An item a decision."""
    physical = facts.physical
    found = [*_keys(physical), *_types(physical), *_references(physical), *_behaviour(facts)]
    return found or ["none: the design has no tables"]


def _keys(physical: PhysicalModel) -> list[str]:
    single = [t.column(t.primary_key[0]) for t in physical.tables if len(t.primary_key) == 1]
    made = [c for c in single if c is not None and c.default is not None]
    numbers = [c for c in made if isinstance(c.default, NextNumber)]
    uuids = [c for c in made if c.type.name == "uuid"]
    composite = [t for t in physical.tables if len(t.primary_key) > 1]
    lookups = [t for t in physical.tables if t.kind == TableKind.LOOKUP]
    return [
        *_if(
            uuids,
            f"**Keys**: {count(len(uuids), 'table')} have a UUID that the database makes (a client may bring its own).",
        ),
        *_if(
            numbers,
            f"**Keys**: {count(len(numbers), 'table')} have a number that the database counts up (identity columns).",
        ),
        *_if(composite, f"**Composite keys**: {_tables(composite)}."),
        *_if(lookups, f"**Lists kept by users** are tables: {_tables(lookups)}."),
    ]


def _types(physical: PhysicalModel) -> list[str]:
    columns = [(f"{t.name}.{c.name}", c) for t in physical.tables for c in t.columns]
    by_type = Counter(canonical_name(c.type.name) for _, c in columns if not c.type.is_enum)
    json = [name for name, c in columns if c.type.name == "jsonb"]
    enums = sum(c.type.is_enum for _, c in columns)
    instants, texts, exact = by_type["timestamp with time zone"], by_type["text"], by_type["numeric"]
    limited = by_type["character varying"]
    return [
        *_if(
            instants,
            f"**Points in time** are `timestamptz` ({count(instants, 'column')}): a moment, whatever the time zone of the client.",
        ),
        *_if(
            texts and not limited,
            f"**Texts** are `text` ({count(texts, 'column')}); a length that the documents give is a check, which can be changed later without rewriting the table.",
        ),
        *_if(exact, f"**Amounts and measures** are `numeric` ({count(exact, 'column')}): exact, never floating point."),
        *_if(
            enums,
            f"**Closed lists of values** are enum types ({count(len(physical.enums), 'type')}, {count(enums, 'column')}).",
        ),
        *_if(json, f"**`jsonb`** holds what has no fixed form: {cut([codes([j]) for j in json])}."),
        *_sensitive(columns),
    ]


def _sensitive(columns: list[tuple[str, Column]]) -> list[str]:
    classes: dict[str, list[str]] = {}
    for name, column in columns:
        if column.classification:
            classes.setdefault(column.classification, []).append(codes([name]))
    return [f"**Data classified as {kind}**: {cut(names, 20)}." for kind, names in sorted(classes.items())]


def _references(physical: PhysicalModel) -> list[str]:
    actions = Counter(str(key.on_delete) for key in physical.foreign_keys)
    listed = ", ".join(f"`{action}` {number}" for action, number in sorted(actions.items()))
    return _if(
        actions, f"**Deleting what is referred to** (`ON DELETE`): {listed}; the reason stands with each foreign key."
    )


def _behaviour(facts: Facts) -> list[str]:
    physical = facts.physical
    functions = {f.name: f for f in physical.functions}
    by_kind: dict[type, list[str]] = {}
    for trigger in physical.triggers:
        function = functions.get(trigger.function)
        if function:
            by_kind.setdefault(type(function), []).append(trigger.table)
    soft = [
        t
        for e in facts.concept.entities
        if e.deletion and e.deletion.manner in (DeletionManner.SOFT, DeletionManner.WITH_OWNER)
        if (t := physical.of_entity(e.name))
    ]
    touched, audited = _distinct(by_kind.get(TouchUpdatedAt)), _distinct(by_kind.get(RecordAudit))
    fixed, counted = _distinct(by_kind.get(RefuseChange)), _distinct(by_kind.get(CountVersion))
    return [
        *_if(touched, f"**`updated_at`** is kept by a trigger in {count(len(touched), 'table')}."),
        *_if(soft, f"**Soft deletion**: {_tables(soft)}; unique values may be used again after it."),
        *_if(audited, f"**Audited**: {cut([table_link(t) for t in audited])}."),
        *_if(fixed, f"**Append-only**: {cut([table_link(t) for t in fixed])}."),
        *_if(counted, f"**Optimistic locking** by a version number: {cut([table_link(t) for t in counted])}."),
    ]


def _distinct(names: list[str] | None) -> list[str]:
    return list(dict.fromkeys(names or ()))


def _tables(tables: list) -> str:  # type: ignore[type-arg]
    return cut([table_link(t.name) for t in tables])


def _if(condition: object, text: str) -> list[str]:
    return [text] if condition else []
