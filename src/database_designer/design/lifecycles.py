"""Lifecycles: allowed moves, and what must be set in a state."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from database_designer.design.enforcing import CHECK_VIOLATION, NOT_NULL_VIOLATION, kept, not_kept
from database_designer.design.expressions import column_path, value
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part, joined
from database_designer.model.conceptual import Lifecycle
from database_designer.model.decision import because
from database_designer.model.expression import And, Comparator, Comparison, Expression, Implies, IsSet
from database_designer.model.logical import AttributeRole, RelationAttribute
from database_designer.model.names import snake_case
from database_designer.model.physical import Check, CheckTransition, Enforcement, Form, Trigger

BY = "design.lifecycles"


def lifecycles(layout: Layout) -> Part:
    """The triggers and checks of all lifecycles."""
    return joined(tuple(_of_draft(d, layout) for d in layout.drafts))


def _of_draft(draft: Draft, layout: Layout) -> Part:
    lifecycle = draft.entity.lifecycle if draft.entity is not None else None
    held = draft.relation.of_element(lifecycle.state) if lifecycle is not None else None
    if lifecycle is None or held is None or held.role != AttributeRole.STATE:
        return Part()
    required = (_required(r, held, lifecycle, draft, layout) for r in lifecycle.requires)
    return joined((_moves(held, lifecycle, draft, layout), *required))


def _moves(held: RelationAttribute, lifecycle: Lifecycle, draft: Draft, layout: Layout) -> Part:
    element, column, states = held.element, draft.columns[held.name][0], held.type.values
    start = tuple(s for s in dict.fromkeys(lifecycle.start) if s in states)
    moves = _allowed(lifecycle, states)
    if not moves:
        reason = "the documents name the states, not which may follow which"
        return not_kept(element, "changes of state", reason, lifecycle.origin, form=Form.MOVES)
    if set(start) == set(states):
        start = ()
    if lifecycle.any_move and not start:
        return Part()
    function = CheckTransition(
        name=layout.name("check", draft, column),
        table=draft.table.name,
        column=column,
        moves=moves,
        start=start,
        constraint=layout.name("ck", draft, column, "moves"),
        origin=because(lifecycle.origin, BY, "a change of state is seen only by looking at the old and the new row"),
    )
    trigger = Trigger(
        name=layout.name("trg", draft, column, "moves"),
        table=draft.table.name,
        timing="BEFORE",
        events=("INSERT", "UPDATE") if start else ("UPDATE",),
        function=function.name,
        origin=function.origin,
        purpose="refuses changes of state that the lifecycle does not have",
    )
    enforcements = tuple(_kept(function, trigger, held, lifecycle, start))
    return Part(functions=(function,), triggers=(trigger,), enforcements=enforcements)


def _kept(
    function: CheckTransition, trigger: Trigger, held: RelationAttribute, lifecycle: Lifecycle, start: tuple[str, ...]
) -> Iterator[Enforcement]:
    if not lifecycle.any_move:
        what = "only the moves of the lifecycle are allowed"
        yield kept(
            held.element, what, (trigger.name,), lifecycle.origin,
            form=Form.MOVES, constraint=function.constraint, sqlstate=CHECK_VIOLATION,
        )  # fmt: skip
    if start:
        what = f"rows are created as {' or '.join(start)}"
        yield kept(
            held.element, what, (trigger.name,), lifecycle.origin,
            form=Form.START, detail=start, constraint=function.constraint, sqlstate=CHECK_VIOLATION,
        )  # fmt: skip


def _allowed(lifecycle: Lifecycle, states: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The moves between known states, those of jobs among them."""
    if lifecycle.any_move:
        return tuple(permutations(states, 2))
    told = [(m.source, m.target) for m in lifecycle.moves]
    told += [(x.source, x.target) for x in lifecycle.expires] if told else []
    return tuple(dict.fromkeys((s, t) for s, t in told if s in states and t in states))


def _required(
    requirement: tuple[str, tuple[str, ...]],
    held: RelationAttribute,
    lifecycle: Lifecycle,
    draft: Draft,
    layout: Layout,
) -> Part:
    (state, names), column = requirement, draft.columns[held.name][0]
    what = f"{', '.join(names)} set while {state}"
    columns = [draft.column(n) for n in names]
    known = tuple(dict.fromkeys(c for c in columns if c is not None and c != column))
    if state not in held.type.values or None in columns or not known:
        reason = "the state or what it requires is not stored in the row"
        return not_kept(held.element, what, reason, lifecycle.origin, form=Form.REQUIRES, detail=(state, *names))
    nullable = tuple(c for c in known if _is_nullable(c, draft))
    if not nullable:
        objects = tuple(f"{draft.table.name}.{c}" for c in known)
        always = kept(
            held.element, what, objects, lifecycle.origin,
            form=Form.REQUIRES, detail=(state, *names), sqlstate=NOT_NULL_VIOLATION,
        )  # fmt: skip
        return Part(enforcements=(always,))
    name = layout.name("ck", draft, column, snake_case(state), "requires")
    check = Check(
        name=name,
        condition=Implies(left=_in_state(column, state), right=_all_set(nullable)),
        origin=because(lifecycle.origin, BY, f"stated: {what}"),
    )
    enforcement = kept(
        held.element, what, (name,), lifecycle.origin,
        form=Form.REQUIRES, detail=(state, *names), constraint=name, sqlstate=CHECK_VIOLATION,
    )  # fmt: skip
    return Part(checks=((draft.table.name, check),), enforcements=(enforcement,))


def _is_nullable(column: str, draft: Draft) -> bool:
    held = draft.table.column(column)
    return held is not None and held.nullable


def _in_state(column: str, state: str) -> Expression:
    return Comparison(operator=Comparator.EQ, left=column_path(column), right=value(state))


def _all_set(columns: tuple[str, ...]) -> Expression:
    conditions = tuple(IsSet(operand=column_path(c)) for c in columns)
    return conditions[0] if len(conditions) == 1 else And(operands=conditions)
