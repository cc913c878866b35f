"""Proposals put into the model. What makes the model wrong is left out, and asked about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from database_designer.diagnostics import Severity
from database_designer.discover.rules.proposals import Kept, NewMember, NewRule, Options, Proposal, States, Unplaced
from database_designer.discover.values.state_words import key
from database_designer.model.check.conceptual import check_conceptual
from database_designer.model.conceptual import (
    AlwaysRule,
    Attribute,
    ConceptualModel,
    Creation,
    Deletion,
    DeletionManner,
    Derivation,
    Derived,
    EffectRule,
    EntityType,
    EventKind,
    GuardRule,
    History,
    HistoryPolicy,
    Kind,
    Lifecycle,
    Question,
    Reference,
    Rule,
    Uniqueness,
)
from database_designer.model.expression import And, Comparator, Comparison, Expression, IsSet, Literal, Or, Path
from database_designer.model.navigation import member_names
from database_designer.source import Origin, merge_origins

_DECIDED = "rules"
_Placeable: TypeAlias = NewMember | States | Options | Kept | NewRule


def place(model: ConceptualModel, proposals: Iterable[Proposal]) -> ConceptualModel:
    """The model with the proposals in it: members first, then states, options, rules. One that makes it faulty is left out."""
    told = list(proposals)
    faults = _faults(model)
    for kind in (NewMember, States, Options, Kept, NewRule):
        model, faults = _placed(model, [p for p in told if isinstance(p, kind)], faults)
    asked = tuple(_question(p) for p in told if isinstance(p, Unplaced))
    return replace(model, questions=(*model.questions, *asked)) if asked else model


def _placed(
    model: ConceptualModel, proposals: Sequence[_Placeable], faults: frozenset[str]
) -> tuple[ConceptualModel, frozenset[str]]:
    """The model with all of them, as that is one check, and its faults; where there are new ones, each half by itself."""
    tried = _with(model, proposals)
    if tried is model:
        return model, faults
    found = _faults(tried)
    if found <= faults:
        return tried, found
    if len(proposals) == 1:
        return model, faults
    half = len(proposals) // 2
    model, faults = _placed(model, proposals[:half], faults)
    return _placed(model, proposals[half:], faults)


def _faults(model: ConceptualModel) -> frozenset[str]:
    return frozenset(d.fact for d in check_conceptual(model) if d.severity is Severity.ERROR)


def _with(model: ConceptualModel, proposals: Iterable[_Placeable]) -> ConceptualModel:
    """The model with the proposals, one after the other; the very same where they change nothing."""
    entities = {e.name: e for e in model.entities}
    for proposal in proposals:
        entity = entities.get(proposal.entity)
        changed = _applied(entity, proposal) if entity is not None else None
        if changed is not None:
            entities[changed.name] = changed
    told = tuple(entities[e.name] for e in model.entities)
    return model if told == model.entities else replace(model, entities=told)


def _applied(entity: EntityType, proposal: _Placeable) -> EntityType | None:
    match proposal:
        case NewMember():
            return _with_member(entity, proposal.member)
        case States():
            return _with_states(entity, proposal)
        case Options():
            return _with_options(entity, proposal)
        case Kept():
            return _kept(entity, proposal)
        case NewRule():
            return _with_rule(entity, proposal.rule)


def _with_member(entity: EntityType, member: Attribute | Reference) -> EntityType | None:
    taken = {*member_names(entity), entity.lifecycle.state if entity.lifecycle else ""}
    if member.name in taken:
        return None
    if isinstance(member, Attribute):
        return replace(entity, attributes=(*entity.attributes, member))
    return replace(entity, references=(*entity.references, member))


def _with_rule(entity: EntityType, rule: Rule) -> EntityType:
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
    if weaker.when != stronger.when or not set(weaker.events) <= set(stronger.events):
        return False
    asked = _parts(stronger.require)
    return all(any(_implied(part, other) for other in asked) for part in _parts(weaker.require))


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


def _kept(entity: EntityType, said: Kept) -> EntityType | None:
    if entity.deletion is not None and entity.deletion.manner is not DeletionManner.HARD:
        return None
    told = Origin(evidence=(said.evidence,), decided_by=_DECIDED)
    return replace(entity, deletion=Deletion(manner=DeletionManner.NEVER, origin=told))


def _with_options(entity: EntityType, said: Options) -> EntityType | None:
    attribute = entity.attribute(said.member)
    if attribute is not None:
        changed = _attribute_with(attribute, said)
        return replace(entity, attributes=tuple(changed if a is attribute else a for a in entity.attributes))
    reference = entity.reference(said.member)
    if reference is None:
        return None
    told = replace(
        reference,
        origin=merge_origins([reference.origin, Origin(evidence=(said.evidence,), decided_by=_DECIDED)]),
        immutable=reference.immutable or said.immutable,
        set_once=reference.set_once or said.set_once,
        # At most one each is told once, of the other side.
        unique=reference.unique and not said.unique,
        each_has=replace(reference.each_has, maximum=1) if said.unique else reference.each_has,
        default=reference.default if reference.default is not None else said.default,
        optional=reference.optional if said.optional is None else said.optional,
        when_deleted=reference.when_deleted if said.when_deleted is None else said.when_deleted,
    )
    return replace(entity, references=tuple(told if r is reference else r for r in entity.references))


def _attribute_with(attribute: Attribute, said: Options) -> Attribute:
    return replace(
        attribute,
        origin=merge_origins([attribute.origin, Origin(evidence=(said.evidence,), decided_by=_DECIDED)]),
        optional=attribute.optional if said.optional is None else said.optional,
        immutable=attribute.immutable or said.immutable,
        set_once=attribute.set_once or said.set_once,
        unique=_unique(attribute) if said.unique and attribute.unique is Uniqueness.NO else attribute.unique,
        secret=attribute.secret or said.secret,
        generated=attribute.generated or (said.generated if said.generated is not None else attribute.generated),
        default=attribute.default if attribute.default is not None else said.default,
        derived=_derived(attribute.derived, said.derived),
        check=attribute.check if attribute.check is not None else said.check,
        matches=attribute.matches if attribute.matches is not None else said.matches,
        assumed=tuple(a for a in attribute.assumed if a != "optional" or said.optional is None),
    )


def _derived(known: Derived | None, said: Derived | None) -> Derived | None:
    """What is known stays, but that the same value is only taken once is told beside it."""
    if known is None or said is None:
        return known or said
    return replace(known, manner=Derivation.SNAPSHOT) if said == replace(known, manner=Derivation.SNAPSHOT) else known


def _unique(attribute: Attribute) -> Uniqueness:
    return Uniqueness.IGNORE_CASE if attribute.type.kind is Kind.EMAIL else Uniqueness.EXACT


def _with_states(entity: EntityType, said: States) -> EntityType | None:
    lifecycle = entity.lifecycle or _begun(entity, said)
    if lifecycle is None:
        return None
    known = {key(s): s for s in lifecycle.states}
    for state in said.states:
        known.setdefault(key(state), state)
    states = tuple(known.values())
    start = tuple(known[key(s)] for s in said.start if key(s) in known)
    moves = {(m.source, m.target): m for m in (*lifecycle.moves, *said.moves)}
    return replace(
        entity,
        history=_history(entity, said),
        lifecycle=replace(
            lifecycle,
            states=states,
            start=(start if start else (*lifecycle.start, *(s for s in states if s not in lifecycle.states)))
            if lifecycle.any_move or not lifecycle.start
            else lifecycle.start,
            moves=tuple(moves.values()),
            any_move=lifecycle.any_move and not said.moves,
            requires=_pairs(lifecycle.requires, said.requires),
            stamps=tuple(dict.fromkeys((*lifecycle.stamps, *said.stamps))),
            frozen=_pairs(lifecycle.frozen, said.frozen),
            expires=tuple(dict.fromkeys((*lifecycle.expires, *said.expires))),
            origin=merge_origins([lifecycle.origin, Origin(evidence=(said.evidence,), decided_by=_DECIDED)]),
        ),
    )


def _history(entity: EntityType, said: States) -> HistoryPolicy | None:
    """Without that rows never change, where the sentence behind it says so of those in some states only."""
    known = entity.history
    if known is None or known.manner is not History.APPEND_ONLY or not said.frozen:
        return known
    return None if known.origin.evidence == (said.evidence,) else known


def _begun(entity: EntityType, said: States) -> Lifecycle | None:
    if len(said.states) < 2 or entity.attribute("status") is not None:
        return None
    return Lifecycle(
        state="status", states=(), start=(), moves=(), any_move=not said.moves,
        origin=Origin(evidence=(said.evidence,), decided_by=_DECIDED),
    )  # fmt: skip


def _pairs(
    known: tuple[tuple[str, tuple[str, ...]], ...], said: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    merged: dict[str, tuple[str, ...]] = dict(known)
    for state, names in said:
        merged[state] = tuple(dict.fromkeys((*merged.get(state, ()), *names)))
    return tuple(merged.items())


def _question(said: Unplaced) -> Question:
    return Question(
        ask=said.ask, about=said.about, assumed=said.assumed, origin=Origin(evidence=(said.evidence,), decided_by=_DECIDED),
        would_change="a rule that the database keeps",
    )  # fmt: skip
