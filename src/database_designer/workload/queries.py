"""A statement of a parse tree as what it asks of the tables, and what it writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from postgast import walk
from postgast.pg_query_pb2 import JoinExpr, Node, RangeVar, SelectStmt, SortBy, SubLink

from database_designer.indexing import SortKey, TableFacts
from database_designer.workload.conditions import Scope, compared
from database_designer.workload.expressions import column_refs, conjuncts, parts
from database_designer.workload.flattening import flattened
from database_designer.workload.uses import Asked, Compared, Use, Written

_DESC, _LEFT, _FULL, _RIGHT, _OR = 3, 2, 3, 4, 2
_EXTREMES = {"min": False, "max": True}


@dataclass
class _From:
    """The FROM clause as it is gathered: tables by alias, optional ones, conditions of joins, queries inside."""

    tables: dict[str, TableFacts] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    conditions: list[Node] = field(default_factory=list)
    inner: list[SelectStmt] = field(default_factory=list)


Views: TypeAlias = Mapping[str, SelectStmt]


def asked(tree: Node, tables: Mapping[str, TableFacts], views: Views) -> tuple[Asked, ...]:
    """What a statement asks: one for each query in it, those in FROM, WITH and conditions included."""
    if tree.HasField("select_stmt"):
        return tuple(_selects(tree.select_stmt, tables, views))
    for kind in ("update_stmt", "delete_stmt"):
        if tree.HasField(kind):
            statement = getattr(tree, kind)
            made = SelectStmt()
            made.from_clause.add().range_var.CopyFrom(statement.relation)
            made.from_clause.extend(statement.from_clause if kind == "update_stmt" else statement.using_clause)
            made.where_clause.CopyFrom(statement.where_clause)
            return tuple(_whole_rows(a, tables) for a in _selects(made, tables, views))
    if tree.HasField("insert_stmt") and tree.insert_stmt.HasField("select_stmt"):
        return tuple(_selects(tree.insert_stmt.select_stmt.select_stmt, tables, views))
    return ()


def written(tree: Node) -> Written | None:
    """What a statement writes; None where it only reads."""
    if tree.HasField("insert_stmt"):
        return Written(table=tree.insert_stmt.relation.relname, inserted=True)
    if tree.HasField("update_stmt"):
        changed = tuple(t.res_target.name for t in tree.update_stmt.target_list)
        return Written(table=tree.update_stmt.relation.relname, changed=changed)
    return None


def _whole_rows(found: Asked, tables: Mapping[str, TableFacts]) -> Asked:
    """Rows that are written are read whole."""
    return replace(found, uses=tuple(replace(u, columns=frozenset(tables[u.table].columns)) for u in found.uses))


def _selects(
    written_as: SelectStmt, tables: Mapping[str, TableFacts], views: Views, *, repeated: bool = False
) -> Iterator[Asked]:
    if written_as.HasField("larg"):
        yield from _selects(written_as.larg, tables, views, repeated=repeated)
        yield from _selects(written_as.rarg, tables, views, repeated=repeated)
        return
    select = flattened(written_as, tables, views)
    read = {f.relname for _, f in walk(select) if isinstance(f, RangeVar)}
    for cte in select.with_clause.ctes:
        if cte.common_table_expr.ctename in read:
            yield from asked(cte.common_table_expr.ctequery, tables, views)
    yield from (a for name in sorted(read - tables.keys()) if name in views for a in _selects(views[name], tables, {}))
    source = _From()
    for item in select.from_clause:
        _gather(item, source, tables)
    if source.tables:
        yield _one(select, source, repeated=repeated)
    for inner in source.inner:
        yield from _selects(inner, tables, views)
    for part in (*select.target_list, select.where_clause, select.having_clause, *source.conditions):
        yield from _sublinks(part, tables, views)


def _sublinks(node: Node, tables: Mapping[str, TableFacts], views: Views) -> Iterator[Asked]:
    for _, found in walk(node):
        if isinstance(found, SubLink):
            yield from _selects(found.subselect.select_stmt, tables, views, repeated=True)


def _gather(item: Node, source: _From, tables: Mapping[str, TableFacts], *, optional: bool = False) -> None:
    if item.HasField("range_var"):
        _table(item.range_var, source, tables, optional=optional)
    elif item.HasField("range_subselect"):
        source.inner.append(item.range_subselect.subquery.select_stmt)
    elif item.HasField("join_expr"):
        join = item.join_expr
        left = optional or join.jointype in {_RIGHT, _FULL}
        right = optional or join.jointype in {_LEFT, _FULL}
        _gather(join.larg, source, tables, optional=left)
        _gather(join.rarg, source, tables, optional=right)
        if join.HasField("quals"):
            source.conditions.append(join.quals)
        source.conditions.extend(_using(join))


def _table(found: RangeVar, source: _From, tables: Mapping[str, TableFacts], *, optional: bool) -> None:
    facts = tables.get(found.relname)
    if facts is None:
        return
    alias = found.alias.aliasname or found.relname
    source.tables[alias] = facts
    if optional:
        source.optional.add(alias)


def _using(join: JoinExpr) -> Iterator[Node]:
    """USING (a, b) as equalities between the two sides, where both are tables."""
    sides = [s.range_var for s in (join.larg, join.rarg) if s.HasField("range_var")]
    if len(sides) < 2:
        return
    for name in join.using_clause:
        node = Node()
        node.a_expr.kind = 1
        node.a_expr.name.add().string.sval = "="
        for side, target in zip(sides, (node.a_expr.lexpr, node.a_expr.rexpr), strict=True):
            for part in (side.alias.aliasname or side.relname, name.string.sval):
                target.column_ref.fields.add().string.sval = part
        yield node


def _one(select: SelectStmt, source: _From, *, repeated: bool) -> Asked:
    scope = Scope(source.tables)
    conditions: dict[str, list[Compared]] = {a: [] for a in source.tables}
    alternatives: dict[str, tuple[tuple[Compared, ...], ...]] = {}
    for where in (select.where_clause, *source.conditions):
        for condition in conjuncts(where):
            arms = _arms(condition, scope)
            if arms is not None:
                alternatives.setdefault(arms[0], arms[1])
                continue
            for alias, said in compared(condition, scope):
                conditions[alias].append(said)
    sort = _sort(select, scope)
    grouped = bool(select.group_clause or select.distinct_clause or select.having_clause.WhichOneof("node"))
    extreme = _extreme(select, scope)
    counted = _aggregates(select)
    limit = 1 if extreme else None if grouped or counted else _limit(select)
    columns = _columns(select, scope)
    uses = tuple(
        Use(
            alias=alias, table=facts.name, conditions=tuple(conditions[alias]), alternatives=alternatives.get(alias, ()),
            sort=extreme.get(alias, ()) if extreme else () if grouped or counted else sort.get(alias, ()),
            columns=frozenset(facts.columns) if select.locking_clause else columns[alias],
            optional=alias in source.optional,
        )
        for alias, facts in source.tables.items()
    )  # fmt: skip
    return Asked(uses=uses, limit=limit, repeated=repeated)


def _arms(condition: Node, scope: Scope) -> tuple[str, tuple[tuple[Compared, ...], ...]] | None:
    """The arms of an OR over one table; None for any other condition."""
    if not condition.HasField("bool_expr") or condition.bool_expr.boolop != _OR:
        return None
    arms = [[c for node in conjuncts(arm) for c in compared(node, scope)] for arm in condition.bool_expr.args]
    owners = {alias for arm in arms for alias, _ in arm}
    if len(owners) != 1 or not all(arms):
        return None
    return next(iter(owners)), tuple(tuple(said for _, said in arm) for arm in arms)


def _columns(select: SelectStmt, scope: Scope) -> dict[str, frozenset[str]]:
    """The columns of each table that are read beside those of conditions."""
    found: dict[str, set[str]] = {a: set() for a in scope.tables}
    clauses: list[Node] = [*select.target_list, *select.group_clause, *select.sort_clause, select.having_clause]
    for clause in clauses:
        for ref in column_refs(clause):
            name = parts(ref)
            owners = [scope.owner(name)] if name[-1] != "*" else [name[0]] if len(name) > 1 else list(scope.tables)
            for owner in owners:
                if owner in found:
                    found[owner] |= set(scope.tables[owner].columns) if name[-1] == "*" else {name[-1]}
    return {a: frozenset(c) for a, c in found.items()}


def _sort(select: SelectStmt, scope: Scope) -> dict[str, tuple[SortKey, ...]]:
    """The order, where all of it is of one table."""
    keys: list[tuple[str, SortKey]] = []
    for item in select.sort_clause:
        node = _sorted_by(item.sort_by, select)
        owners, term = (scope.owners(node), scope.term(node)) if node is not None else (set(), None)
        if len(owners) != 1 or term is None:
            return {}
        keys.append((next(iter(owners)), SortKey(term=term, descending=item.sort_by.sortby_dir == _DESC)))
    owners_of_all = {alias for alias, _ in keys}
    return {next(iter(owners_of_all)): tuple(k for _, k in keys)} if len(owners_of_all) == 1 else {}


def _sorted_by(item: SortBy, select: SelectStmt) -> Node | None:
    """What ORDER BY names: by its position or name among what is selected, or the expression itself."""
    node = item.node
    if node.HasField("a_const") and node.a_const.HasField("ival"):
        position = node.a_const.ival.ival - 1
        return select.target_list[position].res_target.val if position < len(select.target_list) else None
    if node.HasField("column_ref"):
        name = parts(node.column_ref)
        named = [t.res_target.val for t in select.target_list if len(name) == 1 and t.res_target.name == name[0]]
        return named[0] if named else node
    return node


def _limit(select: SelectStmt) -> int | None:
    count = select.limit_count
    if count.WhichOneof("node") is None:
        return None
    constant = count.a_const if count.HasField("a_const") else None
    return int(constant.ival.ival) if constant is not None and constant.HasField("ival") else 50


def _aggregates(select: SelectStmt) -> bool:
    """Whether what is selected is worked out of all rows: an aggregate stands in it."""
    known = {
        "count",
        "sum",
        "avg",
        "min",
        "max",
        "array_agg",
        "string_agg",
        "jsonb_agg",
        "json_agg",
        "bool_and",
        "bool_or",
    }
    calls = (f for t in select.target_list for _, f in walk(t.res_target.val) if type(f).__name__ == "FuncCall")
    return any(c.funcname[-1].string.sval in known and not c.HasField("over") for c in calls)


def _extreme(select: SelectStmt, scope: Scope) -> dict[str, tuple[SortKey, ...]]:
    """min(x) or max(x) alone is the first row in the order of x."""
    if len(select.target_list) != 1 or select.group_clause:
        return {}
    value = select.target_list[0].res_target.val
    if not value.HasField("func_call") or len(value.func_call.args) != 1:
        return {}
    name = value.func_call.funcname[-1].string.sval
    term, owners = scope.term(value.func_call.args[0]), scope.owners(value.func_call.args[0])
    if name not in _EXTREMES or term is None or len(owners) != 1:
        return {}
    return {next(iter(owners)): (SortKey(term=term, descending=_EXTREMES[name]),)}
