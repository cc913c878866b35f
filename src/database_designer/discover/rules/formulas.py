"""Arithmetic in words and signs: "quantity times unit price", "the sum of its lines' amounts", `startDate + durationDays`.

A formula is read over one entity type: its names are members of a row, of what the row points to, or, inside a sum or
a count, of the rows that point to it. A formula of which one name means nothing is no formula.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from database_designer.discover.names import Noun, noun
from database_designer.discover.names import words as spelled
from database_designer.discover.rules.vocabulary import Vocabulary
from database_designer.model.conceptual import EntityType, Kind
from database_designer.model.expression import (
    Aggregate,
    Arithmetic,
    Binary,
    Duration,
    Expression,
    Literal,
    LiteralKind,
    Path,
)
from database_designer.model.navigation import Hop, Value

_SIGNS = {
    "+": Arithmetic.ADD, "-": Arithmetic.SUB, "*": Arithmetic.MUL, "/": Arithmetic.DIV,
    "plus": Arithmetic.ADD, "minus": Arithmetic.SUB, "less": Arithmetic.SUB, "times": Arithmetic.MUL,
}  # fmt: skip
_SAYINGS = (
    (re.compile(r"\b(?:multiplied by|x(?=\s\d)|times)\b|[×·∗]", re.IGNORECASE), " * "),
    (re.compile(r"\bdivided by\b|÷", re.IGNORECASE), " / "),
    (re.compile(r"\b(?:increased by|added to|plus)\b", re.IGNORECASE), " + "),
    (re.compile(r"\b(?:reduced by|decreased by|minus|less)\b|−|–", re.IGNORECASE), " - "),
    (re.compile(r"\bthe product of (?P<a>[^+*/-]+?) and (?P<b>[^+*/-]+)", re.IGNORECASE), r"\g<a> * \g<b>"),
    (re.compile(r"\bthe difference (?:between|of) (?P<a>[^+*/-]+?) and (?P<b>[^+*/-]+)", re.IGNORECASE), r"\g<a> - \g<b>"),
    (re.compile(r"(?P<n>\d+(?:\.\d+)?)\s*(?:%|percent)\s+of\b", re.IGNORECASE), r"\g<n> / 100 * "),
)  # fmt: skip
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[()+*/]|(?<![A-Za-z])-|-(?![A-Za-z])|[A-Za-z][\w'’.-]*")
_COUNT = re.compile(
    r"^(?:the\s+)?(?:total\s+)?(?:number|count|amount)\s+of\s+(?:(?:its|their|all|the)\s+)*(?P<what>.+)$", re.IGNORECASE
)
_SUM = re.compile(
    r"^(?:the\s+)?(?P<how>sum|total|maximum|minimum|highest|lowest|latest|earliest)\s+(?:of\s+)?(?:(?:its|their|all|the|every|each)\s+)*(?P<what>.+)$",
    re.IGNORECASE,
)
_AGGREGATES = {
    "sum": "sum", "total": "sum", "maximum": "max", "highest": "max", "latest": "max", "minimum": "min", "lowest": "min",
    "earliest": "min",
}  # fmt: skip
_UNITS = ("seconds", "minutes", "hours", "days", "weeks", "months", "years")
_ARTICLES = frozenset("the a an its their his her all each every any respective own corresponding".split())
_NUMERIC = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT, Kind.DURATION)
_TEMPORAL = (Kind.DATE, Kind.INSTANT)
_MAX_TOKENS = 60
# What no owner is told of is of the row itself, or of what it points to.
_NEAR = 2


@dataclass(slots=True)
class _Reader:
    """The rest of the tokens of a formula over `entity`."""

    tokens: list[str]
    entity: EntityType
    words: Vocabulary

    def peek(self) -> str:
        return self.tokens[0] if self.tokens else ""


def read_formula(text: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """The expression that the text spells over a row of the entity type; None where a part of it means nothing."""
    for saying, sign in _SAYINGS:
        text = saying.sub(sign, text)
    tokens = _TOKEN.findall(text)
    if not tokens or len(tokens) > _MAX_TOKENS:
        return None
    reader = _Reader(tokens, entity, words)
    found = _sum(reader)
    return found if found is not None and not reader.tokens else None


def _sum(reader: _Reader) -> Expression | None:
    left = _product(reader)
    while left is not None and reader.peek() in ("+", "-"):
        sign = _SIGNS[reader.tokens.pop(0)]
        right = _product(reader)
        left = _joined(sign, left, right, reader) if right is not None else None
    return left


def _product(reader: _Reader) -> Expression | None:
    left = _operand(reader)
    while left is not None and reader.peek() in ("*", "/"):
        sign = _SIGNS[reader.tokens.pop(0)]
        inside = _inside(left, sign, reader)
        if inside is not None:
            left = inside
            continue
        right = _operand(reader)
        left = Binary(operator=sign, left=left, right=right) if right is not None else None
    return left


def _inside(left: Expression, sign: Arithmetic, reader: _Reader) -> Aggregate | None:
    """As in "the sum of quantity times unit price": what is multiplied is of the rows that are summed up."""
    if not isinstance(left, Aggregate) or left.value is None:
        return None
    rows = reader.words.navigation.follow(reader.entity.name, left.over.steps).target
    entity = reader.words.navigation.entities.get(rows.entity) if isinstance(rows, Hop) else None
    if entity is None:
        return None
    rest = _Reader(list(reader.tokens), entity, reader.words)
    right = _operand(rest)
    if not isinstance(right, Path | Literal):
        return None
    reader.tokens[:] = rest.tokens
    return Aggregate(function=left.function, over=left.over, value=Binary(operator=sign, left=left.value, right=right))


def _operand(reader: _Reader) -> Expression | None:
    if reader.peek() == "(":
        reader.tokens.pop(0)
        inside = _sum(reader)
        if inside is None or reader.peek() != ")":
            return None
        reader.tokens.pop(0)
        return inside
    if reader.peek()[:1].isdigit():
        number = reader.tokens.pop(0)
        if reader.peek() in _UNITS:
            return Duration(amount=_number(number), unit=reader.tokens.pop(0))
        return _number(number)
    named: list[str] = []
    while reader.tokens and reader.peek() not in ("+", "-", "*", "/", "(", ")") and not reader.peek()[0].isdigit():
        named.append(reader.tokens.pop(0))
    return _named(" ".join(named), reader.entity, reader.words) if named else None


def _number(text: str) -> Literal:
    return Literal(kind=LiteralKind.NUMBER, value=text)


def _joined(sign: Arithmetic, left: Expression, right: Expression, reader: _Reader) -> Expression | None:
    """A date and a number are added as the time that the name of the number tells ("startDate + durationDays")."""
    if _kind(left, reader) in _TEMPORAL and isinstance(right, Path):
        unit = right.steps[-1].rsplit("_", 1)[-1]
        if unit not in _UNITS:
            return None
        right = Duration(amount=right, unit=unit)
    return Binary(operator=sign, left=left, right=right)


def _kind(expression: Expression, reader: _Reader) -> Kind | None:
    if isinstance(expression, Binary):
        return _kind(expression.left, reader)
    if not isinstance(expression, Path):
        return None
    target = reader.words.navigation.follow(reader.entity.name, expression.steps).target
    return target.type.kind if isinstance(target, Value) else None


def _named(text: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    counted = _COUNT.match(text)
    if counted:
        found = _count(counted["what"], entity, words)
        if found is not None:
            return found
    summed = _SUM.match(text)
    if summed:
        found = _aggregate(_AGGREGATES[summed["how"].lower()], summed["what"], entity, words)
        if found is not None:
            return found
    return value_path(text, entity, words)


def value_path(text: str, entity: EntityType, words: Vocabulary) -> Path | None:
    """The number or date that a name means on a row of the entity type, or on one that it points to; None for none."""
    owner, name = _split(text)
    if owner and spelled(entity.name)[-len(owner) :] == owner:
        owner = ()  # "the line's price", said of an order line
    path = words.path(entity.name, name, of=owner) if name else None
    if path is None:
        return None
    target = words.navigation.follow(entity.name, path.steps).target
    near = len(path.steps) <= _NEAR
    usable = near and isinstance(target, Value) and not target.many and target.type.kind in (*_NUMERIC, *_TEMPORAL)
    return path if usable else None


def _split(text: str) -> tuple[Noun, Noun]:
    """(whose, what) of "price of the plan", "the plan's price", "plan price": () for whose in the last."""
    of = re.match(r"^(?P<what>.+?)\s+of\s+(?P<whose>[^.]+)$", text)
    possessive = re.match(r"^(?P<whose>.+?)['’]s?\s+(?P<what>.+)$", text)
    dotted = re.match(r"^(?P<whose>\w+)\.(?P<what>\w+)$", text)
    match = of or possessive or dotted
    if match is None:
        return (), _bare(text)
    return _bare(match["whose"]), _bare(match["what"])


def _bare(text: str) -> Noun:
    """The words of a name; amounts keep the plural of their unit ("duration days")."""
    parts = [w for w in spelled(text) if w not in _ARTICLES]
    return noun(" ".join(parts)) if parts and parts[-1] not in _UNITS else tuple(parts)


def _count(what: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """As in "the number of confirmed bookings": the rows that point here, in that state where one is named."""
    parts = [w for w in re.split(r"[\s]+", what.strip("` ")) if w]
    for cut in range(len(parts)):
        counted = words.exact(_bare(" ".join(parts[cut:]).strip("`")))
        steps = words.back(entity.name, counted.name) if counted is not None else None
        if counted is None or steps is None:
            continue
        where = words.state(counted.name, parts[cut - 1].strip("`")) if cut else None
        if cut and where is None:
            return None
        return Aggregate(function="count", over=Path(steps=steps), where=where)
    return None


def _aggregate(function: str, what: str, entity: EntityType, words: Vocabulary) -> Expression | None:
    """As in "line amounts", "the amounts of its lines", "its lines' amounts": a value of the rows that point here."""
    owner, name = _split(what)
    splits = [(owner, name)] if owner else [(name[:cut], name[cut:]) for cut in range(1, len(name))]
    for whose, value in splits:
        rows = words.exact(noun(" ".join(whose)))
        steps = words.back(entity.name, rows.name) if rows is not None else None
        path = words.path(rows.name, value) if rows is not None and steps else None
        if steps is not None and path is not None:
            return Aggregate(function=function, over=Path(steps=steps), value=path)
    pointing = [e for e in words.model.entities if words.back(entity.name, e.name) and words.member(e.name, name)]
    if not owner and len(pointing) == 1:
        steps = words.back(entity.name, pointing[0].name)
        member = words.member(pointing[0].name, name)
        if steps is not None and member is not None:
            return Aggregate(function=function, over=Path(steps=steps), value=Path(steps=(member,)))
    return None
