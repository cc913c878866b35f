"""Views: values that are worked out when read, rows that are not deleted, and reports."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from database_designer.design.enforcing import CROSS_ROW, kept, refused
from database_designer.design.expressions import NotOfOneRow, with_columns
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part, joined
from database_designer.design.uniques import live_only
from database_designer.model.check.families import IllTyped, family_of
from database_designer.model.conceptual import Attribute, Derivation, Query
from database_designer.model.decision import because
from database_designer.model.expression import Aggregate, And, Call, Expression, Path
from database_designer.model.names import snake_case
from database_designer.model.physical import View, ViewColumn
from database_designer.model.text import english
from database_designer.model.walk import MAX_DEPTH, depth, nodes, replaced
from database_designer.postgres.identifiers import distinct

BY = "design.views"
ALIAS = "t"


def views(layout: Layout) -> Part:
    """The views of all entities; their names differ from those of tables and enum types."""
    taken = {*layout.tables, *(e.name for e in layout.enums)}
    parts: list[Part] = []
    for draft in layout.drafts:
        for part in _of_draft(draft, layout, taken):
            taken |= {v.name for v in part.views}
            parts.append(part)
    return joined(tuple(parts))


def _of_draft(draft: Draft, layout: Layout, taken: set[str]) -> Iterator[Part]:
    if draft.entity is None:
        return
    yield _computed(draft, layout, taken)
    if draft.soft:
        yield _live(draft, taken)
    for query in draft.entity.queries:
        if query.report:
            yield _report(query, draft, layout, taken)


def _computed(draft: Draft, layout: Layout, taken: Collection[str]) -> Part:
    """All columns with the attributes that are worked out when read."""
    columns = list(_columns(draft))
    enforcements: list[Part] = []
    view_name = distinct(f"{draft.table.name}_computed", taken)
    for attribute in _computed_attributes(draft):
        element = f"{draft.relation.entity}.{attribute.name}"
        expression = attribute.derived.expression if attribute.derived is not None else None
        if expression is None:
            continue
        what = f"equals {english(expression)} whenever it is read"
        try:
            worked_out = _over_row(expression, draft, layout)
        except NotOfOneRow as error:
            enforcements.append(refused(element, what, error, attribute.origin))
            continue
        name = distinct(snake_case(attribute.name), [c.name for c in columns])
        columns.append(ViewColumn(name=name, expression=_aliased(worked_out)))
        enforcements.append(Part(enforcements=(kept(element, what, (view_name,), attribute.origin),)))
    if len(columns) == len(list(_columns(draft))):
        return joined(tuple(enforcements))
    view = _view(view_name, draft, tuple(columns), "values that change without the row are worked out when read")
    return joined((Part(views=(view,)), *enforcements))


def _computed_attributes(draft: Draft) -> Iterator[Attribute]:
    for attribute in draft.entity.attributes if draft.entity is not None else ():
        if attribute.derived is not None and attribute.derived.manner == Derivation.COMPUTED:
            yield attribute


def _live(draft: Draft, taken: Collection[str]) -> Part:
    name = distinct(f"active_{draft.table.name}", taken)
    return Part(views=(_view(name, draft, tuple(_columns(draft)), "deleted rows are left out"),))


def _view(name: str, draft: Draft, columns: tuple[ViewColumn, ...], principle: str) -> View:
    live = live_only(draft)
    return View(
        name=name,
        table=draft.table.name,
        alias=ALIAS,
        columns=columns,
        origin=because(draft.relation.origin, BY, principle),
        where=_aliased(live) if live is not None else None,
        purpose=principle,
    )


def _columns(draft: Draft) -> Iterator[ViewColumn]:
    """The stored columns, without what is secret."""
    for column in draft.table.columns:
        if column.classification != "secret":
            yield ViewColumn(name=column.name, expression=Path(steps=(ALIAS, column.name)))


def _over_row(expression: Expression, draft: Draft, layout: Layout) -> Expression:
    """The well-typed expression over the columns of a row; it may depend on the moment. Raises NotOfOneRow."""
    if depth(expression) > MAX_DEPTH:
        raise NotOfOneRow(f"it is nested deeper than {MAX_DEPTH} levels")
    renamed = with_columns(expression, draft)
    try:
        family_of(renamed, layout.typing(draft))
    except IllTyped as error:
        raise NotOfOneRow(str(error)) from error
    return renamed


def _aliased(expression: Expression) -> Expression:
    def change(node: Expression) -> Expression | None:
        return Path(steps=(ALIAS, *node.steps)) if isinstance(node, Path) else None

    return replaced(expression, change)


def _report(query: Query, draft: Draft, layout: Layout, taken: Collection[str]) -> Part:
    """A view of the counts and sums of a report, by the values that it is grouped by."""
    element, what = f"{draft.relation.entity}.{query.name}", query.says or "a report"
    try:
        groups = tuple(_over_row(e, draft, layout) for e in query.by)
        totals = tuple(_total(e, draft, layout) for e in query.report)
        conditions = [_over_row(e, draft, layout) for e in query.fixed]
    except NotOfOneRow as error:
        return refused(element, what, error, query.origin)
    live = live_only(draft)
    conditions += [live] if live is not None else []
    where = And(operands=tuple(conditions)) if len(conditions) > 1 else next(iter(conditions), None)
    names: list[str] = []
    for expression in (*query.by, *query.report):
        names.append(distinct(_name(expression), names))
    columns = zip(names, (*groups, *totals), strict=True)
    view = View(
        name=distinct(f"{draft.table.name}_{snake_case(query.name)}", taken),
        table=draft.table.name,
        alias=ALIAS,
        columns=tuple(ViewColumn(name=n, expression=_aliased_total(e)) for n, e in columns),
        origin=because(query.origin, BY, "a report is a query that has a name"),
        where=_aliased(where) if where is not None else None,
        group_by=len(groups),
        purpose=query.says,
    )
    return Part(views=(view,))


def _total(expression: Expression, draft: Draft, layout: Layout) -> Expression:
    """An aggregate over the rows of a group; a bare `count` counts them. Raises NotOfOneRow."""
    if isinstance(expression, Path) and expression.steps == ("count",):
        return Aggregate(function="count", over=Path(steps=()))
    if not isinstance(expression, Aggregate) or expression.over.steps:
        raise NotOfOneRow(CROSS_ROW, meaningful=True)
    total = Aggregate(
        function=expression.function,
        over=expression.over,
        value=_over_row(expression.value, draft, layout) if expression.value is not None else None,
        where=_over_row(expression.where, draft, layout) if expression.where is not None else None,
    )
    try:
        family_of(total, layout.typing(draft))
    except IllTyped as error:
        raise NotOfOneRow(str(error)) from error
    return total


def _aliased_total(expression: Expression) -> Expression:
    if not isinstance(expression, Aggregate):
        return _aliased(expression)
    return replace(
        expression,
        value=_aliased(expression.value) if expression.value is not None else None,
        where=_aliased(expression.where) if expression.where is not None else None,
    )


def _name(expression: Expression) -> str:
    """A column name out of the functions and attributes of an expression: sum(price) is sum_price."""
    words = []
    for node in nodes(expression):
        if isinstance(node, Aggregate | Call):
            words.append(node.function)
        elif isinstance(node, Path):
            words.extend(node.steps[-1:])
    return snake_case("_".join(words) or "value")
