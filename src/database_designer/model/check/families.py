"""What kind of value an expression gives, and whether its parts go together: the type check of the algebra."""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from database_designer.model import expression as e
from database_designer.model.physical import ColumnType

NULL = "null"
LITERAL = "text literal"
"""A quoted value: a text, or the value of an enum."""
ORDERED = frozenset({"number", "text", "date", "instant", "interval", "time", "uuid", "boolean", "enum"})
_TYPES = {
    "text": "text",
    "integer": "number",
    "bigint": "number",
    "smallint": "number",
    "numeric": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamptz": "instant",
    "time": "time",
    "interval": "interval",
    "uuid": "uuid",
}
_UNITS = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
_TO_DATE = frozenset({"date", "week", "month", "year"})
_COUNTED = frozenset({"exactly_one", "at_most_one", "at_least_one"})
_NO_POSTGRES = re.compile(r"\(\?(P|<[^=!]|#|>)|\\[pPkKQEGz]|[*+?}]\+")
"""Constructs of other regular expressions that PostgreSQL reads otherwise or refuses."""


class IllTyped(ValueError):  # noqa: N818 - says what the expression is
    """The parts of an expression do not go together; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """The types of the columns that paths name (None: no such column), and the values of the enums.

    `with_rows` knows the rows of further tables too, by alias; without it `type_of` knows those of all queries inside.
    """

    type_of: Callable[[e.Path], ColumnType | None]
    enums: Mapping[str, tuple[str, ...]]
    with_rows: Callable[[Mapping[str, str]], Typing] | None = None


def family_of_type(column_type: ColumnType) -> str:
    """The family of the values of a type: "number", "text", "enum", ..., "other" for types that are not compared."""
    return "enum" if column_type.is_enum else _TYPES.get(column_type.name, "other")


def family_of(expression: e.Expression, typing: Typing) -> str:
    """The family of the value of an expression. Raises IllTyped where its parts do not go together."""
    match expression:
        case e.Literal():
            return _literal(expression)
        case e.Path():
            found = typing.type_of(expression)
            if found is None:
                raise IllTyped(f"{'.'.join(expression.steps)} names no stored value")
            return family_of_type(found)
        case e.Moment():
            return {e.Clock.NOW: "instant", e.Clock.TODAY: "date", e.Clock.ACTOR: "text"}[expression.clock]
        case e.Duration():
            return _duration(expression, typing)
        case e.Binary():
            return _binary(expression, typing)
        case e.Call():
            return _call(expression, typing)
        case e.Aggregate():
            return _aggregate(expression, typing)
        case e.Select():
            return _select(expression, typing)
        case e.Cast():
            family_of(expression.operand, typing)
            name = expression.type.partition("(")[0]
            return family_of_type(ColumnType(name=name, is_enum=name in typing.enums))
        case _:
            _condition(expression, typing)
            return "boolean"


def _literal(literal: e.Literal) -> str:
    value = literal.value
    if literal.kind == e.LiteralKind.NUMBER:
        if not re.fullmatch(r"-?\d+(\.\d+)?", value, re.ASCII):
            raise IllTyped(f"{value!r} is no number")
        return "number"
    if literal.kind == e.LiteralKind.BOOLEAN:
        if value not in ("true", "false"):
            raise IllTyped(f"{value!r} is neither true nor false")
        return "boolean"
    if literal.kind in (e.LiteralKind.DATE, e.LiteralKind.INSTANT):
        reader = datetime.date if literal.kind == e.LiteralKind.DATE else datetime.datetime
        try:
            reader.fromisoformat(value)
        except ValueError as error:
            raise IllTyped(f"{value!r} is no {literal.kind}") from error
        return literal.kind.value
    return NULL if literal.kind == e.LiteralKind.NULL else LITERAL


def _duration(duration: e.Duration, typing: Typing) -> str:
    _expect(duration.amount, "number", typing)
    if duration.unit.lower().removesuffix("s") not in _UNITS:
        raise IllTyped(f"{duration.unit!r} is no unit of time")
    return "interval"


def _binary(binary: e.Binary, typing: Typing) -> str:
    left, right = family_of(binary.left, typing), family_of(binary.right, typing)
    plus = binary.operator == e.Arithmetic.ADD
    additive = binary.operator in (e.Arithmetic.ADD, e.Arithmetic.SUB)
    if left == right == "number":
        return "number"
    if plus and right in ("date", "instant"):
        left, right = right, left
    if additive and left in ("date", "instant"):
        if right == left and not plus:
            return "number" if left == "date" else "interval"
        if right in ("interval", "number"):
            return left
    if additive and left == right == "interval":
        return "interval"
    scaled = binary.operator == e.Arithmetic.MUL or left == "interval"
    if not additive and scaled and {left, right} == {"interval", "number"}:
        return "interval"
    raise IllTyped(f"{left} {binary.operator.value} {right} has no meaning")


def _call(call: e.Call, typing: Typing) -> str:
    families = [family_of(a, typing) for a in call.arguments]
    name, count = call.function, len(families)
    if name in _COUNTED and families:
        return "boolean"
    if name in ("lower", "length") and count == 1 and families[0] in ("text", "enum"):
        return "text" if name == "lower" else "number"
    if name == "days" and count == 2 and set(families) <= {"date", "instant"}:
        return "number"
    if name in (*_TO_DATE, "weekday") and count == 1 and families[0] in ("date", "instant"):
        return "date" if name in _TO_DATE else "number"
    if name == "concat" and families:
        return "text"
    if name == "range" and count == 2 and set(families) <= {"date", "instant"}:
        return "other"
    if name == "to_tsvector" and count >= 2 and set(families[1:]) == {"text"} and families[0] == LITERAL:
        return "other"
    if name == "only_if" and count == 2 and families[0] == "boolean":
        return families[1]
    if name == "take_number" and count == 2:
        return "number"
    if name == "same" and count == 2:
        if families[0] != families[1]:
            _comparable(call.arguments[0], call.arguments[1], typing, equality=True)
        return "boolean"
    if name == "overlaps" and count == 2 and set(families) == {"other"}:
        return "boolean"
    raise IllTyped(f"{name}({', '.join(families)}) has no meaning")


def _aggregate(aggregate: e.Aggregate, typing: Typing) -> str:
    if aggregate.where is not None:
        _expect(aggregate.where, "boolean", typing)
    if aggregate.function == "count":
        return "number"
    if aggregate.function in ("sum", "min", "max") and aggregate.value is not None:
        family = family_of(aggregate.value, typing)
        if family == "number" or (family in ORDERED - {"boolean", "uuid"} and aggregate.function != "sum"):
            return family
    raise IllTyped(f"{aggregate.function} of that has no meaning over the rows of a group")


def _select(select: e.Select, typing: Typing) -> str:
    """The family of what is worked out over rows."""
    if typing.with_rows is not None:
        typing = typing.with_rows({select.alias: select.table, **{j.alias: j.table for j in select.joins}})
    for condition in (*(j.on for j in select.joins), *((select.where,) if select.where is not None else ())):
        _expect(condition, "boolean", typing)
    if select.function in ("count", "exists"):
        return "number" if select.function == "count" else "boolean"
    if select.value is None:
        raise IllTyped(f"{select.function} needs a value")
    family = family_of(select.value, typing)
    if select.function == "all":
        _expect(select.value, "boolean", typing)
    if select.function == "sum" and family not in ("number", "interval"):
        raise IllTyped(f"the sum of a {family} has no meaning")
    if select.function in ("min", "max") and family not in ORDERED - {"boolean", "uuid"}:
        raise IllTyped(f"the {select.function} of a {family} has no meaning")
    return family


def _condition(expression: e.Expression, typing: Typing) -> None:
    match expression:
        case e.Comparison():
            _comparable(expression.left, expression.right, typing, equality=expression.operator in _EQUALITY)
        case e.Between():
            _comparable(expression.operand, expression.low, typing, equality=False)
            _comparable(expression.operand, expression.high, typing, equality=False)
        case e.In():
            if not expression.values:
                raise IllTyped("a list of values is empty")
            for value in expression.values:
                _comparable(expression.operand, value, typing, equality=True)
        case e.IsSet():
            family_of(expression.operand, typing)
        case e.Matches():
            if family_of(expression.operand, typing) not in ("text", "enum"):
                raise IllTyped("only texts match a pattern")
            check_pattern(expression.pattern)
        case e.Not():
            _expect(expression.operand, "boolean", typing)
        case e.And() | e.Or():
            for operand in expression.operands:
                _expect(operand, "boolean", typing)
        case e.Implies():
            _expect(expression.left, "boolean", typing)
            _expect(expression.right, "boolean", typing)


_EQUALITY = (e.Comparator.EQ, e.Comparator.NE)


def check_pattern(pattern: str) -> None:
    """Raises IllTyped where PostgreSQL would refuse the regular expression or read it otherwise."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # POSIX classes such as [[:alpha:]] look like nested sets to Python
            re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise IllTyped(f"/{pattern}/ is no regular expression ({error})") from error
    if _NO_POSTGRES.search(pattern) or "\x00" in pattern:
        raise IllTyped(f"/{pattern}/ is no regular expression that PostgreSQL knows")


def _expect(expression: e.Expression, family: str, typing: Typing) -> None:
    found = family_of(expression, typing)
    if found not in (family, NULL):
        raise IllTyped(f"a {family} is expected where a {found} stands")


def _comparable(left: e.Expression, right: e.Expression, typing: Typing, *, equality: bool) -> None:
    families = (family_of(left, typing), family_of(right, typing))
    if NULL in families:
        raise IllTyped("nothing compares to null; `is set` asks for it")
    if "other" in families or (not equality and "uuid" in families):
        raise IllTyped("values of this type are not compared")
    for one, other in ((left, right), (right, left)):
        _value_of(one, other, typing)
    pair = set(families) - {LITERAL}
    if LITERAL in families and not pair <= {"text", "enum"}:
        raise IllTyped(f"a {' and a '.join(sorted(pair))} is compared with a text")
    if len(pair) > 1 and pair not in ({"date", "instant"}, {"interval", "number"}, {"enum", "text"}):
        raise IllTyped(f"a {' is compared with a '.join(sorted(pair))}")


def _value_of(column: e.Expression, literal: e.Expression, typing: Typing) -> None:
    """A literal beside a column of an enum is one of its values."""
    if not isinstance(column, e.Path) or not isinstance(literal, e.Literal):
        return
    found = typing.type_of(column)
    if found is not None and found.is_enum and literal.value not in typing.enums.get(found.name, ()):
        raise IllTyped(f"{literal.value!r} is no value of {'.'.join(column.steps)}")
