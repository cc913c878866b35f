"""How many rows there may and must be: per row that they belong to, or of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from database_designer.design.chains import all_of, equal
from database_designer.model.conceptual import BoundRule
from database_designer.model.expression import (
    Comparator,
    Comparison,
    Expression,
    IsSet,
    Literal,
    LiteralKind,
    Path,
    Select,
)
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.claims import claim, is_row, key_of, live_rows, of_rows
from database_designer.verify.proving.forms.members import is_free, may_be_deleted, may_change, negation, target_of
from database_designer.verify.proving.forms.plays import creating, linked
from database_designer.verify.proving.forms.stage import Play, Scenarios, Stage, accepted, raced, rejected
from database_designer.verify.proving.values import Row, Unmade, Value

MOST = 12
"""A bound that takes more rows is not tried."""
FEW = 2
"""The bound that is asked for where it stands in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """Rows of `entity` that are counted: per row at the end of `per`, those that satisfy `where`, at most or at least.

    Where the number is `exact`, none can come or go alone.
    """

    entity: str
    bound: Expression
    upper: bool
    per: tuple[str, ...] = ()
    where: Expression | None = None
    exact: bool = False

    @property
    def counted(self) -> tuple[Expression, ...]:
        """The condition of a row that counts."""
        return (self.where,) if self.where is not None else ()


def bound(case: Case) -> Scenarios:
    """The rules at_most and at_least."""
    rule = case.rule(BoundRule)
    of = Bounded(entity=case.entity.name, bound=rule.bound, upper=rule.upper, per=rule.per, where=rule.where)
    return at_most(case, of) if rule.upper else at_least(case, of)


def each_has(case: Case) -> Scenarios:
    """How many rows point to each row."""
    reference = case.entity.reference(case.member)
    if reference is None:
        raise Unmade(f"{case.enforcement.element} is no reference")
    each = reference.each_has
    found: Scenarios = ()
    for limit, upper in ((each.minimum or None, False), (each.maximum, True)):
        if limit is None or (
            case.enforcement.detail and ("at_most" if upper else "at_least") not in case.enforcement.detail
        ):
            continue
        of = Bounded(
            entity=case.entity.name,
            bound=_number(limit),
            upper=upper,
            per=(reference.name,),
            exact=each.minimum == each.maximum,
        )
        found += at_most(case, of) if upper else (*at_least(case, of), *_childless(case, reference.to))
    return found


def _number(value: int) -> Literal:
    return Literal(kind=LiteralKind.NUMBER, value=str(value))


def at_most(case: Case, of: Bounded) -> Scenarios:
    """The last one that there is room for is taken, one more refused, however it comes."""
    return (
        *accepted(case, "the last for which there is room is added", _filled(case, of, -1)),
        *(accepted(case, "the last for which there is room is added beside one that does not count", _outside(case, of), optional=True) if of.counted else ()),
        *accepted(case, "one goes and another is added", _replaced(case, of), optional=True),
        *rejected(case, "one more is added", _filled(case, of, 0)),
        *(rejected(case, "one comes to count", _comes_to_count(case, of), optional=True) if of.counted else ()),
        *(rejected(case, "one is moved here", _moved_here(case, of), optional=True) if of.per else ()),
        *(rejected(case, "the bound is lowered", _lowered(case, of), optional=True) if _bound_member(case, of) else ()),
        *raced(case, "two are added where there is room for one", _race_added(case, of)),
        *(raced(case, "one is added, another comes to count", _race_counting(case, of), optional=True) if of.counted else ()),
        *(raced(case, "one is added, another moved here", _race_moved(case, of), optional=True) if of.per else ()),
        *(raced(case, "one is added while the bound is lowered", _race_lowered(case, of), optional=True) if _bound_member(case, of) else ()),
    )  # fmt: skip


def at_least(case: Case, of: Bounded) -> Scenarios:
    """One may go as long as enough stay, however it goes."""
    ways = _ways_to_go(case, of)
    return (
        *(
            s
            for what, go in ways
            for s in accepted(case, f"{what}, enough stay", _gone(case, of, 1, go), optional=True)
        ),
        *(
            s
            for n, (what, go) in enumerate(ways)
            for s in rejected(case, f"the last that is needed: {what}", _gone(case, of, 0, go), optional=n > 0)
        ),
        *(
            s
            for n, (what, go) in enumerate(ways)
            for s in raced(case, f"two go at once: {what}", _race_gone(case, of, go, go), optional=n > 0 or of.exact)
        ),
        *(
            raced(
                case,
                f"two go at once: {ways[0][0]}; {ways[1][0]}",
                _race_gone(case, of, ways[0][1], ways[1][1]),
                optional=True,
            )
            if len(ways) > 1
            else ()
        ),
    )


# The rows that count


class _Place:
    """Where rows are counted: a row that they belong to, or the whole table. It is found with the first of them."""

    def __init__(self, stage: Stage, case: Case, of: Bounded) -> None:
        self.stage, self.case, self.of = stage, case, of
        self.owner: Row | None = None
        self.rows: list[Row] = []
        self._limit = int(of.bound.value) if isinstance(of.bound, Literal) else None

    def add(self) -> Row:
        """One more that counts."""
        row = self._next() if self.rows else self._first()
        self.stage.world.hold(row, *self.of.counted)
        self.rows.append(row)
        return row

    def fill(self, more: int = 0) -> int:
        """As many as the bound says, and `more` (or fewer); the bound."""
        while self._limit is None or len(self.rows) < self._limit + more:
            if len(self.rows) >= MOST:
                raise Unmade(f"it takes more than {MOST} rows")
            self.add()
        if len(self.rows) > self._limit + more:
            raise Unmade("the bound leaves no room for it")
        return self._limit

    def another(self, *such_that: Expression) -> Row:
        """A row that belongs here and satisfies the conditions."""
        return self.stage.create(self.of.entity, self.here(), *such_that)

    def here(self) -> Mapping[str, Value]:
        """The values by which a row belongs here."""
        return linked(self.stage, self.case, self.of.entity, self.of.per, self.owner) if self.owner is not None else {}

    def _next(self) -> Row:
        return self.another(*self.of.counted)

    def _first(self) -> Row:
        row = self._small() if self._limit is None else self.stage.create(self.of.entity, {}, *self._belongs())
        if self._limit is None:
            limit = self.stage.world.evaluate(row, self.of.bound)
            if isinstance(limit, bool) or not isinstance(limit, int | Decimal):
                raise Unmade("the bound is no number")
            self._limit = int(limit)
        owner = self.stage.world.evaluate(row, Path(steps=self.of.per)) if self.of.per else None
        if self.of.per and not isinstance(owner, Row):
            raise Unmade(f"{'.'.join(self.of.per)} leads to no row")
        self.owner = owner if isinstance(owner, Row) else None
        return row

    def _small(self) -> Row:
        """A row that counts, with a small bound where that can be had."""
        small = Comparison(operator=Comparator.EQ, left=self.of.bound, right=_number(FEW))
        try:
            return self.stage.create(self.of.entity, {}, *self._belongs(), small)
        except Unmade:
            return self.stage.create(self.of.entity, {}, *self._belongs())

    def _belongs(self) -> tuple[Expression, ...]:
        """The condition of a row that counts and belongs to a row."""
        return (*self.of.counted, *((IsSet(operand=Path(steps=self.of.per)),) if self.of.per else ()))

    def holds(self) -> str:
        """The SELECT of whether the bound holds, here or for all rows."""
        case, of, table = self.case, self.of, self.case.table(self.of.entity).name
        counted = [of_rows(case, c, of.entity, "c") for c in of.counted]
        counted += live_rows(case, of.entity, "c")
        if self.owner is not None:
            counted.append(equal(of_rows(case, Path(steps=of.per), of.entity, "c", ""), key_of(self.owner)))
        count = Select(function="count", table=table, alias="c", where=all_of(tuple(counted)) if counted else None)
        operator = Comparator.LE if of.upper else Comparator.GE
        return claim(case, Comparison(operator=operator, left=count, right=self._bound()))

    def _bound(self) -> Expression:
        if self.owner is None or not isinstance(self.of.bound, Path):
            return self.of.bound
        rest = Path(steps=self.of.bound.steps[len(self.of.per) :])
        owner = self.owner
        value = of_rows(self.case, rest, owner.entity, "p", "")
        table = self.case.table(owner.entity).name
        return Select(function="value", table=table, alias="p", where=is_row(self.case, owner, "p"), value=value)


# At most


def _filled(case: Case, of: Bounded, more: int) -> Play:
    def play(stage: Stage) -> None:
        place = _Place(stage, case, of)
        place.fill(more)
        stage.act()
        place.add()

    return play


def _outside(case: Case, of: Bounded) -> Play:
    def play(stage: Stage) -> None:
        place = _Place(stage, case, of)
        place.fill(-1)
        if place.owner is None and of.per:
            raise Unmade("there is no room for one and another")
        place.another(negation(of.counted[0]))
        stage.act()
        place.add()

    return play


def _replaced(case: Case, of: Bounded) -> Play:
    def play(stage: Stage) -> None:
        place = _Place(stage, case, of)
        place.fill()
        ways = _ways_to_go(case, of)
        if not ways:
            raise Unmade("none of them can go")
        _, go = ways[0]
        stage.act()
        go(stage, place.rows[0])
        place.add()

    return play


def _comes_to_count(case: Case, of: Bounded) -> Play:
    def play(stage: Stage) -> None:
        place = _Place(stage, case, of)
        # While there is room: it may have to count before it ceases to.
        early = place.another(negation(of.counted[0])) if _has_room(place) else None
        place.fill()
        row = early if early is not None else place.another(negation(of.counted[0]))
        stage.act()
        stage.achieve(row, of.counted[0])

    return play


def _has_room(place: _Place) -> bool:
    """Whether all but one that there is room for are there, and it is known where."""
    try:
        place.fill(-1)
    except Unmade:
        return False
    return place.owner is not None or not place.of.per


def _moved_here(case: Case, of: Bounded) -> Play:
    def play(stage: Stage) -> None:
        place = _Place(stage, case, of)
        place.fill()
        row = _elsewhere(case, of, stage)
        here = place.here()
        stage.act()
        stage.change(row, here)

    return play


def _elsewhere(case: Case, of: Bounded, stage: Stage) -> Row:
    """A row that counts and belongs to another owner, and may be moved."""
    if not is_free(case.entity_named(of.entity), of.per[0]):
        raise Unmade(f"{of.per[0]} does not change")
    return stage.create(of.entity, {}, *of.counted)


def _bound_member(case: Case, of: Bounded) -> str:
    """The attribute of the owner that is the bound, where it may be changed."""
    if not isinstance(of.bound, Path) or of.bound.steps[:-1] != of.per or not of.per:
        return ""
    owner = target_of(case.entity_named(of.entity), case.concept, of.per)
    return of.bound.steps[-1] if owner is not None and is_free(owner, of.bound.steps[-1]) else ""


def _lower(stage: Stage, case: Case, of: Bounded, place: _Place, to: int) -> None:
    if place.owner is None:
        raise Unmade("the rows belong to no row")
    stage.change(place.owner, {_bound_member(case, of): to})


def _lowered(case: Case, of: Bounded) -> Play:
    def play(stage: Stage) -> None:
        place = _Place(stage, case, of)
        limit = place.fill()
        stage.act()
        _lower(stage, case, of, place, limit - 1)

    return play


def _race_added(case: Case, of: Bounded) -> Play:
    def play(stage: Stage) -> str:
        place = _Place(stage, case, of)
        place.fill(-1)
        stage.act()
        place.add()
        stage.rival()
        place.add()
        return place.holds()

    return play


def _race_counting(case: Case, of: Bounded) -> Play:
    def play(stage: Stage) -> str:
        place = _Place(stage, case, of)
        place.fill(-1)
        row = place.another(negation(of.counted[0]))
        stage.act()
        place.add()
        stage.rival()
        stage.achieve(row, of.counted[0])
        return place.holds()

    return play


def _race_moved(case: Case, of: Bounded) -> Play:
    def play(stage: Stage) -> str:
        place = _Place(stage, case, of)
        place.fill(-1)
        row = _elsewhere(case, of, stage)
        here = place.here()
        stage.act()
        place.add()
        stage.rival()
        stage.change(row, here)
        return place.holds()

    return play


def _race_lowered(case: Case, of: Bounded) -> Play:
    def play(stage: Stage) -> str:
        place = _Place(stage, case, of)
        limit = place.fill(-1)
        stage.act()
        place.add()
        stage.rival()
        _lower(stage, case, of, place, limit - 1)
        return place.holds()

    return play


# At least

Go: TypeAlias = Callable[[Stage, Row], None]


def _ways_to_go(case: Case, of: Bounded) -> tuple[tuple[str, Go], ...]:
    """How a row can leave those that count."""
    entity = case.entity_named(of.entity)

    def stops(stage: Stage, row: Row) -> None:
        stage.world.let_go(row)
        stage.achieve(row, negation(of.counted[0]))

    def leaves(stage: Stage, row: Row) -> None:
        other = stage.apart(of.entity)
        stage.change(row, {of.per[0]: stage.world.evaluate(other, Path(steps=of.per[:1]))})

    ways: list[tuple[str, Go]] = []
    if of.counted and may_change(entity):
        ways.append(("it no longer counts", stops))
    if may_be_deleted(entity):
        ways.append(("it is deleted", lambda stage, row: stage.delete(row)))
    if of.per and is_free(entity, of.per[0]):
        ways.append(("it is moved away", leaves))
    return tuple(ways)


def _gone(case: Case, of: Bounded, more: int, go: Go) -> Play:
    def play(stage: Stage) -> None:
        place = _Place(stage, case, of)
        place.fill(more)
        stage.act()
        go(stage, place.rows[-1])

    return play


def _race_gone(case: Case, of: Bounded, go: Go, other: Go) -> Play:
    def play(stage: Stage) -> str:
        place = _Place(stage, case, of)
        place.fill(1)
        stage.act()
        go(stage, place.rows[-1])
        stage.rival()
        other(stage, place.rows[-2])
        return place.holds()

    return play


def _childless(case: Case, owner: str) -> Scenarios:
    return rejected(case, f"a row of {owner} is created without", creating(owner))
