"""What a plan shows: whether an index does what it was made for, or why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from database_designer.model.physical import AccessPattern, PatternKind
from database_designer.model.proof import PlanVerdict
from database_designer.verify.plans.explain import Plan
from database_designer.verify.plans.numbers import SMALL

FEW = 0.05
"""The share of a table's rows below which an index is expected to touch less than the table holds."""
MOST = 0.3
"""The share of a table's rows from which reading all of them is as good as anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A verdict and its reason, "" where nothing is to be said."""

    verdict: PlanVerdict
    reason: str = ""


def judged(
    pattern: AccessPattern,
    expected: tuple[str, ...],
    plan: Plan,
    rows: Mapping[str, int],
    otherwise: Callable[[], Plan],
    *,
    given: tuple[str, ...] = (),
) -> Verdict:
    """What the plan shows. `rows` are those of each table; `otherwise` gives the plan without reading tables whole.

    No index is promised for each of the optional parameters that are `given`: without one nothing has failed.
    """
    used = [i for i in plan.indexes if i in expected]
    large = [s for s in plan.scans if rows.get(s.table, 0) > SMALL and s.read > rows[s.table] / 2]
    held = rows.get(pattern.table, 0)
    if used and not large:
        return Verdict(verdict=PlanVerdict.SHOWN)
    if not large and held <= SMALL:
        return Verdict(verdict=PlanVerdict.NEEDS_NONE, reason=f"{pattern.table} holds {held:,} rows")
    if not large and pattern.kind is PatternKind.REPORT and not expected:
        fact = f"a report is about all rows that it counts: {plan.blocks:,} blocks by {', '.join(plan.indexes)}"
        return Verdict(verdict=PlanVerdict.NEEDS_NONE, reason=fact)
    if not large:
        return _elsewhere(expected, plan)
    scan = large[0]
    count = scan.kept if pattern.aggregates else min(scan.kept, plan.rows)
    share = count / rows[scan.table]
    about = f"{scan.table} is read whole: {share:.0%} of its {rows[scan.table]:,} rows count"
    if share >= MOST:
        return Verdict(verdict=PlanVerdict.NEEDS_NONE, reason=about)
    if not expected:
        return Verdict(verdict=PlanVerdict.NOT_SHOWN, reason=about)
    found = _compared(expected, plan, otherwise(), few=share < FEW and not given)
    return replace(found, reason=f"{about}; {found.reason}")


def spares_nothing(pattern: AccessPattern, plan: Plan, without: int, rows: Mapping[str, int]) -> Verdict:
    """The index is taken, and no more blocks are touched without it."""
    held = rows.get(pattern.table, 0)
    fact = f"the index spares nothing: {plan.blocks:,} blocks by it, {without:,} without"
    if held <= SMALL:
        return Verdict(verdict=PlanVerdict.NEEDS_NONE, reason=f"{pattern.table} holds {held:,} rows")
    if plan.rows >= MOST * held:
        fact = f"it asks for {plan.rows / held:.0%} of the {held:,} rows of {pattern.table}"
        return Verdict(verdict=PlanVerdict.NEEDS_NONE, reason=fact)
    return Verdict(verdict=PlanVerdict.NOT_SHOWN, reason=fact)


def _elsewhere(expected: tuple[str, ...], plan: Plan) -> Verdict:
    """No table is read whole, and none of the indexes that were made for the query is used."""
    if not plan.indexes:
        fact = f"the first rows that there are satisfy it: {plan.blocks:,} blocks"
        return Verdict(verdict=PlanVerdict.NEEDS_NONE, reason=fact)
    instead = f"and not {' or '.join(expected)}" if expected else "no index was made for it"
    fact = f"the planner takes {', '.join(plan.indexes)} ({plan.blocks:,} blocks), {instead}"
    return Verdict(verdict=PlanVerdict.NOT_SHOWN, reason=fact)


def _compared(expected: tuple[str, ...], plan: Plan, other: Plan, *, few: bool) -> Verdict:
    """A large table was read whole; `other` is the plan that avoids it. Few rows count, or not so few."""
    used = [i for i in other.indexes if i in expected]
    if not used:
        verdict = PlanVerdict.FAILED if few else PlanVerdict.NOT_SHOWN
        return Verdict(verdict=verdict, reason=f"{' and '.join(expected)} cannot serve it")
    fact = f"{other.blocks:,} blocks by {', '.join(used)}, {plan.blocks:,} without"
    misjudged = few and other.blocks * 2 < plan.blocks
    return Verdict(verdict=PlanVerdict.FAILED if misjudged else PlanVerdict.NOT_SHOWN, reason=fact)
