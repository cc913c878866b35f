"""Guards that ask for a state which runs out by itself ask that it has not: a job comes later than the moment."""

from __future__ import annotations

from dataclasses import replace

from database_designer.discover.rules.logic import along, both, denied
from database_designer.model.conceptual import ConceptualModel, EntityType, GuardRule, Rule
from database_designer.model.expression import Aggregate, Comparator, Comparison, Expression, Literal, Not, Path
from database_designer.model.navigation import Hop, Navigation, navigate
from database_designer.model.walk import replaced


def in_time(model: ConceptualModel) -> ConceptualModel:
    """The model with "is ACTIVE" of a guard also asking that the row is not due to become something else."""
    if not any(e.lifecycle is not None and e.lifecycle.expires for e in model.entities):
        return model
    navigation = navigate(model)
    return replace(model, entities=tuple(_in_time(e, navigation) for e in model.entities))


def _in_time(entity: EntityType, navigation: Navigation) -> EntityType:
    def changed(rule: Rule) -> Rule:
        if not isinstance(rule, GuardRule):
            return rule
        return replace(rule, require=_not_due(rule.require, entity.name, navigation))

    return replace(entity, rules=tuple(changed(r) for r in entity.rules))


def _not_due(condition: Expression, entity: str, navigation: Navigation) -> Expression:
    def change(node: Expression) -> Expression | None:
        match node:
            case Not():
                return node
            case Aggregate(over=Path(root="") as over):
                target = navigation.follow(entity, over.steps).target
                if node.where is None or not isinstance(target, Hop):
                    return node
                return replace(node, where=_not_due(node.where, target.entity, navigation))
            case Comparison(operator=Comparator.EQ, left=Path(root="") as path, right=Literal() as state):
                return both((node, _not_over(path, state.value, entity, navigation)))
        return None

    return replaced(condition, change)


def _not_over(path: Path, state: str, entity: str, navigation: Navigation) -> Expression | None:
    """That what ends the state by itself has not come, for the row that the path leads to."""
    *steps, name = path.steps
    target = navigation.follow(entity, tuple(steps)).target if steps else None
    at = target.entity if isinstance(target, Hop) else entity
    lifecycle = navigation.lifecycle(at)
    holder = navigation.entities.get(at)
    if lifecycle is None or holder is None or name != lifecycle.state:
        return None
    due = [x.condition for x in lifecycle.expires if x.source == state]
    return both(along(denied(c, holder, navigation), tuple(steps)) for c in due)
