"""What holds of every sound physical model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import takewhile

from database_designer.diagnostics import Diagnostic
from database_designer.model.check.expressions import Scoped, expressions, typing_of
from database_designer.model.check.families import IllTyped, Typing, family_of, family_of_type
from database_designer.model.check.faults import duplicates, fault
from database_designer.model.check.immutable import immutable
from database_designer.model.check.operations import operations_facts
from database_designer.model.check.traces import trace_facts
from database_designer.model.check.triggers import Facts, function_facts, row_security_facts, trigger_facts
from database_designer.model.expression import Expression, Path
from database_designer.model.physical import (
    DeleteAction,
    Exclusion,
    ForeignKey,
    Index,
    NextNumber,
    PhysicalModel,
    RandomCode,
    Sequence,
    SequenceCode,
    Table,
    View,
)

FIX = "this is a fault of the compiler: report it with the documents at hand"
NAME_BYTES = 63
KEY_COLUMNS = 32
TABLE_COLUMNS = 1600
CODE_DIGITS = 18
RANDOM_LENGTHS = range(4, 33)


def check_physical(physical: PhysicalModel) -> tuple[Diagnostic, ...]:
    """What is wrong with a physical model: () for one that PostgreSQL takes. Each finding names the object."""
    facts = (
        *_names(physical),
        *(f for t in physical.tables for f in _table(t, physical)),
        *(f for k in physical.foreign_keys for f in _foreign_key(k, physical)),
        *(f for i in physical.indexes for f in _index(i, physical)),
        *(f for x in physical.exclusions for f in _exclusion(x, physical)),
        *_covered(physical),
        *(f for s in physical.sequences for f in _sequence(s, physical)),
        *(f for v in physical.views for f in _view(v, physical)),
        *(f for t in physical.triggers for f in trigger_facts(t, physical)),
        *function_facts(physical),
        *(f for s in physical.row_security for f in row_security_facts(s, physical)),
        *operations_facts(physical),
        *_expressions(physical),
        *_stored(physical),
        *trace_facts(physical),
    )
    return tuple(fault("physical-model", f"{name}: {fact}", None, element=name, fix=FIX) for name, fact in facts)


def _names(physical: PhysicalModel) -> Facts:
    tables = [t.name for t in physical.tables]
    uniques = [u.name for t in physical.tables for u in t.uniques]
    primary = [t.primary_key_name for t in physical.tables]
    relations = [*tables, *primary, *uniques, *(i.name for i in physical.indexes), *(v.name for v in physical.views)]
    relations += [x.name for x in physical.exclusions]
    relations += [v.materialized.index for v in physical.views if v.materialized is not None]
    relations += [s.name for s in physical.sequences]
    relations += [t.partitioning.default for t in physical.tables if t.partitioning is not None]
    types = [*tables, *(e.name for e in physical.enums), *(v.name for v in physical.views)]
    functions = [f.name for f in physical.functions]
    for names, kind in (
        (relations, "tables, views, indexes and sequences"),
        (types, "types"),
        (functions, "functions"),
    ):
        yield from ((name, f"two {kind} have this name") for name in duplicates(names))
    constraints = [(t.name, t.primary_key_name) for t in physical.tables]
    constraints += [(t.name, c.name) for t in physical.tables for c in t.checks]
    constraints += [(t.name, u.name) for t in physical.tables for u in t.uniques]
    constraints += [(k.table, k.name) for k in physical.foreign_keys]
    constraints += [(x.table, x.name) for x in physical.exclusions]
    yield from _twice(constraints, "constraints")
    yield from _twice([(t.table, t.name) for t in physical.triggers], "triggers")
    columns = (c.name for t in physical.tables for c in t.columns)
    others = (
        *(name for _, name in constraints),
        *(t.name for t in physical.triggers),
        *(s.name for s in physical.row_security),
    )
    for name in dict.fromkeys((*relations, *types, *functions, *columns, *others)):
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
    yield from _codes(table, physical)
    if sum(isinstance(c.default, NextNumber) and c.nullable for c in table.columns):
        yield table.name, "an identity column may be unset"


def _codes(table: Table, physical: PhysicalModel) -> Facts:
    """What is wrong with the codes that the columns of a table get."""
    for column in table.columns:
        name, code = f"{table.name}.{column.name}", column.default
        if isinstance(code, SequenceCode):
            if code.sequence not in (s.name for s in physical.sequences):
                yield name, f"there is no sequence {code.sequence}"
            if not 1 <= code.width <= CODE_DIGITS:
                yield name, f"a number in a code has 1 to {CODE_DIGITS} digits"
        if isinstance(code, RandomCode) and code.length not in RANDOM_LENGTHS:
            yield name, f"a random code has {RANDOM_LENGTHS[0]} to {RANDOM_LENGTHS[-1]} letters"
        if isinstance(code, SequenceCode | RandomCode) and family_of_type(column.type) != "text":
            yield name, "only a text holds a code"


def _sequence(sequence: Sequence, physical: PhysicalModel) -> Facts:
    table = physical.table(sequence.table)
    column = table.column(sequence.column) if table is not None else None
    if column is None:
        yield sequence.name, f"there is no column {sequence.table}.{sequence.column}"
    elif not isinstance(column.default, SequenceCode) or column.default.sequence != sequence.name:
        yield sequence.name, f"{sequence.table}.{sequence.column} does not count with it"


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
        elif one.generated is not None and (key.cascade_updates or key.on_delete == DeleteAction.SET_NULL):
            yield key.name, f"{here} is worked out from other columns and cannot follow what it points to"


def _index(index: Index, physical: PhysicalModel) -> Facts:
    if physical.table(index.table) is None:
        yield index.name, f"there is no table {index.table}"
    if not index.keys or len(index.keys) + len(index.include) > KEY_COLUMNS:
        yield index.name, f"an index has 1 to {KEY_COLUMNS} columns"
    if not index.serves:
        yield index.name, "it serves nothing"


def _view(view: View, physical: PhysicalModel) -> Facts:
    """Rows that everybody sees, told apart by columns that they have, are brought up to date by a job."""
    held = view.materialized
    if held is None:
        return
    columns = {c.name for c in view.columns}
    yield from ((view.name, f"its key names {c}, which it does not have") for c in held.key if c not in columns)
    if not 1 <= len(held.key) <= KEY_COLUMNS or duplicates(held.key):
        yield view.name, "the columns of its key are none, doubled or too many"
    if held.job not in {j.name for j in physical.jobs}:
        yield view.name, f"there is no job {held.job}"
    if view.sees:
        yield view.name, "its rows are not the same for all who read it"


def _exclusion(exclusion: Exclusion, physical: PhysicalModel) -> Facts:
    if physical.table(exclusion.table) is None:
        yield exclusion.name, f"there is no table {exclusion.table}"
    if len(exclusion.equal) + 1 > KEY_COLUMNS:
        yield exclusion.name, f"an index has 1 to {KEY_COLUMNS} columns"
    if exclusion.equal and "btree_gist" not in physical.extensions:
        yield exclusion.name, "its equal columns need the extension btree_gist"


def _covered(physical: PhysicalModel) -> Facts:
    """Every foreign key is covered by an index that begins with its columns, or with some that are unique where it goes."""
    unique = {t.name: (t.primary_key, *(u.columns for u in t.uniques)) for t in physical.tables}
    begun = {table: list(keys) for table, keys in unique.items()}
    for index in physical.indexes:
        if index.predicate is None and index.method == "btree":
            begun.setdefault(index.table, []).append(_leading(index))
    for key in physical.foreign_keys:
        if not any(_covers(columns, key, unique.get(key.target, ())) for columns in begun.get(key.table, ())):
            yield key.name, "no index covers it"


def _covers(columns: tuple[str, ...], key: ForeignKey, unique: Iterable[tuple[str, ...]]) -> bool:
    """Whether an index over `columns` finds the rows that refer to one; `unique` are the keys of the table referred to."""
    if set(columns[: len(key.columns)]) == set(key.columns):
        return True
    targets = dict(zip(key.columns, key.target_columns, strict=False))
    led = {targets[c] for c in takewhile(targets.__contains__, columns)}
    return any(set(members) <= led for members in unique if members)


def _leading(index: Index) -> tuple[str, ...]:
    """The columns of an index, "" for expressions."""
    return tuple(k.expression.steps[0] if isinstance(k.expression, Path) else "" for k in index.keys)


def _expressions(physical: PhysicalModel) -> Facts:
    """Every expression names columns that exist, and its parts go together."""
    for scoped in expressions(physical):
        try:
            found = family_of(scoped.expression, typing_of(scoped, physical))
        except IllTyped as error:
            yield scoped.name, str(error)
            continue
        if scoped.family and found != scoped.family:
            yield scoped.name, f"it is a {found} where a {scoped.family} is expected"


def _stored(physical: PhysicalModel) -> Facts:
    """What is stored, in columns and in indexes, depends on nothing but the row."""
    kept: list[tuple[str, str, Expression | None]] = []
    for index in physical.indexes:
        kept += [(index.name, index.table, e) for e in (*(k.expression for k in index.keys), index.predicate)]
    for exclusion in physical.exclusions:
        parts = (*exclusion.equal, exclusion.period, exclusion.predicate)
        kept += [(exclusion.name, exclusion.table, e) for e in parts]
    for table in physical.tables:
        kept += [(f"{table.name}.{c.name}", table.name, c.generated) for c in table.columns]
    for name, table_name, expression in kept:
        if expression is None:
            continue
        scoped = Scoped(name=name, expression=expression, table=table_name)
        if not _is_immutable(expression, typing_of(scoped, physical)):
            yield name, "what is stored may not depend on the moment or on settings"


def _is_immutable(expression: Expression, typing: Typing) -> bool:
    try:
        return immutable(expression, typing)
    except IllTyped:
        return True  # found above
