"""Checks of lifecycles, access patterns and policies of the conceptual model."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.check.contradictions import impossible_faults
from database_designer.model.check.faults import did_you_mean, duplicates, expression_faults, fault, path_faults
from database_designer.model.conceptual import EntityType, Lifecycle, Query
from database_designer.model.expression import And
from database_designer.model.navigation import Navigation, Scope, Value

ALL = "all"
"""What `frozen` says for everything."""


def lifecycle_faults(entity: EntityType, navigation: Navigation) -> Iterator[Diagnostic]:
    """What is wrong with the lifecycle of an entity."""
    c = entity.lifecycle
    if c is None:
        return
    element = f"{entity.name}.lifecycle"
    if entity.attribute(c.state) is not None:
        fact = f'the state "{c.state}" of {entity.name} is declared among its attributes too'
        fix = f"remove the attribute {c.state}"
        yield fault("state-declared", fact, c.origin, element=element, fix=fix, severity=Severity.WARNING)
    if not c.states:
        fix = "name the states: states: [A, B]"
        yield fault("no-states", f"{element} has no states", c.origin, element=element, fix=fix)
    for state in duplicates(c.states):
        yield fault("duplicate-state", f'{element} names the state "{state}" twice', c.origin, element=element)
    known = frozenset(c.states)
    for state in _named_states(c):
        if state not in known:
            fact, fix = f'{element} names the unknown state "{state}"', did_you_mean(state, c.states)
            yield fault("unknown-state", fact, c.origin, element=element, fix=fix)
    yield from _lifecycle_name_faults(entity, c, navigation, element)
    yield from _reach_faults(c, element)


def _named_states(c: Lifecycle) -> tuple[str, ...]:
    moved = (s for m in c.moves for s in (m.source, m.target))
    expiring = (s for x in c.expires for s in (x.source, x.target))
    by_state = (state for pairs in (c.requires, c.stamps, c.frozen) for state, _ in pairs)
    return tuple(dict.fromkeys((*c.start, *moved, *expiring, *by_state)))


def _lifecycle_name_faults(
    entity: EntityType, c: Lifecycle, navigation: Navigation, element: str
) -> Iterator[Diagnostic]:
    required = (n for _, names in c.requires for n in names)
    frozen = (n for _, names in c.frozen for n in names if n != ALL)
    for name in dict.fromkeys((*required, *(n for _, n in c.stamps), *frozen)):
        yield from path_faults((name,), entity.name, navigation, c.origin, element, several=True)
    moves = {(m.source, m.target) for m in c.moves}
    for x in c.expires:
        yield from expression_faults(x.condition, Scope(entity=entity.name), navigation, c.origin, element)
        if not c.any_move and (x.source, x.target) not in moves:
            fact, fix = f"{element} expires {x.source} to {x.target}, which is no allowed move", "add it to moves"
            yield fault("no-move", fact, c.origin, element=element, fix=fix, severity=Severity.WARNING)
    for _, name in c.stamps:
        target = navigation.target(entity.name, name)
        if isinstance(target, Value) and target.type.kind not in ("date", "instant"):
            fact, fix = f"{element} stamps {name}, which is no date or instant", f"make {name} an instant"
            yield fault("stamp-type", fact, c.origin, element=element, fix=fix)


def _reach_faults(c: Lifecycle, element: str) -> Iterator[Diagnostic]:
    """States that no row can ever be in."""
    if c.any_move:
        return
    targets: dict[str, list[str]] = {}
    for move in c.moves:
        targets.setdefault(move.source, []).append(move.target)
    reached, pending = set(c.start), list(c.start)
    while pending:
        for target in targets.get(pending.pop(), ()):
            if target not in reached:
                reached.add(target)
                pending.append(target)
    for state in c.states:
        if state not in reached:
            fact, fix = (
                f'no row can get into the state "{state}" of {element}',
                "add a move into it, or make it a start",
            )
            yield fault("unreachable-state", fact, c.origin, element=element, fix=fix, severity=Severity.WARNING)


def query_faults(entity: EntityType, q: Query, navigation: Navigation) -> Iterator[Diagnostic]:
    """What is wrong with an access pattern."""
    element, scope = f"{entity.name}.{q.name}", Scope(entity=entity.name)
    paths = (
        *q.filter,
        *q.optional,
        *q.range,
        *q.search,
        *q.prefix,
        *(path for path, _ in q.words),
        *(key.path for key in q.sort),
        *((name,) for name in q.overlap),
        *(((q.nearest,),) if q.nearest else ()),
    )
    for path in dict.fromkeys(paths):
        yield from path_faults(path, entity.name, navigation, q.origin, element, several=True)
    for expression in (*q.fixed, *q.report, *q.by):
        yield from expression_faults(expression, scope, navigation, q.origin, element, report=True)
    if q.fixed:
        every = And(operands=q.fixed) if len(q.fixed) > 1 else q.fixed[0]
        yield from impossible_faults(every, scope, navigation, q.origin, element)
    if q.limit is not None and q.maximum is not None and q.limit > q.maximum:
        fact = f"{element} has the limit {q.limit}, and at most {q.maximum}"
        yield fault("crossed-bounds", fact, q.origin, element=element, fix="make max the greater one")


def policy_faults(entity: EntityType, navigation: Navigation) -> Iterator[Diagnostic]:
    """What is wrong with visibility, retention and reference rows of an entity."""
    element = f"{entity.name}.visible"
    for condition in entity.visible.any_of if entity.visible else ():
        scope = Scope(entity=entity.name)
        yield from expression_faults(
            condition, scope, navigation, entity.visible.origin if entity.visible else entity.origin, element
        )
    kept = entity.retention
    if kept and kept.after:
        yield from path_faults((kept.after,), entity.name, navigation, kept.origin, f"{entity.name}.retention")
    for row in entity.rows:
        for name, _ in row.values:
            yield from path_faults((name,), entity.name, navigation, row.origin, f"{entity.name}.rows")
