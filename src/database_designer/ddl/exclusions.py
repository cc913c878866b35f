"""Exclusion constraints, added to tables that exist."""

from __future__ import annotations

from database_designer.ddl.expressions import Scope, to_sql
from database_designer.ddl.indexes import key_sql
from database_designer.ddl.layout import INDENT
from database_designer.ddl.names import Names, constraint_id, extension_id, table_id
from database_designer.ddl.scopes import known_table, row_scope
from database_designer.model.expression import Expression
from database_designer.model.physical import Exclusion, IndexKey, PhysicalModel
from database_designer.model.plan import Statement
from database_designer.postgres.quoting import quote_identifier

GIST_OF_VALUES = "btree_gist"
"""The extension that teaches GiST indexes to compare plain values."""


def exclusion_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """One ALTER TABLE for each exclusion constraint. Raises ExpressionError for one of no known table."""
    return tuple(_statement(exclusion, model, names) for exclusion in model.exclusions)


def exclusion_sql(exclusion: Exclusion, scope: Scope) -> str:
    """`EXCLUDE USING gist (..)` over the columns of a row."""
    return " ".join(_parts(exclusion, scope))


def _statement(exclusion: Exclusion, model: PhysicalModel, names: Names) -> Statement:
    scope = row_scope(known_table(exclusion.table, model), model.timezone)
    table, name = names.relation(exclusion.table), quote_identifier(exclusion.name)
    parts = f"\n{INDENT}".join(_parts(exclusion, scope))
    return Statement(
        sql=f"ALTER TABLE {table} ADD CONSTRAINT {name}\n{INDENT}{parts};",
        undo=f"ALTER TABLE {table} DROP CONSTRAINT {name};",
        creates=constraint_id(exclusion.table, exclusion.name),
        needs=(table_id(exclusion.table), *(extension_id(x) for x in model.extensions if x == GIST_OF_VALUES)),
        table=exclusion.table,
        origin=exclusion.origin,
    )


def _parts(exclusion: Exclusion, scope: Scope) -> tuple[str, ...]:
    equal = (f"{_key(e, scope)} WITH =" for e in exclusion.equal)
    elements = ", ".join((*equal, f"{_key(exclusion.period, scope)} WITH &&"))
    where = (f"WHERE ({to_sql(exclusion.predicate, scope)})",) if exclusion.predicate is not None else ()
    deferred = ("DEFERRABLE INITIALLY DEFERRED",) if exclusion.deferred else ()
    return (f"EXCLUDE USING gist ({elements})", *where, *deferred)


def _key(expression: Expression, scope: Scope) -> str:
    return key_sql(IndexKey(expression=expression), scope)
