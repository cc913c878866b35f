"""Conditions that cannot be true, and rules that cannot hold together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from database_designer.diagnostics import Diagnostic
from database_designer.model.check.faults import fault
from database_designer.model.check.satisfiable import Condition, condition_of, conjuncts, possible
from database_designer.model.conceptual import AlwaysRule, Attribute, BoundRule, EntityType, Kind
from database_designer.model.expression import (
    And,
    Between,
    Comparator,
    Comparison,
    Expression,
    Literal,
    LiteralKind,
    Path,
)
from database_designer.model.navigation import Navigation, Scope, Value
from database_designer.model.text import expression_text
from database_designer.model.walk import nodes
from database_designer.source import Origin

CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """A condition that an element of an entity states of all its rows."""

    element: str
    origin: Origin
    expression: Expression
    condition: Condition


def impossible_faults(
    e: Expression, scope: Scope, navigation: Navigation, origin: Origin, element: str
) -> Iterator[Diagnostic]:
    """The parts of an expression that can never be true."""
    for node in nodes(e):
        if isinstance(node, Between):
            condition = condition_of(node)
            if condition is not None and not possible([condition]):
                fact = f'{element}: "{expression_text(node)}" can never be true'
                yield fault("never-true", fact, origin, element=element, fix="put the smaller bound first")
        if not isinstance(node, And):
            continue
        known = [(part, c) for part in conjuncts(node) if (c := condition_of(part)) is not None]
        for (one, a), (other, b) in combinations(known, 2):
            if a.subject == b.subject and not _possible([a, b], one, scope, navigation):
                fact = f'{element}: "{expression_text(one)}" and "{expression_text(other)}" can never both be true'
                yield fault("never-true", fact, origin, element=element, fix="change one of them, or write or")
                break


def contradiction_faults(entity: EntityType, navigation: Navigation) -> Iterator[Diagnostic]:
    """The rules, comparisons and bounds of an entity that cannot hold together, each at the later of the two."""
    yield from _condition_faults(entity, navigation)
    yield from _bound_faults(entity)


# Conditions


def _condition_faults(entity: EntityType, navigation: Navigation) -> Iterator[Diagnostic]:
    stated = tuple(_stated(entity))
    blamed: set[str] = set()
    for one, other in combinations(stated, 2):
        pair = [one.condition, other.condition]
        settled = one.element == other.element or blamed & {one.element, other.element}
        if settled or one.condition.subject != other.condition.subject:
            continue
        if not _possible(pair, one.expression, Scope(entity=entity.name), navigation):
            blamed.add(other.element)
            yield _contradiction(
                other.element, other.origin, _shown(other), one.origin, f"{one.element} says {_shown(one)}"
            )
    for a in entity.attributes:
        yield from _default_faults(entity, a, stated)


def _shown(stated: _Stated) -> str:
    return f'"{expression_text(stated.expression)}"'


def _stated(entity: EntityType) -> Iterator[_Stated]:
    """What attributes and invariants state, condition by condition."""
    sources = [(a.name, a.origin, a.check) for a in entity.attributes if a.check is not None and not a.many]
    sources += [(r.name, r.origin, r.condition) for r in entity.rules if isinstance(r, AlwaysRule)]
    for name, origin, expression in sources:
        for part in conjuncts(expression):
            condition = condition_of(part)
            if condition is not None:
                yield _Stated(element=f"{entity.name}.{name}", origin=origin, expression=part, condition=condition)


def _possible(conditions: list[Condition], e: Expression, scope: Scope, navigation: Navigation) -> bool:
    """Whether the conditions can be true together, given the type of what `e`, one of them, is about."""
    path = next((n for n in nodes(e) if isinstance(n, Path)), None)
    start = scope.start(path, navigation) if path is not None else ""
    target = navigation.follow(start, path.steps).target if path is not None and start else None
    alone = path is not None and conditions[0].subject == expression_text(path)
    if not isinstance(target, Value) or not alone:
        return possible(conditions)
    values = ("true", "false") if target.type.kind is Kind.BOOLEAN else navigation.values(target.type) or ()
    return possible(conditions, values, whole=target.type.kind is Kind.INTEGER)


def _default_faults(entity: EntityType, a: Attribute, stated: tuple[_Stated, ...]) -> Iterator[Diagnostic]:
    if not isinstance(a.default, Literal) or a.many:
        return
    equal = condition_of(Comparison(operator=Comparator.EQ, left=Path(steps=(a.name,)), right=a.default))
    for s in stated:
        if equal is not None and s.condition.subject == equal.subject and not possible([equal, s.condition]):
            element = f"{entity.name}.{a.name}"
            fact = f'the default "{a.default.value}" of {element} is refused by {s.element}: {_shown(s)}{_at(s.origin)}'
            yield fault("default-value", fact, a.origin, element=element, fix="change the default, or the condition")
            return


def _contradiction(element: str, origin: Origin, says: str, other: Origin, other_says: str) -> Diagnostic:
    fact = f"{element} says {says}, but {other_says}{_at(other)}: both cannot hold"
    return fault(CONTRADICTION, fact, origin, element=element, fix="change one of them")


def _at(origin: Origin) -> str:
    return f" ({origin.evidence[0].span})" if origin.evidence else ""


# Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bound:
    """A number of rows that an element states: those that satisfy `where` ("" for all), per row that `per` leads to."""

    element: str
    origin: Origin
    says: str
    per: tuple[str, ...]
    where: str
    least: int | None = None
    most: int | None = None


def _bound_faults(entity: EntityType) -> Iterator[Diagnostic]:
    bounds = [*_cardinalities(entity), *_bounds(entity)]
    blamed: set[str] = set()
    for one, other in combinations(bounds, 2):
        if (
            one.element != other.element
            and other.element not in blamed
            and (_crossed(one, other) or _crossed(other, one))
        ):
            blamed.add(other.element)
            yield _contradiction(other.element, other.origin, other.says, one.origin, f"{one.element} says {one.says}")


def _crossed(low: _Bound, high: _Bound) -> bool:
    """Whether more of the rows are asked for by `low` than `high` allows: of the same rows, or of more than those."""
    if low.least is None or high.most is None or low.per != high.per:
        return False
    return low.least > high.most and high.where in ("", low.where)


def _bounds(entity: EntityType) -> Iterator[_Bound]:
    for r in entity.rules:
        if isinstance(r, BoundRule) and (number := whole_number(r.bound)) is not None:
            yield _Bound(
                element=f"{entity.name}.{r.name}",
                origin=r.origin,
                says=f"at {'most' if r.upper else 'least'} {number}",
                per=r.per,
                where=expression_text(r.where) if r.where is not None else "",
                least=None if r.upper else number,
                most=number if r.upper else None,
            )


def _cardinalities(entity: EntityType) -> Iterator[_Bound]:
    for r in entity.references:
        most = "" if r.each_has.maximum is None else r.each_has.maximum
        yield _Bound(
            element=f"{entity.name}.{r.name}",
            origin=r.origin,
            says=f"each {r.to} has {r.each_has.minimum}..{most}",
            per=(r.name,),
            where="",
            least=r.each_has.minimum,
            most=r.each_has.maximum,
        )


def whole_number(e: Expression) -> int | None:
    """The whole number that a bound is; None for anything else."""
    is_number = isinstance(e, Literal) and e.kind is LiteralKind.NUMBER and e.value.isdecimal() and len(e.value) < 10
    return int(e.value) if isinstance(e, Literal) and is_number else None
