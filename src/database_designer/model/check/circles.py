"""Derivations that depend on themselves, and effects that trigger themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.check.faults import fault
from database_designer.model.conceptual import (
    Attribute,
    ConceptualModel,
    Derivation,
    EffectRule,
    EntityType,
    Event,
    EventKind,
)
from database_designer.model.expression import Expression, Literal, Moment, Path
from database_designer.model.navigation import Hop, Navigation, Scope, effect_scope, scoped_paths
from database_designer.source import Origin

DERIVATION_CIRCLE = "derivation-circle"
EFFECT_CIRCLE = "effect-circle"

_Name = tuple[str, str]
"""An entity and the name of one of its attributes or rules."""


def circle_faults(model: ConceptualModel, navigation: Navigation) -> Iterator[Diagnostic]:
    """What is worked out from itself, and what brings itself about; each at its last element."""
    yield from _derivation_faults(model, navigation)
    yield from _effect_faults(model, navigation)


def circles(follows: Mapping[_Name, tuple[_Name, ...]]) -> tuple[tuple[_Name, ...], ...]:
    """A circle for each name from which one is found first, in the order of the names; no name is in two of them."""
    found: list[tuple[_Name, ...]] = []
    done: set[_Name] = set()
    for start in follows:
        circle = () if start in done else _circle_from(start, follows, done)
        if circle:
            found.append(circle)
            done.update(circle)
    return tuple(found)


def _circle_from(start: _Name, follows: Mapping[_Name, tuple[_Name, ...]], done: set[_Name]) -> tuple[_Name, ...]:
    """The shortest way from `start` back to it, () where there is none."""
    before: dict[_Name, _Name] = {}
    pending = [start]
    for at in pending:
        for name in follows.get(at, ()):
            if name == start:
                way = [at]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if name not in before and name not in done:
                before[name] = at
                pending.append(name)
    return ()


def _place(origin: Origin) -> str:
    return f" ({origin.evidence[0].span})" if origin.evidence else ""


# Derivations


def _derivation_faults(model: ConceptualModel, navigation: Navigation) -> Iterator[Diagnostic]:
    attributes = {(e.name, a.name): a for e in model.entities for a in e.attributes}
    reads = {
        (e.name, a.name): tuple(n for n in _reads(e, a, navigation) if n in attributes)
        for e in model.entities
        for a in e.attributes
    }
    for circle in circles(reads):
        last = max(circle, key=list(attributes).index)
        element, origin = ".".join(last), attributes[last].origin
        others = ", ".join(f"{'.'.join(n)}{_place(attributes[n].origin)}" for n in circle if n != last)
        fact = (
            f"{element} is worked out from {others}, which is worked out from it"
            if others
            else (f"{element} is worked out from itself")
        )
        fix = "give one of them its value by hand"
        yield fault(DERIVATION_CIRCLE, fact, origin, element=element, fix=fix)


def _reads(entity: EntityType, a: Attribute, navigation: Navigation) -> Iterator[_Name]:
    """The attributes that the value of an attribute is worked out from, at the moment when it is.

    What is taken at creation depends only on the row itself: other rows were there before it.
    """
    scope = Scope(entity=entity.name)
    lasting = a.derived is not None and a.derived.manner is not Derivation.SNAPSHOT
    sources = [a.derived.expression, a.derived.when] if a.derived else []
    for e in (*sources, a.default):
        if e is None or isinstance(e, Literal):
            continue
        for scoped in scoped_paths(e, scope, navigation):
            own = len(scoped.path.steps) == 1 and not scoped.scope.outer
            if (lasting or own) and not _is_of_parent(entity, scoped.path):
                yield from _owners(scoped.scope.start(scoped.path, navigation), scoped.path.steps, navigation)


def _is_of_parent(entity: EntityType, path: Path) -> bool:
    """Whether a path leads up a hierarchy, which has an end."""
    return entity.tree is not None and len(path.steps) == 2 and path.steps[0] == entity.tree.parent


def _owners(start: str, steps: tuple[str, ...], navigation: Navigation) -> Iterator[_Name]:
    owner = navigation.follow(start, steps[:-1]).target if start and steps else None
    if isinstance(owner, Hop):
        yield from ((kind.name, steps[-1]) for kind in navigation.lineage(owner.entity) if kind.attribute(steps[-1]))


# Effects


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cause:
    """An event of `entity` that an effect brings about; `lasting` where it would come again each time.

    A state or value that is just written is the same the second time, so nothing is changed by it any more.
    """

    entity: str
    event: Event
    lasting: bool = True


def _effect_faults(model: ConceptualModel, navigation: Navigation) -> Iterator[Diagnostic]:
    rules = {(e.name, r.name): r for e in model.entities for r in e.rules if isinstance(r, EffectRule)}
    causes = {name: tuple(_causes(name[0], rule, navigation)) for name, rule in rules.items()}
    follows = {
        name: tuple(other for other, rule in rules.items() if _met(causes[name], other[0], rule)) for name in rules
    }
    for circle in circles(follows):
        met = [
            c
            for name, n in zip(circle, (*circle[1:], circle[0]), strict=True)
            for c in _met(causes[name], n[0], rules[n])
        ]
        states = {(c.entity, c.event.name) for c in met if c.event.kind is EventKind.ENTER}
        if not any(c.lasting for c in met) and len(states) == len({entity for entity, _ in states}):
            continue
        last = max(circle, key=list(rules).index)
        element, origin = ".".join(last), rules[last].origin
        others = ", ".join(f"{'.'.join(n)}{_place(rules[n].origin)}" for n in circle if n != last)
        conditional = any(rules[n].when is not None for n in circle)
        fact = f"{element} brings itself about{f' by way of {others}' if others else ''}"
        fact += ", as long as their conditions hold" if conditional else ", without an end"
        fix = "make sure that a condition (when) ends it" if conditional else "add when: CONDITION that ends it"
        severity = Severity.WARNING if conditional else Severity.ERROR
        yield fault(EFFECT_CIRCLE, fact, origin, element=element, fix=fix, severity=severity)


def _met(causes: tuple[_Cause, ...], entity: str, rule: EffectRule) -> tuple[_Cause, ...]:
    """Those of the causes that a rule of `entity` waits for."""
    return tuple(c for c in causes if c.entity == entity and any(_is_met(e, c.event) for e in rule.events))


def _is_met(awaited: Event, event: Event) -> bool:
    """Whether what happens is what a rule waits for; an event without a name is of any."""
    return awaited.kind is event.kind and (not awaited.name or not event.name or awaited.name == event.name)


def _causes(entity: str, rule: EffectRule, navigation: Navigation) -> Iterator[_Cause]:
    for c in rule.create:
        for kind in navigation.lineage(c.entity):
            yield _Cause(entity=kind.name, event=Event(kind=EventKind.CREATE))
            if kind.lifecycle and kind.lifecycle.start:
                state = dict(c.values).get(kind.lifecycle.state)
                name = state.value if isinstance(state, Literal) else kind.lifecycle.start[0]
                yield _Cause(entity=kind.name, event=Event(kind=EventKind.ENTER, name=name))
    scope = effect_scope(rule, entity, navigation)
    for a in rule.set:
        start = scope.start(a.path, navigation)
        owner = navigation.follow(start, a.path.steps[:-1]).target if start else None
        if isinstance(owner, Hop):
            yield from _changes(owner.entity, a.path.steps[-1], a.value, navigation)


def _changes(entity: str, member: str, value: Expression, navigation: Navigation) -> Iterator[_Cause]:
    lasting = not isinstance(value, Literal | Path | Moment)
    for kind in navigation.lineage(entity):
        yield _Cause(entity=kind.name, event=Event(kind=EventKind.CHANGE, name=member), lasting=lasting)
        if kind.lifecycle and member == kind.lifecycle.state:
            state = value.value if isinstance(value, Literal) else ""
            yield _Cause(entity=kind.name, event=Event(kind=EventKind.ENTER, name=state), lasting=lasting)
