"""Lifecycles: where rows begin, and which moves are allowed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from database_designer.design.enforcing import CHECK_VIOLATION, kept, not_kept
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part, joined
from database_designer.design.requires import required_in_states
from database_designer.model.conceptual import Lifecycle
from database_designer.model.decision import because
from database_designer.model.logical import AttributeRole, RelationAttribute
from database_designer.model.physical import CheckTransition, Enforcement, Form, Trigger

BY = "design.lifecycles"


def lifecycles(layout: Layout) -> Part:
    """The triggers and checks of all lifecycles."""
    return joined(tuple(_of_draft(d, layout) for d in layout.drafts))


def _of_draft(draft: Draft, layout: Layout) -> Part:
    lifecycle = draft.entity.lifecycle if draft.entity is not None else None
    held = draft.relation.of_element(lifecycle.state) if lifecycle is not None else None
    if lifecycle is None or held is None or held.role != AttributeRole.STATE:
        return Part()
    return joined((_moves(held, lifecycle, draft, layout), *required_in_states(held, lifecycle, draft, layout)))


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
    refuses = len(function.moves) < len(tuple(permutations(held.type.values, 2)))
    if not lifecycle.any_move and refuses:
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
