"""Where the values that access patterns name are stored: along references, in supertypes, in tables of values."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.design.layout import Draft, Layout
from database_designer.model.logical import RelationKind
from database_designer.model.physical import Column

MAX_STEPS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A column and the draft of its table."""

    draft: Draft
    column: Column


def place_of(path: tuple[str, ...], draft: Draft, layout: Layout) -> Place | None:
    """The column that a path from a row of `draft` leads to, None where it leads to no stored value."""
    if not path or len(path) > MAX_STEPS:
        return None
    if len(path) == 1:
        return _own(path[0], draft) or _inherited(path, draft, layout) or _of_values(path[0], draft, layout)
    held = draft.relation.of_element(path[0])
    if held is None or held.reference is None:
        return _inherited(path, draft, layout)
    target = layout.of_entity(held.reference.to)
    return place_of(path[1:], target, layout) if target is not None else None


def _own(name: str, draft: Draft) -> Place | None:
    found = draft.column(name)
    column = draft.table.column(found) if found is not None else None
    return Place(draft=draft, column=column) if column is not None else None


def _inherited(path: tuple[str, ...], draft: Draft, layout: Layout) -> Place | None:
    if draft.relation.kind != RelationKind.SUBTYPE:
        return None
    parent = next((r.target for r in draft.relation.references if r.members == draft.relation.primary), None)
    return place_of(path, layout.draft(parent), layout) if parent is not None else None


def _of_values(name: str, draft: Draft, layout: Layout) -> Place | None:
    """The value of a many-valued attribute, or the other side of a link."""
    element = f"{draft.relation.entity}.{name}"
    for other in layout.drafts:
        if other.relation.kind in (RelationKind.MULTIVALUED, RelationKind.JUNCTION) and other.entity is None:
            held = [a for a in other.relation.attributes if a.element == element]
            if held:
                return _own(other.columns[held[-1].name][0], other)
    return None
