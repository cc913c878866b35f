"""Rules of entities: each by the strongest mechanism that keeps it, or why by none.

What one row decides is a CHECK; what a key decides, a unique index; what foreign keys decide, these; the rest is watched
over from all sides. Guards, effects and overlaps have files of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from database_designer.design.bounds import bound, each_has, many
from database_designer.design.enforcing import CHECK_VIOLATION, kept, not_kept, refused
from database_designer.design.expressions import NotOfOneRow, of_row
from database_designer.design.invariants import always
from database_designer.design.layout import Draft, Layout
from database_designer.design.part import Part, joined
from database_designer.design.same_parent import declarative
from database_designer.design.uniques import conditional
from database_designer.model.conceptual import (
    AlwaysRule,
    Attribute,
    BoundRule,
    EntityType,
    Reference,
    Rule,
    UnenforcedRule,
    UniqueRule,
)
from database_designer.model.decision import because
from database_designer.model.expression import Literal
from database_designer.model.names import snake_case
from database_designer.model.physical import Check, Form
from database_designer.model.sentences import rule_text
from database_designer.source import Origin

BY = "design.rules"

_Named = TypeVar("_Named", Attribute, Reference, Rule)


def rules(layout: Layout) -> Part:
    """The rules of every entity, and of the model as a whole."""
    parts = [_of_entity(d.entity, d, layout) for d in layout.drafts if d.entity is not None]
    whole = (not_kept(r.name, r.says or r.name, r.reason, r.origin) for r in layout.logical.concept.rules)
    return joined((*parts, *whole))


def _of_entity(entity: EntityType, draft: Draft, layout: Layout) -> Part:
    parts: list[Part] = []
    for rule in _each_once(entity.rules):
        element = f"{entity.name}.{rule.name}"
        if isinstance(rule, AlwaysRule):
            parts.append(_always(rule, rule_text(entity, rule), draft, layout))
        elif isinstance(rule, BoundRule):
            parts.append(_bound(rule, rule_text(entity, rule), draft, layout))
        elif isinstance(rule, UnenforcedRule):
            parts.append(not_kept(element, rule.says or rule.name, rule.reason, rule.origin))
    parts.extend(_numbers(entity, draft, layout))
    return joined(tuple(parts))


def _numbers(entity: EntityType, draft: Draft, layout: Layout) -> Iterator[Part]:
    """How many rows point to a row, and how many values it has."""
    for reference in _each_once(entity.references):
        if reference.each_has.minimum > 0 or (reference.each_has.maximum or 0) > 1:
            told = _Told(
                f"{entity.name}.{reference.name}", "how many rows point to it", reference.origin, Form.EACH_HAS
            )
            yield _tried(partial(each_has, reference, draft, layout), told)
    for attribute in _each_once(entity.attributes):
        if attribute.many is not None:
            told = _Told(f"{entity.name}.{attribute.name}", "how many values it has", attribute.origin, Form.MANY)
            yield _tried(partial(many, attribute, draft, layout), told)


def _each_once(elements: Iterable[_Named]) -> tuple[_Named, ...]:
    """The first element of each name: what is declared twice counts once."""
    found: dict[str, _Named] = {}
    for element in elements:
        found.setdefault(element.name, element)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Told:
    """A rule as it is told, for when it cannot be kept."""

    element: str
    what: str
    origin: Origin
    form: Form


def _tried(make: Callable[[], Part], told: _Told) -> Part:
    """What is made, or why nothing is."""
    try:
        return make()
    except NotOfOneRow as error:
        return refused(told.element, told.what, error, told.origin, form=told.form)


def _always(rule: AlwaysRule, what: str, draft: Draft, layout: Layout) -> Part:
    """A CHECK for what one row decides; foreign keys for two ways to one row; else triggers on all that is read."""
    element = f"{draft.relation.entity}.{rule.name}"
    try:
        condition = of_row(rule.condition, draft, layout)
    except NotOfOneRow as error:
        if not error.meaningful:
            return refused(element, what, error, rule.origin, form=Form.ALWAYS)
        by_keys = declarative(rule, draft, layout)
        if by_keys is not None:
            return by_keys
        return _tried(partial(always, rule, what, draft, layout), _Told(element, what, rule.origin, Form.ALWAYS))
    name = layout.name("ck", draft, "rule", snake_case(rule.name))
    check = Check(name=name, condition=condition, origin=because(rule.origin, BY, "a rule over one row is a check"))
    keeping = kept(element, what, (name,), rule.origin, form=Form.ALWAYS, constraint=name, sqlstate=CHECK_VIOLATION)
    return Part(checks=((draft.table.name, check),), enforcements=(keeping,))


def _bound(rule: BoundRule, what: str, draft: Draft, layout: Layout) -> Part:
    """At most one is a unique index where one row decides who counts; else rows are counted."""
    element = f"{draft.relation.entity}.{rule.name}"
    if rule.upper and len(rule.per) == 1 and isinstance(rule.bound, Literal) and rule.bound.value == "1":
        single = UniqueRule(name=rule.name, members=rule.per, where=rule.where, origin=rule.origin, says=rule.says)
        by_key = conditional(single, what, draft, layout, form=Form.BOUND)
        if by_key is not None:
            return by_key
    return _tried(partial(bound, rule, what, draft, layout), _Told(element, what, rule.origin, Form.BOUND))
