"""Rules of an entity type: uniqueness over several members or some states, and comparisons between its attributes."""

from __future__ import annotations

from collections.abc import Iterable

from database_designer.discover.concepts import Concepts
from database_designer.discover.findings import CompareFinding, UniqueFinding
from database_designer.discover.members import member
from database_designer.discover.names import camel
from database_designer.discover.values.state_words import key
from database_designer.model.conceptual import AlwaysRule, Attribute, EntityType, Kind, Rule, UniqueRule
from database_designer.model.expression import Comparator, Comparison, Expression, Literal, LiteralKind, Path
from database_designer.source import Origin

_ORDERED = frozenset({Kind.DATE, Kind.INSTANT, Kind.TIME, Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT})
_DECIDED = "rules"


def rules_of(
    entity: EntityType, uniques: Iterable[UniqueFinding], compares: Iterable[CompareFinding], concepts: Concepts
) -> tuple[Rule, ...]:
    """The rules of the entity type, each once, in the order of the documents."""
    found: dict[str, Rule] = {}
    for finding in uniques:
        target = concepts.named(finding.owner)
        if target is not None and camel(target) == entity.name:
            rule = _unique(entity, finding)
            if rule is not None:
                found.setdefault(rule.name, rule)
    for compare in compares:
        target = concepts.named(compare.owner) if compare.owner else None
        if target is None or camel(target) == entity.name:
            always = _always(entity, compare, anywhere=target is None)
            if always is not None:
                found.setdefault(always.name, always)
    return tuple(found.values())


def _unique(entity: EntityType, finding: UniqueFinding) -> UniqueRule | None:
    members = tuple(dict.fromkeys(member(entity, m) for m in finding.members))
    if None in members or (
        len(members) == 1 and finding.where is None and entity.attribute(str(members[0])) is not None
    ):
        return None
    where: Expression | None = None
    suffix = ""
    if finding.where is not None:
        state = _state(entity, finding.where[1])
        if state is None:
            return None
        where = Comparison(
            operator=Comparator.EQ, left=Path(steps=(state[0],)), right=Literal(kind=LiteralKind.VALUE, value=state[1])
        )
        suffix = f"_while_{key(state[1])}"
    names = tuple(m for m in members if m is not None)
    return UniqueRule(
        name=f"one_per_{'_and_'.join(names)}{suffix}"[:60],
        members=names,
        where=where,
        origin=Origin(evidence=(finding.evidence,), decided_by=_DECIDED),
    )


def _state(entity: EntityType, value: str) -> tuple[str, str] | None:
    if entity.lifecycle is None:
        return None
    found = next((s for s in entity.lifecycle.states if key(s) == key(value)), None)
    return (entity.lifecycle.state, found) if found else None


def _always(entity: EntityType, finding: CompareFinding, *, anywhere: bool) -> AlwaysRule | None:
    left, right = member(entity, finding.left), member(entity, finding.right)
    one, two = entity.attribute(left or ""), entity.attribute(right or "")
    if one is None or two is None or one.name == two.name or not _comparable(one, two):
        return None
    if anywhere and (len(finding.left) < 2 or len(finding.right) < 2):
        return None
    condition = Comparison(
        operator=Comparator(finding.operator), left=Path(steps=(one.name,)), right=Path(steps=(two.name,))
    )
    words = {">": "above", ">=": "not_below", "<": "below", "<=": "not_above", "=": "equals", "!=": "differs_from"}
    return AlwaysRule(
        name=f"{one.name}_{words[finding.operator]}_{two.name}"[:60],
        condition=condition,
        origin=Origin(evidence=(finding.evidence,), decided_by=_DECIDED),
    )


def _comparable(one: Attribute, two: Attribute) -> bool:
    return one.type.kind == two.type.kind and one.type.kind in _ORDERED
