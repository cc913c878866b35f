"""Defaults of columns, and columns that the database works out."""

from __future__ import annotations

from dataclasses import replace

from database_designer.design.enforcing import kept, unusable
from database_designer.design.events import is_derived
from database_designer.design.expressions import NotOfOneRow, of_row, value
from database_designer.design.generated import generated
from database_designer.design.layout import Draft, Layout
from database_designer.design.literals import fitted
from database_designer.design.part import Part, joined
from database_designer.design.unset import with_unset
from database_designer.model.check.families import IllTyped, Typing, family_of, family_of_type
from database_designer.model.check.immutable import immutable
from database_designer.model.conceptual import Derivation, Lifecycle
from database_designer.model.expression import Aggregate, Arithmetic, Binary, Clock, Expression, Literal, Moment, Path
from database_designer.model.logical import RelationAttribute
from database_designer.model.physical import Column, ColumnRole, Form
from database_designer.model.text import english
from database_designer.model.walk import nodes


def with_defaults(layout: Layout) -> tuple[Layout, Part]:
    """The layout with the defaults and generated columns that the documents state, and how derivations are kept."""
    made = [_filled(draft, layout) for draft in layout.drafts]
    return with_unset(replace(layout, drafts=tuple(d for d, _ in made))), joined(tuple(p for _, p in made))


def _filled(draft: Draft, layout: Layout) -> tuple[Draft, Part]:
    columns = {c.name: c for c in draft.table.columns}
    parts: list[Part] = []
    for attribute in draft.relation.attributes:
        name = draft.columns[attribute.name][0]
        if columns[name].role == ColumnRole.HOUSEKEEPING:
            continue
        columns[name], part = _column(columns[name], attribute, draft, layout)
        parts.append(part)
    return replace(draft, table=replace(draft.table, columns=tuple(columns.values()))), joined(tuple(parts))


def _column(column: Column, attribute: RelationAttribute, draft: Draft, layout: Layout) -> tuple[Column, Part]:
    lifecycle = draft.entity.lifecycle if draft.entity is not None else None
    if column.role == ColumnRole.STATE and lifecycle is not None:
        return replace(column, default=_start(lifecycle, attribute.type.values)), Part()
    stated = attribute.attribute
    if stated is not None and stated.derived is not None:
        equals = stated.derived.manner == Derivation.EQUALS and draft.entity is not None
        return _worked_out(column, attribute, stated.derived.expression, draft, layout) if equals else (column, Part())
    if stated is not None and stated.generated is not None:
        return generated(column, attribute, draft, layout)
    element = attribute.attribute or attribute.reference
    if element is None or element.default is None:
        return column, Part()
    return _default(column, attribute, element.default, draft, layout)


def _start(lifecycle: Lifecycle, states: tuple[str, ...]) -> Literal:
    return value(next((s for s in lifecycle.start if s in states), states[0]))


def _worked_out(
    column: Column, attribute: RelationAttribute, expression: Expression, draft: Draft, layout: Layout
) -> tuple[Column, Part]:
    """A stored generated column, where what it equals stands in the same row; else triggers fill it in."""
    try:
        renamed = of_row(expression, draft, layout, family_of_type(column.type))
    except NotOfOneRow:
        return column, Part()
    if not immutable(renamed, layout.typing(draft)) or _reads_derived(renamed, draft):
        return replace(column, nullable=column.nullable or _may_be_unknown(renamed, draft)), Part()
    enforcement = kept(
        attribute.element, f"equals {english(expression)}", (f"{draft.table.name}.{column.name}",), attribute.origin,
        form=Form.EQUALS,
    )  # fmt: skip
    nullable = column.nullable or _may_be_unknown(renamed, draft)
    return replace(column, generated=renamed, nullable=nullable), Part(enforcements=(enforcement,))


def _may_be_unknown(expression: Expression, draft: Draft) -> bool:
    """Whether the value is unset for some rows: something read is, or something is divided by zero."""
    unset = {c.name for c in draft.table.columns if c.nullable}
    return any(
        (isinstance(n, Path) and n.steps[0] in unset) or (isinstance(n, Binary) and n.operator == Arithmetic.DIV)
        for n in nodes(expression)
    )


def _reads_derived(expression: Expression, draft: Draft) -> bool:
    """Whether a column is read that is generated itself, which PostgreSQL does not allow."""
    read = {n.steps[0] for n in nodes(expression) if isinstance(n, Path)}
    return any(is_derived(a) and read.intersection(draft.columns[a.name]) for a in draft.relation.attributes)


def _default(
    column: Column, attribute: RelationAttribute, default: Expression, draft: Draft, layout: Layout
) -> tuple[Column, Part]:
    """A default that reads no row; the others are filled in by triggers."""
    what = f"is {english(default)} unless given"
    found = column_default(default, column, layout)
    if found is not None:
        objects = (f"{draft.table.name}.{column.name}",)
        enforcement = kept(attribute.element, what, objects, attribute.origin, form=Form.DEFAULT)
        return replace(column, default=found), Part(enforcements=(enforcement,))
    if isinstance(default, Literal):
        reason = f"{default.value!r} is no value of type {column.type.name}"
        return column, unusable(attribute.element, what, reason, attribute.origin, form=Form.DEFAULT)
    return column, Part()


def column_default(default: Expression, column: Column, layout: Layout) -> Expression | None:
    """An expression that reads no row as a default of the column; None where it reads one or has another type."""
    if isinstance(default, Literal):
        return fitted(default, column, {e.name: e.values for e in layout.enums})
    if any(isinstance(n, Path | Aggregate) for n in nodes(default)) or _names_actor(default):
        return None
    wanted = family_of_type(column.type)
    if isinstance(default, Moment) and wanted in ("date", "instant"):
        return Moment(clock=Clock.TODAY if wanted == "date" else Clock.NOW)
    typing = Typing(type_of=lambda _: None, enums={e.name: e.values for e in layout.enums})
    try:
        return default if family_of(default, typing) == wanted else None
    except IllTyped:
        return None


def _names_actor(expression: Expression) -> bool:
    return any(isinstance(n, Moment) and n.clock == Clock.ACTOR for n in nodes(expression))
