"""Indexes: every foreign key and every query is served, and no index is there twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from database_designer.design.expressions import column_path
from database_designer.design.layout import Layout
from database_designer.design.names import object_name
from database_designer.model.decision import because
from database_designer.model.physical import ForeignKey, Index, IndexKey, Table, UniqueConstraint

BY = "design.indexes"


def for_foreign_keys(keys: tuple[ForeignKey, ...], layout: Layout) -> tuple[Index, ...]:
    """An index on the columns of each foreign key."""
    return tuple(_of_foreign_key(k, layout) for k in keys)


def _of_foreign_key(key: ForeignKey, layout: Layout) -> Index:
    purpose = f"finds the rows that point to a row of {key.target}, when it is read and when it is deleted"
    return Index(
        name=object_name("ix", key.table, key.columns, layout.tables),
        table=key.table,
        keys=tuple(IndexKey(expression=column_path(c)) for c in key.columns),
        origin=because(key.origin, BY, "every foreign key is covered by an index"),
        serves=(key.name,),
        purpose=purpose,
    )


def backing(tables: Iterable[Table], uniques: Iterable[tuple[str, UniqueConstraint]]) -> tuple[Index, ...]:
    """The indexes that PostgreSQL makes for primary keys and unique constraints, as indexes."""
    keys = [(t.name, t.primary_key_name, t.primary_key, t.origin) for t in tables]
    keys += [(table, u.name, u.columns, u.origin) for table, u in uniques]
    return tuple(
        Index(
            name=name,
            table=table,
            keys=tuple(IndexKey(expression=column_path(c)) for c in columns),
            origin=origin,
            unique=True,
        )
        for table, name, columns, origin in keys
    )


def without_redundant(
    wanted: tuple[Index, ...], present: tuple[Index, ...]
) -> tuple[tuple[Index, ...], dict[str, str]]:
    """The wanted indexes that no other one covers, and by which index each dropped one is covered.

    What a dropped index serves, the one that stays serves too. `present` stays in any case.
    """
    kept: dict[str, list[Index]] = {}
    there: dict[str, list[Index]] = {}
    for index in present:
        there.setdefault(index.table, []).append(index)
    covered: dict[str, str] = {}
    for index in sorted(dict.fromkeys(wanted), key=_widest_first):
        own = kept.setdefault(index.table, [])
        other = next((o for o in (*there.get(index.table, ()), *own) if covers(o, index)), None)
        if other is None:
            own.append(index)
            continue
        covered[index.name] = other.name
        if other in own:
            serves = tuple(dict.fromkeys((*other.serves, *index.serves)))
            own[own.index(other)] = replace(other, serves=serves)
    order = {index.name: position for position, index in reversed(list(enumerate(wanted)))}
    return tuple(sorted((i for own in kept.values() for i in own), key=lambda i: order[i.name])), covered


def _widest_first(index: Index) -> tuple[int, int]:
    return -len(index.keys), 0 if index.predicate is None else 1


def covers(index: Index, other: Index) -> bool:
    """Whether `index` serves whatever `other` serves: the same rows or all, and its keys begin with those of `other`."""
    if (index.table, index.method) != (other.table, other.method) or len(index.keys) < len(other.keys):
        return False
    if index.predicate is not None and index.predicate != other.predicate:
        return False
    beginning = index.keys[: len(other.keys)]
    if index.method != "btree":
        return beginning == other.keys and len(index.keys) == len(other.keys)
    return beginning == other.keys or beginning == tuple(replace(k, descending=not k.descending) for k in other.keys)
