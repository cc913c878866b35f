"""Expiries: functions of jobs that move rows on when their time has come."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.design.chains import all_of, equal, is_live
from database_designer.design.enforcing import kept, refused, unusable
from database_designer.design.events import state_column, state_names, states_of
from database_designer.design.expressions import NotOfOneRow, column_path, value
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import RuleScope, lowered
from database_designer.design.part import Part, joined
from database_designer.model.conceptual import EntityType, Expiry, Lifecycle
from database_designer.model.decision import because
from database_designer.model.expression import Between, Comparison, Expression, Path
from database_designer.model.physical import ExpireRows, Form, Index, IndexKey
from database_designer.model.text import english
from database_designer.model.walk import nodes

BY = "design.expiries"
ROW = "t"
"""What the condition of a job calls the row."""


def expiries(layout: Layout) -> Part:
    """The functions of all expiries, and the indexes by which they find their rows."""
    return joined(
        tuple(
            part
            for draft in layout.drafts
            if draft.entity is not None and draft.entity.lifecycle is not None and state_column(draft)
            for part in _of_lifecycle(draft.entity, draft.entity.lifecycle, draft, layout)
        )
    )


def _of_lifecycle(entity: EntityType, lifecycle: Lifecycle, draft: Draft, layout: Layout) -> Iterator[Part]:
    for expiry in lifecycle.expires:
        element = f"{entity.name}.{lifecycle.state}"
        what = f"{expiry.source} becomes {expiry.target} by a job when {english(expiry.condition)}"
        if not {expiry.source, expiry.target} <= {*states_of(draft)}:
            yield unusable(element, what, "one of the states is unknown", lifecycle.origin, form=Form.EXPIRES)
            continue
        try:
            due = lowered(expiry.condition, RuleScope(entity=entity.name, alias=ROW), layout)
        except NotOfOneRow as error:
            yield refused(element, what, error, lifecycle.origin, form=Form.EXPIRES)
            continue
        condition = all_of((due, is_live(ROW, draft.soft))) if draft.soft else due
        yield _job(expiry, condition, what, draft, layout)


def _job(expiry: Expiry, condition: Expression, what: str, draft: Draft, layout: Layout) -> Part:
    lifecycle = draft.entity.lifecycle if draft.entity is not None else None
    if lifecycle is None:
        return Part()
    names = state_names(draft)
    states = (names[expiry.source], names[expiry.target])
    function = ExpireRows(
        name=layout.name("expire", draft, *states),
        table=draft.table.name,
        column=state_column(draft),
        source=expiry.source,
        target=expiry.target,
        condition=condition,
        origin=because(lifecycle.origin, BY, "time passes without a statement: a job looks for what is due"),
        says=what,
    )
    element = f"{draft.relation.entity}.{lifecycle.state}"
    enforcement = kept(
        element, what, (function.name,), lifecycle.origin, form=Form.EXPIRES, detail=(expiry.source, expiry.target)
    )
    return Part(functions=(function,), indexes=_indexes(function, element, draft, layout), enforcements=(enforcement,))


def _indexes(function: ExpireRows, element: str, draft: Draft, layout: Layout) -> tuple[Index, ...]:
    """An index on what is compared with the moment, of the rows that may become due only."""
    columns = tuple(dict.fromkeys(_compared(function.condition))) or draft.table.primary_key
    stored = tuple(c for c in columns if draft.table.column(c) is not None)
    predicate = equal(column_path(function.column), value(function.source))
    index = Index(
        name=layout.name("ix", draft, "due", *(state_names(draft)[s] for s in (function.source, function.target))),
        table=draft.table.name,
        keys=tuple(IndexKey(expression=column_path(c)) for c in stored[:1]),
        origin=because(function.origin, BY, "a job that runs often looks at the rows that may be due, not at all"),
        predicate=predicate,
        serves=(element, function.name),
        purpose=function.says,
    )
    return (index,)


def _compared(condition: Expression) -> Iterator[str]:
    """The columns of the row that stand in comparisons."""
    for node in nodes(condition):
        if isinstance(node, Comparison | Between):
            yield from (n.steps[1] for n in nodes(node) if isinstance(n, Path) and n.steps[0] == ROW)
