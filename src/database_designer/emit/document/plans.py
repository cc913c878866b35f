"""Section 6, the queries as SQL with what their plans showed, and the patterns that nobody has to write."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from database_designer.ddl import ExpressionError
from database_designer.ddl.patterns import assumed_page, pattern_query
from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, fence, items, line, prose
from database_designer.model.physical import PatternKind, Service
from database_designer.model.proof import PlanProof, PlanVerdict, Proof
from database_designer.verify.plans.words import outcome_of

_KINDS = {
    PatternKind.CHILDREN: "foreign keys: the rows that point to a row, when it is read with them or deleted",
    PatternKind.KEY: "lookups by a key",
    PatternKind.HISTORY: "logs of changes, by row",
    PatternKind.JOB: "jobs",
    PatternKind.RULE: "reads of rules that look at other rows",
}


def queries(facts: Facts) -> str:
    """Each query as a developer would write it, under what its plan showed; "" where there is none."""
    plans = list(plans_of(facts.proof))
    written = [_query(s, facts, [p for p in plans if p.query == s.query]) for s in facts.physical.services]
    shown = [text for text in written if text]
    if not shown:
        return ""
    return blocks(_how(facts.proof), fence("\n\n".join(shown)))


def plans_of(proof: Proof | None) -> Iterator[PlanProof]:
    """The plans on the first server that was asked about any."""
    servers = proof.servers if proof is not None else ()
    yield from next((s.plans for s in servers if s.plans), ())


def _how(proof: Proof | None) -> str:
    server = next((s for s in proof.servers if s.plans), None) if proof is not None else None
    if server is None:
        return "Plans were not looked at: no server was asked."
    rows = sum(number for _, number in server.synthetic)
    return (
        f"By EXPLAIN (ANALYZE, BUFFERS) on PostgreSQL {server.version} with {rows:,} synthetic rows; blocks are 8 kB. "
        "Numbers of rows that are stated are scaled down in proportion, as proof.json says."
    )


def _query(service: Service, facts: Facts, plans: list[PlanProof]) -> str:
    given = plans[0].given if plans else ()
    try:
        query = pattern_query(service, facts.physical, given)
    except ExpressionError:
        return ""
    names = [f"${n} {slot.name}" for n, slot in enumerate(query.slots, start=1)]
    page = assumed_page(service.pattern) if service.pattern is not None else None
    assumed = (
        [f"LIMIT {page} is assumed: how many rows are shown at once was not read in the documents"] if page else []
    )
    comments = [
        f"{service.query}: {service.what}",
        *([", ".join(names)] if names else []),
        *assumed,
        *map(_outcome, plans),
    ]
    return "\n".join((*(f"-- {line(c)}" for c in comments), f"{query.sql};"))


def _outcome(plan: PlanProof) -> str:
    by = f"with {', '.join(plan.given)}: " if plan.given else ""
    verdict = "" if plan.verdict is PlanVerdict.SHOWN else f"{plan.verdict}: "
    return f"{by}{verdict}{outcome_of(plan)}"


def implied(facts: Facts) -> str:
    """The patterns of keys, jobs and rules: how many use an index, and which do not."""
    plans = list(plans_of(facts.proof))
    found = [(kind, [p for p in plans if p.kind == kind]) for kind in _KINDS]
    lines = [_of_kind(kind, of_kind) for kind, of_kind in found if of_kind]
    unshown = [p for p in plans if p.kind in _KINDS and p.verdict in (PlanVerdict.NOT_SHOWN, PlanVerdict.FAILED)]
    if not lines:
        return ""
    return blocks(
        "Patterns that nobody has to write:",
        items(lines),
        items(f"{code(p.query)}: {prose(p.reason)}" for p in unshown) if unshown else "",
    )


def _of_kind(kind: PatternKind, plans: list[PlanProof]) -> str:
    shown = [p for p in plans if p.verdict is PlanVerdict.SHOWN]
    small = sum(p.verdict is PlanVerdict.NEEDS_NONE for p in plans)
    parts = [f"{len(shown)} of {len(plans)} {_KINDS[kind]}: by an index"]
    if shown:
        without = median(p.without or 0 for p in shown)
        parts.append(f"{median(p.blocks for p in shown):,.0f} blocks, {without:,.0f} without (medians)")
    if small:
        parts.append(f"{small} need none")
    return "; ".join(parts)
