"""CREATE INDEX."""

from __future__ import annotations

from database_designer.ddl.expressions import Scope, fragment, to_sql
from database_designer.ddl.fragment import ExpressionError
from database_designer.ddl.layout import INDENT, WIDTH
from database_designer.ddl.names import Names, columns_list, extension_id, index_id, table_id
from database_designer.ddl.scopes import row_scope
from database_designer.model.expression import Call, Path
from database_designer.model.physical import Index, IndexKey, PhysicalModel
from database_designer.model.plan import ObjectId, Statement
from database_designer.postgres.quoting import quote_identifier

_PLAIN_CALLS = frozenset({"lower", "length", "to_tsvector", "range"})
_CLASS_EXTENSIONS = {"gin_trgm_ops": "pg_trgm", "gist_trgm_ops": "pg_trgm"}


def index_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """One statement for each index that backs no constraint. Raises ExpressionError for an index of no known table."""
    return tuple(_statement(index, model, names) for index in model.indexes)


def key_sql(key: IndexKey, scope: Scope) -> str:
    """A key part without its direction: a column bare, a function call as it is, else in parentheses."""
    text = fragment(key.expression, scope).text
    if isinstance(key.expression, Path):
        return text
    is_function = isinstance(key.expression, Call) and key.expression.function in _PLAIN_CALLS
    return text if is_function else f"({text})"


def _statement(index: Index, model: PhysicalModel, names: Names) -> Statement:
    table = model.table(index.table)
    if table is None:
        raise ExpressionError(f"the index {index.name!r} is on the table {index.table!r}, which does not exist")
    scope = row_scope(table, model.timezone)
    name = names.relation(index.name)
    return Statement(
        sql=_sql(index, names, scope),
        undo=f"DROP INDEX {name};",
        creates=index_id(index.name),
        needs=(table_id(index.table), *_extensions(index, model)),
        table=index.table,
        origin=index.origin,
    )


def _sql(index: Index, names: Names, scope: Scope) -> str:
    unique = "UNIQUE " if index.unique else ""
    method = "" if index.method == "btree" else f"USING {quote_identifier(index.method)} "
    head = f"CREATE {unique}INDEX {quote_identifier(index.name)} ON {names.relation(index.table)} {method}"
    parts = [f"({', '.join(_key(k, scope) for k in index.keys)})"]
    if index.include:
        parts.append(f"INCLUDE ({columns_list(index.include)})")
    if index.nulls_not_distinct:
        parts.append("NULLS NOT DISTINCT")
    if index.predicate is not None:
        parts.append(f"WHERE {to_sql(index.predicate, scope)}")
    line = head + " ".join(parts) + ";"
    return line if len(line) <= WIDTH else f"{head.rstrip()}\n{INDENT}" + f"\n{INDENT}".join(parts) + ";"


def _key(key: IndexKey, scope: Scope) -> str:
    operator_class = f" {quote_identifier(key.operator_class)}" if key.operator_class else ""
    return key_sql(key, scope) + operator_class + (" DESC" if key.descending else "")


def _extensions(index: Index, model: PhysicalModel) -> tuple[ObjectId, ...]:
    """The extension of the operator classes; for GIN and GiST over plain values the ones that teach them these."""
    wanted = {_CLASS_EXTENSIONS.get(k.operator_class) for k in index.keys} | {f"btree_{index.method}"}
    return tuple(extension_id(x) for x in model.extensions if x in wanted)
