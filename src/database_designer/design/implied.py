"""The access patterns that nobody has to write: along foreign keys, by what is unique, of jobs and of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from database_designer.design.chains import all_of, equal, row_path
from database_designer.design.expressions import column_path, value
from database_designer.model.check.steps import steps_with_rows
from database_designer.model.expression import (
    Aggregate,
    And,
    Comparator,
    Comparison,
    Expression,
    IsSet,
    Path,
    Select,
)
from database_designer.model.physical import (
    AccessPattern,
    ExpireRows,
    ForeignKey,
    Index,
    IndexKey,
    Matching,
    Parameter,
    PatternKind,
    PatternSort,
    PhysicalModel,
    RetainRows,
    RuleFunction,
    Service,
    Table,
    TableKind,
)
from database_designer.model.walk import children, nodes, replaced

JOB_ROW = "t"
"""What the conditions of jobs call a row."""


def implied(model: PhysicalModel) -> tuple[Service, ...]:
    """The patterns of foreign keys, keys, jobs and rules, each with the indexes that serve it."""
    return (
        *(_children(k, model) for k in model.foreign_keys),
        *(s for t in model.tables if t.kind is not TableKind.GUARDS for s in _keys(t, model)),
        *(s for t in model.tables if t.kind is TableKind.AUDIT for s in _history(t, model)),
        *(_job(f, model) for f in model.functions if isinstance(f, ExpireRows | RetainRows)),
        *_each_once(s for f in model.functions if isinstance(f, RuleFunction) for s in _of_rule(f, model)),
    )


def _children(key: ForeignKey, model: PhysicalModel) -> Service:
    pattern = AccessPattern(
        kind=PatternKind.CHILDREN,
        table=key.table,
        alias=key.table,
        parameters=tuple(_equal(c, row_path(key.table, c)) for c in key.columns),
    )
    exact = [n for n, columns in _begins(key.table, model, key.columns) if {*columns} == {*key.columns}]
    partly = [n for n, columns in _begins(key.table, model, key.columns) if columns[0] in key.columns]
    indexes = tuple(dict.fromkeys((*exact, *partly))) if exact else ()
    what = f"rows that point to a row of {key.target}: when it is read with them, and when it is deleted"
    reason = "" if indexes else "no index begins with its columns"
    return Service(query=key.name, what=what, indexes=indexes, origin=key.origin, reason=reason, pattern=pattern)


def _equal(name: str, expression: Expression) -> Parameter:
    return Parameter(name=name, matching=Matching.EQUAL, values=(expression,))


def _begins(table: str, model: PhysicalModel, columns: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The indexes over all rows in which `columns` are set, each with its first key columns, as many as `columns`."""
    for name, keys, predicate in _all_indexes(table, model):
        if predicate is None or _is_set(predicate, columns):
            yield name, keys[: len(columns)]


def _all_indexes(table: str, model: PhysicalModel) -> Iterator[tuple[str, tuple[str, ...], Expression | None]]:
    """Name, plain key columns ("" for an expression) and predicate of the indexes of a table for equal values.

    Those of keys and exclusion constraints are among them.
    """
    found = model.table(table)
    if found is not None:
        yield found.primary_key_name, found.primary_key, None
        for unique in found.uniques:
            yield unique.name, unique.columns, None
    for exclusion in model.exclusions:
        if exclusion.table == table and exclusion.equal:
            yield exclusion.name, _plain(exclusion.equal), exclusion.predicate
    for index in model.indexes:
        if index.table == table and index.method == "btree":
            yield index.name, _plain(k.expression for k in index.keys), index.predicate


def _plain(keys: Iterable[Expression]) -> tuple[str, ...]:
    return tuple(k.steps[0] if isinstance(k, Path) else "" for k in keys)


def _is_set(predicate: Expression, columns: tuple[str, ...]) -> bool:
    match predicate:
        case IsSet(operand=Path(steps=(column,)), negated=False):
            return column in columns
        case _:
            return False


def _keys(table: Table, model: PhysicalModel) -> Iterator[Service]:
    yield _key(table, backed(table.primary_key_name, table, table.primary_key), model)
    for unique in table.uniques:
        yield _key(table, backed(unique.name, table, unique.columns), model)
    for index in model.indexes:
        if index.table == table.name and index.unique:
            yield _key(table, index, model)


def backed(name: str, table: Table, columns: tuple[str, ...]) -> Index:
    """The index that PostgreSQL makes for a key."""
    keys = tuple(IndexKey(expression=column_path(c)) for c in columns)
    return Index(name=name, table=table.name, keys=keys, origin=table.origin, unique=True)


def _key(table: Table, index: Index, model: PhysicalModel) -> Service:
    """The lookup by a key; an index that begins with a part of it finds the row as well."""
    values = tuple(_of_row(k.expression, table.name) for k in index.keys)
    names = ("_".join(n.steps[-1] for n in nodes(v) if isinstance(n, Path)) for v in values)
    pattern = AccessPattern(
        kind=PatternKind.KEY,
        table=table.name,
        alias=table.name,
        parameters=tuple(_equal(n, v) for n, v in zip(names, values, strict=True)),
        where=_of_row(index.predicate, table.name) if index.predicate is not None else None,
    )
    parts = {n.steps[-1] for k in index.keys for n in nodes(k.expression) if isinstance(n, Path)}
    over = (None, index.predicate)
    others = (n for n, keys, which in _all_indexes(table.name, model) if which in over and keys[0] in parts)
    indexes = tuple(dict.fromkeys((index.name, *others)))
    what = f"the row of {table.name} with this key"
    return Service(query=index.name, what=what, indexes=indexes, origin=index.origin, pattern=pattern)


def _of_row(expression: Expression, alias: str) -> Expression:
    """The expression over columns as one over (alias, column) paths."""

    def change(node: Expression) -> Expression | None:
        return row_path(alias, node.steps[0]) if isinstance(node, Path) and len(node.steps) == 1 else None

    return replaced(expression, change)


def _history(table: Table, model: PhysicalModel) -> Iterator[Service]:
    """The changes of one row, in the order in which they were made, as the index of the log has them."""
    for index in model.indexes:
        keys = tuple(_of_row(k.expression, table.name) for k in index.keys)
        names = tuple(k.steps[-1] for k in keys if isinstance(k, Path))
        if index.table != table.name or index.unique or len(names) < len(keys) or len(keys) < 2:
            continue
        pattern = AccessPattern(
            kind=PatternKind.HISTORY,
            table=table.name,
            alias=table.name,
            parameters=tuple(_equal(n, k) for n, k in zip(names[:-1], keys[:-1], strict=True)),
            sort=(PatternSort(value=keys[-1], descending=index.keys[-1].descending),),
        )
        yield Service(
            query=table.name, what=index.purpose, indexes=(index.name,), origin=index.origin, pattern=pattern
        )  # fmt: skip


# Jobs and rules


def _job(function: ExpireRows | RetainRows, model: PhysicalModel) -> Service:
    condition = function.condition
    if isinstance(function, ExpireRows):
        condition = all_of((equal(row_path(JOB_ROW, function.column), value(function.source)), condition))
    pattern = AccessPattern(kind=PatternKind.JOB, table=function.table, alias=JOB_ROW, where=condition)
    indexes = tuple(i.name for i in model.indexes if i.table == function.table and function.name in i.serves)
    reason = "" if indexes else "no index is made for it"
    return Service(
        query=function.name, what=function.says, indexes=indexes, origin=function.origin, reason=reason, pattern=pattern
    )


def _of_rule(function: RuleFunction, model: PhysicalModel) -> Iterator[Service]:
    """What the function counts, sums up or looks for in other rows, from a row at hand."""
    own = {"NEW": function.table, "OLD": function.table}
    for _, read, known in steps_with_rows(function.body, own):
        for expression, _ in read:
            for select in _outermost(expression):
                pattern = _of_select(select, known)
                if pattern is not None:
                    yield _rule_service(function, pattern, model)


def _outermost(expression: Expression) -> Iterator[Select]:
    """The reads of rows in an expression that are not inside of others."""
    if isinstance(expression, Select):
        yield expression
        return
    for inner in children(expression):
        yield from _outermost(inner)


def _of_select(select: Select, known: Mapping[str, str]) -> AccessPattern | None:
    """The rows of a set, found from one row at hand; None of single values, and of what several rows decide."""
    if select.function == "value" or select.where is None:
        return None
    own = {select.alias, *(j.alias for j in select.joins)}
    read = (n for e in (select.where, *(j.on for j in select.joins)) for n in nodes(e))
    used = dict.fromkeys(n.steps[0] for n in read if isinstance(n, Path) and len(n.steps) == 2)
    given = tuple((alias, known[alias]) for alias in used if alias in known and alias not in own)
    if len(given) > 1:
        return None
    # Whether there is a row is counted as well: all rows are looked at where there is none.
    return AccessPattern(
        kind=PatternKind.RULE,
        table=select.table,
        alias=select.alias,
        joins=select.joins,
        where=select.where,
        given=given,
        aggregates=(Aggregate(function="count", over=Path(steps=())),),
    )


def _rule_service(function: RuleFunction, pattern: AccessPattern, model: PhysicalModel) -> Service:
    columns = _compared(pattern)
    indexes = tuple(n for n, keys, _ in _all_indexes(pattern.table, model) if keys and keys[0] in columns)
    reason = "" if indexes else "no index begins with what it compares" if columns else "it is about all rows"
    return Service(
        query=function.name, what=function.says, indexes=indexes, origin=function.origin, reason=reason, pattern=pattern
    )


def _compared(pattern: AccessPattern) -> frozenset[str]:
    """The columns of the table that have to equal something."""
    where = pattern.where
    conditions = where.operands if isinstance(where, And) else (where,)
    joined = (j.on for j in pattern.joins)
    found = (c for c in (*conditions, *joined) if isinstance(c, Comparison) and c.operator is Comparator.EQ)
    sides = (s for c in found for s in (c.left, c.right) if isinstance(s, Path) and len(s.steps) == 2)
    return frozenset(s.steps[1] for s in sides if s.steps[0] == pattern.alias)


def _each_once(services: Iterable[Service]) -> Iterator[Service]:
    """Services with different patterns; further ones of one function get a number."""
    seen: set[AccessPattern] = set()
    numbers: dict[str, int] = {}
    for service in services:
        if service.pattern is None or service.pattern in seen:
            continue
        seen.add(service.pattern)
        number = numbers[service.query] = numbers.get(service.query, 0) + 1
        yield replace(service, query=f"{service.query} ({number})") if number > 1 else service
