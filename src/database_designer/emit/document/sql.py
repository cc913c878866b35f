"""Parts of SQL for the cells and lists of the document, made by `ddl`."""

from __future__ import annotations

from database_designer.ddl.exclusions import exclusion_sql
from database_designer.ddl.expressions import to_sql
from database_designer.ddl.fragment import ExpressionError
from database_designer.ddl.indexes import key_sql
from database_designer.ddl.names import Names
from database_designer.ddl.scopes import row_scope
from database_designer.ddl.tables import default_sql
from database_designer.emit.document.facts import Facts
from database_designer.model.expression import Expression
from database_designer.model.physical import Column, Exclusion, Index, IndexKey, NextNumber, Table
from database_designer.postgres.quoting import UnquotableError
from database_designer.postgres.types import short_spelling

UNWRITABLE = "…"
"""Stands for an expression that has no SQL; the plan then has no statement for it either."""


def expression(node: Expression, table: Table, facts: Facts) -> str:
    """The expression over the columns of a table."""
    try:
        return to_sql(node, row_scope(table, facts.physical.timezone))
    except (ExpressionError, UnquotableError):
        return UNWRITABLE


def column_type(column: Column) -> str:
    """A column's type as people write it."""
    return column.type.name if column.type.is_enum else short_spelling(column.type.name, column.type.arguments)


def default(column: Column, facts: Facts) -> str:
    """What a column's value is where none is given, "" for nothing."""
    if column.default is None:
        return ""
    if isinstance(column.default, NextNumber):
        return "GENERATED ALWAYS AS IDENTITY"
    names = Names(schema=facts.physical.schema)
    try:
        return f"DEFAULT {default_sql(column.default, column.type, facts.physical, names)}"
    except (ExpressionError, UnquotableError):
        return f"DEFAULT {UNWRITABLE}"


def exclusion(item: Exclusion, table: Table, facts: Facts) -> str:
    """An exclusion constraint over the columns of a table."""
    try:
        return exclusion_sql(item, row_scope(table, facts.physical.timezone))
    except (ExpressionError, UnquotableError):
        return f"EXCLUDE USING gist ({UNWRITABLE})"


def index_keys(index: Index, table: Table, facts: Facts) -> str:
    """The key parts of an index, its further columns and its predicate."""
    method = "" if index.method == "btree" else f"USING {index.method} "
    keys = ", ".join(_key(k, table, facts) for k in index.keys)
    included = f" INCLUDE ({', '.join(index.include)})" if index.include else ""
    where = f" WHERE {expression(index.predicate, table, facts)}" if index.predicate is not None else ""
    return f"{method}({keys}){included}{where}"


def _key(key: IndexKey, table: Table, facts: Facts) -> str:
    try:
        text = key_sql(key, row_scope(table, facts.physical.timezone))
    except (ExpressionError, UnquotableError):
        text = UNWRITABLE
    return " ".join(part for part in (text, key.operator_class, "DESC" if key.descending else "") if part)
