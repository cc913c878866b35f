"""Conditions that cannot be true, and rules that cannot hold together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from database_designer.diagnostics import Diagnostic
from database_designer.model.check.faults import fault
from database_designer.model.check.satisfiable import Condition, condition_of, conflicts, conjuncts, possible
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
        elif isinstance(node, And):
            for parts in _by_subject((part, part) for part in conjuncts(node)):
                for at, others in _conflicts(parts, scope, navigation):
                    shown = " and ".join(f'"{expression_text(parts[i][0])}"' for i in (*others, at))
                    fact = f"{element}: {shown} can never be true{' together' if others else ''}"
                    yield fault("never-true", fact, origin, element=element, fix="change one of them, or write or")


_T = TypeVar("_T")


def _by_subject(parts: Iterable[tuple[Expression, _T]]) -> tuple[list[tuple[Expression, Condition, _T]], ...]:
    """The conditions that are understood, together with those about the same thing; each is there once."""
    found: dict[str, dict[str, tuple[Expression, Condition, _T]]] = {}
    for part, of in parts:
        condition = condition_of(part)
        if condition is not None:
            found.setdefault(condition.subject, {}).setdefault(expression_text(part), (part, condition, of))
    return tuple([*same.values()] for same in found.values())


def _conflicts(
    parts: Sequence[tuple[Expression, Condition, _T]], scope: Scope, navigation: Navigation
) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Which of the conditions about one thing exclude each other, given its type."""
    conditions = [condition for _, condition, _ in parts]
    path = next((n for n in nodes(parts[0][0]) if isinstance(n, Path)), None)
    start = scope.start(path, navigation) if path is not None else ""
    target = navigation.follow(start, path.steps).target if path is not None and start else None
    if path is None or not isinstance(target, Value) or conditions[0].subject != expression_text(path):
        return conflicts(conditions)
    values = ("true", "false") if target.type.kind is Kind.BOOLEAN else navigation.values(target.type) or ()
    return conflicts(conditions, values, whole=target.type.kind is Kind.INTEGER)


def contradiction_faults(entity: EntityType, navigation: Navigation) -> Iterator[Diagnostic]:
    """The rules, comparisons and bounds of an entity that cannot hold together, each at the later of the two."""
    yield from _condition_faults(entity, navigation)
    yield from _bound_faults(entity)


# Conditions


def _condition_faults(entity: EntityType, navigation: Navigation) -> Iterator[Diagnostic]:
    groups = _by_subject((s.expression, s) for s in _stated(entity))
    blamed: set[str] = set()
    for parts in groups:
        for at, others in _conflicts(parts, Scope(entity=entity.name), navigation):
            last, first = parts[at][2], [parts[i][2] for i in others]
            if first and last.element not in blamed and all(f.element != last.element for f in first):
                blamed.add(last.element)
                says = ", ".join(f"{f.element} says {_shown(f)}{_at(f.origin)}" for f in first)
                yield _contradiction(last.element, last.origin, _shown(last), says)
    for a in entity.attributes:
        yield from _default_faults(entity, a, [s for parts in groups for _, _, s in parts])


def _shown(stated: _Stated) -> str:
    return f'"{expression_text(stated.expression)}"'


def _stated(entity: EntityType) -> Iterator[_Stated]:
    """What attributes and invariants state, condition by condition."""
    sources = [(a.name, a.origin, a.check) for a in entity.attributes if a.check is not None and not a.many]
    sources += [(r.name, r.origin, r.condition) for r in entity.rules if isinstance(r, AlwaysRule)]
    for name, origin, expression in sources:
        for part in conjuncts(expression):
            yield _Stated(element=f"{entity.name}.{name}", origin=origin, expression=part)


def _default_faults(entity: EntityType, a: Attribute, stated: Sequence[_Stated]) -> Iterator[Diagnostic]:
    if not isinstance(a.default, Literal) or a.many:
        return
    equal = condition_of(Comparison(operator=Comparator.EQ, left=Path(steps=(a.name,)), right=a.default))
    for s in stated:
        condition = condition_of(s.expression)
        if equal and condition and condition.subject == equal.subject and not possible([equal, condition]):
            element = f"{entity.name}.{a.name}"
            fact = f'the default "{a.default.value}" of {element} is refused by {s.element}: {_shown(s)}{_at(s.origin)}'
            yield fault("default-value", fact, a.origin, element=element, fix="change the default, or the condition")
            return


def _contradiction(element: str, origin: Origin, says: str, others: str) -> Diagnostic:
    fact = f"{element} says {says}, but {others}: they cannot all hold"
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
    low: dict[tuple[tuple[str, ...], str], _Bound] = {}
    high: dict[tuple[tuple[str, ...], str], _Bound] = {}
    for bound in (*_cardinalities(entity), *_bounds(entity)):
        other = _crossed(bound, low, high)
        if other is not None and other.element != bound.element:
            says = f"{other.element} says {other.says}{_at(other.origin)}"
            yield _contradiction(bound.element, bound.origin, bound.says, says)
            continue
        for where in dict.fromkeys((bound.where, "")):
            known = low.get((bound.per, where))
            if bound.least is not None and (known is None or (known.least or 0) < bound.least):
                low[bound.per, where] = bound
        tightest = high.get((bound.per, bound.where))
        if bound.most is not None and (tightest is None or bound.most < (tightest.most or 0)):
            high[bound.per, bound.where] = bound


def _crossed(
    bound: _Bound, low: dict[tuple[tuple[str, ...], str], _Bound], high: dict[tuple[tuple[str, ...], str], _Bound]
) -> _Bound | None:
    """A bound before this one that leaves it no room, None where there is none.

    Rows that satisfy a condition are among all rows: `low` has the greatest least number of each set of rows, at ""
    that of all its parts, `high` the smallest greatest one.
    """
    lower = low.get((bound.per, bound.where))
    if bound.most is not None and lower is not None and (lower.least or 0) > bound.most:
        return lower
    uppers = (high.get((bound.per, where)) for where in (bound.where, ""))
    crossed = (u for u in uppers if u is not None and u.most is not None and (bound.least or 0) > u.most)
    return next(crossed, None)


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
