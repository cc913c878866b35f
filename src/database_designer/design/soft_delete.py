"""Soft deletion: parts are marked as deleted with the whole, and none lives on without it.

A trigger carries the mark on to the parts that are there. What it cannot see, a part that another transaction adds at the
same time, a foreign key does: the live parts point to their whole a second time, to its key among the live rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.design.carried import carried, free_name, only_if
from database_designer.design.enforcing import FOREIGN_KEY_VIOLATION, kept
from database_designer.design.expressions import column_path
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part, joined
from database_designer.model.decision import because, housekeeping
from database_designer.model.expression import IsSet
from database_designer.model.logical import RelationReference
from database_designer.model.physical import (
    CascadeSoftDelete,
    Column,
    DeleteAction,
    ForeignKey,
    Form,
    Trigger,
    UniqueConstraint,
)
from database_designer.source import Origin

BY = "design.soft_delete"


def soft_delete(layout: Layout) -> Part:
    """What marks rows as deleted, their parts with them, and keeps new parts from deleted wholes."""
    return joined(tuple(_of_draft(d, layout) for d in layout.drafts if d.soft))


def _of_draft(draft: Draft, layout: Layout) -> Part:
    entity = draft.entity
    if entity is None:
        return Part()
    origin = housekeeping(BY, "a part does not outlive its whole")
    if entity.deletion is not None:
        origin = because(entity.deletion.origin, BY, origin.principle)
    what = "deleted rows are marked and kept"
    marked = kept(entity.name, what, (f"{draft.table.name}.{draft.soft}",), origin, form=Form.SOFT_DELETE)
    parts = tuple(_parts(draft, layout))
    made = Part(enforcements=(marked,))
    if not parts:
        return made
    made += _cascade(draft, parts, layout, origin)
    return made + _alive(draft, parts, layout, origin)


def _parts(draft: Draft, layout: Layout) -> Iterator[tuple[Draft, RelationReference]]:
    for part in layout.drafts:
        for reference in part.relation.references:
            if part.soft and reference.part_of and reference.target == draft.relation.name:
                yield part, reference


def _cascade(draft: Draft, parts: tuple[tuple[Draft, RelationReference], ...], layout: Layout, origin: Origin) -> Part:
    function = CascadeSoftDelete(
        name=layout.name("delete", draft, "parts"),
        table=draft.table.name,
        column=draft.soft,
        children=tuple((part.table.name, part.members(reference.members)[0]) for part, reference in parts),
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
    what = "parts are deleted and restored with the whole"
    cascaded = kept(
        draft.relation.entity, what, (trigger.name,), origin, form=Form.SOFT_DELETE, detail=("parts",)
    )  # fmt: skip
    return Part(functions=(function,), triggers=(trigger,), enforcements=(cascaded,))


def _alive(draft: Draft, parts: tuple[tuple[Draft, RelationReference], ...], layout: Layout, origin: Origin) -> Part:
    """The foreign keys by which the whole of a live part is live. They hold at commit: the mark comes to the parts later."""
    table = draft.table
    key = table.column(table.primary_key[0])
    if key is None or len(table.primary_key) != 1:
        return Part()
    live = _while_live(f"live_{key.name}", key, draft, origin)
    unique = UniqueConstraint(name=layout.name("uq", draft, live.name), columns=(live.name,), origin=origin)
    made = Part(columns=((table.name, live),), uniques=((table.name, unique),))
    return joined((made, *(_live_part(part, r, (draft, live.name), layout, origin) for part, r in parts)))


def _live_part(
    part: Draft, reference: RelationReference, whole: tuple[Draft, str], layout: Layout, origin: Origin
) -> Part:
    draft, live = whole
    held = part.table.column(part.members(reference.members)[0])
    if held is None:
        return Part()
    again = _while_live(f"live_{held.name}", held, part, origin)
    reason = f"a row that is not deleted is part of a row in {draft.table.name} that is not deleted"
    foreign_key = ForeignKey(
        name=layout.name("fk", part, again.name),
        table=part.table.name,
        columns=(again.name,),
        target=draft.table.name,
        target_columns=(live,),
        on_delete=DeleteAction.NO_ACTION,
        origin=origin,
        element=reference.element,
        reason=reason,
        deferred=True,
    )
    enforcement = kept(
        draft.relation.entity, reason, (foreign_key.name,), origin, form=Form.SOFT_DELETE,
        detail=("alive", reference.element), constraint=foreign_key.name, sqlstate=FOREIGN_KEY_VIOLATION,
    )  # fmt: skip
    return Part(columns=((part.table.name, again),), foreign_keys=(foreign_key,), enforcements=(enforcement,))


def _while_live(name: str, column: Column, draft: Draft, origin: Origin) -> Column:
    """The value of a column again, as long as the row is not deleted."""
    is_live = IsSet(operand=column_path(draft.soft), negated=True)
    comment = f"{column.name} as long as the row is not deleted."
    return carried(
        free_name(name, draft), column.type, comment, origin, generated=only_if(is_live, column_path(column.name))
    )
