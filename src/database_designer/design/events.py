"""The events of rules as the triggers that see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from database_designer.design.chains import all_of, differ, equal, row_path
from database_designer.design.expressions import NotOfOneRow, value
from database_designer.design.layout import Draft, Layout
from database_designer.design.lowering import NEW, OLD
from database_designer.model.conceptual import Derivation, Event, EventKind
from database_designer.model.expression import (
    And,
    Call,
    Clock,
    Expression,
    In,
    IsSet,
    Literal,
    LiteralKind,
    Moment,
    Or,
    Path,
)
from database_designer.model.logical import RelationAttribute
from database_designer.model.names import snake_case
from database_designer.model.physical import Column, ColumnRole, RuleFunction, Step, Trigger, When
from database_designer.model.walk import nodes
from database_designer.postgres.identifiers import distinct

INSERT, UPDATE, DELETE = "INSERT", "UPDATE", "DELETE"
NOTHING = Literal(kind=LiteralKind.BOOLEAN, value="false")


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """When a trigger fires: at `operations`; of updates, those that change one of `changed`; where `when` holds."""

    operations: tuple[str, ...]
    changed: tuple[str, ...] = ()
    when: Expression | None = None


def firings(events: tuple[Event, ...], draft: Draft) -> tuple[Firing, ...]:
    """The firings of `events`, at most one for updates: what follows from an update happens once.

    Marking a row as deleted is its deletion. Raises NotOfOneRow for an event of a member or state that no row has.
    """
    creation = tuple(_creation(events, draft))
    deletion = (Firing(operations=(DELETE,)),) if _any(events, EventKind.DELETE) else ()
    return (*creation, *_update(events, draft), *deletion)


def _any(events: tuple[Event, ...], kind: EventKind) -> bool:
    return any(e.kind == kind for e in events)


def _creation(events: tuple[Event, ...], draft: Draft) -> Iterator[Firing]:
    states = _entered(events, draft)
    if _any(events, EventKind.CREATE):
        yield Firing(operations=(INSERT,))
    elif states:
        yield Firing(operations=(INSERT,), when=in_states(NEW, state_column(draft), states))


def _update(events: tuple[Event, ...], draft: Draft) -> Iterator[Firing]:
    changed = tuple(dict.fromkeys(c for e in events if e.kind == EventKind.CHANGE for c in _changed(e, draft)))
    states = _entered(events, draft)
    ways = [Firing(operations=(UPDATE,), changed=changed)] if changed else []
    if states and state_column(draft) not in changed:
        column = state_column(draft)
        ways.append(Firing(operations=(UPDATE,), changed=(column,), when=in_states(NEW, column, states)))
    if draft.soft and _any(events, EventKind.DELETE):
        marked = IsSet(operand=row_path(NEW, draft.soft))
        ways.append(Firing(operations=(UPDATE,), changed=(draft.soft,), when=marked))
    if len(ways) > 1:
        yield Firing(operations=(UPDATE,), when=Or(operands=tuple(_spelled_out(w) for w in ways)))
    else:
        yield from ways


def _spelled_out(firing: Firing) -> Expression:
    """What a firing watches as one condition."""
    differing = tuple(differs(c) for c in firing.changed)
    changed = differing[0] if len(differing) == 1 else Or(operands=differing)
    return changed if firing.when is None else And(operands=(changed, firing.when))


def _changed(event: Event, draft: Draft) -> tuple[str, ...]:
    """The columns whose change is the event; of a column that is worked out those that it is made from."""
    if not event.name:
        return stated_columns(draft)
    held = draft.relation.of_element(event.name)
    names = draft.columns[held.name] if held is not None else ()
    if not names:
        raise NotOfOneRow(f"{event.name} is not stored in the row")
    return tuple(c for n in names for c in sources(n, draft))


def _entered(events: tuple[Event, ...], draft: Draft) -> tuple[str, ...]:
    """The states that the events are the entering of."""
    states = tuple(dict.fromkeys(e.name for e in events if e.kind == EventKind.ENTER))
    for state in states:
        if state not in states_of(draft):
            raise NotOfOneRow(f"there is no state {state} to enter")
    return states


def state_column(draft: Draft) -> str:
    """The column of the state of the lifecycle, "" where there is none."""
    lifecycle = draft.entity.lifecycle if draft.entity is not None else None
    return (draft.column(lifecycle.state) or "") if lifecycle is not None else ""


def states_of(draft: Draft) -> tuple[str, ...]:
    """The states that rows can be in."""
    lifecycle = draft.entity.lifecycle if draft.entity is not None else None
    held = draft.relation.of_element(lifecycle.state) if lifecycle is not None else None
    return held.type.values if held is not None else ()


def distinct_names(texts: Iterable[str]) -> dict[str, str]:
    """A name for each text, for objects; texts that make one name are told apart by a number."""
    found: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        found[text] = distinct(snake_case(text), found.values())
    return found


def state_names(draft: Draft) -> dict[str, str]:
    """A name for each state of the lifecycle."""
    return distinct_names(states_of(draft))


def stated_columns(draft: Draft) -> tuple[str, ...]:
    """What people say of a row: without its key, housekeeping and values that follow from others."""
    following = {c for a in draft.relation.attributes if is_derived(a) for c in draft.columns[a.name]}
    return tuple(c.name for c in draft.table.columns if _is_stated(c, draft) and c.name not in following)


def _is_stated(column: Column, draft: Draft) -> bool:
    is_key = column.name in draft.table.primary_key and column.role == ColumnRole.KEY
    return column.generated is None and column.role != ColumnRole.HOUSEKEEPING and not is_key


def is_derived(attribute: RelationAttribute) -> bool:
    """Whether the value is always what follows from other values."""
    derived = attribute.attribute.derived if attribute.attribute is not None else None
    return derived is not None and derived.manner == Derivation.EQUALS


def sources(column: str, draft: Draft) -> tuple[str, ...]:
    """The column, of a generated one those that it is made from: before a row is written it has no value itself."""
    held = draft.table.column(column)
    if held is None or held.generated is None:
        return (column,)
    read = (n.steps[-1] for n in nodes(held.generated) if isinstance(n, Path))
    return tuple(dict.fromkeys(c for name in read for c in sources(name, draft)))


def in_states(alias: str, column: str, states: tuple[str, ...]) -> Expression:
    """The row called `alias` is in one of the states."""
    state = row_path(alias, column)
    if len(states) == 1:
        return equal(state, value(states[0]))
    return In(operand=state, values=tuple(value(s) for s in states))


def differs(column: str) -> Expression:
    """The column was changed, or set where it was unset, or unset."""
    return differ(row_path(OLD, column), row_path(NEW, column))


def same(column: str) -> Expression:
    """The column was not changed: it has the value that it had, or was and is unset."""
    return Call(function="same", arguments=(row_path(OLD, column), row_path(NEW, column)))


def by_row(fired: tuple[Firing, ...], steps: Callable[[str], tuple[Step, ...]]) -> tuple[Step, ...]:
    """`steps` for the row at hand: the new one, or the old one where rows are deleted."""
    operations = {o for f in fired for o in f.operations}
    if operations == {DELETE}:
        return steps(OLD)
    if DELETE not in operations:
        return steps(NEW)
    of_new = When(then=steps(NEW), operations=tuple(o for o in (INSERT, UPDATE) if o in operations))
    return (of_new, When(then=steps(OLD), operations=(DELETE,)))


def unless_nobody_acts(condition: Expression | None, *, names_actor: bool) -> Expression | None:
    """The condition under which a rule that names the actor is looked at: somebody acts, and `condition` holds."""
    if not names_actor:
        return condition
    acting = IsSet(operand=Moment(clock=Clock.ACTOR))
    return acting if condition is None else all_of((acting, condition))


def triggers(
    function: RuleFunction, fired: tuple[Firing, ...], draft: Draft, layout: Layout, prefix: str, *parts: str
) -> tuple[Trigger, ...]:
    """The triggers of a function, called `prefix_table_parts`: one for what needs no condition, one a further firing."""
    plain = tuple(f for f in fired if f.when is None and not f.changed)
    grouped = (Firing(operations=tuple(o for f in plain for o in f.operations)),) if plain else ()
    return tuple(
        Trigger(
            name=layout.name(prefix, draft, *parts, *(_suffix(firing) if number else ())),
            table=draft.table.name,
            timing=function.timing,
            events=firing.operations,
            function=function.name,
            origin=function.origin,
            when_changed=firing.changed,
            when=firing.when,
            purpose=function.says,
        )
        for number, firing in enumerate((*grouped, *(f for f in fired if f not in plain)))
    )


def _suffix(firing: Firing) -> tuple[str, ...]:
    return tuple(o.lower() for o in firing.operations)


def in_words(events: tuple[Event, ...]) -> str:
    """The events as a phrase: "creation or a change of member"."""
    return " or ".join(_in_words(e) for e in events)


def _in_words(event: Event) -> str:
    if event.kind == EventKind.CHANGE:
        return f"a change of {event.name}" if event.name else "a change"
    if event.kind == EventKind.ENTER:
        return f"entering {event.name}"
    return "creation" if event.kind == EventKind.CREATE else "deletion"
