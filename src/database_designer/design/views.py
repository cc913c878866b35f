"""Views: values that are worked out when read, rows that are not deleted, and reports."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from database_designer.design.chains import is_live
from database_designer.design.enforcing import kept, refused
from database_designer.design.expressions import NotOfOneRow
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import RuleScope, lowered
from database_designer.design.part import Part, joined
from database_designer.design.reports import report
from database_designer.design.visibility import sees
from database_designer.model.conceptual import Attribute, Derivation
from database_designer.model.decision import because
from database_designer.model.expression import Expression, Path
from database_designer.model.names import snake_case
from database_designer.model.physical import Form, View, ViewColumn
from database_designer.model.text import english
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
        yield _live(draft, layout, taken)
    for query in draft.entity.queries:
        if query.report:
            yield report(query, draft, layout, taken)


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
            enforcements.append(refused(element, what, error, attribute.origin, form=Form.COMPUTED))
            continue
        name = distinct(snake_case(attribute.name), [c.name for c in columns])
        columns.append(ViewColumn(name=name, expression=worked_out))
        enforcement = kept(element, what, (view_name,), attribute.origin, form=Form.COMPUTED)
        enforcements.append(Part(enforcements=(enforcement,)))
    if len(columns) == len(list(_columns(draft))):
        return joined(tuple(enforcements))
    principle = "values that change without the row are worked out when read"
    view = _view(view_name, draft, layout, tuple(columns), principle)
    return joined((Part(views=(view,)), *enforcements))


def _computed_attributes(draft: Draft) -> Iterator[Attribute]:
    for attribute in draft.entity.attributes if draft.entity is not None else ():
        if attribute.derived is not None and attribute.derived.manner == Derivation.COMPUTED:
            yield attribute


def _live(draft: Draft, layout: Layout, taken: Collection[str]) -> Part:
    name = distinct(f"active_{draft.table.name}", taken)
    return Part(views=(_view(name, draft, layout, tuple(_columns(draft)), "deleted rows are left out"),))


def _view(name: str, draft: Draft, layout: Layout, columns: tuple[ViewColumn, ...], principle: str) -> View:
    return View(
        name=name,
        table=draft.table.name,
        alias=ALIAS,
        columns=columns,
        origin=because(draft.relation.origin, BY, principle),
        where=is_live(ALIAS, draft.soft) if draft.soft else None,
        purpose=principle,
        sees=sees(draft, layout),
    )


def _columns(draft: Draft) -> Iterator[ViewColumn]:
    """The stored columns, without what is secret."""
    for column in draft.table.columns:
        if column.classification != "secret":
            yield ViewColumn(name=column.name, expression=Path(steps=(ALIAS, column.name)))


def _over_row(expression: Expression, draft: Draft, layout: Layout, family: str = "") -> Expression:
    """The expression over the row ALIAS; it may depend on the moment and on other rows. Raises NotOfOneRow."""
    return lowered(expression, RuleScope(entity=draft.relation.entity, alias=ALIAS), layout, family)
