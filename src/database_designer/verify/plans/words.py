"""What the plans amount to, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import median

from database_designer.model.proof import PlanProof, PlanVerdict
from database_designer.verify.plans.proof import Plans


def plan_summary(found: Plans) -> tuple[str, ...]:
    """How many patterns use their indexes, what that spares, the rows; then each of which that is not shown."""
    if not found.plans:
        return ("there are no access patterns",)
    counts = Counter(p.verdict for p in found.plans)
    shown = f"{counts[PlanVerdict.SHOWN]} of {len(found.plans)} access patterns use an index that serves them"
    rest = [f"{counts[PlanVerdict.NEEDS_NONE]} need none"] if counts[PlanVerdict.NEEDS_NONE] else []
    rest += [f"{counts[PlanVerdict.NOT_SHOWN]} not shown"] if counts[PlanVerdict.NOT_SHOWN] else []
    unshown = (f"not shown: {named(p)}: {p.reason}" for p in found.plans if p.verdict is PlanVerdict.NOT_SHOWN)
    unused = (f"no plan uses {', '.join(found.unused)}",) if found.unused else ()
    facts = (", ".join((shown, *rest)), *_spared(found.plans), *found.filled.facts())
    return (*facts, *unused, *unshown)


def _spared(plans: Iterable[PlanProof]) -> tuple[str, ...]:
    ratios = [p.ratio for p in plans if p.ratio is not None]
    if not ratios:
        return ()
    return (f"without its index a pattern touches {median(ratios):,.0f} times as many blocks (median)",)


def plan_failures(found: Plans) -> tuple[str, ...]:
    """The queries that fail, or read a large table whole although their index would spare that."""
    return tuple(f"{named(p)}: {p.reason}" for p in found.plans if p.verdict is PlanVerdict.FAILED)


def named(plan: PlanProof) -> str:
    """The query with its optional parameters."""
    return f"{plan.query} ({', '.join(plan.given)})" if plan.given else plan.query


def outcome_of(plan: PlanProof) -> str:
    """What the plan touched with its index and without, or why there is none to show."""
    if plan.verdict is not PlanVerdict.SHOWN or plan.without is None:
        return plan.reason
    times = f" ({plan.ratio:,.0f} times as many)" if plan.ratio is not None and plan.ratio >= 2 else ""
    return f"{', '.join(plan.used)}: {plan.blocks:,} blocks, {plan.without:,} without{times}"
