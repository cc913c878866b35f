"""The search for rows that keep the whole model: what does not hold is mended, one change after the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from database_designer.verify.proving.plans import Ask, Change, Plan, Point, Remove, Set
from database_designer.verify.proving.values import Row, Unmade
from database_designer.verify.proving.violations import Violation, first_violation, local_violations

MOST_WAYS = 14
"""How many changes are tried to mend one thing."""

MOST_STEPS = 400
"""How many changes are tried altogether."""

MOST_DEPTH = 60
"""How many changes may follow each other."""


class _Search:
    """What is left of the steps, the row that alone is looked at, and whether choices that do not matter are skipped."""

    def __init__(self, steps: int, only: Row | None, *, jumping: bool) -> None:
        self.left = steps
        self.only = only
        self.jumping = jumping

    def burn(self) -> None:
        """Takes a step. Raises Unmade where none is left."""
        self.left -= 1
        if self.left < 0:
            raise _Exhausted


class _Exhausted(Exception):  # noqa: N818
    """The steps are used up."""


def settle(plan: Plan, *, only: Row | None = None, steps: int = MOST_STEPS) -> None:
    """Changes the rows as they shall be until everything holds; with `only`, what that row alone has to keep.

    Raises Unmade with what could not be made to hold.
    """
    plan.restart()
    stuck: list[str] = []
    for jumping in (True, False):
        search = _Search(steps, only, jumping=jumping)
        try:
            found = _settled(plan, search, 0, stuck)
        except _Exhausted:
            continue
        if isinstance(found, Plan):
            plan.become(found)
            return
    raise Unmade(stuck[0] if stuck else "no rows were found")


def _settled(plan: Plan, search: _Search, depth: int, stuck: list[str]) -> Plan | frozenset[Row]:
    """The plan with everything mended; where that cannot be, the rows that it hangs on.

    A change of other rows makes no difference then, so it is not varied: conflict-directed backjumping (Prosser, 1993).
    """
    violation = first_violation(plan, search.only)
    if violation is None:
        return plan
    hangs_on: set[Row] = set(violation.rows(plan))
    if depth < MOST_DEPTH:
        for change, trial in _trials(plan, violation, search):
            touched = _touched(change, plan, trial)
            found = _settled(trial, search, depth + 1, stuck)
            if isinstance(found, Plan):
                return found
            if search.jumping and not touched & found:
                return found
            hangs_on |= touched | found
    stuck.append(violation.what)
    return frozenset(hangs_on)


def _touched(change: Change, plan: Plan, trial: Plan) -> frozenset[Row]:
    """The rows that a change changed or made."""
    made = frozenset(r for r in trial.rows.all() if r not in plan.rows)
    match change:
        case Set() | Point() | Remove():
            return made | {change.row}
        case Ask():
            return made | ({change.goal.frame.row} if change.goal.frame.row is not None else frozenset())
        case _:
            return made | ({change.outer} if change.outer is not None else frozenset())


def _trials(plan: Plan, violation: Violation, search: _Search) -> Iterator[tuple[Change, Plan]]:
    """What may mend a violation, and the plans with it.

    Of several values for the same members those come first with which the row keeps as many of its conditions as before.
    """
    later: list[tuple[Change, Plan]] = []
    members: tuple[Row, frozenset[str]] | None = None
    changes = list(islice(violation.mend(plan), MOST_WAYS))
    kept: dict[Row, int] = {}
    for change in sorted(changes, key=lambda c: _weight(c, plan)):
        now = (change.row, frozenset(change.values)) if isinstance(change, Set) else None
        if now != members or now is None:
            yield from later
            later, members = [], now
        search.burn()
        trial = _tried(plan, change)
        if trial is None:
            continue
        if isinstance(change, Set) and len(changes) > 1:
            row = change.row
            kept[row] = kept[row] if row in kept else local_violations(plan, row)
            worse = local_violations(trial, row) > kept[row]
        else:
            worse = False
        if worse:
            later.append((change, trial))
        else:
            yield change, trial
    yield from later


def _weight(change: Change, plan: Plan) -> int:
    """How unlikely a change is to be right: of values that were changed before, of other rows, of rows asked for."""
    weight = 2 * plan.times_changed(change.row, change.values) if isinstance(change, Set) else 1
    return weight + 3 * (isinstance(change, Set | Point | Remove) and change.row in plan.asked)


def _tried(plan: Plan, change: Change) -> Plan | None:
    trial = plan.copy()
    try:
        trial.apply(change)
    except Unmade:
        return None
    return trial
