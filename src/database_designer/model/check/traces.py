"""What enforcements, services and first rows name is there."""

from __future__ import annotations

from database_designer.model.check.triggers import Facts
from database_designer.model.physical import Assign, Column, PhysicalModel, RuleFunction, When


def trace_facts(physical: PhysicalModel) -> Facts:
    """Enforcements and services name objects that exist; what nothing keeps or serves has a reason."""
    known = _objects(physical)
    for enforcement in physical.enforcements:
        yield from ((enforcement.element, f"there is no object {o}") for o in enforcement.objects if o not in known)
        if not enforcement.objects and not enforcement.reason:
            yield enforcement.element, "nothing keeps it and nothing says why"
    for service in (*physical.services, *physical.implied):
        yield from ((service.query, f"there is no index {i}") for i in service.indexes if i not in known)
        if not service.indexes and not service.reason:
            yield service.query, "nothing serves it and nothing says why"
    for row in physical.seed:
        table = physical.table(row.table)
        columns: list[Column] = list(table.columns) if table is not None else []
        named = {c for c, _ in row.values}
        if not named <= {c.name for c in columns}:
            yield row.table, "a first row names a column that does not exist"
        by_trigger = _filled_by_triggers(row.table, physical)
        for column in columns:
            filled = (
                column.name in by_trigger
                or column.nullable
                or column.default is not None
                or column.generated is not None
            )
            if not filled and column.name not in named:
                yield row.table, f"a first row does not fill {column.name}"


def _objects(physical: PhysicalModel) -> frozenset[str]:
    of_tables = (
        name
        for t in physical.tables
        for name in (
            t.name,
            t.primary_key_name,
            *(u.name for u in t.uniques),
            *(c.name for c in t.checks),
            *(f"{t.name}.{c.name}" for c in t.columns),
        )
    )
    others = (
        physical.foreign_keys, physical.exclusions, physical.indexes, physical.functions, physical.triggers,
        physical.row_security, physical.views, physical.sequences,
    )  # fmt: skip
    return frozenset((*of_tables, *(o.name for group in others for o in group)))


def _filled_by_triggers(table: str, physical: PhysicalModel) -> frozenset[str]:
    """The columns that a trigger gives a value to before a row is written."""
    inserting = {t.function for t in physical.triggers if t.table == table and "INSERT" in t.events}
    rules = (f for f in physical.functions if isinstance(f, RuleFunction) and f.name in inserting)
    steps = (s for f in rules for step in f.body for s in (step.then if isinstance(step, When) else (step,)))
    return frozenset(s.column for s in steps if isinstance(s, Assign))
