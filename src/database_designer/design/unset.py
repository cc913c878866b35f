"""Derived values that are unset for some rows: their columns may be so, whatever the documents say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from database_designer.design.events import is_derived
from database_designer.design.expressions import NotOfOneRow
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import Lowered, RuleScope, lowered_with_reads
from database_designer.model.expression import Arithmetic, Binary, Expression, Select
from database_designer.model.logical import RelationAttribute
from database_designer.model.walk import nodes

MOST = 10
"""How many derived values that are made from each other are followed."""


def with_unset(layout: Layout) -> Layout:
    """The layout in which a column may be unset where what its value is made from may be."""
    for _ in range(MOST):
        changed = replace(layout, drafts=tuple(_changed(d, layout) for d in layout.drafts))
        if changed.drafts == layout.drafts:
            break
        layout = changed
    return layout


def _changed(draft: Draft, layout: Layout) -> Draft:
    unset = {c for a in _required(draft) if _may_be_unset(a, draft, layout) for c in draft.columns[a.name]}
    if not unset:
        return draft
    columns = tuple(replace(c, nullable=True) if c.name in unset else c for c in draft.table.columns)
    return replace(draft, table=replace(draft.table, columns=columns))


def _required(draft: Draft) -> Iterator[RelationAttribute]:
    """The derived values that are kept by triggers and are always set so far."""
    for attribute in draft.relation.attributes:
        column = draft.table.column(draft.columns[attribute.name][0]) if is_derived(attribute) else None
        if column is not None and column.generated is None and not column.nullable and draft.entity is not None:
            yield attribute


def _may_be_unset(attribute: RelationAttribute, draft: Draft, layout: Layout) -> bool:
    derived = attribute.attribute.derived if attribute.attribute is not None else None
    if derived is None:
        return False
    try:
        found = lowered_with_reads(derived.expression, RuleScope(entity=draft.relation.entity), layout, "")
    except NotOfOneRow:
        return True
    return _uncertain(found.expression) or any(_reads_unset(found, draft, layout))


def _uncertain(expression: Expression) -> bool:
    """Whether values may be unset though all that they are made from is set: there are no rows, or it is zero."""
    return any(
        (isinstance(n, Select) and n.function in ("min", "max"))
        or (isinstance(n, Binary) and n.operator == Arithmetic.DIV)
        for n in nodes(expression)
    )


def _reads_unset(found: Lowered, draft: Draft, layout: Layout) -> Iterator[bool]:
    """For each row that is read, not for sets of rows, whether it may be missing or what is read of it unset."""
    for read in found.reads:
        if not any(h.many for h in read.hops):
            at = layout.draft(read.hops[-1].relation) if read.hops else draft
            unset = {c.name for c in at.table.columns if c.nullable}
            yield any(h.down for h in read.hops) or not unset.isdisjoint(read.columns)
