"""A model without the parts that its validator refuses: what is left can be designed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.check.behaviour import ALL, query_faults
from database_designer.model.check.circles import DERIVATION_CIRCLE, EFFECT_CIRCLE, circle_faults
from database_designer.model.check.contradictions import CONTRADICTION, contradiction_faults
from database_designer.model.check.faults import expression_faults
from database_designer.model.check.members import attribute_faults, identity_faults, kind_faults, reference_faults
from database_designer.model.check.rules import rule_faults
from database_designer.model.conceptual import (
    Attribute,
    ConceptualModel,
    Each,
    EntityType,
    Kind,
    Lifecycle,
    Reference,
    Rule,
    SemanticType,
    UnenforcedRule,
)
from database_designer.model.expression import Expression
from database_designer.model.navigation import Navigation, Scope, Target, Value, navigate, relationships
from database_designer.modelfile.layout import flow_text
from database_designer.modelfile.rules import NOT_UNDERSTOOD
from database_designer.modelfile.write_rules import rule_node
from database_designer.source import Origin

CONTRADICTED = "cannot hold together with another rule"
ENDLESS = "would bring itself about without an end"

_ROUNDS = 10


def prune_model(model: ConceptualModel) -> ConceptualModel:
    """The model without everything that names what there is not; a rule that does is kept, and not enforced.

    What only fell with something else falls too: the pruning is repeated until nothing more does.
    """
    for _ in range(_ROUNDS):
        pruned = _pruned(model)
        if pruned == model:
            break
        model = pruned
    return model


def _pruned(model: ConceptualModel) -> ConceptualModel:
    navigation = navigate(model)
    names = [e.name for e in model.entities]
    crossed = (
        *circle_faults(model, navigation),
        *(d for e in model.entities for d in contradiction_faults(e, navigation)),
    )
    refused = frozenset((d.code, d.element) for d in crossed if d.severity is Severity.ERROR)
    return replace(
        model,
        entities=tuple(_entity(model, _without_crossed(e, refused), navigation) for e in model.entities),
        actor=model.actor if model.actor in names else "",
        tenancy=model.tenancy if model.tenancy in names else "",
    )


def _without_crossed(e: EntityType, refused: frozenset[tuple[str, str]]) -> EntityType:
    """The entity without what cannot hold together with something before it, or depends on itself."""

    def is_refused(code: str, name: str) -> bool:
        return (code, f"{e.name}.{name}") in refused

    def attribute(a: Attribute) -> Attribute:
        circle = is_refused(DERIVATION_CIRCLE, a.name)
        return replace(
            a,
            check=None if is_refused(CONTRADICTION, a.name) else a.check,
            derived=None if circle else a.derived,
            default=None if is_refused("default-value", a.name) or (circle and not a.derived) else a.default,
        )

    def rule(r: Rule) -> Rule:
        if is_refused(CONTRADICTION, r.name):
            return _unenforced(r, CONTRADICTED)
        return _unenforced(r, ENDLESS) if is_refused(EFFECT_CIRCLE, r.name) else r

    def reference(r: Reference) -> Reference:
        return replace(r, each_has=Each()) if is_refused(CONTRADICTION, r.name) else r

    return replace(
        e,
        attributes=tuple(attribute(a) for a in e.attributes),
        references=tuple(reference(r) for r in e.references),
        rules=tuple(rule(r) for r in e.rules),
    )


def _sound(faults: Iterable[Diagnostic]) -> bool:
    return not any(f.severity is Severity.ERROR for f in faults)


def _entity(model: ConceptualModel, e: EntityType, navigation: Navigation) -> EntityType:
    pointing = {r.name for r in e.references}
    taken = {r.name for r in relationships(e)}
    alone = _sound(kind_faults(model, replace(e, kinds=None), navigation))
    kept = e.retention
    e = replace(
        e,
        attributes=tuple(_attribute(e, a, navigation) for a in e.attributes if a.name not in taken),
        references=tuple(r for r in e.references if _sound(reference_faults(model, e, r, navigation))),
        links=tuple(k for k in e.links if k.name not in pointing and _sound(reference_faults(model, e, k, navigation))),
        kind_of=e.kind_of if alone else "",
        kinds=e.kinds if _sound(kind_faults(model, e, navigation)) else None,
        identified_by=tuple(n for n in e.identified_by if navigation.target(e.name, n)),
        tree=e.tree if _sound(identity_faults(replace(e, identified_by=()), navigation)) else None,
        lifecycle=_lifecycle(e, e.lifecycle, navigation) if e.lifecycle else None,
        rules=tuple(_rule(e, r, navigation) for r in e.rules),
        queries=tuple(q for q in e.queries if _sound(query_faults(e, q, navigation))),
        retention=kept if kept is None or not kept.after or navigation.target(e.name, kept.after) else None,
    )
    return _without_stray_values(_without_stray_conditions(e, navigation), navigation)


def _without_stray_conditions(e: EntityType, navigation: Navigation) -> EntityType:
    if e.visible is None:
        return e
    shown = tuple(c for c in e.visible.any_of if _readable(c, e, navigation))
    return replace(e, visible=replace(e.visible, any_of=shown) if shown else None)


def _without_stray_values(e: EntityType, navigation: Navigation) -> EntityType:
    rows = (replace(r, values=tuple((n, v) for n, v in r.values if navigation.target(e.name, n))) for r in e.rows)
    return replace(e, rows=tuple(r for r in rows if r.values))


def _attribute(e: EntityType, a: Attribute, navigation: Navigation) -> Attribute:
    """The attribute without the options that are refused; what is left of it stands."""
    if _sound(attribute_faults(e, a, navigation)):
        return a
    a = replace(a, type=_sound_type(a.type, navigation))
    bare = replace(a, default=None, check=None, derived=None, numbered=None, many=None)

    def sound(only: Attribute) -> bool:
        return _sound(attribute_faults(e, only, navigation))

    return replace(
        a,
        default=a.default if sound(replace(bare, default=a.default)) else None,
        check=a.check if sound(replace(bare, check=a.check)) else None,
        derived=a.derived if sound(replace(bare, derived=a.derived)) else None,
        numbered=a.numbered if sound(replace(bare, numbered=a.numbered)) else None,
        many=a.many if sound(replace(bare, many=a.many)) else None,
    )


def _sound_type(type_: SemanticType, navigation: Navigation) -> SemanticType:
    if type_.list_name and type_.list_name not in navigation.lists:
        return SemanticType(kind=Kind.TEXT)
    if type_.kind is Kind.LIST:
        return replace(type_, values=tuple(dict.fromkeys(type_.values)))
    sized = [n for n in (type_.length, type_.precision) if n is not None]
    crossed = (type_.scale or 0) > (type_.precision or 0) and type_.precision is not None
    return replace(type_, length=None, precision=None, scale=None) if 0 in sized or crossed else type_


def _lifecycle(e: EntityType, c: Lifecycle, navigation: Navigation) -> Lifecycle | None:
    """The lifecycle without the moves, requirements, stamps and expiries that name what there is not."""
    states = tuple(dict.fromkeys(c.states))
    if not states:
        return None
    among = frozenset(states)

    def known(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(n for n in names if n == ALL or navigation.target(e.name, n))

    return replace(
        c,
        states=states,
        start=tuple(s for s in c.start if s in among) or states[:1],
        moves=tuple(m for m in c.moves if {m.source, m.target} <= among),
        requires=tuple((s, known(names)) for s, names in c.requires if s in among and known(names)),
        frozen=tuple((s, known(names)) for s, names in c.frozen if s in among and known(names)),
        stamps=tuple((s, n) for s, n in c.stamps if s in among and _is_moment(navigation.target(e.name, n))),
        expires=tuple(x for x in c.expires if {x.source, x.target} <= among and _readable(x.condition, e, navigation)),
    )


def _is_moment(target: Target | None) -> bool:
    return isinstance(target, Value) and target.type.kind in (Kind.DATE, Kind.INSTANT)


def _readable(condition: Expression, e: EntityType, navigation: Navigation) -> bool:
    return _sound(expression_faults(condition, Scope(entity=e.name), navigation, e.origin, e.name))


def _rule(e: EntityType, rule: Rule, navigation: Navigation) -> Rule:
    """The rule; one that is refused as it was written, and not enforced."""
    if isinstance(rule, UnenforcedRule) or _sound(rule_faults(e, rule, navigation)):
        return rule
    return _unenforced(rule, NOT_UNDERSTOOD)


def _unenforced(rule: Rule, reason: str) -> UnenforcedRule:
    nowhere = Origin(decided_by="")
    written = flow_text(rule_node(replace(rule, says="", origin=nowhere), nowhere))
    return UnenforcedRule(name=rule.name, reason=reason, written=written, says=rule.says, origin=rule.origin)
