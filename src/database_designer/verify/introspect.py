"""Reads what a schema of a database holds, as a Catalog."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, TypeAlias

import psycopg
from psycopg import sql

from database_designer.verify import queries
from database_designer.verify.catalog import (
    Catalog,
    CatalogCheck,
    CatalogColumn,
    CatalogComment,
    CatalogEnum,
    CatalogForeignKey,
    CatalogFunction,
    CatalogIndex,
    CatalogIndexKey,
    CatalogKey,
    CatalogPolicy,
    CatalogSequence,
    CatalogTable,
    CatalogTrigger,
    CatalogView,
)

ACTIONS = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}
EVENTS = ((4, "INSERT"), (16, "UPDATE"), (8, "DELETE"), (32, "TRUNCATE"))  # bits of pg_trigger.tgtype
Row: TypeAlias = tuple[Any, ...]
Rows: TypeAlias = list[Row]


def introspect(connection: psycopg.Connection, schema: str) -> Catalog:
    """What `schema` holds, kind by kind, ordered by name. Names within it are printed without the schema.

    A schema that is not there holds nothing. Raises psycopg.Error where the connection fails.
    """
    with connection.transaction():
        path = sql.SQL("SET LOCAL search_path TO {}, public").format(sql.Identifier(schema))
        connection.execute(path)

        def rows(query: str) -> Rows:
            return connection.execute(query.encode(), {"schema": schema}).fetchall()

        columns = _columns(rows(queries.COLUMNS))
        return Catalog(
            extensions=tuple(name for (name,) in rows(queries.EXTENSIONS)),
            enums=tuple(CatalogEnum(name=n, values=tuple(v)) for n, v in rows(queries.ENUMS)),
            tables=_tables(rows(queries.TABLES), columns, rows(queries.CONSTRAINTS)),
            foreign_keys=tuple(_foreign_key(r) for r in rows(queries.FOREIGN_KEYS)),
            indexes=_indexes(rows(queries.INDEXES), rows(queries.INDEX_KEYS)),
            functions=tuple(_function(r) for r in rows(queries.FUNCTIONS)),
            triggers=tuple(_trigger(r) for r in rows(queries.TRIGGERS)),
            views=tuple(
                CatalogView(
                    name=n, columns=tuple(c.name for c in columns[n]), definition=d, options=tuple(o), materialized=m
                )
                for n, d, o, m in rows(queries.VIEWS)
            ),
            sequences=tuple(
                CatalogSequence(name=n, table=t, column=c, start=s) for n, t, c, s in rows(queries.SEQUENCES)
            ),
            policies=tuple(
                CatalogPolicy(name=n, table=t, command=c, using=u, check=w, permissive=p)
                for n, t, c, u, w, p in rows(queries.POLICIES)
            ),
            comments=tuple(CatalogComment(kind=k, on=tuple(on), text=t) for k, on, t in rows(queries.COMMENTS)),
            others=tuple(text for (text,) in rows(queries.OTHERS)),
        )


def _columns(rows: Rows) -> dict[str, tuple[CatalogColumn, ...]]:
    """The columns of each table and view by its name."""
    found: dict[str, list[CatalogColumn]] = defaultdict(list)
    for table, name, type_, nullable, default, generated, identity in rows:
        found[table].append(
            CatalogColumn(
                name=name, type=type_, nullable=nullable, default=default, generated=generated, identity=identity
            )
        )
    return defaultdict(tuple, {table: tuple(columns) for table, columns in found.items()})


def _tables(names: Rows, columns: dict[str, tuple[CatalogColumn, ...]], constraints: Rows) -> tuple[CatalogTable, ...]:
    keys: dict[tuple[str, str], list[CatalogKey]] = defaultdict(list)
    checks: dict[str, list[CatalogCheck]] = defaultdict(list)
    for table, kind, name, members, nulls_not_distinct, definition in constraints:
        if kind in ("p", "u"):
            key = CatalogKey(name=name, columns=tuple(members), nulls_not_distinct=nulls_not_distinct)
            keys[table, kind].append(key)
        else:
            checks[table].append(CatalogCheck(name=name, definition=definition, exclusion=kind == "x"))
    return tuple(
        CatalogTable(
            name=name,
            columns=columns[name],
            primary_key=tuple(keys[name, "p"]),
            uniques=tuple(keys[name, "u"]),
            checks=tuple(checks[name]),
            row_security=row_security,
            partitioned=partitioned,
            default=default,
        )
        for name, row_security, partitioned, default in names
    )


def _foreign_key(row: Row) -> CatalogForeignKey:
    name, table, columns, target, target_columns, on_delete, on_update, deferrable, deferred, validated = row
    return CatalogForeignKey(
        name=name,
        table=table,
        columns=tuple(columns),
        target=target,
        target_columns=tuple(target_columns),
        on_delete=ACTIONS[on_delete],
        on_update=ACTIONS[on_update],
        timing=_deferral(deferrable=deferrable, deferred=deferred),
        validated=validated,
    )


def _indexes(rows: Rows, key_rows: Rows) -> tuple[CatalogIndex, ...]:
    keys: dict[int, list[CatalogIndexKey]] = defaultdict(list)
    included: dict[int, list[str]] = defaultdict(list)
    for index, is_key, column, expression, operator_class, descending, nulls_first in key_rows:
        if not is_key:
            included[index].append(column)
            continue
        keys[index].append(
            CatalogIndexKey(
                column=column,
                expression=expression,
                operator_class=operator_class,
                descending=descending,
                nulls_first=nulls_first,
            )
        )
    return tuple(
        CatalogIndex(
            name=name,
            table=table,
            method=method,
            keys=tuple(keys[number]),
            include=tuple(included[number]),
            unique=unique,
            nulls_not_distinct=nulls_not_distinct,
            predicate=predicate,
            valid=valid,
        )
        for name, table, method, unique, nulls_not_distinct, valid, predicate, number in rows
    )


def _function(row: Row) -> CatalogFunction:
    name, arguments, returns, definition, volatility, strict, definer, search_path, public = row
    return CatalogFunction(
        name=name,
        arguments=arguments,
        returns=returns or "",
        definition=definition,
        volatility=volatility,
        strict=strict,
        security_definer=definer,
        search_path=search_path,
        public=public,
    )


def _deferral(*, deferrable: bool, deferred: bool) -> str:
    return "DEFERRABLE INITIALLY DEFERRED" if deferred else "DEFERRABLE" if deferrable else ""


def _trigger(row: Row) -> CatalogTrigger:
    name, table, bits, function, arguments, definition, when, constraint, deferrable, deferred, enabled = row
    return CatalogTrigger(
        name=name,
        table=table,
        timing="BEFORE" if bits & 2 else "INSTEAD OF" if bits & 64 else "AFTER",
        events=tuple(event for bit, event in EVENTS if bits & bit),
        for_each="ROW" if bits & 1 else "STATEMENT",
        function=function,
        arguments=tuple(a.decode() for a in arguments.split(b"\0")[:-1]),
        definition=definition,
        when=when,
        constraint=constraint,
        deferral=_deferral(deferrable=deferrable, deferred=deferred),
        enabled=enabled,
    )
