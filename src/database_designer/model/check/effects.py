"""Checks of what effects create and set."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Diagnostic
from database_designer.model.check.faults import expression_faults
from database_designer.model.conceptual import EffectRule, EntityType
from database_designer.model.navigation import Navigation, effect_scope


def effect_faults(entity: EntityType, rule: EffectRule, navigation: Navigation) -> Iterator[Diagnostic]:
    """What is wrong with the rows and values that an effect writes."""
    element, scope = f"{entity.name}.{rule.name}", effect_scope(rule, entity.name, navigation)
    written = (v for c in rule.create for _, v in c.values)
    for e in (*((rule.each,) if rule.each is not None else ()), *written, *(a.value for a in rule.set)):
        yield from expression_faults(e, scope, navigation, rule.origin, element)
