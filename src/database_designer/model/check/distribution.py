"""What holds of every plan that Citus takes (Citus documentation, “Creating and Modifying Distributed Objects”)."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Diagnostic
from database_designer.model.check.faults import fault
from database_designer.model.distribution import Distribution, Placed, Placement
from database_designer.model.expression import Path
from database_designer.model.physical import DeleteAction, ForeignKey, Index, PhysicalModel, Table

FIX = "this is a fault of the compiler: report it with the documents at hand"
Facts = Iterator[tuple[str, str]]


def check_distribution(plan: Distribution) -> tuple[Diagnostic, ...]:
    """What is wrong with a plan: () for one that Citus takes. Each finding names the object."""
    facts = (
        *(f for placed in plan.tables(Placement.DISTRIBUTED) for f in _distributed(placed, plan.adapted)),
        *(f for key in plan.adapted.foreign_keys for f in _foreign_key(key, plan)),
    )
    return tuple(fault("distribution", f"{name}: {fact}", None, element=name, fix=FIX) for name, fact in facts)


def _distributed(placed: Placed, model: PhysicalModel) -> Facts:
    """Every unique key of a distributed table holds the distribution column, which is always set."""
    table = model.table(placed.table)
    column = table.column(placed.column) if table is not None else None
    if table is None or column is None:
        yield placed.table, f"it has no column {placed.column}"
        return
    if column.nullable:
        yield table.name, f"{column.name}, by which it is distributed, may be unset"
    yield from _keys(table, placed.column)
    for index in model.indexes:
        if index.table == table.name and index.unique and not _holds(index, placed.column):
            yield index.name, f"a unique index without {placed.column}"
    for exclusion in model.exclusions:
        if exclusion.table == table.name and Path(steps=(placed.column,)) not in exclusion.equal:
            yield exclusion.name, f"an exclusion constraint that does not compare {placed.column} by equality"


def _keys(table: Table, column: str) -> Facts:
    if column not in table.primary_key:
        yield table.primary_key_name, f"a primary key without {column}"
    for unique in table.uniques:
        if column not in unique.columns:
            yield unique.name, f"a unique key without {column}"


def _holds(index: Index, column: str) -> bool:
    return any(k.expression == Path(steps=(column,)) for k in index.keys)


def _foreign_key(key: ForeignKey, plan: Distribution) -> Facts:
    """Rows that point to each other lie on the same node."""
    own, target = plan.of(key.table), plan.of(key.target)
    if own is None or target is None:
        yield key.name, "a table of it has no place"
        return
    match own.placement, target.placement:
        case Placement.DISTRIBUTED, Placement.DISTRIBUTED:
            yield from _between(key, own, target)
        case Placement.DISTRIBUTED, Placement.LOCAL:
            yield key.name, "a distributed table points to one on the coordinator"
        case ((Placement.REFERENCE | Placement.LOCAL), Placement.DISTRIBUTED):
            yield key.name, f"a {own.placement} table points to a distributed one"
        case _:
            return


def _between(key: ForeignKey, own: Placed, target: Placed) -> Facts:
    if (own.column, target.column) not in zip(key.columns, key.target_columns, strict=True):
        yield key.name, f"it does not match {own.column} with {target.column}"
    if key.on_delete is DeleteAction.SET_NULL:
        yield key.name, "ON DELETE SET NULL with the distribution column in it"
    if key.cascade_updates:
        yield key.name, "ON UPDATE CASCADE with the distribution column in it"
