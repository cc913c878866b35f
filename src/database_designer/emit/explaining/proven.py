"""What proves a thing: the rules that it keeps with what was tried of them, and the steps that every object passes."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.emit.document.facts import Facts
from database_designer.emit.explaining.explanation import Kept, Key, Seen
from database_designer.verify.plans.words import outcome_of
from database_designer.verify.proving.verdicts import proofs_of

_CATALOG = "catalog equals the model"
_STEPS = {
    "function": ("every trigger function runs", _CATALOG), "trigger": ("every trigger function runs", _CATALOG),
}  # fmt: skip
_OF_CONCEPT = frozenset(
    {"entity type", "attribute", "reference", "link", "lifecycle", "rule", "access pattern", "list", "requirement"}
)


def kept(key: Key, facts: Facts) -> tuple[Kept, ...]:
    """The rules about an element, or that an object keeps."""
    enforcements = facts.physical.enforcements
    proofs = proofs_of(enforcements, facts.proof.servers if facts.proof else ())
    names = {key.name, key.name.partition(".")[2]} if key.kind in ("trigger", "policy") else {key.name}
    of_concept = key.kind in _OF_CONCEPT
    return tuple(
        Kept(enforcement=e, proofs=p)
        for e, p in zip(enforcements, proofs, strict=True)
        if (e.element == key.name if of_concept else names & set(e.objects))
    )


def seen(key: Key, facts: Facts) -> tuple[Seen, ...]:
    """The steps of the proof that an object of the database went through, and plans, server by server."""
    steps = tuple(_seen(key, facts)) if key.kind not in _OF_CONCEPT else ()
    return (*steps, *_plans(key, facts), *_views(key, facts), *_remarks(key, facts))


def _plans(key: Key, facts: Facts) -> Iterator[Seen]:
    """The plans of the query or key of this name, and those that an index is used by."""
    for server in facts.proof.servers if facts.proof else ():
        for plan in server.plans:
            if key.name == plan.query or (key.kind == "index" and key.name in plan.used):
                of_other = "" if key.name == plan.query else f" of {plan.query}"
                given = f" with {', '.join(plan.given)}" if plan.given else ""
                yield Seen(
                    server=f"PostgreSQL {server.version}", what=f"plan{of_other}{given}", outcome=str(plan.verdict),
                    facts=(outcome_of(plan),),
                )  # fmt: skip


def _views(key: Key, facts: Facts) -> Iterator[Seen]:
    """What refreshing a materialized view showed."""
    for server in facts.proof.servers if facts.proof else ():
        for view in server.views:
            if key == Key("view", view.view):
                touched = f"{view.blocks:,} blocks touched, {view.without:,} by its query"
                yield Seen(
                    server=f"PostgreSQL {server.version}", what="refreshed after a change", outcome=str(view.outcome),
                    facts=(touched, *view.facts),
                )  # fmt: skip


def _remarks(key: Key, facts: Facts) -> Iterator[Seen]:
    """What the rules of experts say of an object."""
    for remark in facts.proof.remarks if facts.proof else ():
        if remark.object == key.name:
            outcome = f"waived: {remark.waived}" if remark.waived else "worth a look" if remark.noted else "stands"
            yield Seen(server="", what=f"lint, {remark.rule}: {remark.fact}", outcome=outcome)


def _seen(key: Key, facts: Facts) -> Iterator[Seen]:
    wanted = _STEPS.get(key.kind, (_CATALOG,))
    wanted = ("jobs end what is due, and nothing else",) if key.kind == "job" else wanted
    for server in facts.proof.servers if facts.proof else ():
        for step in server.steps:
            if step.name in wanted:
                yield Seen(server=f"PostgreSQL {server.version}", what=step.name, outcome=str(step.outcome))
