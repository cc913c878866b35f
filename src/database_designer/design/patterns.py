"""A query of the concept as an access pattern over tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from database_designer.design.chains import all_of, chain, is_live, row_path
from database_designer.design.expressions import NotOfOneRow
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import RuleScope, lowered
from database_designer.design.routes import route
from database_designer.model.check.families import ORDERED
from database_designer.model.conceptual import Query, SortKey
from database_designer.model.expression import Aggregate, Comparison, Expression, Join, Path, Select
from database_designer.model.physical import AccessPattern, Matching, Parameter, PatternKind, PatternSort
from database_designer.model.text import english
from database_designer.model.walk import nodes, replaced
from database_designer.postgres.identifiers import distinct


def pattern_of(query: Query, draft: Draft, layout: Layout) -> AccessPattern:
    """What a query of the rows of `draft` reads of which tables; what has no place in these is `left_out`."""
    work = _Work(draft=draft, layout=layout)
    parameters = (
        *_parameters(query.filter, Matching.EQUAL, work),
        *_parameters(query.range, Matching.RANGE, work),
        *_overlap(query, work),
        *_parameters(query.optional, Matching.EQUAL, work, optional=True),
    )
    searched = (
        *_parameters(query.search, Matching.CONTAINS, work),
        *_parameters(query.prefix, Matching.PREFIX, work),
        *_words(query, work),
    )
    conditions = [c for f in query.fixed for c in work.values((f,), english(f), "boolean")]
    conditions += [is_live(work.alias, draft.soft)] if draft.soft else []
    by = work.values(query.by, "a group of the report")
    aggregates = tuple(a for r in query.report for a in _aggregate(r, work))
    sort = tuple(s for key in query.sort for s in _sort(key, work))
    if query.nearest:
        work.left_out.append(f"the nearest {query.nearest} needs an extension for vectors")
    return AccessPattern(
        kind=PatternKind.REPORT if query.report else PatternKind.QUERY,
        table=draft.table.name,
        alias=work.alias,
        joins=tuple(work.joins.values()),
        parameters=parameters,
        searched=searched,
        where=all_of(tuple(conditions)) if conditions else None,
        sort=sort,
        page=query.page,
        limit=query.limit,
        maximum=query.maximum,
        aggregates=aggregates,
        by=by,
        rate=query.rate,
        fresh=query.fresh,
        left_out=tuple(dict.fromkeys(work.left_out)),
    )


@dataclass(slots=True, kw_only=True)
class _Work:
    """What one query gathers: the joins along references, each once, and what has no place."""

    draft: Draft
    layout: Layout
    joins: dict[tuple[str, Expression], Join] = field(default_factory=dict)
    among: int = 0
    left_out: list[str] = field(default_factory=list)

    @property
    def alias(self) -> str:
        return self.draft.table.name

    def value(self, expression: Expression, family: str = "") -> Expression:
        """The expression over the row and rows joined to it. Raises NotOfOneRow."""
        scope = RuleScope(entity=self.draft.relation.entity, alias=self.alias, written=True)
        return self._flat(lowered(expression, scope, self.layout, family))

    def values(self, expressions: tuple[Expression, ...], what: str, family: str = "") -> tuple[Expression, ...]:
        """The expressions that have a place; of the others is said why."""
        found: list[Expression] = []
        for expression in expressions:
            try:
                found.append(self.value(expression, family))
            except NotOfOneRow as error:
                self.left_out.append(f"{what}: {error}")
        return tuple(found)

    def of_families(self, expression: Expression, families: tuple[str, ...]) -> tuple[Expression, ...]:
        """The expression, where it has a place and is of one of the families; else why it has not is said."""
        reason = ""
        for family in families:
            try:
                return (self.value(expression, family),)
            except NotOfOneRow as error:
                reason = reason or str(error)
        self.left_out.append(f"{english(expression)}: {reason}")
        return ()

    def _flat(self, expression: Expression) -> Expression:
        """Values of the one row that references lead to are read of rows that are joined."""

        def change(node: Expression) -> Expression | None:
            if not isinstance(node, Select) or node.function != "value" or node.value is None or node.where is None:
                return None
            names: dict[str, str] = {}
            self._join(Join(table=node.table, alias=node.alias, on=node.where), names)
            for join in node.joins:
                self._join(join, names)
            return self._flat(_renamed(node.value, names))

        return replaced(expression, change)

    def _join(self, join: Join, names: dict[str, str]) -> None:
        """Joins the rows, unless they are; `names` learns what they are called."""
        own = _renamed(join.on, {**names, join.alias: ""})
        found = self.joins.get((join.table, own))
        if found is None:
            alias = distinct(join.table, (self.alias, *(j.alias for j in self.joins.values())))
            on = _renamed(join.on, {**names, join.alias: alias})
            found = Join(table=join.table, alias=alias, on=on, outer=self._may_miss(on, alias))
            self.joins[join.table, own] = found
        names[join.alias] = found.alias

    def _may_miss(self, on: Expression, alias: str) -> bool:
        """Whether a row may be without one that is joined to it: a reference may be unset."""
        tables = {j.alias: j.table for j in self.joins.values()} | {self.alias: self.draft.table.name}
        outer = {j.alias for j in self.joins.values() if j.outer}
        held = [n.steps for n in nodes(on) if isinstance(n, Path) and n.steps[0] != alias]
        if not isinstance(on, Comparison) or len(held) != 1 or held[0][0] in outer:
            return True
        table = next((d.table for d in self.layout.drafts if d.table.name == tables.get(held[0][0])), None)
        column = table.column(held[0][1]) if table is not None else None
        return column is None or column.nullable


def _renamed(expression: Expression, names: dict[str, str]) -> Expression:
    """The expression with other aliases."""

    def change(node: Expression) -> Expression | None:
        if isinstance(node, Path) and len(node.steps) == 2 and node.steps[0] in names:
            return Path(steps=(names[node.steps[0]], node.steps[1]))
        return None

    return replaced(expression, change)


def _parameters(
    paths: Iterable[tuple[str, ...]], matching: Matching, work: _Work, *, optional: bool = False
) -> tuple[Parameter, ...]:
    found: list[Parameter] = []
    for path in paths:
        name = ".".join(path)
        try:
            found.append(_among(path, matching, work, optional=optional) or Parameter(
                name=name, matching=matching, values=(work.value(Path(steps=path)),), optional=optional
            ))  # fmt: skip
        except NotOfOneRow as error:
            work.left_out.append(f"{name}: {error}")
    return tuple(found)


def _among(path: tuple[str, ...], matching: Matching, work: _Work, *, optional: bool) -> Parameter | None:
    """A parameter that one of several rows has to match; None where the path leads to one value. Raises NotOfOneRow."""
    found = route(work.draft, path, work.layout)
    if not found.many:
        return None
    if found.computed is not None:
        raise NotOfOneRow("it is worked out for several rows")
    names = [f"among_{work.among + n}" for n in range(1, len(found.hops) + 1)]
    work.among += len(names)
    rows = chain(row_path(work.alias, found.hops[0].here), found.hops, iter(names))
    first = Join(table=rows.table, alias=rows.alias, on=all_of(rows.where))
    column = found.column or found.draft.table.primary_key[0]
    return Parameter(
        name=".".join(path), matching=matching, values=(row_path(rows.end, column),), optional=optional,
        among=(first, *rows.joins),
    )  # fmt: skip


def _overlap(query: Query, work: _Work) -> tuple[Parameter, ...]:
    """A period that the rows have to meet, one value or two."""
    values = tuple(v for n in query.overlap for v in work.values((Path(steps=(n,)),), n))
    if not values or len(values) != len(query.overlap):
        return ()
    return (Parameter(name="period", matching=Matching.OVERLAP, values=values),)


def _words(query: Query, work: _Work) -> tuple[Parameter, ...]:
    found = [(v, w) for path, w in query.words for v in work.values((Path(steps=path),), ".".join(path), "text")]
    if not found:
        return ()
    values, weights = zip(*found, strict=True)
    return (
        Parameter(
            name="words", matching=Matching.WORDS, values=values, weights=weights, language=query.language.lower()
        ),
    )  # fmt: skip


def _sort(key: SortKey, work: _Work) -> tuple[PatternSort, ...]:
    values = work.values((Path(steps=key.path),), f"sort by {'.'.join(key.path)}")
    return tuple(PatternSort(value=v, descending=key.descending) for v in values)


def _aggregate(expression: Expression, work: _Work) -> tuple[Expression, ...]:
    """An aggregate over the rows of a group; a bare `count` counts them."""
    rows = Path(steps=())
    if isinstance(expression, Path) and expression.steps == ("count",):
        return (Aggregate(function="count", over=rows),)
    known = isinstance(expression, Aggregate) and expression.function in ("count", "sum", "min", "max")
    if not isinstance(expression, Aggregate) or not known or expression.over.steps:
        work.left_out.append(f"{english(expression)}: a report counts and sums up the rows themselves")
        return ()
    if expression.value is None and expression.function != "count":
        work.left_out.append(f"{english(expression)}: it says not of what")
        return ()
    value = () if expression.value is None else work.of_families(expression.value, _families(expression.function))
    where = () if expression.where is None else work.values((expression.where,), english(expression.where), "boolean")
    if (expression.value is not None and not value) or (expression.where is not None and not where):
        return ()
    return (
        Aggregate(
            function=expression.function, over=rows, value=next(iter(value), None), where=next(iter(where), None)
        ),
    )  # fmt: skip


def _families(function: str) -> tuple[str, ...]:
    """The families of values that a function over a group is worked out of."""
    if function == "sum":
        return ("number",)
    return tuple(sorted(ORDERED - {"boolean", "uuid"})) if function in {"min", "max"} else ("",)
