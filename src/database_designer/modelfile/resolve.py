"""Bare words and quoted texts beside a list attribute become values of that list."""

from __future__ import annotations

from dataclasses import replace

from database_designer.model.conceptual import (
    AlwaysRule,
    Attribute,
    ConceptualModel,
    EntityType,
    Kind,
    Lifecycle,
    Query,
    Rule,
    SemanticType,
    UnenforcedRule,
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
from database_designer.model.navigation import Navigation, Scope, Value, navigate
from database_designer.model.walk import replaced


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
    return replace(a, check=check, derived=derived)


def _lifecycle(lifecycle: Lifecycle, scope: Scope, navigation: Navigation) -> Lifecycle:
    expires = tuple(replace(x, condition=resolve(x.condition, scope, navigation)) for x in lifecycle.expires)
    return replace(lifecycle, expires=expires)


def _rule(rule: Rule, scope: Scope, navigation: Navigation) -> Rule:
    if isinstance(rule, UnenforcedRule):
        return rule
    if isinstance(rule, AlwaysRule):
        return replace(rule, condition=resolve(rule.condition, scope, navigation))
    return replace(rule, where=resolve(rule.where, scope, navigation) if rule.where is not None else None)


def _query(q: Query, scope: Scope, navigation: Navigation) -> Query:
    return replace(
        q,
        fixed=tuple(resolve(c, scope, navigation) for c in q.fixed),
        report=tuple(resolve(e, scope, navigation) for e in q.report),
        by=tuple(resolve(e, scope, navigation) for e in q.by),
    )
