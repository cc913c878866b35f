"""Attributes of an entity type out of all findings about it: one per name, structured sources first."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from database_designer.discover.findings import HINT, AttributeFinding, UniqueFinding, ValuesFinding
from database_designer.discover.names import Noun, snake
from database_designer.discover.semantic_types import infer, is_personal, is_secret
from database_designer.model.conceptual import Attribute, Kind, Many, SemanticType, Uniqueness
from database_designer.model.expression import (
    And,
    Between,
    Call,
    Comparator,
    Comparison,
    Expression,
    Literal,
    LiteralKind,
    Path,
)
from database_designer.source import Evidence, Origin

_NUMERIC = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT)
_TEXTUAL = (Kind.TEXT, Kind.CODE, Kind.EMAIL, Kind.PHONE, Kind.URL)
# Properties that rows often lack: what happens later or not at all, and remarks.
_OFTEN_MISSING = frozenset(
    """ended closed cancelled canceled completed actual deleted archived resolved approved released rejected left
    note notes comment comments remark remarks description reason bio middle second secondary alternative fax website
    image photo picture avatar logo url read used revoked paid confirmed finished returned previous optional""".split()
)
IN_PROSE = "named in prose"


def build(
    name: Noun, found: list[AttributeFinding], values: tuple[ValuesFinding, ...], uniques: tuple[UniqueFinding, ...]
) -> Attribute:
    """The attribute of all findings about it."""
    kind = _type(name, found, values)
    required = next((f.required for f in found if f.required is not None), None)
    unique = any(f.unique for f in found) or bool(uniques)
    ignoring = any(u.ignore_case for u in uniques)
    # What tells of its values and their uniqueness is quoted, however often the property itself is named.
    said = [f.evidence for f in found]
    told = [*(v.evidence for v in values[:2]), *(u.evidence for u in uniques)]
    evidence = tuple(dict.fromkeys((*said[:3], *told, *said[3:])))
    attribute_name = _stored_name(name)
    many = _many(found, kind)
    default = next((f.default for f in found if f.default is not None), None)
    return Attribute(
        name=attribute_name,
        type=kind,
        origin=Origin(
            evidence=evidence[:6],
            decided_by="attributes",
            principle=_principle(found),
            assumed=bool(found) and all(f.assumed for f in found) and not values,
        ),
        says=next((f.says for f in found if f.says), ""),
        optional=required is False
        or (required is None and not unique and many is None and default is None and not _expected(name, found)),
        # The length that is told of a password is not that of its hash.
        check=None if many or is_secret(name) else _check(attribute_name, kind, found),
        unique=(Uniqueness.IGNORE_CASE if ignoring or kind.kind == Kind.EMAIL else Uniqueness.EXACT)
        if unique and many is None
        else Uniqueness.NO,
        default=_default(default, kind) if many is None else None,
        matches=_pattern(found) if kind.kind in _TEXTUAL and many is None else None,
        personal=is_personal(name),
        secret=is_secret(name),
        many=many,
        assumed=("optional",) if required is None and not unique else (),
    )


def _expected(name: Noun, found: list[AttributeFinding]) -> bool:
    """Whether a property that nobody calls required or optional is taken for required.

    "A room has a name and a floor" is read as written; what only responses show, and what rows often lack, is not.
    """
    if set(name) & _OFTEN_MISSING or (found and all(f.read_only or not f.written for f in found)):
        return False
    return any(f.weight >= HINT for f in found)


def _principle(found: list[AttributeFinding]) -> str:
    if found and all(f.assumed for f in found):
        return "usual for such a thing"
    return "a field of the API or of a field table" if any(f.structured for f in found) else IN_PROSE


def _stored_name(name: Noun) -> str:
    """Passwords are stored as hashes only, and are named so."""
    key = snake(name)
    return "password_hash" if name[-1] in ("password", "passwd", "pwd") and len(name) <= 2 else key


def _type(name: Noun, found: list[AttributeFinding], values: tuple[ValuesFinding, ...]) -> SemanticType:
    stated_lists = [v for v in values if v.structured and len(v.values) > 1]
    closed = [v for v in values if not v.open and len(v.values) > 1]
    # One body may take some of the values only.
    wider = [v for v in closed if stated_lists and set(v.values) > set(stated_lists[0].values)]
    told = sorted(wider, key=lambda v: -len(v.values))[:1] or stated_lists[:1] or closed or list(values)
    listed = tuple(dict.fromkeys(v for f in told for v in f.values))
    if len(listed) > 1:
        return SemanticType(kind=Kind.LIST, values=_one_spelling(listed), open_list=all(f.open for f in told))
    stated = [f.type for f in found if f.type is not None]
    lists = [t for t in stated if t.kind == Kind.LIST]
    if lists:
        return lists[0]
    specific = [t for t in stated if t.kind != Kind.TEXT]
    best = specific[0] if specific else (stated[0] if stated else infer(name))
    if best.kind == Kind.UUID and name[-1] not in ("id", "uuid"):
        return best
    length = next((f.max_length for f in found if f.max_length), None)
    if best.kind == Kind.TEXT and length and best.length is None:
        return SemanticType(kind=Kind.TEXT, length=length)
    number = _number_by_bounds(found) if not stated and best.kind == Kind.TEXT else None
    return SemanticType(kind=number) if number is not None else best


def _number_by_bounds(found: list[AttributeFinding]) -> Kind | None:
    """What has bounds is a number, whatever it is called: a whole one between two whole ones; None where it has none."""
    bounds = next((b for f in found if any(b := (f.minimum, f.maximum, f.above, f.below))), None)
    if bounds is None:
        return None
    whole = None not in bounds[:2] and all(b.lstrip("-").isdigit() for b in bounds if b is not None)
    return Kind.INTEGER if whole else Kind.DECIMAL


def _one_spelling(values: tuple[str, ...]) -> tuple[str, ...]:
    """Values that differ in case, spaces or underscores only are one; the first spelling stays."""
    kept: dict[str, str] = {}
    for value in values:
        kept.setdefault("".join(c for c in value.lower() if c.isalnum()), value)
    return tuple(kept.values())


def _many(found: list[AttributeFinding], kind: SemanticType) -> Many | None:
    structured = [f for f in found if f.structured]
    several = (
        any(f.many for f in structured)
        if structured
        else any(f.many and f.name[-1] not in ("data", "information") for f in found)
    )
    plain = kind.kind in (Kind.JSON, Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.BOOLEAN, Kind.DURATION)
    return Many() if several and (structured or not plain) else None


def _pattern(found: list[AttributeFinding]) -> str | None:
    return next((f.pattern for f in found if f.pattern and len(f.pattern) < 300), None)


def _number(text: str | None) -> Literal | None:
    try:
        value = Decimal(text) if text else None
    except InvalidOperation:
        return None
    if value is None or not value.is_finite() or abs(value) > Decimal("1e15"):
        return None
    return Literal(kind=LiteralKind.NUMBER, value=f"{value:f}")


def _check(name: str, kind: SemanticType, found: list[AttributeFinding]) -> Expression | None:
    path = Path(steps=(name,))
    parts: list[Expression] = []
    if kind.kind in _NUMERIC:
        low, high = (_number(next((v for f in found if (v := getattr(f, k))), None)) for k in ("minimum", "maximum"))
        above, below = (_number(next((v for f in found if (v := getattr(f, k))), None)) for k in ("above", "below"))
        if low and high and Decimal(low.value) < Decimal(high.value):
            parts.append(Between(operand=path, low=low, high=high))
        else:
            parts.extend(
                Comparison(operator=o, left=path, right=v)
                for o, v in ((Comparator.GE, low), (Comparator.LE, high))
                if v
            )
        parts.extend(
            Comparison(operator=o, left=path, right=v) for o, v in ((Comparator.GT, above), (Comparator.LT, below)) if v
        )
    elif kind.kind in _TEXTUAL:
        shortest = next((f.min_length for f in found if f.min_length and f.min_length > 1), None)
        if shortest:
            length = Call(function="length", arguments=(path,))
            parts.append(
                Comparison(
                    operator=Comparator.GE, left=length, right=Literal(kind=LiteralKind.NUMBER, value=str(shortest))
                )
            )
    unique_parts = tuple(dict.fromkeys(parts))
    if len(unique_parts) > 1:
        return And(operands=unique_parts)
    return unique_parts[0] if unique_parts else None


def _default(default: Literal | None, kind: SemanticType) -> Literal | None:
    """The default where it is a value of the type; None otherwise."""
    if default is None:
        return None
    if kind.kind == Kind.LIST:
        match = next((v for v in kind.values if v.lower() == default.value.lower()), None)
        return Literal(kind=LiteralKind.VALUE, value=match) if match else None
    if kind.kind in _NUMERIC:
        return _number(default.value)
    if kind.kind == Kind.BOOLEAN:
        return default if default.kind == LiteralKind.BOOLEAN else None
    if kind.kind in _TEXTUAL and default.kind in (LiteralKind.TEXT, LiteralKind.VALUE) and len(default.value) < 200:
        return Literal(kind=LiteralKind.TEXT, value=default.value)
    return None


def evidence_of(found: Iterable[AttributeFinding]) -> tuple[Evidence, ...]:
    """The quotations behind findings, each once."""
    return tuple(dict.fromkeys(f.evidence for f in found))
