"""Queries in FROM that PostgreSQL pulls up: plain ones over tables become part of the query around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from postgast import walk
from postgast.pg_query_pb2 import FuncCall, Node, RangeVar, SelectStmt

from database_designer.indexing import TableFacts
from database_designer.workload.expressions import column_refs, conjuncts, parts

_AND = 1
MOST_LEVELS = 8


def flattened(select: SelectStmt, tables: Mapping[str, TableFacts], views: Mapping[str, SelectStmt]) -> SelectStmt:
    """The query with views, WITH queries and queries in FROM in it, as far as they only choose rows and columns of a table.

    Each level is pulled up into the one above, to the depth of MOST_LEVELS.
    """
    known = dict(views)
    for cte in select.with_clause.ctes:
        table_expression = cte.common_table_expr
        if not select.with_clause.recursive and table_expression.ctequery.HasField("select_stmt"):
            known[table_expression.ctename] = table_expression.ctequery.select_stmt
    found = SelectStmt()
    found.CopyFrom(select)
    for _ in range(MOST_LEVELS):
        if not any(_pull_up(found, place, tables, known) for place in list(_places(found))):
            break
    return found


def _places(select: SelectStmt) -> Iterator[Node]:
    """The items of FROM, those of joins included."""
    waiting = list(select.from_clause)
    while waiting:
        item = waiting.pop(0)
        if item.HasField("join_expr"):
            waiting += [item.join_expr.larg, item.join_expr.rarg]
        else:
            yield item


def _pull_up(
    select: SelectStmt, place: Node, tables: Mapping[str, TableFacts], views: Mapping[str, SelectStmt]
) -> bool:
    """Puts the table behind an item in its place, and its columns in the place of the item's."""
    inner, alias = _query(place, tables, views)
    table = _only_table(inner, tables, views) if inner is not None else None
    if inner is None or table is None:
        return False
    columns = _columns(inner, tables.get(table.relname))
    if columns is None:
        return False
    for ref in list(column_refs(select)):
        name = parts(ref)
        if name[-1] in columns and (len(name) == 1 or name[-2] == alias):
            del ref.fields[:]
            for part in (alias, columns[name[-1]]):
                ref.fields.add().string.sval = part
    conditions = list(conjuncts(inner.where_clause))
    for condition in conditions:
        for ref in list(column_refs(condition)):
            last = parts(ref)[-1]
            del ref.fields[:]
            for part in (alias, last):
                ref.fields.add().string.sval = part
    pulled = RangeVar()
    pulled.CopyFrom(table)
    pulled.alias.aliasname = alias
    place.range_var.CopyFrom(pulled)
    _add(select, conditions)
    return True


def _query(
    place: Node, tables: Mapping[str, TableFacts], views: Mapping[str, SelectStmt]
) -> tuple[SelectStmt | None, str]:
    """The query behind an item of FROM, as a copy, and what it is called."""
    found = SelectStmt()
    if place.HasField("range_subselect") and not place.range_subselect.lateral:
        found.CopyFrom(place.range_subselect.subquery.select_stmt)
        return found, place.range_subselect.alias.aliasname
    if place.HasField("range_var") and place.range_var.relname in views and place.range_var.relname not in tables:
        found.CopyFrom(views[place.range_var.relname])
        return found, place.range_var.alias.aliasname or place.range_var.relname
    return None, ""


def _only_table(
    inner: SelectStmt, tables: Mapping[str, TableFacts], views: Mapping[str, SelectStmt]
) -> RangeVar | None:
    """The one table or view of a query that leaves rows as they are: no groups, no limit, no order, no calls of aggregates."""
    plain = not (
        inner.group_clause or inner.distinct_clause or inner.window_clause or inner.HasField("larg") or inner.values_lists
        or inner.limit_count.WhichOneof("node") or inner.having_clause.WhichOneof("node") or inner.with_clause.ctes
    )  # fmt: skip
    if not plain or len(inner.from_clause) != 1 or not inner.from_clause[0].HasField("range_var"):
        return None
    if any(isinstance(f, FuncCall) for t in inner.target_list for _, f in walk(t)):
        return None
    found = inner.from_clause[0].range_var
    return found if found.relname in tables or found.relname in views else None


def _columns(inner: SelectStmt, table: TableFacts | None) -> dict[str, str] | None:
    """The columns of the table by the names that the query gives them; None where it works something out."""
    found: dict[str, str] = {}
    for target in inner.target_list:
        value = target.res_target.val
        if not value.HasField("column_ref"):
            return None
        last = parts(value.column_ref)[-1]
        if last == "*":
            if table is None:
                return None
            found |= {c: c for c in table.columns}
        else:
            found[target.res_target.name or last] = last
    return found


def _add(select: SelectStmt, conditions: list[Node]) -> None:
    """And-s conditions to those of a query."""
    if not conditions:
        return
    everything = Node()
    everything.bool_expr.boolop = _AND
    if select.where_clause.WhichOneof("node") is not None:
        everything.bool_expr.args.append(select.where_clause)
    everything.bool_expr.args.extend(conditions)
    select.where_clause.CopyFrom(everything)
