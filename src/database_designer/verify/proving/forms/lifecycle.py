"""Lifecycles: where rows begin, how they move on, what is set while they are in a state, and what a job moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, permutations

from database_designer.ddl.names import Names
from database_designer.model.conceptual import Lifecycle, Move
from database_designer.model.design import Design
from database_designer.model.expression import And
from database_designer.model.physical import ExpireRows
from database_designer.postgres.quoting import quote_identifier
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import claim, has, is_recent
from database_designer.verify.proving.forms.lifted import with_concept
from database_designer.verify.proving.forms.members import in_state, is_free, is_set, negation, path
from database_designer.verify.proving.forms.plays import creating, other_triggers_off, raw_update
from database_designer.verify.proving.forms.stage import Play, Scenarios, Stage, accepted, raced, rejected, result
from database_designer.verify.proving.values import Row, Unmade

MOST = 20
"""How many of a kind are tried of one lifecycle."""


def start(case: Case) -> Scenarios:
    """Rows are created in the states in which they may begin, and in no other."""
    lifecycle, name = case.lifecycle, case.entity.name
    begin = lifecycle.start or lifecycle.states[:1]
    others = [s for s in lifecycle.states if s not in begin]
    return (
        *_in_each(case, accepted, begin, lambda s: creating(name, {lifecycle.state: s})),
        *_in_each(case, rejected, tuple(others), lambda s: creating(name, {lifecycle.state: s})),
    )


def _in_each(
    case: Case, tried: Callable[..., Scenarios], states: tuple[str, ...], play: Callable[[str], Play]
) -> Scenarios:
    """A trial for each state for which rows can be made; one has to be possible."""
    found = tuple(
        s for state in states[:MOST] for s in tried(case, f"a row is created as {state}", play(state), optional=True)
    )
    if found or not states:
        return found
    return tried(case, f"a row is created as {states[0]}", play(states[0]))


def allowed(lifecycle: Lifecycle) -> tuple[tuple[str, str], ...]:
    """The moves of a lifecycle."""
    if lifecycle.any_move:
        return tuple(permutations(lifecycle.states, 2))
    return tuple(dict.fromkeys((m.source, m.target) for m in lifecycle.moves))


def moves(case: Case) -> Scenarios:
    """The moves of the lifecycle are made, all others refused; of two moves at once that exclude each other one is."""
    lifecycle = case.lifecycle
    known = allowed(lifecycle)
    others = [p for p in permutations(lifecycle.states, 2) if p not in known]
    return (
        *(
            s
            for n, (source, target) in enumerate(known[:MOST])
            for s in accepted(case, f"{source} becomes {target}", _moved(case, source, target), optional=n > 0)
        ),
        *(
            s
            for source, target in others[:MOST]
            for s in rejected(
                case, f"{source} becomes {target}", _moved(case, source, target),
                optional=True, design=_with_move(case, source, target),
            ) or _forced(case, source, target)
        ),
        *_two_moves(case, known),
    )  # fmt: skip


def _moved(case: Case, source: str, target: str) -> Play:
    def play(stage: Stage) -> None:
        row = stage.create(case.entity.name, {}, in_state(case.lifecycle.state, source))
        stage.act()
        stage.enter(row, target)

    return play


def _forced(case: Case, source: str, target: str) -> Scenarios:
    """A move that other rules forbid before: of those that are triggers, none fires."""

    def play(stage: Stage) -> None:
        row = stage.create(case.entity.name, {}, in_state(case.lifecycle.state, source))
        stage.act()
        for statement in (*other_triggers_off(case), raw_update(stage, case, row, {case.lifecycle.state: target})):
            stage.say(statement)

    return rejected(
        case, f"{source} becomes {target}, with the other triggers off", play, optional=True, design=case.design
    )


def _with_move(case: Case, source: str, target: str) -> Design:
    """The design with one more move."""
    lifecycle = case.lifecycle
    more = Move(source=source, target=target, origin=lifecycle.origin)
    changed = replace(case.entity, lifecycle=replace(lifecycle, moves=(*lifecycle.moves, more)))
    entities = tuple(changed if e.name == changed.name else e for e in case.concept.entities)
    return with_concept(case.design, replace(case.concept, entities=entities))


def _two_moves(case: Case, known: tuple[tuple[str, str], ...]) -> Scenarios:
    """Two moves from one state, of which neither can follow the other."""
    pairs = (
        (source, one, other)
        for source in case.lifecycle.states
        for one, other in combinations([t for s, t in known if s == source], 2)
        if (one, other) not in known and (other, one) not in known
    )
    for source, one, other in pairs:

        def play(stage: Stage, source: str = source, one: str = one, other: str = other) -> None:
            row = stage.create(case.entity.name, {}, in_state(case.lifecycle.state, source))
            stage.act()
            stage.enter(row, one)
            stage.rival(apart=True)
            stage.enter(row, other)

        what = f"{source} becomes {one} and {other} at once"
        found = raced(case, what, play, only_one=True, optional=True, design=case.design)
        if found:
            return found
    return ()


def requires(case: Case) -> Scenarios:
    """What a state requires is set when it is entered, and stays so."""
    lifecycle, entity = case.lifecycle, case.entity
    wanted = [
        (s, names) for s, names in lifecycle.requires if not case.enforcement.detail or s in case.enforcement.detail
    ]
    found: list[Scenarios] = []
    for state, names in wanted:
        found.append(
            accepted(
                case,
                f"{state} is entered with all it requires",
                creating(entity.name, {}, in_state(lifecycle.state, state)),
            )
        )
        for name in names:
            found.append(_entered_without(case, state, name))
            if is_free(entity, name) and not _stays(lifecycle, state, name):
                found.append(_unset_in(case, state, name))
    return tuple(s for f in found for s in f)


def _stays(lifecycle: Lifecycle, state: str, name: str) -> bool:
    """Whether what is set in the state cannot be changed in it at all, as it is frozen."""
    return any(s == state and (name in names or "all" in names) for s, names in lifecycle.frozen)


def _entered_without(case: Case, state: str, name: str) -> Scenarios:
    lifecycle = case.lifecycle
    stamped = (state, name) in lifecycle.stamps
    if stamped:
        return ()

    def play(stage: Stage) -> None:
        begins = state in (lifecycle.start or lifecycle.states[:1])
        if begins:
            stage.act()
            stage.create(case.entity.name, {name: None}, in_state(lifecycle.state, state))
            return
        before = [s for s, t in allowed(lifecycle) if t == state]
        row = stage.create(case.entity.name, {name: None}, in_state(lifecycle.state, before[0])) if before else None
        if row is None:
            raise Unmade(f"no move leads to {state}")
        stage.act()
        stage.enter(row, state)

    return rejected(case, f"{state} is entered without {name}", play)


def _unset_in(case: Case, state: str, name: str) -> Scenarios:
    def play(stage: Stage) -> None:
        row = stage.create(
            case.entity.name,
            {},
            in_state(case.lifecycle.state, state),
            *(is_set(n) for s, names in case.lifecycle.requires if s == state for n in names),
        )
        stage.act()
        stage.change(row, {name: None})

    return rejected(case, f"{name} is unset while {state}", play)


def stamps(case: Case) -> Scenarios:
    """The moment at which a state is entered is set."""
    lifecycle = case.lifecycle
    wanted = [p for p in lifecycle.stamps if not case.enforcement.detail or p[0] in case.enforcement.detail]
    return tuple(s for state, name in wanted for s in _stamped(case, state, name))


def _stamped(case: Case, state: str, name: str) -> Scenarios:
    lifecycle, entity = case.lifecycle, case.entity.name
    needed = tuple(is_set(n) for s, names in lifecycle.requires if s == state for n in names if n != name)

    def born(stage: Stage) -> str:
        stage.act()
        row = stage.create(entity, {}, in_state(lifecycle.state, state))
        stage.leave_out(row, case.column(entity, name))
        return claim(case, is_recent(case, row, name))

    def entered(source: str) -> Play:
        def play(stage: Stage) -> str:
            row = stage.create(entity, {}, in_state(lifecycle.state, source), *needed)
            stage.act()
            stage.enter(row, state)
            stamp = stage.world.sql(stage.world.evaluate(row, path(name)))
            stage.unsay(f"{quote_identifier(case.column(entity, name))} = {stamp}")
            return claim(case, is_recent(case, row, name))

        return play

    sources = [s for s, target in allowed(lifecycle) if target == state]
    return (
        *(
            result(case, f"{name} is set when a row is created as {state}", born)
            if state in (lifecycle.start or lifecycle.states[:1])
            else ()
        ),
        *(
            s
            for n, source in enumerate(sources)
            for s in result(case, f"{name} is set when {source} becomes {state}", entered(source), optional=n > 0)
        ),
    )


def expires(case: Case) -> Scenarios:
    """The job moves the rows that are due, and no others."""
    job = next(
        (f for f in case.design.physical.functions if isinstance(f, ExpireRows) and f.name in case.enforcement.objects),
        None,
    )
    expiry = next(
        (x for x in case.lifecycle.expires if job is not None and (x.source, x.target) == (job.source, job.target)),
        None,
    )
    state, name = case.lifecycle.state, case.entity.name

    def play(stage: Stage) -> str:
        if job is None or expiry is None:
            raise Unmade("no job is known for it")
        due = stage.create(name, {}, And(operands=(in_state(state, expiry.source), expiry.condition)))
        later = _not_due(stage, name, And(operands=(in_state(state, expiry.source), negation(expiry.condition))))
        stage.act()
        stage.say(f"SELECT {Names(schema=case.design.physical.schema).function(job.name)}();")
        stays = (has(case, row, state, expiry.source) for row in later)
        return claim(case, has(case, due, state, expiry.target), *stays)

    return result(case, "the job moves what is due and leaves the rest", play)


def _not_due(stage: Stage, name: str, condition: And) -> tuple[Row, ...]:
    try:
        return (stage.create(name, {}, condition),)
    except Unmade:
        return ()
