"""Soft deletion: parts are marked as deleted with the whole."""

from __future__ import annotations

from database_designer.design.enforcing import kept
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part, joined
from database_designer.model.decision import because, housekeeping
from database_designer.model.physical import CascadeSoftDelete, Trigger

BY = "design.soft_delete"


def soft_delete(layout: Layout) -> Part:
    """The triggers that carry the deletion of a row on to its parts."""
    return joined(tuple(_of_draft(d, layout) for d in layout.drafts if d.soft))


def _of_draft(draft: Draft, layout: Layout) -> Part:
    entity = draft.entity
    children = _children(draft, layout)
    if entity is None:
        return Part()
    origin = housekeeping(BY, "a part does not outlive its whole")
    if entity.deletion is not None:
        origin = because(entity.deletion.origin, BY, origin.principle)
    what = "deleted rows are marked and kept"
    marked = kept(entity.name, what, (f"{draft.table.name}.{draft.soft}",), origin)
    if not children:
        return Part(enforcements=(marked,))
    function = CascadeSoftDelete(
        name=layout.name("delete", draft, "parts"),
        table=draft.table.name,
        column=draft.soft,
        children=children,
        origin=origin,
    )
    trigger = Trigger(
        name=layout.name("trg", draft, "delete_parts"),
        table=draft.table.name,
        timing="AFTER",
        events=("UPDATE",),
        function=function.name,
        origin=origin,
        when_changed=(draft.soft,),
        purpose="marks the parts of a deleted row as deleted, and restores them with it",
    )
    cascaded = kept(entity.name, "parts are deleted and restored with the whole", (trigger.name,), origin)
    return Part(functions=(function,), triggers=(trigger,), enforcements=(marked, cascaded))


def _children(draft: Draft, layout: Layout) -> tuple[tuple[str, str], ...]:
    return tuple(
        (part.table.name, part.members(reference.members)[0])
        for part in layout.drafts
        for reference in part.relation.references
        if part.soft and reference.part_of and reference.target == draft.relation.name
    )
