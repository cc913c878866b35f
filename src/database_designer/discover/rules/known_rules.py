"""A rule put beside those that an entity type has: told twice it is one, and of two guards the one that asks for more stays."""

from __future__ import annotations

from dataclasses import replace

from database_designer.model.conceptual import (
    AlwaysRule,
    Creation,
    EffectRule,
    EntityType,
    EventKind,
    GuardRule,
    Lifecycle,
    Rule,
)
from database_designer.model.expression import And, Comparator, Comparison, Expression, IsSet, Literal, Or, Path
from database_designer.model.navigation import member_names
from database_designer.source import merge_origins


def with_rule(entity: EntityType, rule: Rule) -> EntityType:
    """The entity type with the rule under a name of its own, or with the one known that says as much."""
    lifecycle = entity.lifecycle
    if lifecycle is not None and _told_by_state(rule, lifecycle):
        joined = merge_origins([lifecycle.origin, rule.origin])
        return replace(entity, lifecycle=replace(lifecycle, origin=joined))
    for known in entity.rules:
        if _bare(replace(rule, name=known.name, origin=known.origin, says=known.says)) == _bare(known):
            merged = replace(known, origin=merge_origins([known.origin, rule.origin]))
            return replace(entity, rules=tuple(merged if r is known else r for r in entity.rules))
    for known in entity.rules:
        if _follows(rule, known) or _follows(known, rule):
            stronger = known if _follows(rule, known) else replace(rule, name=known.name)
            merged = replace(stronger, origin=merge_origins([known.origin, rule.origin]))
            return replace(entity, rules=tuple(merged if r is known else r for r in entity.rules))
    taken = {r.name for r in entity.rules} | set(member_names(entity))
    name = next(n for i in range(1, len(taken) + 2) if (n := rule.name if i == 1 else f"{rule.name}_{i}") not in taken)
    return replace(entity, rules=(*entity.rules, replace(rule, name=name)))


def _bare(rule: Rule) -> Rule:
    """The rule without "where it is set", which a comparison means anyway."""
    return replace(rule, condition=_where_set(rule.condition)) if isinstance(rule, AlwaysRule) else rule


def _follows(weaker: Rule, stronger: Rule) -> bool:
    """Whether a rule says no more than another: a guard at the same events, one row created where many are."""
    if isinstance(weaker, EffectRule) and isinstance(stronger, EffectRule):
        return weaker.events == stronger.events and weaker.when is None and _one_of_many(weaker, stronger)
    if not (isinstance(weaker, GuardRule) and isinstance(stronger, GuardRule)):
        return False
    if not _asked_as_often(weaker, stronger) or not set(weaker.events) <= set(stronger.events):
        return False
    asked = _parts(stronger.require)
    return all(any(_implied(part, other) for other in asked) for part in _parts(weaker.require))


def _asked_as_often(weaker: GuardRule, stronger: GuardRule) -> bool:
    """Whether both ask in the same cases: "where a show is set" is also told by "unset, or ..." of what it has."""
    if weaker.when == stronger.when:
        return True
    match stronger.when, weaker.require:
        case IsSet(operand=Path() as there, negated=False), Or(
            operands=(IsSet(operand=Path() as read, negated=True), _)
        ):
            return weaker.when is None and read.steps[: len(there.steps)] == there.steps
    return False


def _one_of_many(one: EffectRule, many: EffectRule) -> bool:
    """Whether the same row is created once, and elsewhere for each of some rows ("notify all guests")."""
    if one.each is not None or many.each is None or one.set:
        return False
    return {_said_of(c) for c in one.create} <= {_said_of(c) for c in many.create}


def _said_of(creation: Creation) -> tuple[str, tuple[tuple[str, Expression], ...]]:
    return creation.entity, tuple((n, v) for n, v in creation.values if isinstance(v, Literal))


def _parts(condition: Expression) -> tuple[Expression, ...]:
    return condition.operands if isinstance(condition, And) else (condition,)


def _implied(weaker: Expression, stronger: Expression) -> bool:
    """Whether one condition says no more than another: "not CANCELLED" beside "SCHEDULED"."""
    one = _where_set(weaker)
    if stronger in (weaker, one):
        return True
    if not (isinstance(one, Comparison) and isinstance(stronger, Comparison) and one.left == stronger.left):
        return False
    values = isinstance(one.right, Literal) and isinstance(stronger.right, Literal) and one.right != stronger.right
    return values and (one.operator, stronger.operator) == (Comparator.NE, Comparator.EQ)


def _where_set(condition: Expression) -> Expression:
    """What is asked of a value where it is set: "unset, or not CANCELLED" asks for "not CANCELLED"."""
    match condition:
        case Or(operands=(IsSet(negated=True), asked)):
            return asked
    return condition


def _told_by_state(rule: Rule, lifecycle: Lifecycle) -> bool:
    """Whether a guard asks on the way into a state for what the state requires anyway."""
    if not isinstance(rule, GuardRule) or rule.when is not None or not isinstance(rule.require, IsSet):
        return False
    operand = rule.require.operand
    if rule.require.negated or not isinstance(operand, Path) or len(operand.steps) != 1:
        return False
    required = {(state, name) for state, names in lifecycle.requires for name in names}
    return all(e.kind is EventKind.ENTER and (e.name, operand.steps[0]) in required for e in rule.events)
