"""Bare words and quoted texts beside a list attribute become values of that list, plain values those of their target."""

from __future__ import annotations

from dataclasses import replace

from database_designer.model.conceptual import (
    AlwaysRule,
    Assignment,
    Attribute,
    BoundRule,
    ConceptualModel,
    Creation,
    EffectRule,
    EntityType,
    GuardRule,
    Kind,
    Lifecycle,
    NoOverlapRule,
    Query,
    Rule,
    SeedRow,
    SemanticType,
    UniqueRule,
)
from database_designer.model.expression import (
    Aggregate,
    Comparison,
    Expression,
    In,
    Literal,
    LiteralKind,
    Path,
)
from database_designer.model.navigation import Navigation, Scope, Value, effect_scope, event_scope, navigate
from database_designer.model.walk import replaced
from database_designer.modelfile.values import literal_of


def resolve_model(model: ConceptualModel) -> ConceptualModel:
    """The model with the words of all its expressions resolved."""
    navigation = navigate(model)
    return replace(model, entities=tuple(_entity(e, navigation) for e in model.entities))


def resolve(expression: Expression, scope: Scope, navigation: Navigation) -> Expression:
    """The expression with every word that stands beside a list attribute made a value of that list.

    A word that is an attribute, and no value of the list, stays a path.
    """
    return replaced(expression, lambda node: _changed(node, scope, navigation))


def _changed(node: Expression, scope: Scope, navigation: Navigation) -> Expression | None:
    match node:
        case Comparison():
            left, right = node.left, node.right
            of_left, of_right = _list_type(left, scope, navigation), _list_type(right, scope, navigation)
            if of_left is not None:
                right = _as_value(right, of_left, scope, navigation)
            elif of_right is not None:
                left = _as_value(left, of_right, scope, navigation)
            return replace(node, left=resolve(left, scope, navigation), right=resolve(right, scope, navigation))
        case In():
            type_ = _list_type(node.operand, scope, navigation)
            if type_ is None:
                return None
            return replace(node, values=tuple(_as_value(v, type_, scope, navigation) for v in node.values))
        case Aggregate():
            inner = scope.inside(node, navigation)
            value = resolve(node.value, inner, navigation) if node.value is not None else None
            where = resolve(node.where, inner, navigation) if node.where is not None else None
            return replace(node, value=value, where=where)
        case _:
            return None


def _list_type(e: Expression, scope: Scope, navigation: Navigation) -> SemanticType | None:
    if not isinstance(e, Path):
        return None
    followed = navigation.follow(scope.start(e, navigation), e.steps)
    if followed.stray:  # an unknown name is diagnosed itself; what stands beside it is taken as a value
        return SemanticType(kind=Kind.LIST, open_list=True)
    target = followed.target
    return target.type if isinstance(target, Value) and target.type.kind is Kind.LIST else None


def _as_value(e: Expression, type_: SemanticType, scope: Scope, navigation: Navigation) -> Expression:
    if isinstance(e, Literal) and e.kind is LiteralKind.TEXT:
        return Literal(kind=LiteralKind.VALUE, value=e.value)
    if not isinstance(e, Path) or e.root or len(e.steps) != 1:
        return e
    word = e.steps[0]
    is_value = word in (navigation.values(type_) or type_.values)
    if is_value or navigation.target(scope.entity, word) is None:
        return Literal(kind=LiteralKind.VALUE, value=word)
    return e


# The expressions of a model


def _entity(entity: EntityType, navigation: Navigation) -> EntityType:
    scope = Scope(entity=entity.name)

    def resolved(e: Expression) -> Expression:
        return resolve(e, scope, navigation)

    visible = entity.visible
    return replace(
        entity,
        attributes=tuple(_attribute(a, scope, navigation) for a in entity.attributes),
        lifecycle=_lifecycle(entity.lifecycle, scope, navigation) if entity.lifecycle else None,
        rules=tuple(_rule(r, scope, navigation) for r in entity.rules),
        queries=tuple(_query(q, scope, navigation) for q in entity.queries),
        rows=tuple(_row(r, scope, navigation) for r in entity.rows),
        visible=replace(visible, any_of=tuple(resolved(c) for c in visible.any_of)) if visible else None,
    )


def _attribute(a: Attribute, scope: Scope, navigation: Navigation) -> Attribute:
    check = resolve(a.check, scope, navigation) if a.check is not None else None
    derived = a.derived
    if derived is not None:
        derived = replace(
            derived,
            expression=resolve(derived.expression, scope, navigation),
            when=resolve(derived.when, scope, navigation) if derived.when is not None else None,
        )
    default = a.default
    if default is not None and not isinstance(default, Literal):
        default = value_for(Path(steps=(a.name,)), default, scope, scope, navigation)
    return replace(a, check=check, derived=derived, default=default)


def _lifecycle(lifecycle: Lifecycle, scope: Scope, navigation: Navigation) -> Lifecycle:
    expires = tuple(replace(x, condition=resolve(x.condition, scope, navigation)) for x in lifecycle.expires)
    return replace(lifecycle, expires=expires)


def _rule(rule: Rule, scope: Scope, navigation: Navigation) -> Rule:
    match rule:
        case AlwaysRule():
            return replace(rule, condition=resolve(rule.condition, scope, navigation))
        case UniqueRule() | NoOverlapRule():
            return replace(rule, where=_optional(rule.where, scope, navigation))
        case BoundRule():
            bound = resolve(rule.bound, scope, navigation)
            return replace(rule, bound=bound, where=_optional(rule.where, scope, navigation))
        case GuardRule():
            scope = event_scope(rule.events, scope.entity)
            require = resolve(rule.require, scope, navigation)
            return replace(rule, require=require, when=_optional(rule.when, scope, navigation))
        case EffectRule():
            return _effect(rule, scope.entity, navigation)
        case _:
            return rule


def _optional(e: Expression | None, scope: Scope, navigation: Navigation) -> Expression | None:
    return resolve(e, scope, navigation) if e is not None else None


def _effect(rule: EffectRule, entity: str, navigation: Navigation) -> EffectRule:
    scope, of_row = effect_scope(rule, entity, navigation), event_scope(rule.events, entity)
    each = resolve(rule.each, of_row, navigation) if rule.each is not None else None
    return replace(
        rule,
        when=_optional(rule.when, of_row, navigation),
        each=each if isinstance(each, Aggregate) else None,
        create=tuple(_creation(c, scope, navigation) for c in rule.create),
        set=tuple(_assignment(a, scope, navigation) for a in rule.set),
    )


def _creation(c: Creation, scope: Scope, navigation: Navigation) -> Creation:
    target = Scope(entity=c.entity)
    values = ((n, value_for(Path(steps=(n,)), v, target, scope, navigation)) for n, v in c.values)
    return replace(c, values=tuple(values))


def _assignment(a: Assignment, scope: Scope, navigation: Navigation) -> Assignment:
    return replace(a, value=value_for(a.path, a.value, scope, scope, navigation))


def value_for(path: Path, value: Expression, target: Scope, scope: Scope, navigation: Navigation) -> Expression:
    """The value that is written to the `path` of a `target`: a plain text as a literal of its type, words as values."""
    followed = navigation.follow(target.start(path, navigation), path.steps).target
    if not isinstance(followed, Value):
        return resolve(value, scope, navigation)
    if isinstance(value, Literal) and value.kind is LiteralKind.TEXT:
        return literal_of(value.value, followed.type.kind)
    if followed.type.kind is Kind.LIST:
        value = _as_value(value, followed.type, scope, navigation)
    return resolve(value, scope, navigation)


def _row(row: SeedRow, scope: Scope, navigation: Navigation) -> SeedRow:
    values = ((n, value_for(Path(steps=(n,)), v, scope, scope, navigation)) for n, v in row.values)
    return replace(row, values=tuple(values))


def _query(q: Query, scope: Scope, navigation: Navigation) -> Query:
    return replace(
        q,
        fixed=tuple(resolve(c, scope, navigation) for c in q.fixed),
        report=tuple(resolve(e, scope, navigation) for e in q.report),
        by=tuple(resolve(e, scope, navigation) for e in q.by),
    )
