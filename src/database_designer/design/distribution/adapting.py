"""The same database with the distribution column in every key of a distributed table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from database_designer.design.distribution.functions import of_one_row
from database_designer.model.decision import because
from database_designer.model.distribution import Distribution, Placed, Placement
from database_designer.model.expression import Path
from database_designer.model.physical import (
    Column,
    ColumnRole,
    DeleteAction,
    Exclusion,
    ForeignKey,
    Index,
    IndexKey,
    PhysicalModel,
    Table,
    Trigger,
    UniqueConstraint,
)

BY = "design.distribution"
GIST_OF_VALUES = "btree_gist"


def adapted(plan: Distribution, physical: PhysicalModel) -> PhysicalModel:
    """The model as Citus takes it: keys with the distribution column, no key or trigger that would cross nodes."""
    columns = {p.table: p for p in plan.tables(Placement.DISTRIBUTED)}
    exclusions = tuple(_exclusion(x, columns.get(x.table)) for x in physical.exclusions if x.table != plan.root)
    gist = (GIST_OF_VALUES,) if exclusions != physical.exclusions else ()
    return replace(
        physical,
        extensions=tuple(dict.fromkeys((*physical.extensions, *gist))),
        tables=tuple(_table(t, columns.get(t.name), plan, physical) for t in physical.tables),
        foreign_keys=tuple(_foreign_keys(plan, physical)),
        indexes=tuple(
            _index(i, columns.get(i.table))
            for i in physical.indexes
            if not (i.unique and empties(i.table, plan, plain_columns(i)))
        ),
        exclusions=exclusions,
        triggers=tuple(t for t in physical.triggers if stays_local(t.table, plan) or works(t, physical)),
    )


def works(trigger: Trigger, physical: PhysicalModel) -> bool:
    """Whether a trigger does on a node what it does on one machine."""
    return not trigger.deferred and of_one_row(trigger.function, physical)


def empties(table: str, plan: Distribution, columns: tuple[str, ...]) -> bool:
    """Whether a unique key says nothing any more with the distribution column in it: of the root, that is its own key."""
    placed = plan.of(table)
    return table == plan.root and placed is not None and placed.column not in columns


def plain_columns(index: Index) -> tuple[str, ...]:
    """The columns of an index, without its expressions."""
    return tuple(k.expression.steps[0] for k in index.keys if isinstance(k.expression, Path))


def stays_local(table: str, plan: Distribution) -> bool:
    """Whether a table stays on the coordinator, where triggers may do what they do."""
    found = plan.of(table)
    return found is None or found.placement is Placement.LOCAL


def _table(table: Table, placed: Placed | None, plan: Distribution, physical: PhysicalModel) -> Table:
    if placed is None:
        return table
    held = (*table.columns, _column(placed, plan, physical)) if placed.added else table.columns
    return replace(
        table,
        columns=held,
        primary_key=with_column(table.primary_key, placed),
        uniques=tuple(_unique(u, placed) for u in table.uniques if not empties(table.name, plan, u.columns)),
    )


def _column(placed: Placed, plan: Distribution, physical: PhysicalModel) -> Column:
    """The key of the root row that a row belongs to."""
    root = next(t for t in physical.tables if t.name == plan.root)
    key = next(c for c in root.columns if c.name == root.primary_key[0])
    return Column(
        name=placed.column,
        type=key.type,
        role=ColumnRole.REFERENCE,
        origin=because(root.origin, BY, "rows that are read together lie on one node"),
        comment=f"What the row is distributed by: the {key.name} of the row of {plan.root} that it belongs to.",
    )


def with_column(columns: tuple[str, ...], placed: Placed) -> tuple[str, ...]:
    """The columns of a key with the distribution column, in front where it was missing."""
    return columns if placed.column in columns else (placed.column, *columns)


def _unique(unique: UniqueConstraint, placed: Placed) -> UniqueConstraint:
    return replace(unique, columns=with_column(unique.columns, placed))


def _index(index: Index, placed: Placed | None) -> Index:
    if placed is None or not index.unique or _path(placed) in [k.expression for k in index.keys]:
        return index
    return replace(index, keys=(IndexKey(expression=_path(placed)), *index.keys))


def _exclusion(exclusion: Exclusion, placed: Placed | None) -> Exclusion:
    if placed is None or _path(placed) in exclusion.equal:
        return exclusion
    return replace(exclusion, equal=(_path(placed), *exclusion.equal))


def _path(placed: Placed) -> Path:
    return Path(steps=(placed.column,))


def _foreign_keys(plan: Distribution, physical: PhysicalModel) -> Iterator[ForeignKey]:
    """The keys that the nodes can keep, each with the distribution columns of both sides."""
    for key in physical.foreign_keys:
        own, target = plan.of(key.table), plan.of(key.target)
        if own is None or target is None or target.placement is not Placement.DISTRIBUTED:
            yield key
        elif own.placement is Placement.DISTRIBUTED and can_match(key, own, target, plan):
            yield _matched(key, own, target)


def can_match(key: ForeignKey, own: Placed, target: Placed, plan: Distribution) -> bool:
    """Whether the distribution columns of both sides can stand beside each other in a key: none points elsewhere."""
    pairs = list(zip(key.columns, key.target_columns, strict=True))
    if any((here == own.column) != (there == target.column) for here, there in pairs):
        return False
    return (own.column, target.column) in pairs or not empties(key.target, plan, key.target_columns)


def _matched(key: ForeignKey, own: Placed, target: Placed) -> ForeignKey:
    """The key over both distribution columns; what it may not do with these, the application does."""
    held = own.column in key.columns
    return replace(
        key,
        columns=key.columns if held else (own.column, *key.columns),
        target_columns=key.target_columns if held else (target.column, *key.target_columns),
        on_delete=DeleteAction.NO_ACTION if key.on_delete is DeleteAction.SET_NULL else key.on_delete,
        cascade_updates=False,
    )
