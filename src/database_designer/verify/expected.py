"""The catalog that a physical model leads to, worked out without asking a server.

Expressions and bodies are ANY in it: how a server prints them is learnt from the plan (round_trip.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.ddl.functions.frame import search_path
from database_designer.ddl.functions.signature import returned
from database_designer.ddl.privileges import OF_OWNER
from database_designer.ddl.row_security import policies
from database_designer.ddl.views import is_secured, kind_of
from database_designer.model.expression import Path
from database_designer.model.physical import (
    Column,
    ForeignKey,
    Function,
    Index,
    IndexKey,
    NextNumber,
    PhysicalModel,
    RowSecurity,
    SeesRow,
    Table,
    TouchGuard,
    Trigger,
    View,
)
from database_designer.postgres.quoting import quote_identifier
from database_designer.postgres.types import catalog_spelling
from database_designer.verify.catalog import (
    ANY,
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

COMMANDS = ("SELECT", "INSERT", "UPDATE", "DELETE")
EVENTS = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")


def expected_catalog(model: PhysicalModel) -> Catalog:
    """The catalog of a server that holds `model`: every name, type, key, action and count, texts as ANY."""
    return Catalog(
        extensions=tuple(sorted(model.extensions)),
        enums=tuple(CatalogEnum(name=e.name, values=e.values) for e in model.enums),
        tables=tuple(_table(t, model) for t in model.tables),
        foreign_keys=tuple(_foreign_key(f) for f in model.foreign_keys),
        indexes=(*(_index(i) for i in model.indexes), *(i for v in model.views for i in _view_key(v))),
        functions=tuple(_function(f, model) for f in model.functions),
        triggers=tuple(_trigger(t, model) for t in model.triggers),
        views=tuple(_view(v, model) for v in model.views),
        sequences=tuple(
            CatalogSequence(name=s.name, table=s.table, column=s.column, start=s.start) for s in model.sequences
        ),
        policies=tuple(p for s in model.row_security for p in _policies(s)),
        comments=_comments(model),
    )


def _comments(model: PhysicalModel) -> tuple[CatalogComment, ...]:
    """The comments that the model asks for by name; a plan has more of them."""
    named = (
        *(("table", (t.name,), t.purpose) for t in model.tables),
        *(("table column", (t.name, c.name), c.comment) for t in model.tables for c in t.columns),
        *((kind_of(v).lower(), (v.name,), v.purpose) for v in model.views),
    )
    return tuple(
        CatalogComment(kind=kind, on=(model.schema, *name), text=ANY) for kind, name, text in named if text.strip()
    )


def _table(table: Table, model: PhysicalModel) -> CatalogTable:
    """The table; the columns of its primary key stand first in it."""
    key = tuple(c for name in table.primary_key if (c := table.column(name)) is not None)
    primary = CatalogKey(name=table.primary_key_name, columns=table.primary_key)
    return CatalogTable(
        name=table.name,
        columns=tuple(_column(c) for c in (*key, *(c for c in table.columns if c not in key))),
        primary_key=(primary,) if table.primary_key else (),
        uniques=tuple(
            CatalogKey(name=u.name, columns=u.columns, nulls_not_distinct=u.nulls_not_distinct) for u in table.uniques
        ),
        checks=(
            *(CatalogCheck(name=c.name, definition=ANY) for c in table.checks),
            *(
                CatalogCheck(name=x.name, definition=ANY, exclusion=True)
                for x in model.exclusions
                if x.table == table.name
            ),
        ),
        row_security=any(s.table == table.name for s in model.row_security),
        partitioned=f"RANGE ({quote_identifier(table.partitioning.column)})" if table.partitioning else "",
        default=table.partitioning.default if table.partitioning else "",
    )


def _column(column: Column) -> CatalogColumn:
    named = column.type.name
    spelling = quote_identifier(named) if column.type.is_enum else catalog_spelling(named, column.type.arguments)
    numbered = isinstance(column.default, NextNumber)
    return CatalogColumn(
        name=column.name,
        type=spelling,
        nullable=column.nullable,
        default=ANY if column.default is not None and not numbered else "",
        generated=ANY if column.generated is not None else "",
        identity="ALWAYS" if numbered else "",
    )


def _foreign_key(key: ForeignKey) -> CatalogForeignKey:
    return CatalogForeignKey(
        name=key.name,
        table=key.table,
        columns=key.columns,
        target=key.target,
        target_columns=key.target_columns,
        on_delete=str(key.on_delete),
        on_update="CASCADE" if key.cascade_updates else "NO ACTION",
        timing="DEFERRABLE INITIALLY DEFERRED" if key.deferred else "",
    )


def _index(index: Index) -> CatalogIndex:
    return CatalogIndex(
        name=index.name,
        table=index.table,
        method=index.method,
        keys=tuple(_index_key(k) for k in index.keys),
        include=index.include,
        unique=index.unique,
        nulls_not_distinct=index.nulls_not_distinct,
        predicate=ANY if index.predicate is not None else "",
    )


def _index_key(key: IndexKey) -> CatalogIndexKey:
    plain = isinstance(key.expression, Path) and len(key.expression.steps) == 1
    return CatalogIndexKey(
        column=key.expression.steps[0] if isinstance(key.expression, Path) and plain else "",
        expression="" if plain else ANY,
        operator_class=key.operator_class,
        descending=key.descending,
        nulls_first=key.descending,  # what DESC means where nothing else is said
    )


def _function(function: Function, model: PhysicalModel) -> CatalogFunction:
    """The function; those that read or write other rows do so with the rights of their owner."""
    definer = isinstance(function, OF_OWNER | SeesRow)
    return CatalogFunction(
        name=function.name,
        arguments=_arguments(function),
        returns=returned(function),
        definition=ANY,
        volatility="STABLE" if isinstance(function, SeesRow) else "VOLATILE",
        strict=isinstance(function, TouchGuard),
        security_definer=definer,
        search_path=search_path(model),
        public=not isinstance(function, OF_OWNER),
    )


def _arguments(function: Function) -> str:
    match function:
        case TouchGuard():
            return "scope text, key text"
        case SeesRow():
            return f"r {quote_identifier(function.table)}"
        case _:
            return ""


def _trigger(trigger: Trigger, model: PhysicalModel) -> CatalogTrigger:
    table = model.table(trigger.table)
    # A BEFORE trigger cannot look at generated columns, so the plan leaves these out of what has to have changed.
    hidden = (
        {c.name for c in table.columns if c.generated is not None} if table and trigger.timing == "BEFORE" else set()
    )
    return CatalogTrigger(
        name=trigger.name,
        table=trigger.table,
        timing=trigger.timing,
        events=tuple(e for e in EVENTS if e in trigger.events),
        for_each=trigger.for_each,
        function=trigger.function,
        arguments=trigger.arguments,
        definition=ANY,
        when=trigger.when is not None or bool({*trigger.when_changed} - hidden),
        constraint=trigger.deferred,
        deferral="DEFERRABLE INITIALLY DEFERRED" if trigger.deferred else "",
    )


def _view(view: View, model: PhysicalModel) -> CatalogView:
    """A view of a table with row level security shows what the actor sees, and lets no condition look behind that."""
    secured = is_secured(view, model)
    return CatalogView(
        name=view.name,
        columns=tuple(c.name for c in view.columns),
        definition=ANY,
        options=("security_barrier=true",) if secured else (),
        materialized=view.materialized is not None,
    )


def _view_key(view: View) -> Iterator[CatalogIndex]:
    """The unique index of a view that holds its rows."""
    if (held := view.materialized) is not None:
        keys = tuple(CatalogIndexKey(column=c) for c in held.key)
        yield CatalogIndex(
            name=held.index, table=view.name, method="btree", keys=keys, unique=True, nulls_not_distinct=True
        )


def _policies(security: RowSecurity) -> tuple[CatalogPolicy, ...]:
    return tuple(
        CatalogPolicy(
            name=name,
            table=security.table,
            command=command,
            using=ANY if command != "INSERT" else "",
            check=ANY if command in ("INSERT", "UPDATE") else "",
        )
        for name, command in zip(policies(security), COMMANDS, strict=True)
    )
