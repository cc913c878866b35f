"""Who sees a row: row level security with one function for each table that says so."""

from __future__ import annotations

from database_designer.design.enforcing import kept, refused
from database_designer.design.expressions import NotOfOneRow
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import RuleScope, lowered
from database_designer.design.part import Part, joined
from database_designer.model.conceptual import Visibility
from database_designer.model.decision import because
from database_designer.model.expression import Or
from database_designer.model.physical import Form, RowSecurity, SeesRow
from database_designer.model.text import english

BY = "design.visibility"
ROW = "r"
ACTOR_SETTING = "app.actor"


def visibility(layout: Layout) -> Part:
    """Row level security of every entity whose rows are seen by some only."""
    return joined(tuple(_of_draft(d, layout) for d in layout.drafts))


def seen_by(draft: Draft, layout: Layout) -> SeesRow | None:
    """The function that says who sees a row; None where all do. Raises NotOfOneRow."""
    visible = draft.entity.visible if draft.entity is not None else None
    if visible is None or not visible.any_of:
        return None
    scope = RuleScope(entity=draft.relation.entity, alias=ROW)
    conditions = tuple(lowered(c, scope, layout) for c in visible.any_of)
    return SeesRow(
        name=layout.name("sees", draft),
        table=draft.table.name,
        condition=Or(operands=conditions) if len(conditions) > 1 else conditions[0],
        setting=ACTOR_SETTING,
        origin=because(visible.origin, BY, "what a row shows is decided where it is kept, whichever way it is read"),
        says=_in_words(visible),
    )


def sees(draft: Draft, layout: Layout) -> str:
    """The name of the function that leaves out the rows which the actor may not see; "" where there is none."""
    try:
        function = seen_by(draft, layout)
    except NotOfOneRow:
        return ""
    return function.name if function is not None else ""


def _in_words(visible: Visibility) -> str:
    return f"rows are seen by those for whom {' or '.join(english(c) for c in visible.any_of)}"


def _of_draft(draft: Draft, layout: Layout) -> Part:
    entity = draft.entity
    if entity is None or entity.visible is None:
        return Part()
    what, origin = _in_words(entity.visible), entity.visible.origin
    try:
        function = seen_by(draft, layout)
    except NotOfOneRow as error:
        return refused(entity.name, what, error, origin, form=Form.VISIBLE)
    if function is None:
        return Part()
    security = RowSecurity(
        name=layout.name("visible", draft), table=draft.table.name, function=function.name, origin=function.origin
    )
    enforcement = kept(entity.name, what, (security.name,), origin, form=Form.VISIBLE)
    return Part(functions=(function,), row_security=(security,), enforcements=(enforcement,))
