"""What must be set as long as a row is in a state of its lifecycle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from database_designer.design.enforcing import CHECK_VIOLATION, NOT_NULL_VIOLATION, kept, refused, unusable
from database_designer.design.events import state_names
from database_designer.design.expressions import NotOfOneRow, column_path, value
from database_designer.design.invariants import always
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part
from database_designer.design.routes import route
from database_designer.model.conceptual import AlwaysRule, Lifecycle
from database_designer.model.decision import because
from database_designer.model.expression import (
    Aggregate,
    And,
    Comparator,
    Comparison,
    Expression,
    Implies,
    IsSet,
    Path,
)
from database_designer.model.logical import RelationAttribute
from database_designer.model.physical import Check, Form

BY = "design.requires"


def required_in_states(held: RelationAttribute, lifecycle: Lifecycle, draft: Draft, layout: Layout) -> Iterator[Part]:
    """The checks of what states require of the row, and the triggers on rows that they require to be there."""
    for state, names in lifecycle.requires:
        if state not in held.type.values:
            what = f"{', '.join(names)} set while {state}"
            yield unusable(held.element, what, f"there is no state {state}", lifecycle.origin, form=Form.REQUIRES)
            continue
        stored = tuple(n for n in names if draft.column(n) is not None)
        if stored:
            yield _columns(state, stored, held, draft, layout)
        for name in names:
            if name not in stored:
                yield _rows(state, name, held, draft, layout)


def _columns(state: str, names: tuple[str, ...], held: RelationAttribute, draft: Draft, layout: Layout) -> Part:
    column, what, origin = draft.columns[held.name][0], f"{', '.join(names)} set while {state}", held.origin
    known = tuple(dict.fromkeys(c for n in names if (c := draft.column(n)) is not None))
    nullable = tuple(c for c in known if _is_nullable(c, draft))
    if not nullable:
        objects = tuple(f"{draft.table.name}.{c}" for c in known)
        not_null = kept(
            held.element, what, objects, origin,
            form=Form.REQUIRES, detail=(state, *names), sqlstate=NOT_NULL_VIOLATION,
        )  # fmt: skip
        return Part(enforcements=(not_null,))
    name = layout.name("ck", draft, column, state_names(draft)[state], "requires")
    conditions = tuple(IsSet(operand=column_path(c)) for c in nullable)
    check = Check(
        name=name,
        condition=Implies(
            left=_in_state(column, state), right=conditions[0] if len(conditions) == 1 else And(operands=conditions)
        ),
        origin=because(origin, BY, f"stated: {what}"),
    )
    enforcement = kept(
        held.element, what, (name,), origin,
        form=Form.REQUIRES, detail=(state, *names), constraint=name, sqlstate=CHECK_VIOLATION,
    )  # fmt: skip
    return Part(checks=((draft.table.name, check),), enforcements=(enforcement,))


def _is_nullable(column: str, draft: Draft) -> bool:
    found = draft.table.column(column)
    return found is not None and found.nullable


def _in_state(name: str, state: str) -> Expression:
    return Comparison(operator=Comparator.EQ, left=column_path(name), right=value(state))


def _rows(state: str, name: str, held: RelationAttribute, draft: Draft, layout: Layout) -> Part:
    """Rows that point here, as parts do, are there at every commit while the row is in the state."""
    what = f"{name} set while {state}"
    try:
        found = route(draft, (name,), layout)
        is_set: Expression = IsSet(operand=Path(steps=(name,)))
        if any(h.down for h in found.hops):
            is_set = Aggregate(function="exists", over=Path(steps=(name,)))
        local = held.element.partition(".")[2]
        rule = AlwaysRule(
            name=f"{state_names(draft)[state]}_requires_{name}",
            condition=Implies(left=_in_state(local, state), right=is_set),
            origin=held.origin,
        )
        part = always(rule, what, draft, layout)
    except NotOfOneRow as error:
        return refused(held.element, what, error, held.origin, form=Form.REQUIRES)
    enforcements = (
        replace(e, element=held.element, form=Form.REQUIRES, detail=(state, name)) for e in part.enforcements
    )
    return replace(part, enforcements=tuple(enforcements))
