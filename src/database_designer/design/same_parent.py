"""Rules by which a row agrees with a row that it points to: foreign keys over both columns.

`section = course.section` is a foreign key of (course, section) to the same columns of the course. Where both sides stand
in other rows (`course.section = room.section`), the row carries the value, taken from the one and held to the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.design.carried import carried, free_name
from database_designer.design.chains import equal, row_path
from database_designer.design.enforcing import FOREIGN_KEY_VIOLATION, kept
from database_designer.design.expressions import column_path
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import NEW
from database_designer.design.part import Part
from database_designer.model.conceptual import AlwaysRule
from database_designer.model.decision import because
from database_designer.model.expression import Comparator, Comparison, Expression, Implies, IsSet, Path, Select
from database_designer.model.names import snake_case
from database_designer.model.physical import (
    Assign,
    Check,
    Column,
    DeleteAction,
    ForeignKey,
    Form,
    Lock,
    RuleFunction,
    Trigger,
    UniqueConstraint,
)
from database_designer.model.text import english

BY = "design.same_parent"
POINTED_TO = "pointed_to"


@dataclass(frozen=True, slots=True, kw_only=True)
class _There:
    """A column of the row that the column `reference`, of `element`, points to; it is always set."""

    reference: str
    element: str
    target: Draft
    column: Column


def declarative(rule: AlwaysRule, draft: Draft, layout: Layout) -> Part | None:
    """The foreign keys that keep a rule of this shape; None for a rule of another one."""
    condition = rule.condition
    if not isinstance(condition, Comparison) or condition.operator != Comparator.EQ:
        return None
    sides = (condition.left, condition.right)
    there = [t for t in (_there(side, draft, layout) for side in sides) if t is not None]
    own = [c for c in (_own(side, draft) for side in sides) if c is not None]
    if len(there) == 1 and len(own) == 1 and own[0].type == there[0].column.type:
        return _agreeing(rule, own[0], there[0], draft, layout)
    if len(there) == 2 and there[0].column.type == there[1].column.type and there[0].reference != there[1].reference:
        return _carrying(rule, there[0], there[1], draft, layout)
    return None


def _own(side: Expression, draft: Draft) -> Column | None:
    """The column of the row itself that a side of the comparison names."""
    if not isinstance(side, Path) or side.root or len(side.steps) != 1:
        return None
    held = draft.relation.of_element(side.steps[0])
    return draft.table.column(draft.columns[held.name][0]) if held is not None else None


def _there(side: Expression, draft: Draft, layout: Layout) -> _There | None:
    """The column one reference away that a side names, where it is always set: an unset one satisfies the rule."""
    if not isinstance(side, Path) or side.root or len(side.steps) != 2:
        return None
    held = draft.relation.of_element(side.steps[0])
    target = layout.of_entity(held.reference.to) if held is not None and held.reference is not None else None
    if held is None or target is None or len(target.table.primary_key) != 1:
        return None
    column = _own(Path(steps=side.steps[1:]), target)
    if column is None or column.nullable or column.name in target.table.primary_key:
        return None
    return _There(reference=draft.columns[held.name][0], element=held.element, target=target, column=column)


# One side stands in the row


def _agreeing(rule: AlwaysRule, own: Column, there: _There, draft: Draft, layout: Layout) -> Part:
    foreign_key = _foreign_key(rule, own.name, there, draft, layout)
    return (
        Part(foreign_keys=(foreign_key,))
        + _target(there, rule, layout)
        + _kept(rule, foreign_key, draft, foreign_key.name)
    )


def _foreign_key(
    rule: AlwaysRule, column: str, there: _There, draft: Draft, layout: Layout, *, follows: bool = False
) -> ForeignKey:
    """Deferred: within one transaction both rows may change. `follows` lets the column change with the other row."""
    return ForeignKey(
        name=layout.name("fk", draft, snake_case(rule.name), *((there.reference,) if follows else ())),
        table=draft.table.name,
        columns=(there.reference, column),
        target=there.target.table.name,
        target_columns=(there.target.table.primary_key[0], there.column.name),
        on_delete=DeleteAction.NO_ACTION,
        origin=because(rule.origin, BY, "two rows agree where one points to the other and its value at once"),
        element=there.element,
        reason=rule.says or english(rule.condition),
        deferred=True,
        cascade_updates=follows,
    )


def _target(there: _There, rule: AlwaysRule, layout: Layout) -> Part:
    """What the foreign key points to."""
    columns = (there.target.table.primary_key[0], there.column.name)
    name = layout.name("uq", there.target, *columns)
    unique = UniqueConstraint(name=name, columns=columns, origin=rule.origin)
    return Part(uniques=((there.target.table.name, unique),))


def _kept(rule: AlwaysRule, key: ForeignKey, draft: Draft, constraint: str) -> Part:
    """The rule is kept by `key`; `constraint` is "" where another one may be the first to refuse."""
    element, what = f"{draft.relation.entity}.{rule.name}", rule.says or english(rule.condition)
    enforcement = kept(
        element, what, (key.name,), rule.origin,
        form=Form.ALWAYS, constraint=constraint, sqlstate=FOREIGN_KEY_VIOLATION,
    )  # fmt: skip
    return Part(enforcements=(enforcement,))


# Both sides stand in other rows


def _carrying(rule: AlwaysRule, first: _There, second: _There, draft: Draft, layout: Layout) -> Part:
    """The row carries the value of the first, and follows it; the second has to have it too."""
    comment = f"{first.column.name} of the row that {first.reference} points to."
    pointing = draft.table.column(first.reference)
    optional = pointing is None or pointing.nullable
    held = carried(
        free_name(f"{first.reference.removesuffix('_id')}_{first.column.name}", draft), first.column.type, comment,
        rule.origin, nullable=optional,
    )  # fmt: skip
    keys = tuple(_foreign_key(rule, held.name, there, draft, layout, follows=True) for there in (first, second))
    filled = _filled(rule, held, first, draft, layout)
    checks = ((draft.table.name, _set_together(held.name, first, rule, draft, layout)),) if optional else ()
    made = Part(columns=((draft.table.name, held),), foreign_keys=keys, checks=checks) + filled
    return made + _target(first, rule, layout) + _target(second, rule, layout) + _kept(rule, keys[1], draft, "")


def _set_together(column: str, there: _There, rule: AlwaysRule, draft: Draft, layout: Layout) -> Check:
    """What is carried is set where the row points to something: foreign keys look away from unset columns."""
    return Check(
        name=layout.name("ck", draft, column, "carried"),
        condition=Implies(
            left=IsSet(operand=column_path(there.reference)), right=IsSet(operand=column_path(column)), both=True
        ),
        origin=because(rule.origin, BY, "foreign keys look away from unset columns"),
    )


def _filled(rule: AlwaysRule, held: Column, there: _There, draft: Draft, layout: Layout) -> Part:
    """The trigger that takes the value from where the row points to, which stays as it is until commit."""
    table = there.target.table.name
    is_there = equal(row_path(POINTED_TO, there.target.table.primary_key[0]), row_path(NEW, there.reference))
    value = Select(
        function="value", table=table, alias=POINTED_TO, where=is_there, value=row_path(POINTED_TO, there.column.name)
    )
    function = RuleFunction(
        name=layout.name("fill", draft, held.name),
        table=draft.table.name,
        timing="BEFORE",
        body=(Lock(table=table, alias=POINTED_TO, where=is_there), Assign(column=held.name, value=value)),
        origin=rule.origin,
        says=f"{held.name} is that of the row that {there.reference} points to",
    )
    triggers = tuple(
        Trigger(
            name=layout.name("fill9", draft, held.name, *suffix),
            table=draft.table.name,
            timing="BEFORE",
            events=(event,),
            function=function.name,
            origin=rule.origin,
            when_changed=changed,
            purpose=function.says,
        )
        for event, changed, suffix in (("INSERT", (), ()), ("UPDATE", (there.reference,), ("moved",)))
    )
    return Part(functions=(function,), triggers=triggers)
