"""CREATE VIEW."""

from __future__ import annotations

from database_designer.ddl.expressions import Scope, conjuncts, to_sql
from database_designer.ddl.fragment import ExpressionError
from database_designer.ddl.layout import INDENT, indented
from database_designer.ddl.names import Names, function_id, schema_id, table_id, view_id
from database_designer.ddl.row_security import sees
from database_designer.ddl.scopes import rows_scope
from database_designer.ddl.selects import conjunction
from database_designer.model.expression import Path
from database_designer.model.physical import PhysicalModel, Table, View, ViewColumn, ViewJoin
from database_designer.model.plan import ObjectId, Statement
from database_designer.postgres.quoting import quote_identifier


def view_statements(model: PhysicalModel, names: Names) -> tuple[Statement, ...]:
    """One statement for each view. Raises ExpressionError for a view of no known table."""
    return tuple(_statement(view, model, names) for view in model.views)


def _statement(view: View, model: PhysicalModel, names: Names) -> Statement:
    scope = rows_scope(_tables(view, model), model, names, aggregates=True)
    name = names.relation(view.name)
    barrier = " WITH (security_barrier)" if _seen(view, model, names) else ""
    return Statement(
        sql="\n".join((f"CREATE VIEW {name}{barrier} AS", *_query(view, model, names, scope))) + ";",
        undo=f"DROP VIEW {name};",
        creates=view_id(view.name),
        needs=(
            schema_id(model.schema),
            *(table_id(t) for t in dict.fromkeys(_table_names(view))),
            *_functions(view, model),
        ),
        table=view.table,
        origin=view.origin,
    )


def _functions(view: View, model: PhysicalModel) -> tuple[ObjectId, ...]:
    return tuple(function_id(s.function) for s in model.row_security if s.table == view.table)


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
    lines.extend(INDENT + _join(j, names) for j in view.joins)
    lines += conjunction((*_seen(view, model, names), *conjuncts(view.where, scope)))
    if view.group_by:
        # Expressions rather than positions: a position is read again only with the list of columns beside it.
        lines.append(f"GROUP BY {', '.join(to_sql(c.expression, scope) for c in view.columns[: view.group_by])}")
    return tuple(lines)


def _seen(view: View, model: PhysicalModel, names: Names) -> tuple[str, ...]:
    """A view reads all rows, as its owner does: it shows those of its own table that the actor sees."""
    return tuple(sees(s, view.alias, names) for s in model.row_security if s.table == view.table)


def _column(column: ViewColumn, scope: Scope) -> str:
    text = to_sql(column.expression, scope)
    if isinstance(column.expression, Path) and column.expression.steps[-1] == column.name:
        return text
    return f"{text} AS {quote_identifier(column.name)}"


def _join(join: ViewJoin, names: Names) -> str:
    word = "LEFT JOIN" if join.outer else "JOIN"
    target = f"{quote_identifier(join.alias)}.{quote_identifier(join.target_column)}"
    source = f"{quote_identifier(join.source_alias)}.{quote_identifier(join.source_column)}"
    return f"{word} {names.aliased(join.table, join.alias)} ON {target} = {source}"
