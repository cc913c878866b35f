"""What holds of every sound physical model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from database_designer.diagnostics import Diagnostic
from database_designer.model.check.expressions import expressions, scopes
from database_designer.model.check.families import IllTyped, Typing, family_of
from database_designer.model.check.faults import duplicates, fault
from database_designer.model.check.immutable import immutable
from database_designer.model.expression import Expression, Path
from database_designer.model.physical import (
    CascadeSoftDelete,
    CheckTransition,
    Column,
    CountVersion,
    DeleteAction,
    Exclusion,
    ExpireRows,
    ForeignKey,
    Index,
    KeepImmutable,
    NextNumber,
    PhysicalModel,
    RecordAudit,
    Table,
    TouchGuard,
    TouchUpdatedAt,
    Trigger,
)

FIX = "this is a fault of the compiler: report it with the documents at hand"
NAME_BYTES = 63
KEY_COLUMNS = 32
TABLE_COLUMNS = 1600
AUDIT_COLUMNS = ("table_name", "record_id", "action", "old_values", "new_values", "changed_by", "changed_at")


def check_physical(physical: PhysicalModel) -> tuple[Diagnostic, ...]:
    """What is wrong with a physical model: () for one that PostgreSQL takes. Each finding names the object."""
    facts = (
        *_names(physical),
        *(f for t in physical.tables for f in _table(t, physical)),
        *(f for k in physical.foreign_keys for f in _foreign_key(k, physical)),
        *(f for i in physical.indexes for f in _index(i, physical)),
        *(f for x in physical.exclusions for f in _exclusion(x, physical)),
        *_covered(physical),
        *(f for t in physical.triggers for f in _trigger(t, physical)),
        *_functions(physical),
        *_expressions(physical),
        *_traces(physical),
    )
    return tuple(fault("physical-model", f"{name}: {fact}", None, element=name, fix=FIX) for name, fact in facts)


Facts = Iterator[tuple[str, str]]
"""Findings: the name of the object and what is wrong with it."""


def _names(physical: PhysicalModel) -> Facts:
    tables = [t.name for t in physical.tables]
    uniques = [u.name for t in physical.tables for u in t.uniques]
    primary = [t.primary_key_name for t in physical.tables]
    relations = [*tables, *primary, *uniques, *(i.name for i in physical.indexes), *(v.name for v in physical.views)]
    relations += [x.name for x in physical.exclusions]
    types = [*tables, *(e.name for e in physical.enums), *(v.name for v in physical.views)]
    functions = [f.name for f in physical.functions]
    for names, kind in ((relations, "tables, views and indexes"), (types, "types"), (functions, "functions")):
        yield from ((name, f"two {kind} have this name") for name in duplicates(names))
    constraints = [(t.name, t.primary_key_name) for t in physical.tables]
    constraints += [(t.name, c.name) for t in physical.tables for c in t.checks]
    constraints += [(t.name, u.name) for t in physical.tables for u in t.uniques]
    constraints += [(k.table, k.name) for k in physical.foreign_keys]
    yield from _twice(constraints, "constraints")
    yield from _twice([(t.table, t.name) for t in physical.triggers], "triggers")
    columns = (c.name for t in physical.tables for c in t.columns)
    for name in dict.fromkeys((*relations, *types, *functions, *columns, *(t.name for t in physical.triggers))):
        if not name or len(name.encode()) > NAME_BYTES or "\x00" in name:
            yield name, f"a name has 1 to {NAME_BYTES} bytes"


def _twice(names: list[tuple[str, str]], kind: str) -> Facts:
    """What has the same name in the same table."""
    counted = Counter(names)
    yield from ((name, f"two {kind} of {table} have this name") for (table, name), n in counted.items() if n > 1)


def _table(table: Table, physical: PhysicalModel) -> Facts:
    names = [c.name for c in table.columns]
    enums = {e.name for e in physical.enums}
    yield from ((table.name, f"it has two columns {n}") for n in duplicates(names))
    if not table.primary_key or tuple(names[: len(table.primary_key)]) != table.primary_key:
        yield table.name, "its primary key is missing or does not stand first"
    if len(names) > TABLE_COLUMNS:
        yield table.name, f"it has more than {TABLE_COLUMNS} columns"
    for unique in table.uniques:
        yield from ((unique.name, f"the column {c} is missing") for c in unique.columns if c not in names)
        if len(unique.columns) > KEY_COLUMNS or duplicates(unique.columns):
            yield unique.name, "its columns are doubled or too many"
    for column in table.columns:
        if column.nullable and column.name in table.primary_key:
            yield f"{table.name}.{column.name}", "a column of the primary key may be unset"
        if column.type.is_enum and column.type.name not in enums:
            yield f"{table.name}.{column.name}", f"there is no enum {column.type.name}"
        if column.generated is not None and column.default is not None:
            yield f"{table.name}.{column.name}", "a generated column has a default"
    if sum(isinstance(c.default, NextNumber) and c.nullable for c in table.columns):
        yield table.name, "an identity column may be unset"


def _foreign_key(key: ForeignKey, physical: PhysicalModel) -> Facts:
    table, target = physical.table(key.table), physical.table(key.target)
    if table is None or target is None:
        yield key.name, "a table of the foreign key is missing"
        return
    keys = [target.primary_key, *(u.columns for u in target.uniques)]
    if key.target_columns not in keys:
        yield key.name, f"{', '.join(key.target_columns)} is no key of {key.target}"
    if len(key.columns) != len(key.target_columns):
        yield key.name, "its sides have different lengths"
        return
    for here, there in zip(key.columns, key.target_columns, strict=True):
        one, other = table.column(here), target.column(there)
        if one is None or other is None:
            yield key.name, f"the column {here} or {there} is missing"
        elif one.type != other.type:
            yield key.name, f"{here} and {there} have different types"
        elif key.on_delete == DeleteAction.SET_NULL and not one.nullable:
            yield key.name, f"{here} is required and cannot be set to NULL"


def _index(index: Index, physical: PhysicalModel) -> Facts:
    if physical.table(index.table) is None:
        yield index.name, f"there is no table {index.table}"
    if not index.keys or len(index.keys) + len(index.include) > KEY_COLUMNS:
        yield index.name, f"an index has 1 to {KEY_COLUMNS} columns"
    if not index.serves:
        yield index.name, "it serves nothing"


def _exclusion(exclusion: Exclusion, physical: PhysicalModel) -> Facts:
    if physical.table(exclusion.table) is None:
        yield exclusion.name, f"there is no table {exclusion.table}"
    if len(exclusion.equal) + 1 > KEY_COLUMNS:
        yield exclusion.name, f"an index has 1 to {KEY_COLUMNS} columns"
    if exclusion.equal and "btree_gist" not in physical.extensions:
        yield exclusion.name, "its equal columns need the extension btree_gist"


def _covered(physical: PhysicalModel) -> Facts:
    """Every foreign key is covered by an index that begins with its columns."""
    begun = {t.name: [t.primary_key, *(u.columns for u in t.uniques)] for t in physical.tables}
    for index in physical.indexes:
        if index.predicate is None and index.method == "btree":
            begun.setdefault(index.table, []).append(_leading(index))
    for key in physical.foreign_keys:
        if not any(columns[: len(key.columns)] == key.columns for columns in begun.get(key.table, ())):
            yield key.name, "no index covers it"


def _leading(index: Index) -> tuple[str, ...]:
    """The columns of an index, "" for expressions."""
    return tuple(k.expression.steps[0] if isinstance(k.expression, Path) else "" for k in index.keys)


def _trigger(trigger: Trigger, physical: PhysicalModel) -> Facts:
    table = physical.table(trigger.table)
    if table is None or trigger.function not in (f.name for f in physical.functions):
        yield trigger.name, "its table or function is missing"
        return
    yield from ((trigger.name, f"the column {c} is missing") for c in trigger.when_changed if table.column(c) is None)
    if trigger.when_changed and trigger.events != ("UPDATE",):
        yield trigger.name, "it compares old and new rows, which only updates have"


def _functions(physical: PhysicalModel) -> Facts:
    called = {t.function for t in physical.triggers} | {s.function for s in physical.row_security}
    for function in physical.functions:
        if function.name not in called and not isinstance(function, TouchGuard | ExpireRows):
            yield function.name, "no trigger and no policy calls it"
        match function:
            case CheckTransition() | KeepImmutable() | CascadeSoftDelete():
                columns = _columns_of(function)
                yield from _missing(function.name, function.table, columns, physical)
            case TouchUpdatedAt() | CountVersion():
                for trigger in physical.triggers:
                    if trigger.function == function.name:
                        yield from _missing(function.name, trigger.table, (function.column,), physical)
            case RecordAudit():
                yield from _missing(function.name, function.audit_table, AUDIT_COLUMNS, physical)
        if isinstance(function, CheckTransition):
            yield from _states(function, physical)
        if isinstance(function, CascadeSoftDelete):
            for table, column in function.children:
                yield from _missing(function.name, table, (column, function.column), physical)


def _columns_of(function: CheckTransition | KeepImmutable | CascadeSoftDelete) -> tuple[str, ...]:
    return (*function.columns, *function.once) if isinstance(function, KeepImmutable) else (function.column,)


def _states(function: CheckTransition, physical: PhysicalModel) -> Facts:
    table = physical.table(function.table)
    column = table.column(function.column) if table is not None else None
    enum = next((e for e in physical.enums if column is not None and e.name == column.type.name), None)
    if column is None or not column.type.is_enum or enum is None:
        return
    states = {*function.start, *(s for move in function.moves for s in move)}
    yield from ((function.name, f"{s} is no value of {enum.name}") for s in sorted(states - set(enum.values)))


def _missing(name: str, table_name: str, columns: tuple[str, ...], physical: PhysicalModel) -> Facts:
    table = physical.table(table_name)
    if table is None:
        yield name, f"there is no table {table_name}"
        return
    yield from ((name, f"there is no column {table_name}.{c}") for c in columns if table.column(c) is None)


def _expressions(physical: PhysicalModel) -> Facts:
    """Every expression names columns that exist, and its parts go together."""
    typing = scopes(physical)
    for name, owner, expression, family in expressions(physical):
        try:
            found = family_of(expression, typing(owner, expression))
        except IllTyped as error:
            yield name, str(error)
            continue
        if family and found != family:
            yield name, f"it is a {found} where a {family} is expected"
    stored: list[tuple[str, str, Expression | None]] = []
    for index in physical.indexes:
        stored += [(index.name, index.table, e) for e in (*(k.expression for k in index.keys), index.predicate)]
    for table in physical.tables:
        stored += [(f"{table.name}.{c.name}", table.name, c.generated) for c in table.columns]
    for name, table_name, kept in stored:
        if kept is not None and not _is_immutable(kept, typing(physical.table(table_name), kept)):
            yield name, "what is stored may not depend on the moment or on settings"


def _is_immutable(expression: Expression, typing: Typing) -> bool:
    try:
        return immutable(expression, typing)
    except IllTyped:
        return True  # found above


def _traces(physical: PhysicalModel) -> Facts:
    """Enforcements and services name objects that exist; what nothing keeps or serves has a reason."""
    known = _objects(physical)
    for enforcement in physical.enforcements:
        yield from ((enforcement.element, f"there is no object {o}") for o in enforcement.objects if o not in known)
        if not enforcement.objects and not enforcement.reason:
            yield enforcement.element, "nothing keeps it and nothing says why"
    for service in physical.services:
        yield from ((service.query, f"there is no index {i}") for i in service.indexes if i not in known)
        if not service.indexes and not service.reason:
            yield service.query, "nothing serves it and nothing says why"
    for row in physical.seed:
        table = physical.table(row.table)
        columns: list[Column] = list(table.columns) if table is not None else []
        named = {c for c, _ in row.values}
        if not named <= {c.name for c in columns}:
            yield row.table, "a first row names a column that does not exist"
        for column in columns:
            filled = column.nullable or column.default is not None or column.generated is not None
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
        physical.row_security, physical.views,
    )  # fmt: skip
    return frozenset((*of_tables, *(o.name for group in others for o in group)))
