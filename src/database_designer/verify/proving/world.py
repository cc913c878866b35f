"""A world of rows that satisfy a model, and the statements that make them in a database.

Everything is decided over values of Python, without a server and always the same way. What cannot be made raises Unmade
with the reason; nothing is claimed that the statements do not give.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from enum import Enum

from database_designer.model.design import Design
from database_designer.model.expression import Expression
from database_designer.model.physical import Table
from database_designer.verify.proving.evaluate import evaluate, holds
from database_designer.verify.proving.events import Happening, guards_of
from database_designer.verify.proving.ground import Created, creation_key, ground_of
from database_designer.verify.proving.plans import Goal, Plan, Remove, Set
from database_designer.verify.proving.rows import Rows
from database_designer.verify.proving.settle import settle
from database_designer.verify.proving.values import Row, Unmade, Value
from database_designer.verify.proving.violations import changed_rows, first_violation
from database_designer.verify.proving.writing import Writer

__all__ = ["Row", "Unmade", "Value", "World"]

_NOTHING: Mapping[str, Value] = {}
_FEW_STEPS = 40
_APART = 500
_MOST_ROUNDS = 6


class _Way(Enum):
    """The ways to make rows."""

    AT_ONCE = "with all that holds in the end"
    AT_LAST = "what is asked of a new row shall hold only when it is inserted"
    STEP_BY_STEP = "with what rows keep by themselves; what is asked at events, and effects, come as they are written"


_CREATING = (_Way.AT_ONCE, _Way.AT_LAST, _Way.STEP_BY_STEP)
_CHANGING = (_Way.STEP_BY_STEP, _Way.AT_ONCE)
_ACHIEVING = (_Way.AT_ONCE,)


class World:
    """Rows of a design that can be made, changed and deleted as its model allows; the first rows are there already."""

    def __init__(self, design: Design) -> None:
        self._ground = ground_of(design)
        self._schema, self._tables = self._ground.schema, self._ground.tables
        self._plan = self._ground.plan.copy()
        self._statements: list[str] = []
        self._held: tuple[tuple[Row, Expression], ...] = ()

    def copy(self) -> World:
        """Another world with the same rows and statements; the rows that are made in both from then on differ in key."""
        other = object.__new__(World)
        other._ground, other._schema, other._tables = self._ground, self._schema, self._tables
        other._plan, other._statements = self._plan.copy(), list(self._statements)
        other._plan.number += _APART
        other._held = self._held
        return other

    def become(self, other: World) -> None:
        """Takes over what another world of the same design knows and has said."""
        self._plan, self._statements, self._held = other._plan, other._statements, other._held

    def adopt(self, other: World) -> None:
        """Takes over the rows and statements of a world with another model, of the same entities."""
        for row in other._plan.rows.all():
            self._plan.rows.put(row, other._plan.rows.values(row))
            self._plan.written.put(row, other._plan.written.values(row))
        self._plan.number = other._plan.number
        self._statements = list(other._statements)

    # What was said

    @property
    def statements(self) -> tuple[str, ...]:
        """All SQL so far."""
        return tuple(self._statements)

    def mark(self) -> int:
        """Where the statements are now, for `since`."""
        return len(self._statements)

    def since(self, mark: int) -> tuple[str, ...]:
        """The statements after a mark."""
        return tuple(self._statements[mark:])

    # What there is

    def rows(self, entity: str) -> tuple[Row, ...]:
        """The rows of an entity, those of its subtypes too."""
        return tuple(self._plan.rows.of(entity))

    def hold(self, row: Row, *conditions: Expression) -> None:
        """From now on these conditions stay true of the row, whatever is done."""
        self._held = (*self._held, *((row, c) for c in conditions))

    def suppose(self, row: Row, values: Mapping[str, Value]) -> World:
        """A world in which the row has these values, whether that is allowed or not; nothing is said for it."""
        other = self.copy()
        for name, value in values.items():
            other._plan.rows.set(row, name, value)
        return other

    def let_go(self, row: Row) -> None:
        """What was held of the row need not stay true."""
        self._held = tuple((r, c) for r, c in self._held if r != row)

    def forget(self, rows: Collection[Row]) -> None:
        """These rows were only thought of: the statements that make them are not used."""
        for row in rows:
            self._plan.rows.remove(row)
            self._plan.written.remove(row)

    def keeps(self, model: World) -> bool:
        """Whether the rows are as another model, that of a world with the same entities, wants them."""
        plan = Plan(model._schema, self._plan.keys)
        for row in self._plan.rows.all():
            plan.rows.put(row, self._plan.rows.values(row))
        return first_violation(plan) is None

    def stands_without(self, rows: Collection[Row]) -> bool:
        """Whether everything would hold if these rows, and nothing else, were not there."""
        plan = self._plan.copy()
        plan.release()
        plan.written = Rows(self._schema)
        for row in rows:
            plan.rows.remove(row)
        return first_violation(plan) is None

    def evaluate(self, row: Row, expression: Expression, old: Mapping[str, Value] | None = None) -> Value:
        """The value of an expression for a row that had the values `old`, None for unset or unknown.

        Raises Unmade where it has no meaning.
        """
        return evaluate(expression, replace(self._plan.frame(row), old=old), self._plan.rows)

    def known(self, row: Row) -> Mapping[str, Value]:
        """All values of a row."""
        return {**self._plan.rows.values(row)}

    def key(self, row: Row, table: Table) -> Mapping[str, str]:
        """The columns by which a row is known in one of its tables, with their values as SQL."""
        return self._tables.key(row, table, self._plan.rows.values(row))

    def sql(self, value: Value) -> str:
        """A value as SQL. Raises Unmade for one that the database makes itself."""
        return self._tables.sql(value)

    # What is done

    def create(self, entity: str, values: Mapping[str, Value] = _NOTHING, such_that: Sequence[Expression] = ()) -> Row:
        """A new row with `values` for which all of `such_that` hold, and whatever other rows it needs.

        Members that are not given get plausible values. Raises Unmade.
        """
        if self._plan.number or self._statements or self._held:
            return self._create(entity, values, such_that)
        key = creation_key(entity, values, such_that)
        known = self._ground.created.get(key)
        if known is None:
            known = self._ground.created[key] = self._first(entity, values, such_that)
        if known.row is None or known.plan is None:
            raise Unmade(known.unmade)
        self._plan, self._statements = known.plan.copy(), list(known.statements)
        return known.row

    def _first(self, entity: str, values: Mapping[str, Value], such_that: Sequence[Expression]) -> Created:
        try:
            row = self._create(entity, values, such_that)
        except Unmade as error:
            return Created(unmade=str(error))
        return Created(row=row, plan=self._plan.copy(), statements=self.statements)

    def _create(self, entity: str, values: Mapping[str, Value], such_that: Sequence[Expression]) -> Row:
        def think(plan: Plan) -> Row:
            row = plan.draft(entity, values)
            plan.goals = tuple(Goal(condition=c, frame=plan.frame(row)) for c in such_that)
            return row

        row = self._do(think, _CREATING)
        self._plan.asked |= {row}
        return row

    def change(self, row: Row, values: Mapping[str, Value]) -> None:
        """Other values for a row, and whatever the model asks for to allow it. Raises Unmade."""
        now = self._plan.rows.values(row)
        other = {n: v for n, v in values.items() if now.get(n) != v}
        if other:
            self._do(lambda plan: _given(plan, row, other), _CHANGING)
        else:
            self._statements += self._tables.updated(row, values, now)

    def enter(self, row: Row, state: str) -> None:
        """The row goes the moves of its lifecycle to a state, and gets what each requires. Raises Unmade."""
        lifecycle = self._schema.lifecycle(row.entity)
        if lifecycle is None:
            raise Unmade(f"{row.entity} has no lifecycle")
        if self._plan.rows.values(row).get(lifecycle.state) != state:
            self.change(row, {lifecycle.state: state})

    def achieve(self, row: Row, condition: Expression) -> None:
        """Changes rows until a condition holds for `row`. Raises Unmade."""

        def think(plan: Plan) -> Row:
            plan.goals = (Goal(condition=condition, frame=plan.frame(row)),)
            return row

        self._do(think, _ACHIEVING)

    def delete(self, row: Row) -> None:
        """The row is deleted, or marked as deleted; what is in the way is changed or deleted before. Raises Unmade."""
        self._do(lambda plan: _removed(plan, row), _CHANGING)

    def falsify(self, row: Row, condition: Expression) -> dict[str, Value]:
        """Values of the row for which the condition is false, everything else being kept. Raises Unmade."""
        plan = self._plan.copy()
        plan.release()
        plan.waived = condition
        plan.goals = (Goal(condition=condition, frame=plan.frame(row), wanted=False),)
        settle(plan)
        now = self._plan.rows.values(row)
        return {n: v for n, v in plan.rows.values(row).items() if now.get(n) != v}

    def act_as(self, row: Row | None) -> None:
        """From now on `row` acts, or nobody."""
        key = self._tables.sql(row) if row is not None else "''"
        self._plan.actor = row
        self._statements.append(f"SELECT set_config('app.actor', ({key})::text, true);")

    def _do(self, think: Callable[[Plan], Row], ways: tuple[_Way, ...]) -> Row:
        """Finds out what has to be said for the row that `think` gives, and says it.

        Raises Unmade with what the first way met.
        """
        first: Unmade | None = None
        for way in ways:
            plan = self._plan.copy()
            plan.release()
            try:
                row = think(plan)
                plan.asked -= {row}
                if row in plan.rows:
                    plan.keep(row)
                plan.goals += tuple(Goal(condition=c, frame=plan.frame(r)) for r, c in self._held)
                if way is _Way.AT_LAST and not (plan.goals and plan.drafts()):
                    continue
                statements = self._carried_out(plan, way, row)
                self._check_held(plan)
            except Unmade as error:
                first = first or error
                continue
            plan.release()
            plan.asked = self._plan.asked
            self._plan = plan
            self._statements += statements
            return row
        raise first or Unmade("nothing was found")

    def _check_held(self, plan: Plan) -> None:
        """Raises Unmade where what is to stay true does not."""
        for row, condition in self._held:
            if not holds(condition, plan.frame(row), plan.rows):
                raise Unmade(f"{row.entity} does not keep what it has to")

    def _carried_out(self, plan: Plan, way: _Way, row: Row) -> list[str]:
        goals = plan.goals
        plan.goals = () if way is _Way.AT_LAST else goals
        if way is _Way.STEP_BY_STEP:
            for changed in changed_rows(plan):
                if changed in plan.rows:
                    settle(plan, only=changed)
        else:
            settle(plan)
            _foresee(plan)
        writer = Writer(plan, self._tables, row, goals if way is _Way.AT_LAST else ())
        for _ in range(_MOST_ROUNDS):
            writer.write()
            if first_violation(plan) is None:
                return writer.statements
            settle(plan)
        raise Unmade("what is mended breaks again")


def _given(plan: Plan, row: Row, values: Mapping[str, Value]) -> Row:
    plan.apply(Set(row=row, values=values))
    for name in values:
        plan.pin(row, name)
    return row


def _removed(plan: Plan, row: Row) -> Row:
    plan.apply(Remove(row=row))
    return row


def _foresee(plan: Plan) -> None:
    """Gives drafts values with which the guards at their creation hold, as far as that goes at once."""
    asked = plan.goals
    for row in reversed(plan.drafts()):  # what a row points to was thought of after it, and is written before
        for goal in _unmet(plan, row):
            before = sum(len(_unmet(plan, r)) for r in plan.drafts())
            trial = plan.copy()
            trial.goals = (*plan.goals, goal)
            try:
                settle(trial, steps=_FEW_STEPS)
            except Unmade:
                continue
            if sum(len(_unmet(trial, r)) for r in trial.drafts()) < before:
                plan.become(trial)
        plan.goals = (*plan.goals, *_met(plan, row))
    plan.goals = asked


def _guards(plan: Plan, row: Row) -> tuple[Goal, ...]:
    """What is asked at the creation of a row, as goals."""
    if row not in plan.rows:
        return ()
    values = plan.rows.values(row)
    lifecycle = plan.schema.lifecycle(row.entity)
    if lifecycle is not None and values.get(lifecycle.state) not in lifecycle.start:
        values = {**values, lifecycle.state: (lifecycle.start or lifecycle.states)[0]}
    happening = Happening(row=row, before=None, after=values)
    found = guards_of(happening, plan.rows, plan.actor)
    return tuple(Goal(condition=c, frame=happening.frame(plan.actor)) for _, c in found)


def _met(plan: Plan, row: Row) -> tuple[Goal, ...]:
    return tuple(g for g in _guards(plan, row) if holds(g.condition, g.frame, plan.rows))


def _unmet(plan: Plan, row: Row) -> tuple[Goal, ...]:
    return tuple(g for g in _guards(plan, row) if not holds(g.condition, g.frame, plan.rows))
