"""What has to hold after a trial, as a SELECT of one boolean. It is made from the rule, not from what keeps it."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from database_designer.ddl import ExpressionError
from database_designer.ddl.expressions import to_sql
from database_designer.ddl.names import Names
from database_designer.ddl.scopes import rows_scope
from database_designer.design.chains import all_of, equal, is_live, row_path
from database_designer.design.expressions import NotOfOneRow
from database_designer.design.lowering import RuleScope, lowered
from database_designer.model.expression import (
    Arithmetic,
    Binary,
    Call,
    Clock,
    Duration,
    Expression,
    IsSet,
    Literal,
    LiteralKind,
    Moment,
    Not,
    Path,
    Select,
)
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.values import (
    NOW,
    SECONDS_A_DAY,
    TODAY,
    Period,
    RelativeDate,
    RelativeInstant,
    Row,
    Span,
    Unmade,
    Value,
)

T = "t"
"""The alias of the row that a claim is about."""


def claim(case: Case, *conditions: Expression) -> str:
    """The SELECT of whether all conditions hold; these read rows by Selects only."""
    return f"SELECT {sql(case, all_of(conditions))};"


def sql(case: Case, expression: Expression) -> str:
    """An expression that reads rows by Selects only. Raises Unmade where it is none."""
    model = case.design.physical
    try:
        return to_sql(expression, rows_scope({}, model, Names(schema=model.schema)))
    except ExpressionError as error:
        raise Unmade(f"what has to hold cannot be asked: {error}") from error


def of_rows(case: Case, expression: Expression, entity: str, alias: str = T, family: str = "boolean") -> Expression:
    """An expression of the concept over the row called `alias`. Raises Unmade where it is over none."""
    try:
        return lowered(expression, RuleScope(entity=entity, alias=alias), case.layout, family)
    except NotOfOneRow as error:
        raise Unmade(str(error)) from error


def exists(case: Case, entity: str, *where: Expression, alias: str = T) -> Select:
    """Whether there is a row of an entity, not marked as deleted, that satisfies `where`."""
    live = live_rows(case, entity, alias)
    conditions = (*where, *live)
    return Select(
        function="exists", table=case.table(entity).name, alias=alias, where=all_of(conditions) if conditions else None
    )


def live_rows(case: Case, entity: str, alias: str) -> tuple[Expression, ...]:
    """The condition that a row is not marked as deleted, where rows are."""
    draft = case.layout.of_entity(entity)
    return (is_live(alias, draft.soft),) if draft is not None and draft.soft else ()


def is_row(case: Case, row: Row, alias: str = T) -> Expression:
    """Whether the row called `alias` is `row`."""
    if not row.key_text:
        raise Unmade("a row that the database made itself has no name in statements")
    key = case.memory.keys.get(row, {})
    if len(key) < 2:
        return equal(row_path(alias, case.table(row.entity).primary_key[0]), key_of(row))
    return all_of(tuple(equal(row_path(alias, column), _as_literal(value)) for column, value in key.items()))


def _as_literal(value: str) -> Literal:
    """A key that is written in SQL."""
    if value.startswith("'"):
        return Literal(kind=LiteralKind.TEXT, value=value[1:-1].replace("''", "'"))
    return Literal(kind=LiteralKind.NUMBER, value=value)


def key_of(row: Row) -> Expression:
    """The key of a row."""
    kind = LiteralKind.NUMBER if row.key_text.isdecimal() else LiteralKind.TEXT
    return Literal(kind=kind, value=row.key_text)


def has(case: Case, row: Row, member: str, value: Value) -> Expression:
    """Whether the row has that value."""
    found = of_rows(case, _path(member), row.entity, family="")
    if value is None:
        return exists(case, row.entity, is_row(case, row), IsSet(operand=found, negated=True))
    return exists(case, row.entity, is_row(case, row), equal(found, literal(value)))


def holds_for(case: Case, row: Row, condition: Expression) -> Expression:
    """Whether a condition of the concept is true of a row."""
    return exists(case, row.entity, is_row(case, row), of_rows(case, condition, row.entity))


def never_false(case: Case, entity: str, condition: Expression) -> Expression:
    """Whether a condition is false for no row of an entity."""
    return Not(operand=exists(case, entity, Not(operand=of_rows(case, condition, entity))))


def not_both(case: Case, one: Row, other: Row, *conditions: Expression) -> Expression:
    """Whether not both rows, called "a" and "b", are there and satisfy the conditions."""
    second = exists(case, other.entity, is_row(case, other, "b"), *conditions, alias="b")
    return Not(operand=exists(case, one.entity, is_row(case, one, "a"), second, alias="a"))


def is_recent(case: Case, row: Row, member: str) -> Expression:
    """Whether a date or an instant is the one of the trial: of today, or of the last minutes."""
    found = of_rows(case, _path(member), row.entity, family="")
    column = case.table(row.entity).column(case.column(row.entity, member))
    if column is not None and column.type.name == "date":
        return exists(case, row.entity, is_row(case, row), equal(found, Moment(clock=Clock.TODAY)))
    return exists(case, row.entity, is_row(case, row), equal(found, Moment(clock=Clock.NOW)))


def literal(value: Value) -> Expression:
    """A value as an expression. Raises Unmade for one that has no literal."""
    match value:
        case None:
            return Literal(kind=LiteralKind.NULL, value="null")
        case bool():
            return Literal(kind=LiteralKind.BOOLEAN, value="true" if value else "false")
        case int() | Decimal():
            return Literal(
                kind=LiteralKind.NUMBER, value=format(value, "f") if isinstance(value, Decimal) else str(value)
            )
        case str():
            return Literal(kind=LiteralKind.TEXT, value=value)
        case RelativeInstant() | RelativeDate():
            return _from_now(value)
        case datetime():
            return Literal(kind=LiteralKind.INSTANT, value=value.isoformat())
        case date():
            return Literal(kind=LiteralKind.DATE, value=value.isoformat())
        case time():
            return Literal(kind=LiteralKind.TEXT, value=value.isoformat())
        case Span():
            return _duration(value)
        case Period():
            return Call(function="range", arguments=(literal(value.start), literal(value.end)))
        case Row():
            return key_of(value)
    raise Unmade(f"a {type(value).__name__} has no literal")


def _from_now(value: RelativeInstant | RelativeDate) -> Expression:
    """A moment as a distance from now or today."""
    if isinstance(value, RelativeInstant):
        distance = value - NOW
        seconds = Literal(kind=LiteralKind.NUMBER, value=str(distance.days * SECONDS_A_DAY + distance.seconds))
        by: Expression = Duration(amount=seconds, unit="seconds")
        return Binary(operator=Arithmetic.ADD, left=Moment(clock=Clock.NOW), right=by)
    days = Literal(kind=LiteralKind.NUMBER, value=str((value - TODAY).days))
    return Binary(operator=Arithmetic.ADD, left=Moment(clock=Clock.TODAY), right=days)


def _duration(value: Span) -> Expression:
    parts = (("months", value.months), ("days", value.days), ("seconds", value.seconds))
    amounts = [(unit, Literal(kind=LiteralKind.NUMBER, value=format(n, "f"))) for unit, n in parts]
    first, *others = (Duration(amount=amount, unit=unit) for unit, amount in amounts)
    made: Expression = first
    for other in others:
        made = Binary(operator=Arithmetic.ADD, left=made, right=other)
    return made


def _path(member: str) -> Path:
    return Path(steps=(member,))


def same(left: Expression, right: Expression) -> Expression:
    """Whether two values are equal, or both unset."""
    return Call(function="same", arguments=(left, right))
