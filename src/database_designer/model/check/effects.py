"""Checks of what effects create and set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.check.faults import did_you_mean, expression_faults, fault, path_faults
from database_designer.model.conceptual import (
    Assignment,
    Attribute,
    Creation,
    DeletionManner,
    Derivation,
    EffectRule,
    EntityType,
    EventKind,
    Kind,
    Reference,
)
from database_designer.model.expression import Clock, Expression, Literal, LiteralKind, Moment, Path
from database_designer.model.navigation import Hop, Navigation, Scope, Value, effect_scope, event_scope
from database_designer.source import Origin

_LITERALS = {
    Kind.INTEGER: (LiteralKind.NUMBER,),
    Kind.DECIMAL: (LiteralKind.NUMBER,),
    Kind.MONEY: (LiteralKind.NUMBER,),
    Kind.PERCENT: (LiteralKind.NUMBER,),
    Kind.BOOLEAN: (LiteralKind.BOOLEAN,),
    Kind.DATE: (LiteralKind.DATE,),
    Kind.INSTANT: (LiteralKind.INSTANT, LiteralKind.DATE),
}
"""The literals that an attribute of a kind can have; any for the other kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Effect:
    """An effect being checked: what diagnostics call it, where it stands, what names in its values mean."""

    element: str
    origin: Origin
    scope: Scope
    navigation: Navigation

    def fault(self, code: str, fact: str, fix: str, severity: Severity = Severity.ERROR) -> Diagnostic:
        return fault(code, fact, self.origin, element=self.element, fix=fix, severity=severity)


def effect_faults(entity: EntityType, rule: EffectRule, navigation: Navigation) -> Iterator[Diagnostic]:
    """What is wrong with the rows and values that an effect writes."""
    element, scope = f"{entity.name}.{rule.name}", effect_scope(rule, entity.name, navigation)
    effect = _Effect(element=element, origin=rule.origin, scope=scope, navigation=navigation)
    for e in (*(v for c in rule.create for _, v in c.values), *(a.value for a in rule.set)):
        yield from expression_faults(e, scope, navigation, rule.origin, element)
    if rule.each is not None:
        of_row = event_scope(rule.events, entity.name)
        yield from expression_faults(rule.each, of_row, navigation, rule.origin, element)
        followed = navigation.follow(of_row.start(rule.each.over, navigation), rule.each.over.steps)
        if isinstance(followed.target, Value):
            fact = f'{element} is for each of "{".".join(rule.each.over.steps)}", which are no rows'
            yield effect.fault("each-no-rows", fact, "name an other side, as: for_each: OTHERS where CONDITION")
    if entity.deletion is None or entity.deletion.manner is DeletionManner.HARD:
        yield from _gone_faults(rule, effect)
    for creation in rule.create:
        yield from _creation_faults(creation, effect)
    for assignment in rule.set:
        yield from _assignment_faults(assignment, effect)


def _gone_faults(rule: EffectRule, effect: _Effect) -> Iterator[Diagnostic]:
    """References to the row itself, and values of it, after it was deleted."""
    if all(e.kind is not EventKind.DELETE for e in rule.events):
        return
    points = any(v == Path(steps=(), root="this") for c in rule.create for _, v in c.values)
    own = any(not a.path.root and len(a.path.steps) == 1 for a in rule.set)
    if points or own:
        fact = f"{effect.element} {'points to' if points else 'sets values of'} the row that was just deleted"
        yield effect.fault("row-gone", fact, "keep what is needed of it in attributes, or write deletion: soft")


# Created rows


def _creation_faults(c: Creation, effect: _Effect) -> Iterator[Diagnostic]:
    navigation = effect.navigation
    if c.entity not in navigation.entities:
        fix = did_you_mean(c.entity, tuple(navigation.entities))
        yield effect.fault("unknown-entity", f'{effect.element} creates "{c.entity}", which is no entity', fix)
        return
    for name, value in c.values:
        yield from _member_faults(c.entity, name, effect, creating=True)
        yield from _value_faults(c.entity, name, value, effect)
    lifecycle = navigation.lifecycle(c.entity)
    stated = dict(c.values).get(lifecycle.state) if lifecycle else None
    if lifecycle and isinstance(stated, Literal) and stated.value not in lifecycle.start:
        fact = f'{effect.element} creates {c.entity} in "{stated.value}", in which no row may start'
        yield effect.fault("start-state", fact, f"rows start in {' or '.join(lifecycle.start)}")
    given = {name for name, _ in c.values}
    missing = [n for n in _needed(c.entity, navigation) if n not in given]
    if missing:
        fact = f"{effect.element} creates {c.entity} without {', '.join(missing)}, which every row needs"
        fix = "give the value in create, make it optional (?), or give it a default"
        yield effect.fault("missing-value", fact, fix)


def _needed(entity: str, navigation: Navigation) -> Iterator[str]:
    """The members that a row cannot be created without."""
    for kind in navigation.lineage(entity):
        stamped = _stamped_at_start(kind)
        for a in kind.attributes:
            filled = a.default is not None or a.derived or a.numbered or a.generated is not None or a.name in stamped
            if not (a.optional or filled or a.many):
                yield a.name
        yield from (r.name for r in kind.references if not r.optional and r.default is None)


def _stamped_at_start(entity: EntityType) -> frozenset[str]:
    c = entity.lifecycle
    return frozenset(name for state, name in c.stamps if state in c.start[:1]) if c else frozenset()


# Members and values


def _assignment_faults(a: Assignment, effect: _Effect) -> Iterator[Diagnostic]:
    start = effect.scope.start(a.path, effect.navigation)
    if a.path.root not in effect.scope.roots:
        fact = f'{effect.element} sets "it.{".".join(a.path.steps)}", but it is for no other rows'
        yield effect.fault("no-such-row", fact, "add for_each: OTHERS where CONDITION")
        return
    faults = list(path_faults(a.path.steps, start, effect.navigation, effect.origin, effect.element))
    yield from faults
    if faults or not start:
        return
    owner = effect.navigation.follow(start, a.path.steps[:-1]).target
    if isinstance(owner, Hop):
        yield from _member_faults(owner.entity, a.path.steps[-1], effect, creating=False)
        yield from _value_faults(owner.entity, a.path.steps[-1], a.value, effect)


def _member_faults(entity: str, name: str, effect: _Effect, *, creating: bool) -> Iterator[Diagnostic]:
    """What keeps an effect from writing a member."""
    navigation, verb = effect.navigation, "creates" if creating else "sets"
    target, member = navigation.target(entity, name), navigation.member(entity, name)
    if target is None:
        fact = f'{effect.element} {verb} "{name}", but {entity} has no "{name}"'
        yield effect.fault("unknown-name", fact, did_you_mean(name, navigation.known(entity)))
    elif member is None:
        yield from _foreign_member_faults(entity, name, target, effect)
    elif filled := _filled_by(member, creating=creating):
        fact = f"{effect.element} {verb} {entity}.{name}, which {filled}"
        yield effect.fault("not-writable", fact, "leave it out, or change how the attribute is declared")


def _foreign_member_faults(entity: str, name: str, target: Hop | Value, effect: _Effect) -> Iterator[Diagnostic]:
    lifecycle = effect.navigation.lifecycle(entity)
    if lifecycle and name == lifecycle.state:
        return
    what = f"are rows of {target.entity}" if isinstance(target, Hop) else "the database keeps itself"
    fix = "set the reference of each of these rows: for_each" if isinstance(target, Hop) else "leave it out"
    yield effect.fault("not-writable", f"{effect.element} writes {entity}.{name}, which {what}", fix)


def _filled_by(member: Attribute | Reference, *, creating: bool) -> str:
    """Why an effect cannot write the member; "" where it can."""
    if member.immutable and not creating:
        return "is immutable"
    if isinstance(member, Reference):
        return ""
    if member.derived:
        taken = member.derived.manner is Derivation.SNAPSHOT
        return "is taken when the row is created" if taken else "is worked out by the database"
    if member.numbered or member.generated is not None:
        return "is filled in by the database"
    return "is a set of values" if member.many else ""


def _value_faults(entity: str, name: str, value: Expression, effect: _Effect) -> Iterator[Diagnostic]:
    """What is wrong with the value that an effect writes to a member."""
    navigation = effect.navigation
    target = navigation.target(entity, name)
    if target is None or (isinstance(value, Literal) and value.kind is LiteralKind.NULL):
        return
    row = _row_of(value, effect)
    if isinstance(target, Hop):
        if row is None or (row and not navigation.are_kin(row, target.entity)):
            what = "no row" if row is None else f"a row of {row}"
            fact = f"{effect.element} writes {what} to {entity}.{name}, which points to {target.entity}"
            yield effect.fault("value-type", fact, f"write =PATH that leads to a row of {target.entity}")
        return
    if row:
        fact = f"{effect.element} writes a row of {row} to {entity}.{name}, which is a value"
        yield effect.fault("value-type", fact, "write =REFERENCE.ATTRIBUTE")
    if isinstance(value, Literal):
        yield from _literal_faults(entity, name, value, target, effect)


def _row_of(value: Expression, effect: _Effect) -> str | None:
    """The entity of the row that a value is; None where it is none, "" where that is not known."""
    if isinstance(value, Moment):
        return effect.navigation.actor if value.clock is Clock.ACTOR else None
    if not isinstance(value, Path):
        return None
    start = effect.scope.start(value, effect.navigation)
    target = effect.navigation.follow(start, value.steps).target if start else Hop(entity="")
    if target is None:
        return ""
    return target.entity if isinstance(target, Hop) else None


def _literal_faults(entity: str, name: str, value: Literal, target: Value, effect: _Effect) -> Iterator[Diagnostic]:
    known = effect.navigation.values(target.type)
    if known is not None and value.value not in known:
        fact = f'{effect.element} writes "{value.value}" to {entity}.{name}, which is no value of its list'
        yield effect.fault("unknown-value", fact, did_you_mean(value.value, known))
    wanted = _LITERALS.get(target.type.kind)
    if wanted and value.kind not in wanted:
        fact = f'{effect.element} writes "{value.value}" to {entity}.{name}, which is no {target.type.kind}'
        yield effect.fault("value-type", fact, "write =EXPRESSION for what is worked out")
