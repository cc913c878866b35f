"""What the checks of the conceptual model share: diagnostics that name the element, and checks of names in paths."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.conceptual import Attribute, Derivation, Kind, SemanticType
from database_designer.model.expression import (
    Aggregate,
    Clock,
    Comparator,
    Comparison,
    Expression,
    In,
    Literal,
    LiteralKind,
    Moment,
    Path,
)
from database_designer.model.navigation import (
    MAX_LEVELS,
    Hop,
    Navigation,
    Scope,
    ScopedPath,
    Target,
    Value,
    scoped_paths,
)
from database_designer.model.text import expression_text, nearest
from database_designer.model.walk import children, nodes
from database_designer.source import Origin

MANY_FOR_ONE = "many-for-one"
IN_TIME = "rule-in-time"
_ROOTS = {
    "old": "old is the row before a change: it has a meaning in rules before or after change and enter",
    "it": "it is one of the rows of for_each: add for_each to the effect, or name an attribute of the row itself",
}
_EQUALITIES = (Comparator.EQ, Comparator.NE)


def fault(
    code: str, fact: str, origin: Origin | None, *, element: str, fix: str = "", severity: Severity = Severity.ERROR
) -> Diagnostic:
    """A diagnostic about an element, at the first place of its evidence."""
    span = origin.evidence[0].span if origin and origin.evidence else None
    return Diagnostic(code=code, severity=severity, fact=fact, fix=fix, span=span, element=element)


def did_you_mean(name: str, known: Collection[str]) -> str:
    """A fix for an unknown name: the nearest known one, else some of those there are."""
    near = nearest(name, known)
    if near:
        return f"did you mean {near}?"
    shown = ", ".join(list(known)[:8])
    return f"known are {shown}{', ...' if len(known) > 8 else ''}" if shown else "declare it"


def duplicates(names: Iterable[str]) -> tuple[str, ...]:
    """The names that occur more than once, in the order of their second occurrence."""
    seen: set[str] = set()
    found: dict[str, None] = {}
    for name in names:
        if name in seen:
            found[name] = None
        seen.add(name)
    return tuple(found)


def path_faults(
    steps: tuple[str, ...], entity: str, navigation: Navigation, origin: Origin, element: str, *, several: bool = False
) -> Iterator[Diagnostic]:
    """What is wrong with a path of names from a row of `entity`."""
    scoped = ScopedPath(path=Path(steps=steps), scope=Scope(entity=entity), several=several)
    yield from _scoped_path_faults(scoped, navigation, origin, element)


def expression_faults(
    e: Expression,
    scope: Scope,
    navigation: Navigation,
    origin: Origin,
    element: str,
    *,
    timeless: bool = False,
    report: bool = False,
) -> Iterator[Diagnostic]:
    """What is wrong with the names in an expression.

    `timeless` ones may not mention now, today or actor; those of a `report` may be over the rows themselves.
    """
    for scoped in scoped_paths(e, scope, navigation):
        yield from _scoped_path_faults(scoped, navigation, origin, element)
    for node in nodes(e):
        if isinstance(node, Aggregate) and not (report or node.over.steps or node.over.root):
            fact = f'{element}: "{expression_text(node)}" does not say over which rows'
            yield fault("no-rows", fact, origin, element=element, fix=f"write {node.function}({_rows_of(node)})")
        if isinstance(node, Moment) and node.clock is Clock.ACTOR and not navigation.actor:
            fact = f'{element} uses "actor", but the model names no actor'
            yield fault("no-actor", fact, origin, element=element, fix="add actor: ENTITY at the top")
    for word in _moments(e, scope, navigation) if timeless else ():
        fact = f'{element} mentions "{word}", which changes without any row being changed'
        yield fault(IN_TIME, fact, origin, element=element, fix="write it as a before rule")
    yield from _comparison_faults(e, scope, navigation, origin, element)


def _rows_of(e: Aggregate) -> str:
    """How an aggregate that names no rows is probably meant: `sum(lines.price)` as `lines, price`."""
    if isinstance(e.value, Path) and len(e.value.steps) > 1:
        return f"{'.'.join(e.value.steps[:-1])}, {e.value.steps[-1]}"
    return "OTHERS" if e.value is None else "OTHERS, VALUE"


def _moments(e: Expression, scope: Scope, navigation: Navigation, depth: int = 0) -> Iterator[str]:
    """What of an expression depends on the moment or on who acts, also by way of computed attributes."""
    for node in nodes(e):
        if isinstance(node, Moment) or (isinstance(node, Path) and node.root == Clock.ACTOR):
            yield node.clock.value if isinstance(node, Moment) else "actor"
    for scoped in scoped_paths(e, scope, navigation) if depth < MAX_LEVELS else ():
        start, steps = scoped.scope.start(scoped.path, navigation), scoped.path.steps
        owner = navigation.follow(start, steps[:-1]).target if start and steps else None
        member = navigation.member(owner.entity, steps[-1]) if isinstance(owner, Hop) else None
        derived = member.derived if isinstance(member, Attribute) else None
        if isinstance(owner, Hop) and derived is not None and derived.manner is Derivation.COMPUTED:
            inner = _moments(derived.expression, Scope(entity=owner.entity), navigation, depth + 1)
            if next(inner, None) is not None:
                yield ".".join(steps)


def _scoped_path_faults(
    scoped: ScopedPath, navigation: Navigation, origin: Origin, element: str
) -> Iterator[Diagnostic]:
    path, text = scoped.path, ".".join([*([scoped.path.root] if scoped.path.root else []), *scoped.path.steps])
    if path.root not in scoped.scope.roots:
        fact = f'{element} uses "{text}", but "{path.root}" has no meaning there'
        fix = _ROOTS.get(path.root, "name an attribute of the row itself")
        yield fault("no-such-row", fact, origin, element=element, fix=fix)
        return
    start = scoped.scope.start(path, navigation)
    if not start:
        fact = f'{element} uses "{text}", but the model names no actor'
        yield fault("no-actor", fact, origin, element=element, fix="add actor: ENTITY at the top")
        return
    followed = navigation.follow(start, path.steps)
    if followed.stray:
        fact = f'{element} uses "{text}", but {followed.stray_in} has no "{followed.stray}"'
        fix = did_you_mean(followed.stray, navigation.known(followed.stray_in))
        yield fault("unknown-name", fact, origin, element=element, fix=fix)
    elif isinstance(followed.target, Hop | Value) and followed.target.many and not scoped.several:
        fact = f'{element} uses "{text}", which may be many, where one value is expected'
        yield fault(MANY_FOR_ONE, fact, origin, element=element, fix="put it inside count(...), exists(...), sum(...)")


def _comparison_faults(
    e: Expression, scope: Scope, navigation: Navigation, origin: Origin, element: str
) -> Iterator[Diagnostic]:
    """Comparisons that cannot be meant: with values that a list does not hold, with null, of rows with values."""
    match e:
        case Comparison():
            yield from _sides_faults(e, scope, navigation, origin, element)
        case In(operand=Path() as path):
            for value, fix in _strangers(path, e.values, scope, navigation):
                yield fault("unknown-value", _stranger(path, value, element), origin, element=element, fix=fix)
        case Aggregate():
            inner = scope.inside(e, navigation)
            for part in (e.value, e.where):
                if part is not None and inner.entity:
                    yield from _comparison_faults(part, inner, navigation, origin, element)
            return
    for child in children(e):
        yield from _comparison_faults(child, scope, navigation, origin, element)


def _sides_faults(
    e: Comparison, scope: Scope, navigation: Navigation, origin: Origin, element: str
) -> Iterator[Diagnostic]:
    if any(isinstance(side, Literal) and side.kind is LiteralKind.NULL for side in (e.left, e.right)):
        fact = f"{element} compares with null, which is never true"
        fix = f"write is {'not ' if e.operator is Comparator.EQ else ''}set"
        yield fault("null-comparison", fact, origin, element=element, fix=fix)
        return
    if isinstance(e.left, Path) and isinstance(e.right, Literal) and e.operator in _EQUALITIES:
        for value, fix in _strangers(e.left, (e.right,), scope, navigation):
            yield fault("unknown-value", _stranger(e.left, value, element), origin, element=element, fix=fix)
    left, right = _side(e.left, scope, navigation), _side(e.right, scope, navigation)
    pair = {type(left), type(right)}
    if isinstance(left, Hop) and isinstance(right, Hop) and not navigation.are_kin(left.entity, right.entity):
        fact = f"{element} compares a row of {left.entity} with a row of {right.entity}"
        fix = "compare paths that lead to rows of one entity"
        yield fault("row-comparison", fact, origin, element=element, fix=fix)
    elif pair == {Hop, Value}:
        fact = f'{element}: "{expression_text(e)}" compares a row with a value'
        yield fault(
            "row-comparison", fact, origin, element=element, fix="write REFERENCE.ATTRIBUTE on the side of the row"
        )


def _side(e: Expression, scope: Scope, navigation: Navigation) -> Target | None:
    """What a side of a comparison is: a row or a value; None where that is not known, or a key may stand for the row."""
    if isinstance(e, Literal):
        kinds = {LiteralKind.NUMBER: Kind.DECIMAL, LiteralKind.BOOLEAN: Kind.BOOLEAN, LiteralKind.VALUE: Kind.LIST}
        return Value(type=SemanticType(kind=kinds[e.kind])) if e.kind in kinds else None
    if isinstance(e, Moment):
        return Hop(entity=navigation.actor) if e.clock is Clock.ACTOR and navigation.actor else None
    if not isinstance(e, Path) or not (start := scope.start(e, navigation)):
        return None
    target = navigation.follow(start, e.steps).target
    is_key = isinstance(target, Value) and target.type.kind is Kind.UUID
    return None if is_key or (target is not None and target.many) else target


def _strangers(
    path: Path, compared: tuple[Expression, ...], scope: Scope, navigation: Navigation
) -> tuple[tuple[str, str], ...]:
    """The values among `compared` that the closed list to which the path leads does not hold, each with a fix."""
    start = scope.start(path, navigation)
    target = navigation.follow(start, path.steps).target if start else None
    known = navigation.values(target.type) if isinstance(target, Value) else None
    values = (v.value for v in compared if isinstance(v, Literal) and v.kind is LiteralKind.VALUE)
    return () if known is None else tuple((v, did_you_mean(v, known)) for v in values if v not in known)


def _stranger(path: Path, value: str, element: str) -> str:
    return f'{element} compares {".".join(path.steps)} with "{value}", which is no value of its list'
