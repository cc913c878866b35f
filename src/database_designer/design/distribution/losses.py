"""What a distributed database does not keep as it is: each object with what becomes of it, and why."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.design.distribution.adapting import can_match, empties, plain_columns, stays_local, works
from database_designer.design.distribution.functions import of_one_row
from database_designer.model.distribution import Distribution, Loss, LossKind, Placed, Placement
from database_designer.model.expression import Path
from database_designer.model.physical import (
    DeleteAction,
    ExpireRows,
    ForeignKey,
    Index,
    PhysicalModel,
    RetainRows,
    Trigger,
    UniqueConstraint,
)


def losses(plan: Distribution, physical: PhysicalModel) -> tuple[Loss, ...]:
    """All of them: foreign keys, unique keys, exclusion constraints, triggers, row level security, jobs."""
    return (
        *(loss for key in physical.foreign_keys for loss in _foreign_key(key, plan)),
        *_unique_keys(plan, physical),
        *_exclusions(plan, physical),
        *(loss for trigger in physical.triggers for loss in _trigger(trigger, plan, physical)),
        *_row_security(plan, physical),
        *_jobs(plan, physical),
    )


def _foreign_key(key: ForeignKey, plan: Distribution) -> Iterator[Loss]:
    own, target = plan.of(key.table), plan.of(key.target)
    if own is None or target is None or target.placement is not Placement.DISTRIBUTED:
        return
    if own.placement is not Placement.DISTRIBUTED:
        reason = f"{key.table} is a {own.placement} table, {key.target} a distributed one: no node has all rows that it points to"
        yield _of_key(key, LossKind.DROPPED, reason)
    elif not can_match(key, own, target, plan):
        reason = f"{own.column} is not what it points by, so the row of {key.target} may lie on another node"
        yield _of_key(key, LossKind.DROPPED, reason)
    else:
        if key.name != own.along and own.column not in key.columns:
            reason = f"a row may point only to a row of {key.target} that belongs to the same row of {plan.root}"
            yield _of_key(key, LossKind.CHANGED, reason)
        yield from _actions(key)


def _actions(key: ForeignKey) -> Iterator[Loss]:
    if key.on_delete is DeleteAction.SET_NULL:
        reason = (
            "ON DELETE SET NULL is refused with the distribution column in the key: the application unsets it first"
        )
        yield _of_key(key, LossKind.CHANGED, reason)
    if key.cascade_updates:
        reason = "ON UPDATE CASCADE is refused with the distribution column in the key: the application changes both"
        yield _of_key(key, LossKind.CHANGED, reason)


def _of_key(key: ForeignKey, kind: LossKind, reason: str) -> Loss:
    return Loss(kind=kind, what="foreign key", name=key.name, table=key.table, reason=reason, origin=key.origin)


def _unique_keys(plan: Distribution, physical: PhysicalModel) -> Iterator[Loss]:
    """Unique keys that hold among the rows of one node only. Primary keys are unique by where their values come from."""
    keys: list[tuple[UniqueConstraint | Index, str, tuple[str, ...]]] = [
        (u, t.name, u.columns) for t in physical.tables for u in t.uniques
    ]
    keys += [(i, i.table, plain_columns(i)) for i in physical.indexes if i.unique]
    for key, table, columns in keys:
        placed = plan.of(table)
        if placed is None or placed.placement is not Placement.DISTRIBUTED or placed.column in columns:
            continue
        if empties(table, plan, columns):
            reason = "equal values may lie on different nodes: what is looked up by them goes into a table of its own"
            kind = LossKind.DROPPED
        elif not _settled(columns, placed, plan, physical):
            reason, kind = f"it holds among the rows of one row of {plan.root}, no more among all", LossKind.WEAKER
        else:
            continue
        yield Loss(kind=kind, what="unique key", name=key.name, table=table, reason=reason, origin=key.origin)


def _settled(columns: tuple[str, ...], placed: Placed, plan: Distribution, physical: PhysicalModel) -> bool:
    """Whether the columns tell the root row already: by a foreign key among them that stays."""
    targets = {p.table for p in plan.tables(Placement.DISTRIBUTED)}
    kept = {k.name for k in plan.adapted.foreign_keys}
    keys = (k for k in physical.foreign_keys if k.table == placed.table and k.target in targets and k.name in kept)
    table = next((t for t in physical.tables if t.name == placed.table), None)
    own = table is not None and {*table.primary_key} <= {*columns}
    return own or any({*k.columns} <= {*columns} for k in keys)


def _exclusions(plan: Distribution, physical: PhysicalModel) -> Iterator[Loss]:
    for exclusion in physical.exclusions:
        placed = plan.of(exclusion.table)
        if placed is None or placed.placement is not Placement.DISTRIBUTED:
            continue
        columns = tuple(e.steps[0] for e in exclusion.equal if isinstance(e, Path))
        root = exclusion.table == plan.root
        if placed.column in columns or (not root and _settled(columns, placed, plan, physical)):
            continue
        reason = (
            "it compares rows that may lie on different nodes"
            if root
            else f"it compares the rows of one row of {plan.root}, no more all"
        )
        kind = LossKind.DROPPED if root else LossKind.WEAKER
        yield Loss(
            kind=kind, what="exclusion constraint", name=exclusion.name, table=exclusion.table, reason=reason,
            origin=exclusion.origin,
        )  # fmt: skip


def _trigger(trigger: Trigger, plan: Distribution, physical: PhysicalModel) -> Iterator[Loss]:
    if stays_local(trigger.table, plan) or works(trigger, physical):
        return
    reason = (
        "it fires at the end of the transaction, by rows of several nodes"
        if trigger.deferred
        else f"{trigger.function} reads or writes other rows, and a trigger runs on the node of its own row"
    )
    yield Loss(
        kind=LossKind.DROPPED, what="trigger", name=trigger.name, table=trigger.table, reason=reason,
        origin=trigger.origin,
    )  # fmt: skip


def _row_security(plan: Distribution, physical: PhysicalModel) -> Iterator[Loss]:
    for security in physical.row_security:
        if not stays_local(security.table, plan) and not of_one_row(security.function, physical):
            reason = f"{security.function} reads other rows: before the table is distributed, who sees what has to follow from the row itself"
            yield Loss(
                kind=LossKind.STAYS, what="row level security", name=security.name, table=security.table, reason=reason,
                origin=security.origin,
            )  # fmt: skip


def _jobs(plan: Distribution, physical: PhysicalModel) -> Iterator[Loss]:
    for function in physical.functions:
        if isinstance(function, ExpireRows | RetainRows) and not stays_local(function.table, plan):
            reason = f"FOR UPDATE over the rows of several nodes is refused: it has to be called for one row of {plan.root} after the other"
            yield Loss(
                kind=LossKind.STAYS, what="job", name=function.name, table=function.table, reason=reason,
                origin=function.origin,
            )  # fmt: skip
