"""What the type of a column keeps by itself: that it is set, and that its value is one of a closed list."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.design.enforcing import NOT_NULL_VIOLATION, kept
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part
from database_designer.model.logical import RelationAttribute, RelationKind
from database_designer.model.physical import Column, Enforcement, Form

NO_VALUE_OF_THE_TYPE = "22P02"


def required(layout: Layout) -> Part:
    """One enforcement for each required attribute and reference, and for each list that is an enum type."""
    return Part(
        enforcements=tuple(
            e for d in layout.drafts for a in d.relation.attributes if a.element for e in _of_attribute(a, d)
        )
    )


def _of_attribute(attribute: RelationAttribute, draft: Draft) -> Iterator[Enforcement]:
    column = draft.table.column(draft.columns[attribute.name][0])
    if column is None:
        return
    place = f"{draft.table.name}.{column.name}"
    if not column.nullable and _has_to_be_given(attribute, column, draft):
        # A column of the primary key cannot be unset for that reason alone.
        key = (draft.table.primary_key_name,) if column.name in draft.table.primary_key else ()
        yield kept(
            attribute.element, f"{column.name} is set", (*key, place), attribute.origin,
            form=Form.REQUIRED, sqlstate=NOT_NULL_VIOLATION,
        )  # fmt: skip
    if column.type.is_enum:
        yield kept(
            attribute.element, f"{column.name} is one of the values of its list", (place,), attribute.origin,
            form=Form.VALUES, sqlstate=NO_VALUE_OF_THE_TYPE,
        )  # fmt: skip


def _has_to_be_given(attribute: RelationAttribute, column: Column, draft: Draft) -> bool:
    """Whether a row without the value is refused: not where the database fills it in, whatever was given."""
    if draft.relation.kind in (RelationKind.MULTIVALUED, RelationKind.LOOKUP) or column.generated is not None:
        return False
    element = attribute.attribute or attribute.reference
    if element is None:
        return attribute.element != "" and draft.entity is not None
    stated = attribute.attribute
    if stated is not None and (stated.derived or stated.numbered or stated.generated is not None):
        return False
    return element.default is None or column.default is not None
