"""Derivations that depend on themselves, and effects that trigger themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.check.faults import fault
from database_designer.model.conceptual import (
    Attribute,
    ConceptualModel,
    Derivation,
    EffectRule,
    EntityType,
    EventKind,
)
from database_designer.model.expression import Expression, Literal, Moment, Path
from database_designer.model.navigation import Hop, Navigation, Scope, effect_scope, scoped_paths
from database_designer.source import Origin

DERIVATION_CIRCLE = "derivation-circle"
EFFECT_CIRCLE = "effect-circle"

_Node = tuple[str, ...]
"""An entity and the name of one of its attributes or rules; of effects also an event, see `_effect_graph`."""


def circle_faults(model: ConceptualModel, navigation: Navigation) -> Iterator[Diagnostic]:
    """What is worked out from itself, and what brings itself about; each at its last element."""
    yield from _derivation_faults(model, navigation)
    yield from _effect_faults(model, navigation)


def circles(follows: Mapping[_Node, Sequence[_Node]]) -> tuple[tuple[_Node, ...], ...]:
    """Shortest circles, in the order of the nodes that they were found from: through every node that is in one."""
    follows = _trimmed(_trimmed(follows, backwards=True), backwards=False)
    found: list[tuple[_Node, ...]] = []
    done: set[_Node] = set()
    for start in follows:
        circle = () if start in done else _circle_from(start, follows)
        found += [circle] if circle else []
        done.update(circle)
    return tuple(found)


def _trimmed(follows: Mapping[_Node, Sequence[_Node]], *, backwards: bool) -> dict[_Node, Sequence[_Node]]:
    """The graph without the nodes that lead to no circle (`backwards`: that none leads to)."""
    inward: dict[_Node, list[_Node]] = {node: [] for node in follows}
    for node, others in follows.items():
        for other in others:
            inward.setdefault(other, []).append(node)
    ahead, behind = (inward, follows) if backwards else (follows, inward)
    left = {node: len(ahead.get(node, ())) for node in inward}
    pending = [node for node, number in left.items() if number == 0]
    gone = set(pending)
    while pending:
        for other in behind.get(pending.pop(), ()):
            left[other] -= 1
            if left[other] == 0:
                gone.add(other)
                pending.append(other)
    return {n: [o for o in others if o not in gone] for n, others in follows.items() if n not in gone}


def _circle_from(start: _Node, follows: Mapping[_Node, Sequence[_Node]]) -> tuple[_Node, ...]:
    """The shortest way from `start` back to it, () where there is none."""
    before: dict[_Node, _Node] = {}
    pending = [start]
    for at in pending:
        for name in follows.get(at, ()):
            if name == start:
                way = [at]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if name not in before:
                before[name] = at
                pending.append(name)
    return ()


def _place(origin: Origin) -> str:
    return f" ({origin.evidence[0].span})" if origin.evidence else ""


# Derivations


def _derivation_faults(model: ConceptualModel, navigation: Navigation) -> Iterator[Diagnostic]:
    attributes: dict[_Node, Attribute] = {(e.name, a.name): a for e in model.entities for a in e.attributes}
    order = {name: i for i, name in enumerate(attributes)}
    reads: dict[_Node, tuple[_Node, ...]] = {
        (e.name, a.name): tuple(n for n in _reads(e, a, navigation) if n in attributes)
        for e in model.entities
        for a in e.attributes
    }
    for circle in circles(reads):
        last = max(circle, key=lambda n: order[n])
        element, origin = ".".join(last), attributes[last].origin
        others = ", ".join(f"{'.'.join(n)}{_place(attributes[n].origin)}" for n in circle if n != last)
        fact = (
            f"{element} is worked out from {others}, which is worked out from it"
            if others
            else (f"{element} is worked out from itself")
        )
        fix = "give one of them its value by hand"
        yield fault(DERIVATION_CIRCLE, fact, origin, element=element, fix=fix)


def _reads(entity: EntityType, a: Attribute, navigation: Navigation) -> Iterator[_Node]:
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


def _owners(start: str, steps: tuple[str, ...], navigation: Navigation) -> Iterator[_Node]:
    owner = navigation.follow(start, steps[:-1]).target if start and steps else None
    if isinstance(owner, Hop):
        yield from ((kind.name, steps[-1]) for kind in navigation.lineage(owner.entity) if kind.attribute(steps[-1]))


# Effects


_LASTING = "lasting"
_ANY = "*"


def _effect_faults(model: ConceptualModel, navigation: Navigation) -> Iterator[Diagnostic]:
    rules = {(e.name, r.name): r for e in model.entities for r in e.rules if isinstance(r, EffectRule)}
    order = {name: i for i, name in enumerate(rules)}
    for circle in circles(_effect_graph(rules, navigation)):
        names = [(n[0], n[1]) for n in circle if len(n) == 2]
        if not _is_endless([n for n in circle if len(n) == 4]):
            continue
        last = max(names, key=lambda n: order[n])
        element, origin = ".".join(last), rules[last].origin
        others = ", ".join(f"{'.'.join(n)}{_place(rules[n].origin)}" for n in names if n != last)
        conditional = any(rules[n].when is not None for n in names)
        fact = f"{element} brings itself about{f' by way of {others}' if others else ''}"
        fact += ", as long as their conditions hold" if conditional else ", without an end"
        fix = "make sure that a condition (when) ends it" if conditional else "add when: CONDITION that ends it"
        severity = Severity.WARNING if conditional else Severity.ERROR
        yield fault(EFFECT_CIRCLE, fact, origin, element=element, fix=fix, severity=severity)


def _is_endless(events: Sequence[_Node]) -> bool:
    """Whether a circle with these events goes on: what is just written is the same the second time.

    Two states of one entity are not: the row goes from one to the other and back.
    """
    states = {(entity, name) for entity, kind, name, _ in events if kind == EventKind.ENTER}
    return any(lasting for *_, lasting in events) or len(states) > len({entity for entity, _ in states})


def _effect_graph(rules: Mapping[tuple[str, str], EffectRule], navigation: Navigation) -> dict[_Node, Sequence[_Node]]:
    """What follows what: a rule (entity, rule), an event that it causes (entity, kind, name, lasting), a rule again.

    Between events and rules stand what rules wait for: (entity, kind, name), and "*" for an event of any name.
    """
    follows: dict[_Node, list[_Node]] = {}
    for name, rule in rules.items():
        for event in rule.events:
            follows.setdefault((name[0], event.kind.value, event.name or _ANY), []).append(name)
    for awaited in [*follows]:
        follows.setdefault((*awaited[:2], ""), []).append(awaited)
    for name, rule in rules.items():
        caused = [*_caused(name[0], rule, navigation)]
        follows[name] = caused
        follows |= {node: [node[:3], (*node[:2], _ANY)] for node in caused}
    return dict(follows)


def _caused(entity: str, rule: EffectRule, navigation: Navigation) -> Iterator[_Node]:
    """The events that an effect of `entity` brings about; lasting ones would come again each time."""
    for c in rule.create:
        for kind in navigation.lineage(c.entity):
            yield kind.name, EventKind.CREATE.value, "", _LASTING
            if kind.lifecycle and kind.lifecycle.start:
                state = dict(c.values).get(kind.lifecycle.state)
                name = state.value if isinstance(state, Literal) else kind.lifecycle.start[0]
                yield kind.name, EventKind.ENTER.value, name, _LASTING
    scope = effect_scope(rule, entity, navigation)
    for a in rule.set:
        start = scope.start(a.path, navigation)
        owner = navigation.follow(start, a.path.steps[:-1]).target if start else None
        if isinstance(owner, Hop):
            yield from _changed(owner.entity, a.path.steps[-1], a.value, navigation)


def _changed(entity: str, member: str, value: Expression, navigation: Navigation) -> Iterator[_Node]:
    lasting = "" if isinstance(value, Literal | Path | Moment) else _LASTING
    for kind in navigation.lineage(entity):
        yield kind.name, EventKind.CHANGE.value, member, lasting
        if kind.lifecycle and member == kind.lifecycle.state:
            state = value.value if isinstance(value, Literal) else ""
            yield kind.name, EventKind.ENTER.value, state, lasting
