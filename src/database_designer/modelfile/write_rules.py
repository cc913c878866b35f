"""Rules, written: the inverse of `rules.py`, `events.py` and `effects.py`."""

from __future__ import annotations

from database_designer.model.conceptual import (
    AlwaysRule,
    Assignment,
    BoundRule,
    Creation,
    EffectRule,
    Event,
    GuardRule,
    NoOverlapRule,
    Rule,
    UniqueRule,
)
from database_designer.model.expression import Expression
from database_designer.model.text import expression_text, path_text
from database_designer.modelfile.events import event_text
from database_designer.modelfile.nodes import Mapping, Node, Scalar, Sequence, read_flow
from database_designer.modelfile.values import written_text
from database_designer.modelfile.write_common import Pairs, common_pairs, element_comments, mapping, texts, when
from database_designer.source import Origin


def rule_node(r: Rule, inherited: Origin) -> Mapping:
    """What stands under the name of a rule; one that was kept as written is written so again."""
    pairs = [*_form_pairs(r), *when("says", r.says), *common_pairs(r.origin, inherited)]
    return mapping(pairs, comments=element_comments(r.origin))


def _form_pairs(r: Rule) -> Pairs:
    match r:
        case AlwaysRule():
            return _condition("always", r.condition)
        case UniqueRule():
            return [
                ("unique", _list(r.members)),
                *_condition("where", r.where),
                *when("unset", "equal" if r.unset_equal else ""),
            ]
        case BoundRule():
            bound = _condition("at_most" if r.upper else "at_least", r.bound)
            return [*bound, *when("per", ".".join(r.per)), *_condition("where", r.where)]
        case NoOverlapRule():
            per = texts([".".join(path) for path in r.per])
            members = r.members[0] if len(r.members) == 1 else _list(r.members)
            return [*when("no_overlap", members), *when("per", per), *_condition("where", r.where)]
        case GuardRule():
            return [("before", _events(r.events)), *_condition("when", r.when), *_condition("require", r.require)]
        case EffectRule():
            return _effect_pairs(r)
        case _:
            kept = read_flow(r.written) if r.written else ()
            return [*kept] or [("enforced", Scalar(text="false")), *when("reason", r.reason)]


def _effect_pairs(r: EffectRule) -> Pairs:
    return [
        ("after", _events(r.events)),
        *_condition("when", r.when),
        *_condition("for_each", r.each),
        *when("create", _creations(r.create)),
        *when("set", mapping([_assignment(a) for a in r.set]) if r.set else None),
    ]


def _condition(key: str, e: Expression | None) -> Pairs:
    return [] if e is None else [(key, Scalar(text=expression_text(e)))]


def _list(values: tuple[str, ...]) -> Sequence:
    return Sequence(items=tuple(Scalar(text=v) for v in values))


def _events(events: tuple[Event, ...]) -> Node:
    shown = tuple(event_text(e) for e in events)
    return Scalar(text=shown[0]) if len(shown) == 1 else _list(shown)


def _creations(creations: tuple[Creation, ...]) -> Node | None:
    """One mapping; a list of mappings where an entity is created twice."""
    nodes = [(c.entity, mapping([(name, _value(value)) for name, value in c.values])) for c in creations]
    if len({c.entity for c in creations}) == len(creations):
        return mapping([*nodes]) if nodes else None
    return Sequence(items=tuple(mapping([node]) for node in nodes))


def _assignment(a: Assignment) -> tuple[str, Node]:
    return path_text(a.path), _value(a.value)


def _value(value: Expression) -> Scalar:
    return Scalar(text=written_text(value))
