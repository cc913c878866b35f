"""The design as it would be without one of its rules: what is legal there, and not with the rule, breaks it alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from database_designer.model.conceptual import (
    Attribute,
    ConceptualModel,
    Derivation,
    Each,
    EntityType,
    Kind,
    Lifecycle,
    Many,
    Reference,
    SemanticType,
    Uniqueness,
)
from database_designer.model.design import Design
from database_designer.model.navigation import back_name
from database_designer.model.physical import Enforcement, Form


def lifted(design: Design, enforcement: Enforcement) -> Design:
    """The design with a concept that lacks the rule of `enforcement`; its tables are those of the design itself."""
    name, _, member = enforcement.element.partition(".")
    change = _change(enforcement)
    if change is None:
        return design
    entities = tuple(change(_with_backs(e), member) if e.name == name else e for e in design.concept.entities)
    return with_concept(design, replace(design.concept, entities=entities))


def with_concept(design: Design, concept: ConceptualModel) -> Design:
    """The design with another concept."""
    return replace(design, logical=replace(design.logical, concept=concept))


def _with_backs(entity: EntityType) -> EntityType:
    """The entity with the other sides of its references named: the names stay where how many there may be changes."""
    return replace(entity, references=tuple(replace(r, back=back_name(entity, r)) for r in entity.references))


def _change(enforcement: Enforcement) -> Change | None:
    if enforcement.form == Form.EACH_HAS and enforcement.detail:
        upper = "at_most" in enforcement.detail
        return _reference(lambda r: replace(r, each_has=_half(r.each_has, upper=upper)))
    if enforcement.form == Form.MANY and enforcement.detail:
        upper = "at_most" in enforcement.detail
        return _attribute(lambda a: replace(a, many=_half_of(a.many, upper=upper)))
    return _CHANGES.get(enforcement.form) if enforcement.form is not None else None


def _half(each: Each, *, upper: bool) -> Each:
    """Without the upper, or without the lower bound."""
    return Each(minimum=each.minimum) if upper else Each(maximum=each.maximum)


def _half_of(many: Many | None, *, upper: bool) -> Many | None:
    if many is None:
        return None
    return Many(minimum=many.minimum) if upper else Many(maximum=many.maximum)


Change: TypeAlias = Callable[[EntityType, str], EntityType]


def _rule(entity: EntityType, name: str) -> EntityType:
    return replace(entity, rules=tuple(r for r in entity.rules if r.name != name))


def _attribute(change: Callable[[Attribute], Attribute]) -> Change:
    def changed(entity: EntityType, name: str) -> EntityType:
        return replace(entity, attributes=tuple(change(a) if a.name == name else a for a in entity.attributes))

    return changed


def _reference(change: Callable[[Reference], Reference]) -> Change:
    def changed(entity: EntityType, name: str) -> EntityType:
        return replace(entity, references=tuple(change(r) if r.name == name else r for r in entity.references))

    return changed


def _lifecycle(change: Callable[[Lifecycle], Lifecycle]) -> Change:
    def changed(entity: EntityType, _name: str) -> EntityType:
        return replace(entity, lifecycle=change(entity.lifecycle)) if entity.lifecycle is not None else entity

    return changed


def _both(*changes: Change) -> Change:
    def changed(entity: EntityType, name: str) -> EntityType:
        for change in changes:
            entity = change(entity, name)
        return entity

    return changed


def _unidentified(entity: EntityType, name: str) -> EntityType:
    return entity if name else replace(entity, identified_by=())


def _one_each(reference: Reference) -> Reference:
    each = reference.each_has
    return replace(reference, unique=False, each_has=Each(minimum=each.minimum) if each.maximum == 1 else each)


def _plain(attribute: Attribute) -> Attribute:
    """Without the conditions that its line states, nor those of its type."""
    type_ = attribute.type
    if type_.kind in (Kind.EMAIL, Kind.CODE, Kind.TEXT):
        type_ = SemanticType(kind=Kind.TEXT)
    elif type_.kind == Kind.PERCENT:
        type_ = SemanticType(kind=Kind.DECIMAL, precision=5, scale=2)
    return replace(attribute, check=None, matches=None, type=type_)


def _open(attribute: Attribute) -> Attribute:
    return replace(attribute, type=SemanticType(kind=Kind.TEXT))


def _changeable(attribute: Attribute) -> Attribute:
    snapshot = attribute.derived is not None and attribute.derived.manner == Derivation.SNAPSHOT
    return replace(
        attribute, immutable=False, set_once=False, generated=None, derived=None if snapshot else attribute.derived
    )


def _any_start(lifecycle: Lifecycle) -> Lifecycle:
    return replace(lifecycle, start=(*lifecycle.start, *(s for s in lifecycle.states if s not in lifecycle.start)))


def _any_move(lifecycle: Lifecycle) -> Lifecycle:
    return replace(lifecycle, any_move=True, moves=())


_CHANGES: dict[Form, Change] = {
    Form.REQUIRED: _both(
        _attribute(lambda a: replace(a, optional=True)), _reference(lambda r: replace(r, optional=True))
    ),
    Form.NOT_BLANK: _attribute(lambda a: replace(a, blank_allowed=True)),
    Form.VALUES: _attribute(_open),
    Form.CHECK: _attribute(_plain),
    Form.ALWAYS: _rule,
    Form.UNIQUE: _both(
        _rule,
        _unidentified,
        _reference(_one_each),
        _attribute(lambda a: replace(a, unique=Uniqueness.NO, generated=None)),
    ),
    Form.BOUND: _rule,
    Form.EACH_HAS: _reference(lambda r: replace(r, each_has=Each())),
    Form.MANY: _attribute(lambda a: replace(a, many=Many())),
    Form.NO_OVERLAP: _rule,
    Form.GUARD: _rule,
    Form.IMMUTABLE: _both(_attribute(_changeable), _reference(lambda r: replace(r, immutable=False))),
    Form.SET_ONCE: _both(_attribute(_changeable), _reference(lambda r: replace(r, set_once=False))),
    Form.START: _lifecycle(_any_start),
    Form.MOVES: _lifecycle(_any_move),
    Form.REQUIRES: _lifecycle(lambda lc: replace(lc, requires=())),
    Form.FROZEN: _lifecycle(lambda lc: replace(lc, frozen=())),
    Form.TREE: lambda entity, _: replace(entity, tree=None),
    Form.KINDS: lambda entity, _: replace(entity, kinds=None),
    Form.APPEND_ONLY: lambda entity, _: replace(entity, history=None),
    Form.NEVER_DELETED: lambda entity, _: replace(entity, deletion=None),
}
