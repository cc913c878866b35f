"""Periods that do not overlap: half-open, so one may begin where another ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from database_designer.design.chains import equal
from database_designer.model.conceptual import NoOverlapRule
from database_designer.model.expression import Comparator, Comparison, Expression, IsSet, Or, Path
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import claim, not_both, of_rows
from database_designer.verify.proving.forms.members import is_free, negation, path
from database_designer.verify.proving.forms.stage import Scenarios, Stage, accepted, raced, rejected
from database_designer.verify.proving.values import Period, Row, Unmade, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Booked:
    """A row that counts, its period, and the values by which others agree with it in what periods are about."""

    row: Row
    start: Value
    end: Value
    of: Mapping[str, Value]


def no_overlap(case: Case) -> Scenarios:
    """A second period may not begin before the first ends, where both count and are about the same."""
    rule = case.rule(NoOverlapRule)
    name = case.entity.name
    counted: tuple[Expression, ...] = (rule.where,) if rule.where is not None else ()
    members = tuple(dict.fromkeys(p[0] for p in rule.per))

    def back_to_back(stage: Stage) -> None:
        booked = _booked(stage, case, rule)
        stage.act()
        stage.create(name, {**booked.of, **_after(rule, booked)}, *counted)

    def elsewhere(stage: Stage) -> None:
        booked = _booked(stage, case, rule)
        stage.act()
        stage.create(name, _during(rule, booked), *counted)

    def uncounted(stage: Stage) -> None:
        booked = _booked(stage, case, rule)
        stage.act()
        stage.create(name, {**booked.of, **_during(rule, booked)}, negation(counted[0]))

    def second(stage: Stage) -> None:
        booked = _booked(stage, case, rule)
        stage.act()
        stage.create(name, {**booked.of, **_during(rule, booked)}, *counted)

    def moved(stage: Stage) -> None:
        booked = _booked(stage, case, rule)
        other = stage.create(name, {**booked.of, **_after(rule, booked)}, *counted)
        stage.act()
        stage.change(other, _during(rule, booked))

    def moved_here(stage: Stage) -> None:
        booked = _booked(stage, case, rule)
        other = stage.create(name, _during(rule, booked), *counted)
        stage.act()
        values = {**booked.of, **_during(rule, booked)}
        stage.change(other, values)
        if any(stage.world.evaluate(other, path(m)) != v for m, v in values.items()):
            raise Unmade("another rule keeps it apart first")

    def comes_to_count(stage: Stage) -> None:
        other = _booked(stage, case, rule, negation(counted[0]))  # first: it may have to count before it ceases to
        booked = stage.create(name, {**other.of, **_during(rule, other)}, *counted)
        stage.world.hold(booked, *counted)
        stage.world.let_go(other.row)
        stage.act()
        stage.achieve(other.row, counted[0])

    def two(stage: Stage) -> str:
        stage.act()
        booked = _booked(stage, case, rule)
        stage.rival()
        other = stage.create(name, {**booked.of, **_during(rule, booked)}, *counted)
        return claim(case, not_both(case, booked.row, other, *_overlapping(case, rule)))

    def added_and_moved(stage: Stage) -> str:
        booked = _booked(stage, case, rule)
        other = stage.create(name, {**booked.of, **_after(rule, booked)}, *counted)
        stage.act()
        stage.change(booked.row, _outside(rule, booked))
        stage.rival()
        stage.change(other, _outside(rule, booked))
        return claim(case, not_both(case, booked.row, other, *_overlapping(case, rule)))

    free = all(is_free(case.entity, m) for m in rule.members)
    return (
        *accepted(case, "a period begins where another ends", back_to_back),
        *(accepted(case, "a period of something else overlaps", elsewhere, optional=True) if rule.per else ()),
        *(accepted(case, "a period that does not count overlaps", uncounted, optional=True) if counted else ()),
        *rejected(case, "a period overlaps", second),
        *(rejected(case, "a period is changed so that it overlaps", moved) if free else ()),
        *(
            rejected(case, "a period that overlaps is moved here", moved_here, optional=True)
            if members and all(is_free(case.entity, m) for m in members)
            else ()
        ),
        *(rejected(case, "a period that overlaps comes to count", comes_to_count, optional=True) if counted else ()),
        *raced(case, "two periods that overlap are added at once", two),
        *(
            raced(case, "two periods are moved to the same time at once", added_and_moved, optional=True)
            if free
            else ()
        ),
    )


def _booked(stage: Stage, case: Case, rule: NoOverlapRule, *such_that: Expression) -> _Booked:
    """A row that counts, or one for which `such_that` holds."""
    counted = such_that or ((rule.where,) if rule.where is not None else ())
    lasts = tuple(
        Comparison(operator=Comparator.LT, left=path(rule.members[0]), right=path(end)) for end in rule.members[1:]
    )
    row = stage.create(case.entity.name, {}, *counted, *(IsSet(operand=path(m)) for m in rule.members), *lasts)
    stage.world.hold(row, *counted)
    values = [stage.world.evaluate(row, path(m)) for m in rule.members]
    first = values[0]
    start, end = (first.start, first.end) if isinstance(first, Period) else (values[0], values[-1])
    of = {p[0]: stage.world.evaluate(row, path(p[0])) for p in rule.per}
    return _Booked(row=row, start=start, end=end, of=of)


def _during(rule: NoOverlapRule, booked: _Booked) -> Mapping[str, Value]:
    """The same period."""
    return _period(rule, booked.start, booked.end)


def _after(rule: NoOverlapRule, booked: _Booked) -> Mapping[str, Value]:
    """A period of the same length that begins where it ends."""
    return _period(rule, booked.end, _later(booked, 1))


def _outside(rule: NoOverlapRule, booked: _Booked) -> Mapping[str, Value]:
    """A period of the same length some time later."""
    return _period(rule, _later(booked, 3), _later(booked, 4))


def _later(booked: _Booked, times: int) -> Value:
    start, end = booked.start, booked.end
    if isinstance(start, date) and isinstance(end, date):
        return end + (end - start) * times
    raise Unmade("the period has no length")


def _period(rule: NoOverlapRule, start: Value, end: Value) -> Mapping[str, Value]:
    if len(rule.members) == 1:
        return {rule.members[0]: Period(start=start, end=end)}
    return {rule.members[0]: start, rule.members[1]: end}


def _overlapping(case: Case, rule: NoOverlapRule) -> tuple[Expression, ...]:
    """Whether rows "a" and "b" count, agree and overlap."""
    name = case.entity.name

    def of(alias: str, *steps: str) -> Expression:
        return of_rows(case, Path(steps=steps), name, alias, "")

    agree = tuple(equal(of("a", *p), of("b", *p)) for p in rule.per)
    counted = tuple(of_rows(case, rule.where, name, alias) for alias in ("a", "b")) if rule.where is not None else ()
    if len(rule.members) == 1:
        return (*agree, *counted, equal(of("a", rule.members[0]), of("b", rule.members[0])))
    start, end = rule.members
    before = (_begins_before(of(a, start), of(b, end)) for a, b in (("a", "b"), ("b", "a")))
    return (*agree, *counted, *before)


def _begins_before(start: Expression, end: Expression) -> Expression:
    earlier = Comparison(operator=Comparator.LT, left=start, right=end)
    return Or(operands=(earlier, IsSet(operand=end, negated=True)))
