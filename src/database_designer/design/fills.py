"""Values that the database fills in: defaults out of other rows, snapshots, numbers, stamps, derived values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from database_designer.design.chains import row_path
from database_designer.design.defaults import column_default
from database_designer.design.derivations import derived
from database_designer.design.enforcing import refused, unusable
from database_designer.design.events import INSERT, UPDATE, Firing, in_states, state_column, state_names, states_of
from database_designer.design.expressions import NotOfOneRow, number
from database_designer.design.filling import Fill, filled, own_columns
from database_designer.design.guard_rows import NUMBERS
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import NEW, RuleScope, lowered
from database_designer.design.part import Part, joined
from database_designer.design.stored_values import stored_value
from database_designer.design.types import TEXT
from database_designer.design.watching import EVERYTHING
from database_designer.model.check.families import family_of_type
from database_designer.model.conceptual import Derivation, Derived, Lifecycle, Numbered
from database_designer.model.decision import because
from database_designer.model.expression import (
    Arithmetic,
    Binary,
    Call,
    Cast,
    Clock,
    Expression,
    IsSet,
    Literal,
    LiteralKind,
    Moment,
)
from database_designer.model.logical import RelationAttribute
from database_designer.model.physical import Assign, Column, Form, Step, UniqueConstraint, When
from database_designer.model.text import english

BY = "design.fills"


def fills(layout: Layout) -> Part:
    """The triggers that fill in values, of all tables."""
    return joined(tuple(_of_draft(d, layout) for d in layout.drafts if d.entity is not None))


def _of_draft(draft: Draft, layout: Layout) -> Part:
    found: list[Fill] = []
    parts: list[Part] = []
    for made in (*_of_attributes(draft, layout), *_stamps(draft)):
        if isinstance(made, Fill):
            found.append(made)
        else:
            parts.append(made)
    return joined((filled(found, layout), *parts))


def _of_attributes(draft: Draft, layout: Layout) -> Iterator[Fill | Part]:
    for attribute in draft.relation.attributes:
        column = draft.table.column(draft.columns[attribute.name][0]) if attribute.name in draft.columns else None
        if column is None or column.generated is not None or not attribute.element:
            continue
        try:
            yield from _of_attribute(attribute, column, draft, layout)
        except NotOfOneRow as error:
            yield refused(attribute.element, _what(attribute), error, attribute.origin, form=_form(attribute))


def _of_attribute(attribute: RelationAttribute, column: Column, draft: Draft, layout: Layout) -> Iterator[Fill | Part]:
    stated = attribute.attribute
    if stated is not None and stated.derived is not None:
        if stated.derived.manner == Derivation.SNAPSHOT:
            yield _snapshot(attribute, column, stated.derived, draft, layout)
        elif stated.derived.manner == Derivation.EQUALS:
            yield from derived(attribute, column, stated.derived.expression, draft, layout)
    elif stated is not None and stated.numbered is not None:
        yield from _numbered(attribute, column, stated.numbered, draft, layout)
    else:
        element = attribute.attribute or attribute.reference
        default = element.default if element is not None else None
        if default is not None and not isinstance(default, Literal) and column_default(default, column, layout) is None:
            yield _default(attribute, column, default, draft, layout)


def _what(attribute: RelationAttribute) -> str:
    stated = attribute.attribute
    if stated is not None and stated.derived is not None:
        manner = "equals" if stated.derived.manner == Derivation.EQUALS else "is taken at creation from"
        return f"{manner} {english(stated.derived.expression)}"
    if stated is not None and stated.numbered is not None:
        per = f" per {stated.numbered.per}" if stated.numbered.per else ""
        return f"is numbered without gaps{per} from {stated.numbered.start}"
    element = attribute.attribute or attribute.reference
    return f"is {english(element.default)} unless given" if element is not None and element.default else "is filled in"


def _form(attribute: RelationAttribute) -> Form:
    stated = attribute.attribute
    if stated is not None and stated.derived is not None:
        return Form.EQUALS if stated.derived.manner == Derivation.EQUALS else Form.SNAPSHOT
    return Form.NUMBERED if stated is not None and stated.numbered is not None else Form.DEFAULT


# At creation


def _default(attribute: RelationAttribute, column: Column, default: Expression, draft: Draft, layout: Layout) -> Fill:
    value = stored_value(default, column, _scope(draft), layout)
    unset = IsSet(operand=row_path(NEW, column.name), negated=True)
    principle = "a default that reads rows, or the actor, is no default of the column"
    return _at_creation(attribute, column, value, draft, principle, when=unset)


def _snapshot(attribute: RelationAttribute, column: Column, taken: Derived, draft: Draft, layout: Layout) -> Fill:
    value = stored_value(taken.expression, column, _scope(draft), layout)
    fill = _at_creation(attribute, column, value, draft, "what is taken at creation is nobody's to give")
    if taken.when is None:
        return fill
    condition = lowered(taken.when, _scope(draft), layout)
    return replace(fill, body=(When(condition=condition, then=fill.body),), reads=fill.reads | own_columns(condition))


def _scope(draft: Draft) -> RuleScope:
    return RuleScope(entity=draft.relation.entity)


def _at_creation(
    attribute: RelationAttribute,
    column: Column,
    value: Expression,
    draft: Draft,
    principle: str,
    *,
    when: Expression | None = None,
) -> Fill:
    return Fill(
        draft=draft,
        column=column.name,
        name=column.name,
        body=(Assign(column=column.name, value=value),),
        fired=(Firing(operations=(INSERT,), when=when),),
        reads=own_columns(value),
        element=attribute.element,
        says=_what(attribute),
        form=_form(attribute),
        origin=because(attribute.origin, BY, principle),
        stated=attribute.origin,
    )


def _numbered(
    attribute: RelationAttribute, column: Column, numbered: Numbered, draft: Draft, layout: Layout
) -> Iterator[Fill | Part]:
    """Whoever takes a number waits for the one before: a sequence would leave gaps where transactions are rolled back."""
    per = draft.column(numbered.per) if numbered.per is not None else None
    if numbered.per is not None and per is None:
        raise NotOfOneRow(f"{numbered.per} is not stored in the row")
    if per == column.name:
        raise NotOfOneRow("nothing is numbered per itself")
    if family_of_type(column.type) != "number":
        raise NotOfOneRow("only integers are numbered")
    scope = Literal(kind=LiteralKind.TEXT, value=f"{draft.table.name}.{column.name}")
    key: Expression = Cast(operand=row_path(NEW, per), type=TEXT.name) if per is not None else EVERYTHING
    taken = Call(function=NUMBERS, arguments=(scope, key))
    value = Binary(operator=Arithmetic.ADD, left=taken, right=number(str(numbered.start - 1)))
    principle = "transactions take turns, so that no number is skipped or given twice"
    yield _at_creation(attribute, column, value, draft, principle)
    columns = (*((per,) if per is not None else ()), column.name)
    if not any(set(draft.members(k.members)) == set(columns) for k in draft.relation.keys):
        name = layout.name("uq", draft, *columns)
        unique = UniqueConstraint(name=name, columns=columns, origin=because(attribute.origin, BY, principle))
        yield Part(uniques=((draft.table.name, unique),))


# Each time a state is entered


def _stamps(draft: Draft) -> Iterator[Fill | Part]:
    lifecycle = draft.entity.lifecycle if draft.entity is not None else None
    if lifecycle is None or not state_column(draft):
        return
    element = f"{draft.relation.entity}.{lifecycle.state}"
    for state, name in lifecycle.stamps:
        what = f"{name} is set each time {state} is entered"
        try:
            yield _stamp(state, name, what, lifecycle, draft)
        except NotOfOneRow as error:
            yield unusable(element, what, str(error), lifecycle.origin, form=Form.STAMPS)


def _stamp(state: str, name: str, what: str, lifecycle: Lifecycle, draft: Draft) -> Fill:
    held = draft.column(name)
    column = draft.table.column(held) if held is not None else None
    family = family_of_type(column.type) if column is not None else ""
    if column is None or state not in states_of(draft):
        raise NotOfOneRow("the state or its stamp is not stored in the row")
    if family not in ("date", "instant"):
        raise NotOfOneRow(f"{name} holds no moment")
    moment = Moment(clock=Clock.TODAY if family == "date" else Clock.NOW)
    step: Step = Assign(column=column.name, value=moment)
    entered = in_states(NEW, state_column(draft), (state,))
    return Fill(
        draft=draft,
        column=column.name,
        name=f"{column.name}_at_{state_names(draft)[state]}",
        body=(step,),
        fired=(
            Firing(operations=(INSERT,), when=entered),
            Firing(operations=(UPDATE,), changed=(state_column(draft),), when=entered),
        ),
        reads=frozenset((state_column(draft),)),
        element=f"{draft.relation.entity}.{lifecycle.state}",
        says=what,
        form=Form.STAMPS,
        detail=(state, name),
        origin=because(lifecycle.origin, BY, "when a state was entered is not left to whoever enters it"),
        stated=lifecycle.origin,
    )
