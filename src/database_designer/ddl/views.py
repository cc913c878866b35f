"""CREATE VIEW and CREATE MATERIALIZED VIEW."""

from __future__ import annotations

from database_designer.ddl.expressions import Scope, conjuncts, to_sql
from database_designer.ddl.fragment import ExpressionError
from database_designer.ddl.layout import INDENT, WIDTH, indented
from database_designer.ddl.names import (
    Names,
    columns_list,
    function_id,
    schema_id,
    table_id,
    view_id,
    view_index_id,
)
from database_designer.ddl.row_security import sees
from database_designer.ddl.scopes import rows_scope
from database_designer.ddl.selects import conjunction
from database_designer.model.expression import Join, Path
from database_designer.model.physical import Materialization, PhysicalModel, Table, View, ViewColumn
from database_designer.model.plan import ObjectId, Statement
from database_designer.postgres.quoting import quote_identifier


def view_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """One statement for each view, and for the key of each that holds its rows. Raises ExpressionError for unknown tables."""
    return (
        *(_statement(view, model, names) for view in model.views),
        *(_key(view, view.materialized, names) for view in model.views if view.materialized is not None),
    )


def view_query(view: View, model: PhysicalModel, names: Names) -> str:
    """What the view selects. Raises ExpressionError where it reads what does not exist."""
    scope = rows_scope(_tables(view, model), model, names, aggregates=True)
    return "\n".join(_query(view, model, names, scope))


def refresh(view: View, names: Names) -> str:
    """The statement that brings the rows of a materialized view up to date, while others go on reading the old ones."""
    return f"REFRESH MATERIALIZED VIEW CONCURRENTLY {names.relation(view.name)};"


def kind_of(view: View) -> str:
    """What CREATE, DROP and COMMENT ON call it."""
    return "VIEW" if view.materialized is None else "MATERIALIZED VIEW"


def _statement(view: View, model: PhysicalModel, names: Names) -> Statement:
    name = names.relation(view.name)
    barrier = " WITH (security_barrier)" if is_secured(view, model) else ""
    return Statement(
        sql=f"CREATE {kind_of(view)} {name}{barrier} AS\n{view_query(view, model, names)};",
        undo=f"DROP {kind_of(view)} {name};",
        creates=view_id(view.name),
        needs=(
            schema_id(model.schema),
            *(table_id(t) for t in dict.fromkeys(_table_names(view))),
            *_functions(view, model),
        ),
        table=view.table,
        origin=view.origin,
    )


def _key(view: View, held: Materialization, names: Names) -> Statement:
    """The unique index by which a refresh tells the rows apart: over columns alone, and of all rows."""
    head = f"CREATE UNIQUE INDEX {quote_identifier(held.index)} ON {names.relation(view.name)}"
    parts = (f"({columns_list(held.key)})", "NULLS NOT DISTINCT;")
    line = " ".join((head, *parts))
    return Statement(
        sql=line if len(line) <= WIDTH else f"\n{INDENT}".join((head, *parts)),
        undo=f"DROP INDEX {names.relation(held.index)};",
        creates=view_index_id(held.index),
        needs=(view_id(view.name),),
        table=view.table,
        origin=view.origin,
    )


def is_secured(view: View, model: PhysicalModel) -> bool:
    """Whether a table that the view reads shows some of its rows to some only."""
    return any(s.table in _table_names(view) for s in model.row_security)


def _functions(view: View, model: PhysicalModel) -> tuple[ObjectId, ...]:
    return tuple(function_id(s.function) for s in model.row_security if s.table in _table_names(view))


def _table_names(view: View) -> tuple[str, ...]:
    return (view.table, *(j.table for j in view.joins))


def _tables(view: View, model: PhysicalModel) -> dict[str, Table]:
    """The tables of the view by their aliases."""
    aliases = (view.alias, *(j.alias for j in view.joins))
    found: dict[str, Table] = {}
    for alias, name in zip(aliases, _table_names(view), strict=True):
        table = model.table(name)
        if table is None:
            raise ExpressionError(f"the view {view.name!r} reads the table {name!r}, which does not exist")
        found[alias] = table
    return found


def _query(view: View, model: PhysicalModel, names: Names, scope: Scope) -> tuple[str, ...]:
    columns = ",\n".join(indented(_column(c, scope)) for c in view.columns)
    lines = ["SELECT", columns, f"FROM {names.aliased(view.table, view.alias)}"]
    hidden = any(s.table == j.table for s in model.row_security for j in view.joins)
    lines.extend(INDENT + _join(j, model, names, scope, hidden=hidden) for j in view.joins)
    lines += conjunction((*_seen(view.table, view.alias, model, names), *conjuncts(view.where, scope)))
    if view.group_by:
        # Expressions rather than positions: a position is read again only with the list of columns beside it.
        lines.append(f"GROUP BY {', '.join(to_sql(c.expression, scope) for c in view.columns[: view.group_by])}")
    return tuple(lines)


def _seen(table: str, alias: str, model: PhysicalModel, names: Names) -> tuple[str, ...]:
    """A view reads all rows, as its owner does: it shows those of its tables that the actor sees."""
    return tuple(sees(s, alias, names) for s in model.row_security if s.table == table)


def _column(column: ViewColumn, scope: Scope) -> str:
    text = to_sql(column.expression, scope)
    if isinstance(column.expression, Path) and column.expression.steps[-1] == column.name:
        return text
    return f"{text} AS {quote_identifier(column.name)}"


def _join(join: Join, model: PhysicalModel, names: Names, scope: Scope, *, hidden: bool) -> str:
    """The join; where the actor does not see the row joined, the row before stays, without its values."""
    seen = _seen(join.table, join.alias, model, names)
    word = "LEFT JOIN" if join.outer or hidden else "JOIN"
    on = " AND ".join((*conjuncts(join.on, scope), *seen))
    return f"{word} {names.aliased(join.table, join.alias)} ON {on}"
