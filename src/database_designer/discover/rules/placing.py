"""Proposals put into the model. What makes the model wrong is left out, and asked about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from database_designer.diagnostics import Severity
from database_designer.discover.rules.known_rules import with_rule
from database_designer.discover.rules.proposals import Kept, NewMember, NewRule, Options, Proposal, States, Unplaced
from database_designer.discover.values.state_words import key
from database_designer.model.check.conceptual import check_conceptual
from database_designer.model.conceptual import (
    Attribute,
    ConceptualModel,
    Deletion,
    DeletionManner,
    Derivation,
    Derived,
    EntityType,
    History,
    HistoryPolicy,
    Kind,
    Lifecycle,
    Question,
    Reference,
    Uniqueness,
)
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
            return with_rule(entity, proposal.rule)


def _with_member(entity: EntityType, member: Attribute | Reference) -> EntityType | None:
    taken = {*member_names(entity), entity.lifecycle.state if entity.lifecycle else ""}
    if member.name in taken:
        return None
    if isinstance(member, Attribute):
        return replace(entity, attributes=(*entity.attributes, member))
    return replace(entity, references=(*entity.references, member))


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
        unique=_unique(attribute, said) if said.unique and attribute.unique is Uniqueness.NO else attribute.unique,
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


def _unique(attribute: Attribute, said: Options) -> Uniqueness:
    alike = said.ignore_case or attribute.type.kind is Kind.EMAIL
    return Uniqueness.IGNORE_CASE if alike else Uniqueness.EXACT


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
    frozen = _pairs(lifecycle.frozen, said.frozen)
    assumed = (*lifecycle.start, *(s for s in states if s not in lifecycle.states))
    begins = start or _unfrozen(assumed, frozen)
    return replace(
        entity,
        history=_history(entity, said),
        lifecycle=replace(
            lifecycle,
            states=states,
            start=begins if lifecycle.any_move or not lifecycle.start else lifecycle.start,
            moves=tuple(moves.values()),
            any_move=lifecycle.any_move and not said.moves,
            requires=_pairs(lifecycle.requires, said.requires),
            stamps=tuple(dict.fromkeys((*lifecycle.stamps, *said.stamps))),
            frozen=frozen,
            expires=tuple(dict.fromkeys((*lifecycle.expires, *said.expires))),
            origin=merge_origins([lifecycle.origin, Origin(evidence=(said.evidence,), decided_by=_DECIDED)]),
        ),
    )


def _unfrozen(states: tuple[str, ...], frozen: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    """The states that rows may begin in: not one in which nothing may change, as a row could not get its parts in it."""
    whole = {state for state, members in frozen if "all" in members}
    return tuple(s for s in states if s not in whole) or states


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
