"""Distribution, in section 10 where it is asked for: where each table lies, and what is not kept as it was."""

from __future__ import annotations

from database_designer.emit.citus import PATH, plan_of
from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, codes, count, items, prose, table, table_link
from database_designer.emit.document.words import requirement_ids
from database_designer.model.distribution import Distribution, Loss, Placed, Placement
from database_designer.model.physical import Enforcement

SHARDS = 32
"""citus.shard_count, as Citus sets it."""

LARGE = 1_000_000
"""Rows from which a table that lies on every node is a cost to speak of."""


def distribution(facts: Facts) -> str:
    """The part with its heading, "" where it is not asked for."""
    if not facts.design.configuration.distribute:
        return ""
    plan = plan_of(facts.design)
    if plan is None:
        return blocks("### Distribution (Citus)", "No plan: no table has a key that the rows of others belong to.")
    return blocks(
        "### Distribution (Citus)",
        _lead(plan, facts),
        table(("Table", "Place", "By", "Why"), (_row(p, facts) for p in plan.placed)),
        _losses(plan),
        _rules(plan, facts),
        "What follows for queries:",
        _queries(plan),
    )


def _lead(plan: Distribution, facts: Facts) -> str:
    root = next(p for p in plan.placed if p.table == plan.root)
    volume = next((v for v in facts.physical.volumes if v.table == plan.root), None)
    rows = (
        f"{volume.rows:,} rows {'are stated' if volume.stated else 'are assumed'}"
        if volume is not None
        else "not stated"
    )
    added = [p.table for p in plan.placed if p.added]
    carried = f" The column is new in {codes(added)}; the application sets it." if added else ""
    others = f" The next best: {prose('; '.join(plan.others))}." if plan.others else ""
    return blocks(
        f"A plan, in {code(PATH)}, that no migration runs. Rows are distributed by {code(f'{plan.root}.{root.column}')}: "
        f"{prose(plan.why)}.{others}",
        f"That key has to have many more values than there are shards ({SHARDS}): {rows}. Another table is chosen by "
        f"{code('tenancy: {by: ...}')} in {code('model.yaml')}.{carried} Citus itself was not run: the plan is checked by "
        "its rules, the changes are plain PostgreSQL.",
    )


def _row(placed: Placed, facts: Facts) -> tuple[str, ...]:
    by = code(placed.column) + (" (new)" if placed.added else "") if placed.column else ""
    volume = next((v for v in facts.physical.volumes if v.table == placed.table), None)
    large = placed.placement is Placement.REFERENCE and volume is not None and volume.rows >= LARGE
    copied = f"; its {volume.rows:,} rows are written on every node" if large and volume is not None else ""
    return table_link(placed.table), str(placed.placement), by, prose(placed.reason) + copied


def _losses(plan: Distribution) -> str:
    found = [loss for loss in plan.losses if loss.what != "trigger"]
    if not found:
        return "Every key is kept."
    rows = (
        (f"{loss.what} {code(loss.name)}", table_link(loss.table), str(loss.kind), prose(loss.reason), _stated(loss))
        for loss in found
    )
    return blocks("What is not kept as it was:", table(("Object", "Table", "Becomes", "Why", "Stated in"), rows))


def _stated(loss: Loss) -> str:
    return requirement_ids(loss.origin) if loss.origin is not None else ""


def _rules(plan: Distribution, facts: Facts) -> str:
    """The rules whose triggers go: a trigger runs on the node of its own row."""
    dropped = {loss.name for loss in plan.losses if loss.what == "trigger"}
    if not dropped:
        return "Every trigger looks at its own row only, and is kept."
    lost = [e for e in facts.physical.enforcements if _rests_on(e, dropped, facts)]
    kept = len(facts.physical.enforcements) - len(lost)
    lead = (
        f"{count(len(dropped), 'trigger')} read or write other rows and are dropped, as a trigger runs on the node of its own row: "
        f"{count(len(lost), 'rule')} of {len(lost) + kept} rest on them, and would be the application's to keep, for one row of "
        f"{code(plan.root)} in one transaction:"
    )
    return blocks(lead, items(f"{code(e.element)}: {prose(e.what)} {_where(e)}" for e in lost))


def _where(rule: Enforcement) -> str:
    return f"({requirement_ids(rule.origin)})"


def _rests_on(rule: Enforcement, dropped: set[str], facts: Facts) -> bool:
    """Whether a dropped trigger, or the function of one, keeps the rule."""
    functions = {t.function for t in facts.physical.triggers if t.name in dropped}
    return any(o in dropped or o in functions for o in rule.objects)


def _queries(plan: Distribution) -> str:
    return items(
        (
            "a query that names the distribution column is answered by one node, any other by all of them",
            f"a transaction within one row of {code(plan.root)} stays on one node, others are committed in two phases",
            "views are asked on the coordinator, where materialized ones lie, too",
        )
    )
