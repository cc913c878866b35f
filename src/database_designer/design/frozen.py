"""What a state of a lifecycle freezes: columns of the row, its deletion, and the rows that are parts of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from database_designer.design.chains import all_of, equal, is_live, row_path
from database_designer.design.enforcing import CHECK_VIOLATION, kept, unusable
from database_designer.design.events import (
    DELETE,
    INSERT,
    NOTHING,
    UPDATE,
    Firing,
    in_states,
    same,
    sources,
    state_column,
    state_names,
    stated_columns,
    triggers,
)
from database_designer.design.holding import Written, in_turn, written_back
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import NEW, OLD
from database_designer.design.part import Part, joined
from database_designer.model.conceptual import EntityType, Lifecycle
from database_designer.model.decision import because
from database_designer.model.expression import Expression, IsSet, Not, Or, Select
from database_designer.model.logical import RelationKind
from database_designer.model.navigation import back_name
from database_designer.model.physical import Form, Lock, Require, RuleFunction, Step, When

BY = "design.frozen"
ALL, DELETION = "all", "deletion"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frozen:
    """A lifecycle that freezes something, the table of its rows, and which tables are written when rows change."""

    layout: Layout
    written: Written
    draft: Draft
    entity: EntityType
    lifecycle: Lifecycle
    state: str
    names: Mapping[str, str]

    @property
    def element(self) -> str:
        return f"{self.entity.name}.{self.lifecycle.state}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Rows of `draft` that point with `column` to the row that is frozen; `parts` go with everything of it."""

    draft: Draft
    column: str
    part: bool


def frozen(layout: Layout) -> Part:
    """The triggers of all lifecycles that freeze something."""
    written = written_back(layout)
    return joined(tuple(p for d in layout.drafts for p in _of_draft(d, layout, written)))


def _each_state_once(lifecycle: Lifecycle) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What each state freezes, in one place even where it was said in two."""
    found: dict[str, tuple[str, ...]] = {}
    for state, names in lifecycle.frozen:
        found[state] = tuple(dict.fromkeys((*found.get(state, ()), *names)))
    return tuple(found.items())


def _of_draft(draft: Draft, layout: Layout, written: Written) -> Iterator[Part]:
    entity = draft.entity
    if entity is None or entity.lifecycle is None or not entity.lifecycle.frozen or not state_column(draft):
        return
    of = _Frozen(
        layout=layout,
        written=written,
        draft=draft,
        entity=entity,
        lifecycle=entity.lifecycle,
        state=state_column(draft),
        names=state_names(draft),
    )
    pointing = dict(_pointing(of))
    states: dict[str, list[str]] = {}
    for state, names in _each_state_once(of.lifecycle):
        if state not in of.names:
            yield unusable(of.element, f"{', '.join(names)} frozen", f"there is no state {state}", of.lifecycle.origin)
            continue
        everything = ALL in names
        yield from _own(state, names, of)
        if everything:
            yield _undeleted(state, of)
        for name in (n for n, rows in pointing.items() if n in names or (everything and rows.part)):
            states.setdefault(name, []).append(state)
        for name in (n for n in names if n != ALL and n not in pointing and not _columns(n, of)):
            yield unusable(of.element, f"{name} frozen while {state}", f"{name} is not stored", of.lifecycle.origin)
    for name, frozen_in in states.items():
        yield _rows(name, pointing[name], tuple(dict.fromkeys(frozen_in)), of)


# Columns


def _own(state: str, names: tuple[str, ...], of: _Frozen) -> Iterator[Part]:
    exempt = {of.state, *(c for s, n in of.lifecycle.stamps if s == state for c in _columns(n, of))}
    own = {n: tuple(c for c in _columns(n, of) if c not in exempt) for n in names if n != ALL}
    if ALL in names:
        stamps = {c for _, n in of.lifecycle.stamps for c in _columns(n, of)}
        own[ALL] = tuple(c for c in stated_columns(of.draft) if c not in exempt | stamps)
    own = {n: columns for n, columns in own.items() if columns}
    columns = tuple(dict.fromkeys(c for found in own.values() for c in found))
    if not columns:
        return
    what = f"{', '.join(own)} cannot change while {state}"
    function = RuleFunction(
        name=of.layout.name("freeze", of.draft, "changes", of.names[state]),
        table=of.draft.table.name,
        timing="BEFORE",
        body=tuple(_unchanged(c, state, of) for c in columns),
        origin=because(of.lifecycle.origin, BY, "a change is seen only by looking at the old row"),
        constraint=of.layout.name("ck", of.draft, "frozen", of.names[state]),
        says=what,
    )
    fired = (Firing(operations=(UPDATE,), changed=columns, when=in_states(OLD, of.state, (state,))),)
    made = triggers(function, fired, of.draft, of.layout, "freeze", "changes", of.names[state])
    yield Part(
        functions=(function,),
        triggers=made,
        enforcements=tuple(
            kept(
                of.element, f"{name} cannot change while {state}", tuple(t.name for t in made), of.lifecycle.origin,
                form=Form.FROZEN, detail=(state, name), constraint=function.constraint, sqlstate=CHECK_VIOLATION,
            )
            for name in own
        ),
    )  # fmt: skip


def _columns(name: str, of: _Frozen) -> tuple[str, ...]:
    """The columns of a member; of one that is worked out those that it is made from."""
    held = of.draft.relation.of_element(name)
    if held is None:
        return ()
    return tuple(dict.fromkeys(s for c in of.draft.columns[held.name] for s in sources(c, of.draft)))


def _unchanged(column: str, state: str, of: _Frozen) -> Step:
    """The column stays as it is, unless the row enters a state that needs it."""
    needs = (*of.lifecycle.requires, *((s, (n,)) for s, n in of.lifecycle.stamps))
    states = (s for s, names in needs if s != state and any(column in _columns(n, of) for n in names))
    entered = tuple(dict.fromkeys(s for s in states if s in of.names))
    kept_as_it_is = same(column)
    if entered:
        kept_as_it_is = Or(operands=(kept_as_it_is, in_states(NEW, of.state, entered)))
    message = f"{column} of {of.draft.table.name} cannot change while {state}"
    return Require(condition=kept_as_it_is, message=message.replace("%", "%%"), unknown_passes=False, column=column)


def _undeleted(state: str, of: _Frozen) -> Part:
    what = f"rows are not deleted while {state}"
    function = RuleFunction(
        name=of.layout.name("freeze", of.draft, "kept", of.names[state]),
        table=of.draft.table.name,
        timing="BEFORE",
        body=(Require(condition=NOTHING, message=_message(of.draft, what), unknown_passes=False),),
        origin=because(of.lifecycle.origin, BY, "what is frozen is not deleted either"),
        constraint=of.layout.name("ck", of.draft, "kept", of.names[state]),
        says=what,
    )
    is_frozen = in_states(OLD, of.state, (state,))
    fired = [Firing(operations=(DELETE,), when=is_frozen)]
    if of.draft.soft:
        marked = all_of((is_frozen, IsSet(operand=row_path(NEW, of.draft.soft))))
        fired.append(Firing(operations=(UPDATE,), changed=(of.draft.soft,), when=marked))
    made = triggers(function, tuple(fired), of.draft, of.layout, "freeze", "kept", of.names[state])
    enforcement = kept(
        of.element, what, tuple(t.name for t in made), of.lifecycle.origin,
        form=Form.FROZEN, detail=(state, DELETION), constraint=function.constraint, sqlstate=CHECK_VIOLATION,
    )  # fmt: skip
    return Part(functions=(function,), triggers=made, enforcements=(enforcement,))


def _message(draft: Draft, what: str) -> str:
    return f"{draft.table.name}: {what}".replace("%", "%%")


# Rows that point to the row


def _pointing(of: _Frozen) -> Iterator[tuple[str, _Rows]]:
    """The rows that point to a row of the lifecycle, by the name they have from there."""
    for other in of.layout.drafts:
        kind, relation = other.relation.kind, other.relation
        for reference in relation.references:
            if reference.target != of.draft.relation.name:
                continue
            column = other.members(reference.members)[0]
            name = _name_of(reference.element, other, of)
            if kind == RelationKind.JUNCTION and reference.members[0] != relation.primary[0]:
                continue  # a link is frozen with the side that tells it
            if name:
                part = reference.part_of or kind != RelationKind.ENTITY
                yield name, _Rows(draft=other, column=column, part=part)


def _name_of(element: str, other: Draft, of: _Frozen) -> str:
    """What a row calls the rows of `other` that point to it by the reference, link or attribute `element`."""
    owner, _, local = element.partition(".")
    if other.relation.kind == RelationKind.SUBTYPE and local == "kind_of":
        return owner
    if other.relation.kind in (RelationKind.MULTIVALUED, RelationKind.JUNCTION):
        return local if owner == of.entity.name else ""
    reference = other.entity.reference(local) if other.entity is not None else None
    return back_name(other.entity, reference) if other.entity is not None and reference is not None else ""


def _rows(name: str, rows: _Rows, states: tuple[str, ...], of: _Frozen) -> Part:
    what = f"{name} of {of.draft.table.name} cannot change while {' or '.join(states)}"
    function = RuleFunction(
        name=of.layout.name("freeze", rows.draft, "parts", rows.column),
        table=rows.draft.table.name,
        timing="BEFORE",
        body=(
            When(then=_of_whole(NEW, rows, states, of, what), operations=(INSERT, UPDATE)),
            When(then=_of_whole(OLD, rows, states, of, what), operations=(UPDATE, DELETE)),
        ),
        origin=because(of.lifecycle.origin, BY, "the row pointed to keeps its state until the change is over"),
        constraint=of.layout.name("ck", rows.draft, "frozen_by", rows.column),
        says=what,
    )
    soft = (rows.draft.soft,) if rows.draft.soft else ()
    fired = (Firing(operations=(INSERT, DELETE)), Firing(operations=(UPDATE,), changed=_changeable(rows) + soft))
    made = triggers(
        function, tuple(f for f in fired if f.operations != (UPDATE,) or f.changed), rows.draft, of.layout,
        "freeze", "parts", rows.column,
    )  # fmt: skip
    return Part(
        functions=(function,),
        triggers=made,
        enforcements=tuple(
            kept(
                of.element, f"{name} cannot change while {state}", tuple(t.name for t in made), of.lifecycle.origin,
                form=Form.FROZEN, detail=(state, name), constraint=function.constraint, sqlstate=CHECK_VIOLATION,
            )
            for state in states
        ),
    )  # fmt: skip


def _changeable(rows: _Rows) -> tuple[str, ...]:
    return tuple(dict.fromkeys((rows.column, *stated_columns(rows.draft))))


def _of_whole(alias: str, rows: _Rows, states: tuple[str, ...], of: _Frozen, what: str) -> tuple[Step, ...]:
    """The row pointed to is locked and is in none of the states; a row that is gone, or going, freezes nothing."""
    table, key, pointer = of.draft.table.name, of.draft.table.primary_key[0], row_path(alias, rows.column)
    conditions: list[Expression] = [equal(row_path("p", key), pointer), in_states("p", of.state, states)]
    if of.draft.soft:
        conditions.append(is_live("p", of.draft.soft))
    found = Select(function="exists", table=table, alias="p", where=all_of(tuple(conditions)))
    return (
        *in_turn(table, pointer, rows.draft.table.name, of.written),
        Lock(table=table, alias="locked", where=equal(row_path("locked", key), pointer)),
        Require(condition=Not(operand=found), message=_message(rows.draft, what), unknown_passes=False),
    )
