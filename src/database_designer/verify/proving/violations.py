"""What rows do not keep of the model, and what may mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from database_designer.model.conceptual import Attribute, BoundRule, NoOverlapRule, Reference
from database_designer.model.expression import Call, Comparator, Expression, Path
from database_designer.model.text import english
from database_designer.verify.proving.achieve import repairs
from database_designer.verify.proving.evaluate import Frame, compared, evaluate, fails, holds, read_rows, value_of
from database_designer.verify.proving.plans import Change, Plan, Point, Set
from database_designer.verify.proving.samples import others
from database_designer.verify.proving.schema import Condition, Key
from database_designer.verify.proving.solve import owner, solve
from database_designer.verify.proving.values import NOW, TODAY, Period, Row, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """Something that does not hold, and what may mend it, in the plan that is given."""

    element: str
    expression: Expression | None
    mend: Callable[[Plan], Iterator[Change]]
    frame: Frame | None = None
    beside: tuple[Row, ...] = ()

    def rows(self, plan: Plan) -> Iterator[Row]:
        """The rows that it hangs on: those it is about, and those that are read for it."""
        yield from self.beside
        if self.frame is not None and self.frame.row is not None:
            yield self.frame.row
        if self.frame is not None and self.expression is not None:
            yield from read_rows(self.expression, self.frame, plan.rows)

    @property
    def what(self) -> str:
        """It in words."""
        said = english(self.expression) if self.expression is not None else ""
        return f"{self.element}: {said}" if self.element and said else self.element or said


def first_violation(plan: Plan, only: Row | None = None) -> Violation | None:
    """The first thing that is wrong with the rows as they shall be: in a row, in what is asked for, among rows.

    With `only`, what is wrong with that row alone.
    """
    if only is not None:
        return next(_of_row(plan, only), None)
    return next(_all(plan), None)


def _all(plan: Plan) -> Iterator[Violation]:
    entities = dict.fromkeys(r.entity for r in plan.rows.all())
    changed = changed_rows(plan)
    for entity in entities:
        yield from _of_conditions(plan, entity, [r for r in changed if r.entity == entity], local=True)
    yield from _of_goals(plan)
    for entity in entities:
        rows = [r for r in plan.rows.all() if r.entity == entity and plan.rows.is_live(r)]
        yield from _of_conditions(plan, entity, rows, local=False)
    yield from _of_keys(plan)
    yield from _of_bounds(plan)
    yield from _of_periods(plan)
    yield from _of_trees(plan)


def changed_rows(plan: Plan) -> list[Row]:
    """The rows that are not written as they shall be."""
    rows, written = plan.rows, plan.written
    return [r for r in rows.all() if rows.values(r) is not written.values(r) and (
        r not in written or rows.values(r) != written.values(r)
    )]  # fmt: skip


def local_violations(plan: Plan, row: Row) -> int:
    """How many conditions on the row alone do not hold."""
    frame = plan.frame(row)
    conditions = plan.schema.conditions(row.entity)
    return sum(c.local and not holds(c.expression, frame, plan.rows, unknown=True) for c in conditions)


def _of_conditions(plan: Plan, entity: str, rows: list[Row], *, local: bool) -> Iterator[Violation]:
    everything, reads = (int(local), entity), plan.schema.all_reads(entity, local=local)
    yield from _unless_fine(plan, everything, reads, _of_each_condition(plan, entity, rows, local=local))


def _of_each_condition(plan: Plan, entity: str, rows: list[Row], *, local: bool) -> Iterator[Violation]:
    for condition in plan.schema.conditions(entity):
        if condition.local != local or condition.expression == plan.waived:
            continue
        broken = (
            _broken(condition, row, plan)
            for row in rows
            if not holds(condition.expression, plan.frame(row), plan.rows, unknown=True)
        )
        yield from _unless_fine(plan, (id(condition), entity), (entity, *condition.reads), broken)


def _unless_fine(
    plan: Plan, thing: tuple[int, str], reads: tuple[str, ...], broken: Iterator[Violation]
) -> Iterator[Violation]:
    """What is broken; nothing where none was with the same rows before."""
    now = plan.rows.stamps(reads)
    if plan.fine.get(thing) == now:
        return
    found = False
    for violation in broken:
        found = True
        yield violation
    if not found:
        plan.fine[thing] = now


def _of_row(plan: Plan, row: Row) -> Iterator[Violation]:
    for condition in plan.schema.conditions(row.entity):
        if condition.local and not holds(condition.expression, plan.frame(row), plan.rows, unknown=True):
            yield _broken(condition, row, plan)


def _broken(condition: Condition, row: Row, plan: Plan) -> Violation:
    expression, frame = condition.expression, plan.frame(row)
    return Violation(
        element=condition.element, expression=expression, frame=frame, mend=lambda p: repairs(expression, frame, p)
    )


def _of_goals(plan: Plan) -> Iterator[Violation]:
    for goal in plan.goals:
        condition, frame, wanted = goal.condition, goal.frame, goal.wanted
        done = holds(condition, frame, plan.rows) if wanted else fails(condition, frame, plan.rows)
        if not done:
            yield Violation(
                element="" if wanted else "not",
                expression=condition,
                frame=frame,
                mend=lambda p, x=condition, f=frame, w=wanted: repairs(x, f, p, wanted=w),  # type: ignore[misc]
            )


# Uniqueness


def _of_keys(plan: Plan) -> Iterator[Violation]:
    for key in plan.schema.keys:
        yield from _unless_fine(plan, (id(key), ""), plan.schema.reads_of(key, key.entity), _of_key(plan, key))


def _of_key(plan: Plan, key: Key) -> Iterator[Violation]:
    seen: dict[tuple[Value, ...], Row] = {}
    for row in plan.rows.of(key.entity):
        value = _key_value(key, row, plan)
        if value is None:
            continue
        other = seen.setdefault(value, row)
        if other != row:
            yield Violation(
                element=f"{key.element} is unique",
                expression=None,
                beside=(row, other),
                mend=lambda p, k=key, a=row, b=other: _apart(k, a, b, p),  # type: ignore[misc]
            )


def clash(plan: Plan, row: Row) -> str:
    """The first uniqueness or period that a row does not keep beside the others at hand, "" where there is none."""
    for key in plan.schema.keys:
        value = _key_value(key, row, plan) if plan.schema.is_a(row.entity, key.entity) else None
        if value is not None and any(_key_value(key, r, plan) == value for r in plan.rows.of(key.entity) if r != row):
            return key.element
    for entity, rule in plan.schema.overlaps:
        if plan.schema.is_a(row.entity, entity):
            group = next((g for g in _periods(entity, rule, plan) if row in g), [])
            if any(overlap(rule, row, other, plan) for other in group if other != row):
                return f"{entity}.{rule.name}"
    return ""


def _key_value(key: Key, row: Row, plan: Plan) -> tuple[Value, ...] | None:
    frame = plan.frame(row)
    if key.where is not None and not holds(key.where, frame, plan.rows):
        return None
    values = tuple(_plain(evaluate(m, frame, plan.rows)) for m in key.members)
    if any(v is None for v in values) and not (key.unset_equal and any(v is not None for v in values)):
        return None
    return values


def _plain(value: Value) -> Value:
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _apart(key: Key, row: Row, other: Row, plan: Plan) -> Iterator[Change]:
    """What makes two rows differ in a key."""
    rows = sorted((row, other), key=lambda r: (r in plan.written, -r.number))
    for one in rows:
        for member in key.members:
            path = member.arguments[0] if isinstance(member, Call) else member
            if isinstance(path, Path):
                yield from _renewed(path, one, plan)
        if key.where is not None:
            yield from repairs(key.where, plan.frame(one), plan, wanted=False)


def _renewed(path: Path, row: Row, plan: Plan) -> Iterator[Change]:
    """Another value at the end of a path, or another row on the way."""
    ends = owner(path, plan.frame(row), plan)
    if ends is None:
        return
    member = plan.schema.member(ends[0].entity, ends[1])
    if isinstance(member, Reference):
        yield Point(row=ends[0], reference=member)
    elif isinstance(member, Attribute) and member.derived is None:
        now = plan.rows.values(ends[0]).get(ends[1])
        values = (v for v in others(member, plan.schema, plan.number + 1) if v != now)
        yield from (Set(row=ends[0], values={ends[1]: v}) for v in values)
    if len(path.steps) > 1:
        first = plan.schema.member(row.entity, path.steps[0])
        if isinstance(first, Reference):
            yield Point(row=row, reference=first)


# Bounds


def _of_bounds(plan: Plan) -> Iterator[Violation]:
    for entity, rule in plan.schema.bounds:
        if rule.upper:
            reads = plan.schema.reads_of(rule, entity)
            yield from _unless_fine(plan, (id(rule), ""), reads, _of_bound(plan, entity, rule))


def _of_bound(plan: Plan, entity: str, rule: BoundRule) -> Iterator[Violation]:
    for group in counted(entity, rule, plan).values():
        bound = evaluate(rule.bound, plan.frame(group[0]), plan.rows)
        if bound is not None and compared(Comparator.LE, len(group), bound) is False:
            yield Violation(
                element=f"{entity}.{rule.name}: at most",
                expression=rule.bound,
                frame=plan.frame(group[0]),
                beside=tuple(group),
                mend=lambda p, r=rule, g=tuple(group): _fewer(r, g, p),  # type: ignore[misc]
            )


def counted(entity: str, rule: BoundRule, plan: Plan) -> dict[Value, list[Row]]:
    """The rows that a rule counts, by what it counts them per."""
    groups: dict[Value, list[Row]] = {}
    for row in plan.rows.of(entity):
        frame = plan.frame(row)
        if rule.where is not None and not holds(rule.where, frame, plan.rows):
            continue
        per = evaluate(Path(steps=rule.per), frame, plan.rows) if rule.per else True
        if per is not None:
            groups.setdefault(per, []).append(row)
    return groups


def _fewer(rule: BoundRule, group: tuple[Row, ...], plan: Plan) -> Iterator[Change]:
    for row in sorted(group, key=lambda r: (r in plan.written, -r.number)):
        if rule.per:
            yield from _renewed(Path(steps=rule.per), row, plan)
        if rule.where is not None:
            yield from repairs(rule.where, plan.frame(row), plan, wanted=False)
    yield from solve(rule.bound, len(group), plan.frame(group[0]), plan)


# Periods


def _of_periods(plan: Plan) -> Iterator[Violation]:
    for entity, rule in plan.schema.overlaps:
        reads = plan.schema.reads_of(rule, entity)
        yield from _unless_fine(plan, (id(rule), ""), reads, _of_overlap(plan, entity, rule))


def _of_overlap(plan: Plan, entity: str, rule: NoOverlapRule) -> Iterator[Violation]:
    for group in _periods(entity, rule, plan):
        for a, b in combinations(group, 2):
            if overlap(rule, a, b, plan):
                yield Violation(
                    element=f"{entity}.{rule.name}: no overlap",
                    expression=None,
                    beside=(a, b),
                    mend=lambda p, r=rule, x=a, y=b: _moved(r, x, y, p),  # type: ignore[misc]
                )


def _periods(entity: str, rule: NoOverlapRule, plan: Plan) -> Iterable[list[Row]]:
    """The rows of which no two periods may meet, group by group."""
    groups: dict[tuple[Value, ...], list[Row]] = {}
    for row in plan.rows.of(entity):
        frame = plan.frame(row)
        per = tuple(evaluate(Path(steps=p), frame, plan.rows) for p in rule.per)
        meant = rule.where is None or holds(rule.where, frame, plan.rows)
        if meant and all(v is not None for v in per):
            groups.setdefault(per, []).append(row)
    return groups.values()


def period_of(rule: NoOverlapRule, row: Row, plan: Plan) -> Period | None:
    """The period of a row, None where it has none."""
    values = [value_of(row, m, plan.rows) for m in rule.members]
    if len(values) == 1:
        return values[0] if isinstance(values[0], Period) else None
    return Period(start=values[0], end=values[1]) if values[0] is not None else None


def overlap(rule: NoOverlapRule, a: Row, b: Row, plan: Plan) -> bool:
    """Whether the periods of two rows meet."""
    x, y = period_of(rule, a, plan), period_of(rule, b, plan)
    if x is None or y is None:
        return False
    return compared(Comparator.LT, x.start, y.end) is not False and compared(Comparator.LT, y.start, x.end) is not False


def _moved(rule: NoOverlapRule, a: Row, b: Row, plan: Plan) -> Iterator[Change]:
    for row in sorted((a, b), key=lambda r: (r in plan.written, -r.number)):
        for path in rule.per:
            yield from _renewed(Path(steps=path), row, plan)
        yield from _later(rule, row, plan)
        if rule.where is not None:
            yield from repairs(rule.where, plan.frame(row), plan, wanted=False)


def _later(rule: NoOverlapRule, row: Row, plan: Plan) -> Iterator[Change]:
    """The period of a row, some days later or earlier."""
    period = period_of(rule, row, plan)
    if period is None:
        return
    for days in (plan.number + 3, 40 + plan.number, -plan.number - 3):
        by = timedelta(days=days)
        start, end = (v + by if isinstance(v, type(NOW) | type(TODAY)) else v for v in (period.start, period.end))
        if len(rule.members) == 1:
            yield Set(row=row, values={rule.members[0]: Period(start=start, end=end)})
        else:
            yield Set(row=row, values=dict(zip(rule.members, (start, end), strict=True)))


# Hierarchies


def _of_trees(plan: Plan) -> Iterator[Violation]:
    for row in changed_rows(plan):
        tree = plan.schema.tree(row.entity)
        reference = plan.schema.member(row.entity, tree.parent) if tree is not None else None
        if tree is None or not isinstance(reference, Reference):
            continue
        above: list[Row] = [row]
        while (parent := plan.rows.referred(reference, above[-1])) is not None and parent not in above:
            above.append(parent)
        if parent is not None or (tree.max_depth is not None and len(above) > tree.max_depth):
            yield Violation(
                element=f"{row.entity} is a tree",
                expression=None,
                beside=tuple(above),
                mend=lambda p, r=row, f=reference: _uprooted(f, r, p),  # type: ignore[misc]
            )


def _uprooted(parent: Reference, row: Row, plan: Plan) -> Iterator[Change]:
    yield Set(row=row, values={parent.name: None})
    above = plan.rows.referred(parent, row)
    if above is not None:
        yield Set(row=above, values={parent.name: None})
