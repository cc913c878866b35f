"""Checks of rules of the conceptual model."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Diagnostic
from database_designer.model.check.contradictions import impossible_faults, whole_number
from database_designer.model.check.effects import effect_faults
from database_designer.model.check.faults import did_you_mean, expression_faults, fault, path_faults
from database_designer.model.conceptual import (
    AlwaysRule,
    BoundRule,
    EffectRule,
    EntityType,
    Event,
    EventKind,
    GuardRule,
    Kind,
    NoOverlapRule,
    Rule,
    UniqueRule,
)
from database_designer.model.expression import Expression, Literal
from database_designer.model.navigation import Hop, Navigation, Scope, Value, event_scope, scoped_paths

_MOMENTS = (Kind.DATE, Kind.INSTANT)
_PERIODS = (Kind.PERIOD_DATE, Kind.PERIOD_INSTANT)


def rule_faults(entity: EntityType, rule: Rule, navigation: Navigation) -> Iterator[Diagnostic]:
    """What is wrong with a rule by itself."""
    match rule:
        case AlwaysRule():
            yield from _invariant(rule.condition, entity, rule, navigation)
        case UniqueRule():
            for member in rule.members:
                yield from path_faults(
                    tuple(member.split(".")), entity.name, navigation, rule.origin, _name(entity, rule)
                )
            yield from _invariant(rule.where, entity, rule, navigation)
        case BoundRule():
            yield from _bound_faults(entity, rule, navigation)
        case NoOverlapRule():
            yield from _overlap_faults(entity, rule, navigation)
        case GuardRule():
            yield from _event_faults(entity, rule, navigation)
            scope = event_scope(rule.events, entity.name)
            for e in (rule.when, rule.require):
                yield from _condition(e, scope, entity, rule, navigation)
        case EffectRule():
            yield from _event_faults(entity, rule, navigation)
            scope = event_scope(rule.events, entity.name)
            yield from _condition(rule.when, scope, entity, rule, navigation)
            yield from effect_faults(entity, rule, navigation)


def _name(entity: EntityType, rule: Rule) -> str:
    return f"{entity.name}.{rule.name}"


def _invariant(e: Expression | None, entity: EntityType, rule: Rule, navigation: Navigation) -> Iterator[Diagnostic]:
    """What is wrong with a condition that holds, or tells rows apart, at every moment."""
    if e is not None:
        scope = Scope(entity=entity.name)
        yield from expression_faults(e, scope, navigation, rule.origin, _name(entity, rule), timeless=True)
        yield from impossible_faults(e, scope, navigation, rule.origin, _name(entity, rule))


def _condition(
    e: Expression | None, scope: Scope, entity: EntityType, rule: Rule, navigation: Navigation
) -> Iterator[Diagnostic]:
    if e is not None:
        yield from expression_faults(e, scope, navigation, rule.origin, _name(entity, rule))
        yield from impossible_faults(e, scope, navigation, rule.origin, _name(entity, rule))


# Bounds and overlaps


def _bound_faults(entity: EntityType, rule: BoundRule, navigation: Navigation) -> Iterator[Diagnostic]:
    element = _name(entity, rule)
    yield from _invariant(rule.bound, entity, rule, navigation)
    yield from _invariant(rule.where, entity, rule, navigation)
    if isinstance(rule.bound, Literal) and whole_number(rule.bound) is None:
        fact = f'the bound of {element} is "{rule.bound.value}"'
        yield fault("no-number", fact, rule.origin, element=element, fix="write a whole number, or an expression")
    if rule.per:
        yield from path_faults(rule.per, entity.name, navigation, rule.origin, element)
        target = navigation.follow(entity.name, rule.per).target
        if isinstance(target, Value):
            fact = f'{element} counts per "{".".join(rule.per)}", which is no reference'
            fix = "name the reference to the row that may have so many: per: REFERENCE"
            yield fault("per-no-reference", fact, rule.origin, element=element, fix=fix)
    for scoped in scoped_paths(rule.bound, Scope(entity=entity.name), navigation):
        path = scoped.path
        of_row = scoped.scope.entity == entity.name and path.root in ("", "this") and not scoped.scope.outer
        if of_row and (not rule.per or path.steps[: len(rule.per)] != rule.per):
            shown = ".".join(path.steps)
            fact = f'the bound of {element} is "{shown}" of each counted row, so it is not one number for all of them'
            fix = f"begin it with {'.'.join(rule.per)}." if rule.per else "add per: REFERENCE, or write a number"
            yield fault("bound-of-row", fact, rule.origin, element=element, fix=fix)


def _overlap_faults(entity: EntityType, rule: NoOverlapRule, navigation: Navigation) -> Iterator[Diagnostic]:
    element = _name(entity, rule)
    yield from _invariant(rule.where, entity, rule, navigation)
    for path in rule.per:
        yield from path_faults(path, entity.name, navigation, rule.origin, element)
    wanted = _PERIODS if len(rule.members) == 1 else _MOMENTS
    kinds = []
    for member in rule.members:
        yield from path_faults((member,), entity.name, navigation, rule.origin, element)
        target = navigation.target(entity.name, member)
        kind = target.type.kind if isinstance(target, Value) else None
        kinds.append(kind)
        if target is not None and kind not in wanted:
            words = "period" if len(rule.members) == 1 else "date or instant"
            fix = "name a period, or its start and its end: no_overlap: [START, END]"
            fact = f'{element} names "{member}", which is no {words}'
            yield fault("no-period", fact, rule.origin, element=element, fix=fix)
    if set(kinds) == set(_MOMENTS):
        fact = f"{element} runs from a {kinds[0]} to a {kinds[1]}"
        yield fault("no-period", fact, rule.origin, element=element, fix="make both dates, or both instants")


# Events


def _event_faults(entity: EntityType, rule: GuardRule | EffectRule, navigation: Navigation) -> Iterator[Diagnostic]:
    element = _name(entity, rule)
    for event in rule.events:
        if event.kind is EventKind.CHANGE and event.name:
            yield from _change_faults(entity, event, rule, navigation)
        elif event.kind is EventKind.ENTER:
            states = entity.lifecycle.states if entity.lifecycle else ()
            if not states:
                fact = f"{element} is about entering {event.name}, but {entity.name} has no lifecycle"
                fix = "give it a lifecycle, or write change(ATTRIBUTE) and when: ATTRIBUTE = VALUE"
                yield fault("no-lifecycle", fact, rule.origin, element=element, fix=fix)
            elif event.name not in states:
                fact, fix = f'{element} names the unknown state "{event.name}"', did_you_mean(event.name, states)
                yield fault("unknown-state", fact, rule.origin, element=element, fix=fix)


def _change_faults(
    entity: EntityType, event: Event, rule: GuardRule | EffectRule, navigation: Navigation
) -> Iterator[Diagnostic]:
    element = _name(entity, rule)
    steps = tuple(event.name.split("."))
    if len(steps) > 1:
        fact = f'{element} is about a change of "{event.name}", which is of another row'
        fix = "write it as a rule of the entity that has the attribute"
        yield fault("event-elsewhere", fact, rule.origin, element=element, fix=fix)
        return
    yield from path_faults(steps, entity.name, navigation, rule.origin, element)
    target = navigation.target(entity.name, event.name)
    own = entity.reference(event.name) is not None or entity.attribute(event.name) is not None
    if isinstance(target, Hop) and not own:
        fact = f'{element} is about a change of "{event.name}", which are rows of {target.entity}'
        fix = f"write it as a rule of {target.entity}: before or after create, change, delete"
        yield fault("event-elsewhere", fact, rule.origin, element=element, fix=fix)
