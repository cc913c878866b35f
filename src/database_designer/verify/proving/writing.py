"""Writing a plan: statements in an order in which each is allowed when it runs, with what each brings about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from database_designer.model.conceptual import Attribute, BoundRule, Creation, EffectRule, Lifecycle
from database_designer.model.expression import Aggregate, Path
from database_designer.model.text import english
from database_designer.model.walk import nodes
from database_designer.verify.proving.evaluate import Frame, children, evaluate, holds
from database_designer.verify.proving.events import Happening, effects_of, guards_of
from database_designer.verify.proving.plans import Add, Goal, Plan, path_between, rows_of
from database_designer.verify.proving.rows import Rows, Values
from database_designer.verify.proving.settle import settle
from database_designer.verify.proving.tables import Tables
from database_designer.verify.proving.values import NOW, TODAY, Row, Unmade, Value
from database_designer.verify.proving.violations import changed_rows, clash, counted

MOST_ROUNDS = 40
"""How many statements one plan may take, beside one for each row."""

MOST_TRIES = 2
"""How often it is thought of what would allow the same statement."""


class Blocked(Exception):  # noqa: N818
    """A statement that is not allowed yet: reaching `goals`, or adding a row, may allow it."""

    def __init__(self, why: str, row: Row, goals: tuple[Goal, ...] = (), add: Add | None = None) -> None:
        super().__init__(why)
        self.row = row
        self.goals = goals
        self.add = add


class Writer:
    """Writes what a plan has that is not written; `statements` are what it says to the database.

    The row `last` comes after all that does not need it. `demands` shall hold when it is inserted, beside what the model
    asks then.
    """

    def __init__(self, plan: Plan, tables: Tables, last: Row | None = None, demands: tuple[Goal, ...] = ()) -> None:
        self.plan = plan
        self._last = last
        self._demands = demands
        self.statements: list[str] = []
        self._tables = tables

    def write(self) -> None:
        """Writes all. Raises Unmade where no order of statements is allowed."""
        tried: Counter[tuple[Row, str]] = Counter()
        for _ in range(MOST_ROUNDS + 4 * len(self.plan.rows.all())):
            pending = self._pending()
            if not pending:
                return
            blocked = self._written_one(pending, tried)
            if not blocked:
                continue
            may = [b for b in blocked if (b.goals or b.add) and tried[b.row, str(b)] < MOST_TRIES]
            if may:
                self._mend(may[0], tried)
            elif self._pending() != pending:
                settle(self.plan)
            else:
                raise Unmade(str(next((b for b in blocked if b.goals or b.add), blocked[0])))
        raise Unmade("the statements find no end")

    def _pending(self) -> list[Row]:
        """The rows to be written: new ones first, then changed ones, the last, then those that go."""
        plan = self.plan
        rows = changed_rows(plan)
        gone = [r for r in plan.written.all() if r not in plan.rows]
        drafts = [r for r in rows if r not in plan.written and r != self._last]
        changed = [r for r in rows if r in plan.written and r != self._last]
        return [*drafts, *changed, *(r for r in rows if r == self._last), *reversed(gone)]

    def _written_one(self, pending: list[Row], tried: Counter[tuple[Row, str]]) -> list[Blocked]:
        """Writes a row, or mends what keeps one back; what keeps each back where neither can be done.

        No row goes to another state as long as others can still be written: states freeze, and forbid.
        """
        moving = [r for r in pending if self._is_moving(r)]
        blocked = self._step([r for r in pending if r not in moving])
        if moving and blocked:
            for one in blocked:
                unmet = [g for g in one.goals if not holds(g.condition, g.frame, self.plan.rows)]
                if unmet and not tried[one.row, str(one)]:
                    self._mend(one, tried)
                    return []
        if moving and (blocked or len(moving) == len(pending)):
            found = self._step(sorted(moving, key=self._lacks_parts))
            return [*blocked, *found] if found else []
        return blocked

    def _lacks_parts(self, row: Row) -> bool:
        """Whether parts of a row are still to be written, which its next state may not allow."""
        schema, rows = self.plan.schema, self.plan.rows
        return any(
            reference.part_of and rows.values(draft).get(reference.name) == row
            for draft in self.plan.drafts()
            for reference in schema.references(draft.entity)
        )

    def _is_moving(self, row: Row) -> bool:
        """Whether a row that is written goes to another state."""
        lifecycle = self.plan.schema.lifecycle(row.entity)
        if lifecycle is None or row not in self.plan.written or row not in self.plan.rows:
            return False
        return self.plan.rows.values(row).get(lifecycle.state) != self.plan.written.values(row).get(lifecycle.state)

    def _mend(self, blocked: Blocked, tried: Counter[tuple[Row, str]]) -> None:
        """Thinks of what would allow a statement."""
        tried[blocked.row, str(blocked)] += 1
        asked = self.plan.goals
        if blocked.add is not None:
            self.plan.apply(blocked.add)
        self.plan.goals = (*self.plan.goals, *blocked.goals)
        settle(self.plan)
        self.plan.goals = asked

    def _step(self, pending: list[Row]) -> list[Blocked]:
        """Writes the first row that can be written; what keeps each from it where none can."""
        blocked: list[Blocked] = []
        for row in pending:
            try:
                self._write(row)
            except Blocked as error:
                blocked.append(error)
                continue
            return []
        return blocked

    def _write(self, row: Row) -> None:
        if row not in self.plan.written:
            self._insert(row)
        elif row in self.plan.rows:
            self._update(row)
        else:
            self._delete(row)

    # One row

    def _insert(self, row: Row) -> None:
        plan = self.plan
        values = dict(plan.rows.values(row))
        lifecycle = plan.schema.lifecycle(row.entity)
        if lifecycle is not None:
            way = path_between(lifecycle, None, str(values.get(lifecycle.state)))
            values = self._in_state(row, values, lifecycle, way[0] if way else "")
        self._ask_pointed(row, values)
        self._numbered(row, values)
        self._ask(Happening(row=row, before=None, after=values))
        given = frozenset(n for n in values if not plan.is_automatic(row, n))
        self.statements += self._tables.inserted(row, values, given)
        for name in values.keys() - given:
            plan.rows.set(row, name, values[name])
        self._written(Happening(row=row, before=None, after=values))

    def _numbered(self, row: Row, values: dict[str, Value]) -> None:
        """The next numbers, which the database gives without gaps."""
        for attribute in self.plan.schema.attributes(row.entity):
            numbered = attribute.numbered
            if numbered is None or not self.plan.is_automatic(row, attribute.name):
                continue
            per = values.get(numbered.per) if numbered.per else None
            others = [r for r in self.plan.written.all() if self.plan.schema.is_a(r.entity, row.entity)]
            same = [r for r in others if not numbered.per or self.plan.written.values(r).get(numbered.per) == per]
            values[attribute.name] = numbered.start + len(same)

    def _update(self, row: Row) -> None:
        plan = self.plan
        before, values = plan.written.values(row), dict(plan.rows.values(row))
        if not row.key_text:
            raise Blocked(f"no statement can name a {row.entity} that the database made", row)
        lifecycle = plan.schema.lifecycle(row.entity)
        if lifecycle is not None and values.get(lifecycle.state) != before.get(lifecycle.state):
            way = path_between(lifecycle, str(before.get(lifecycle.state)), str(values.get(lifecycle.state)))
            if way is None or len(way) < 2:
                raise Blocked(f"{row.entity} does not enter {values.get(lifecycle.state)}", row)
            values = self._in_state(row, values, lifecycle, way[1])
        self._ask_pointed(row, values)
        changed = {n: v for n, v in values.items() if before.get(n) != v}
        happening = Happening(row=row, before=before, after=values)
        self._ask(happening)
        self.statements += self._tables.updated(row, changed, before)
        self._written(happening)

    def _in_state(self, row: Row, values: dict[str, Value], lifecycle: Lifecycle, state: str) -> dict[str, Value]:
        """The values of a row in a state on the way, stamps included."""
        final = values.get(lifecycle.state) == state
        values = {**values, lifecycle.state: state}
        for stamped, name in lifecycle.stamps:
            member = self.plan.schema.member(row.entity, name)
            if stamped == state and isinstance(member, Attribute):
                values[name] = TODAY if member.type.kind == "date" else NOW
                self.plan.rows.set(row, name, values[name])
        if final:
            return values
        trial = self.plan.copy()
        trial.release()
        trial.rows.put(row, values)
        trial.pin(row, lifecycle.state)
        settle(trial, only=row)
        found = dict(trial.rows.values(row))
        self._adopt(trial, row, found)
        return found

    def _adopt(self, trial: Plan, row: Row, found: dict[str, Value]) -> None:
        """Takes over the rows that a state on the way needs, and keeps pointing to them."""
        held = self.plan.rows.values(row)
        new = {n: v for n, v in found.items() if isinstance(v, Row) and v not in self.plan.rows}
        if new:
            self.plan.take_over(trial)
            self.plan.rows.put(row, {**held, **{n: v for n, v in new.items() if held.get(n) is None}})

    def _delete(self, row: Row) -> None:
        plan = self.plan
        before = plan.written.values(row)
        self._ask(Happening(row=row, before=before, after=None))
        self.statements += self._tables.deleted(row, before)
        self._written(Happening(row=row, before=before, after=None))
        for other in plan.written.all():  # what goes with it
            if other not in plan.rows and row in rows_of(plan.written.values(other)):
                plan.written.remove(other)

    # Guards and effects

    def _ask_pointed(self, row: Row, values: Values) -> None:
        """Raises Blocked where a row that it points to is not there yet."""
        for other in rows_of(values):
            if other != row and other not in self.plan.written:
                raise Blocked(f"{row.entity} needs a {other.entity} that needs it", row)

    def _ask(self, happening: Happening) -> None:
        """Raises Blocked where the event is not allowed now."""
        plan, row = self.plan, happening.row
        rows = plan.written.copy()
        if happening.after is not None:
            rows.put(row, happening.after)
        frame = happening.frame(plan.actor)
        asked = rows if happening.after is not None else plan.written
        for name, condition in guards_of(happening, asked, plan.actor):
            if not holds(condition, frame, asked):
                goal = Goal(condition=condition, frame=frame)
                raise Blocked(f"{name} requires {english(condition)}", row, (goal,))
        for goal in self._demands:
            if happening.before is None and goal.frame.row == row and not holds(goal.condition, goal.frame, asked):
                raise Blocked(english(goal.condition), row, (goal,))
        if happening.after is not None:
            self._ask_row(happening, rows)
            self._ask_keys(happening)
        if happening.before is not None:
            self._ask_bounds(happening)

    def _ask_row(self, happening: Happening, rows: Rows) -> None:
        """Raises Blocked where the row does not keep what it keeps in every statement, with the rows that there are."""
        frame = happening.frame(self.plan.actor)
        for condition in self.plan.schema.conditions(happening.row.entity):
            if condition.local and not holds(condition.expression, frame, rows, unknown=True):
                raise Blocked(f"{condition.element}: {english(condition.expression)}", happening.row)

    def _ask_keys(self, happening: Happening) -> None:
        """Raises Blocked where another row has to go or to change first."""
        after = self.plan.copy()
        after.rows = self.plan.written.copy()
        after.rows.put(happening.row, happening.after or {})
        found = clash(after, happening.row)
        if found:
            raise Blocked(f"{found}: another row is in the way", happening.row)

    def _ask_bounds(self, happening: Happening) -> None:
        """Raises Blocked where too few rows would be left in a set."""
        plan = self.plan
        after = plan.copy()
        after.rows = plan.written.copy()
        if happening.after is not None:
            after.rows.put(happening.row, happening.after)
        else:
            after.rows.remove(happening.row)
        for entity, rule in plan.schema.bounds:
            if rule.upper or not plan.schema.is_a(happening.row.entity, entity) or not _may_leave(happening, rule):
                continue
            frame = plan.frame(happening.row)
            per = evaluate(Path(steps=rule.per), frame, plan.written) if rule.per else True
            bound = evaluate(rule.bound, frame, plan.written)
            stay = len(counted(entity, rule, after).get(per, []))
            if per is not None and isinstance(bound, int | Decimal) and stay < bound:
                values: dict[str, Value] = {rule.per[0]: per} if len(rule.per) == 1 else {}
                add = Add(entity=entity, values=values, such_that=rule.where)
                raise Blocked(f"{entity}.{rule.name}: too few are left", happening.row, add=add)

    def _written(self, happening: Happening) -> None:
        """Takes over what was written, then what the effects of it are."""
        plan, row = self.plan, happening.row
        if happening.after is None:
            plan.written.remove(row)
            return
        final = plan.rows.values(row)
        state = plan.schema.lifecycle(row.entity)
        plan.written.put(row, happening.after)
        arrived = state is None or final.get(state.state) == happening.after.get(state.state)
        if arrived:
            plan.rows.put(row, happening.after)
        for rule in list(effects_of(happening, plan.written, plan.actor)):
            self._brought_about(rule, happening)

    def _brought_about(self, rule: EffectRule, happening: Happening) -> None:
        plan = self.plan
        frame = happening.frame(plan.actor)
        for it in self._each(rule.each, frame):
            here = Frame(row=frame.row, old=frame.old, it=it, actor=frame.actor)
            for creation in rule.create:
                self._created(creation, here)
            for assignment in rule.set:
                path = assignment.path
                at = here.it if path.root == "it" else here.row
                for step in path.steps[:-1]:
                    found = evaluate(Path(steps=(step,)), Frame(row=at), plan.written) if at is not None else None
                    at = found if isinstance(found, Row) else None
                if at is not None:
                    self._assigned(at, path.steps[-1], evaluate(assignment.value, here, plan.written))

    def _each(self, each: Aggregate | None, frame: Frame) -> Iterator[Row | None]:
        if each is None:
            yield None
            return
        for row in children(each.over, frame, self.plan.written):
            if each.where is None or holds(each.where, frame.inside(row), self.plan.written):
                yield row

    def _created(self, creation: Creation, frame: Frame) -> None:
        plan = self.plan
        values = {n: evaluate(v, frame, plan.written) for n, v in creation.values}
        row = plan.brought(creation.entity, values)
        happening = Happening(row=row, before=None, after=plan.rows.values(row))
        self._ask(happening)
        self._written(happening)

    def _assigned(self, row: Row, name: str, value: Value) -> None:
        plan = self.plan
        value = plan.fitted(row.entity, name, value)
        before = plan.written.values(row)
        if before.get(name) == value:
            return
        happening = Happening(row=row, before=before, after={**before, name: value})
        self._ask(happening)
        wanted = plan.rows.values(row)
        plan.rows.put(row, {**wanted, name: value})
        plan.written.put(row, {**before, name: value})
        for rule in list(effects_of(happening, plan.written, plan.actor)):
            self._brought_about(rule, happening)


def _may_leave(happening: Happening, rule: BoundRule) -> bool:
    """Whether a row goes, or something changes by which it is counted."""
    if happening.after is None or happening.before is None:
        return True
    named = {n.steps[0] for n in nodes(rule.where) if isinstance(n, Path) and n.steps} if rule.where else set()
    read = {*named, *rule.per[:1], "deleted_at"}
    return any(happening.before.get(n) != happening.after.get(n) for n in read)
