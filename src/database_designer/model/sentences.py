"""Rules as English sentences, for documents, comments and messages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from database_designer.model.conceptual import (
    AlwaysRule,
    Assignment,
    BoundRule,
    Creation,
    EffectRule,
    EntityType,
    Event,
    EventKind,
    GuardRule,
    NoOverlapRule,
    Rule,
    UniqueRule,
)
from database_designer.model.expression import Expression, Path
from database_designer.model.names import plural, snake_case
from database_designer.model.text import english, english_condition

_AN = re.compile(r"[aeio](?!u)|u(?!s|ni|t)", re.IGNORECASE)


def rule_text(entity: EntityType, rule: Rule) -> str:
    """The rule of `entity` as one English sentence, without a capital letter and a full stop.

    "the number of loans per member where status is OPEN is at most 5". What a person says about the rule (`says`) is
    not used.
    """
    rows = plural(_words(entity.name))
    match rule:
        case AlwaysRule():
            return english_condition(rule.condition)
        case UniqueRule():
            members = _and([_path(tuple(m.split("."))) for m in rule.members])
            return f"no two {rows} have the same {members}{_among(rule.where)}"
        case BoundRule():
            per = f" per {_path(rule.per)}" if rule.per else ""
            where = f" where {english_condition(rule.where)}" if rule.where is not None else ""
            return f"the number of {rows}{per}{where} is at {'most' if rule.upper else 'least'} {english(rule.bound)}"
        case NoOverlapRule():
            same = f" of the same {_and([_path(p) for p in rule.per])}" if rule.per else ""
            period = " to ".join(m.replace("_", " ") for m in rule.members)
            return f"no two {rows}{same} overlap in time ({period}){_among(rule.where)}"
        case GuardRule():
            condition = f"if {english_condition(rule.when)}, " if rule.when is not None else ""
            return f"{condition}{_events(entity, rule.events)} only if {english_condition(rule.require)}"
        case EffectRule():
            return _effect(entity, rule)
        case _:
            return rule.reason or rule.name.replace("_", " ")


def _effect(entity: EntityType, rule: EffectRule) -> str:
    condition = f", if {english_condition(rule.when)}" if rule.when is not None else ""
    each = ""
    if rule.each is not None:
        each = f" for each of {english(rule.each.over)}"
        each += f" where {english_condition(rule.each.where)}" if rule.each.where is not None else ""
    done = _and([*(_creation(c) for c in rule.create), *(_assignment(a) for a in rule.set)])
    return f"when {_events(entity, rule.events)}{condition}, {done}{each}"


def _creation(c: Creation) -> str:
    return f"{_with_article(_words(c.entity))} is created"


def _assignment(a: Assignment) -> str:
    return f"{english(a.path)} becomes {english(a.value)}"


def _events(entity: EntityType, events: Sequence[Event]) -> str:
    """`a session is created or enters CANCELLED`."""
    return f"{_with_article(_words(entity.name))} {' or '.join(_event(e) for e in events)}"


def _event(event: Event) -> str:
    match event.kind:
        case EventKind.CREATE:
            return "is created"
        case EventKind.DELETE:
            return "is deleted"
        case EventKind.ENTER:
            return f"enters {event.name}"
        case EventKind.CHANGE:
            return f"changes its {event.name.replace('_', ' ')}" if event.name else "is changed"


def _among(where: Expression | None) -> str:
    return f", among those where {english_condition(where)}" if where is not None else ""


def _path(steps: tuple[str, ...]) -> str:
    text = english(Path(steps=steps))
    return text.removeprefix("the ")


def _words(entity: str) -> str:
    return snake_case(entity).replace("_", " ")


def _with_article(noun: str) -> str:
    return f"{'an' if _AN.match(noun) else 'a'} {noun}"


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
