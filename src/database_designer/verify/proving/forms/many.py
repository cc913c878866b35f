"""How many values an attribute has."""

from __future__ import annotations

from database_designer.model.expression import Aggregate, Comparator, Comparison, Expression, Literal, LiteralKind
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import claim, never_false
from database_designer.verify.proving.forms.members import path
from database_designer.verify.proving.forms.stage import Play, Scenarios, Stage, accepted, raced, rejected
from database_designer.verify.proving.samples import one
from database_designer.verify.proving.schema import Schema
from database_designer.verify.proving.values import Unmade, Value

MOST = 12
"""More values are not made."""


def many(case: Case) -> Scenarios:
    """As many values as there may be are taken, one more or one less than there must be is refused."""
    found = case.attribute.many
    if found is None:
        raise Unmade(f"{case.enforcement.element} has one value")
    detail = case.enforcement.detail
    low = found.minimum if "at_most" not in detail else 0
    high = found.maximum if "at_least" not in detail else None
    return (*(_at_most(case, high) if high is not None else ()), *(_at_least(case, low) if low else ()))


def _at_most(case: Case, high: int) -> Scenarios:
    return (
        *accepted(case, f"a row has {high} values", _created(case, high)),
        *rejected(case, f"a row has {high + 1} values", _created(case, high + 1)),
        *rejected(case, "a row gets one value more", _changed(case, high, high + 1), optional=True),
        *raced(
            case,
            "a row gets two values at once where one more is allowed",
            _race(case, high - 1, high, high + 1),
            optional=True,
        ),
    )


def _at_least(case: Case, low: int) -> Scenarios:
    return (
        *accepted(case, f"a row has {low} values", _created(case, low)),
        *rejected(case, f"a row has {low - 1} values", _created(case, low - 1)),
        *rejected(case, "a row loses a value", _changed(case, low, low - 1), optional=True),
        *raced(case, "a row loses two values at once", _race(case, low + 1, low, low - 1), optional=True),
    )


def _created(case: Case, number: int) -> Play:
    def play(stage: Stage) -> None:
        stage.act()
        stage.create(case.entity.name, {case.member: _values(case, number)})

    return play


def _changed(case: Case, before: int, after: int) -> Play:
    def play(stage: Stage) -> None:
        row = stage.create(case.entity.name, {case.member: _values(case, before)})
        stage.act()
        stage.change(row, {case.member: _values(case, after)})

    return play


def _race(case: Case, before: int, one_change: int, both: int) -> Play:
    """Each session adds, or takes away, another value."""

    def play(stage: Stage) -> str:
        most = _values(case, max(before, both))
        first = most[:before]
        row = stage.create(case.entity.name, {case.member: first})
        stage.act()
        stage.change(row, {case.member: most[:one_change]})
        stage.rival(apart=True)
        other = (*first, most[-1]) if both > before else first[1:]
        stage.change(row, {case.member: other})
        return claim(case, never_false(case, case.entity.name, _bound(case, one_change, upper=both > before)))

    return play


def _bound(case: Case, number: int, *, upper: bool) -> Expression:
    operator = Comparator.LE if upper else Comparator.GE
    count = Aggregate(function="count", over=path(case.member))
    return Comparison(operator=operator, left=count, right=Literal(kind=LiteralKind.NUMBER, value=str(number)))


def _values(case: Case, number: int) -> tuple[Value, ...]:
    """So many values, each once."""
    if not 0 <= number <= MOST:
        raise Unmade(f"it takes {number} values")
    schema = Schema(concept=case.concept)
    made: tuple[Value, ...] = schema.values(case.attribute.type)
    if not made:
        made = tuple(one(case.attribute, schema, n) for n in range(1, 4 * number + 4))
    found = tuple(dict.fromkeys(made))[:number]
    if len(found) < number:
        raise Unmade(f"there are no {number} values")
    return found
