"""Section 8: the views, and of those that hold their rows how old these may be and what brings them up to date."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.ddl.jobs import job_statement
from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, codes, fence, items, prose, table
from database_designer.emit.document.words import in_brackets, requirement_ids, sentence
from database_designer.emit.jobs import FOLDER, cron_line
from database_designer.model.conceptual import Derivation
from database_designer.model.durations import interval
from database_designer.model.physical import Job, Materialization, Schedule, View
from database_designer.model.plan import Statement
from database_designer.model.proof import Outcome, ViewProof

_EVERY = {Schedule.DAILY: "every day", Schedule.WEEKLY: "every week", Schedule.MONTHLY: "every month", Schedule.HOURLY: "every hour"}  # fmt: skip


def views(facts: Facts) -> str:
    """The section's Markdown."""
    found = blocks(*(_view(v, facts) for v in facts.physical.views))
    return blocks(found or _no_views(facts), _asked_directly(facts), "### Materialized Views", _materialized(facts))


def _no_views(facts: Facts) -> str:
    computed = [
        f"{e.name}.{a.name}"
        for e in facts.concept.entities
        for a in e.attributes
        if a.derived and a.derived.manner == Derivation.COMPUTED
    ]
    if computed:
        return f"There is no view: {codes(computed)} are worked out by the application's own queries."
    if any(q.report for e in facts.concept.entities for q in e.queries):
        return "There is no view."
    return "No report and no value that is worked out when read was found in the documents, so there is no view."


def _asked_directly(facts: Facts) -> str:
    """The reports that are no views: what they are given is no value of their rows."""
    held = {v.element for v in facts.physical.views}
    named = [f"{e.name}.{q.name}" for e in facts.concept.entities for q in e.queries if q.report]
    left = [name for name in named if name not in held]
    if not left:
        return ""
    return f"No view: {codes(left)}. What {'these are' if len(left) > 1 else 'it is'} given, a period or a choice, changes the totals, so the query itself is asked (section 6)."


def _view(view: View, facts: Facts) -> str:
    purpose = sentence(view.purpose[:1].upper() + view.purpose[1:]) or "Not stated."
    held = view.materialized
    return blocks(
        f"### View: {prose(view.name)}",
        f"**Purpose**: {purpose} {in_brackets(view.origin)}",
        _freshness(view, facts),
        fence("\n\n".join(s.sql for s in (*facts.created("view", view.name), *_key(held, facts)))),
        _refresh(held, facts) if held is not None else "",
    )


def _key(held: Materialization | None, facts: Facts) -> Iterator[Statement]:
    if held is not None:
        yield from facts.created("view index", held.index)


def _freshness(view: View, facts: Facts) -> str:
    """How old the rows may be, and how old they are."""
    if not view.fresh:
        return ""
    job = _job_of(view, facts)
    if job is None:
        return f"**Freshness**: current. Older rows would do ({_quoted(view)}), but it is a plain view: {prose(view.plain)}."
    return (
        f"**Freshness**: {_quoted(view)} is stated. It is refreshed {_every(job)}: its rows are at most so old, and the time"
        " that a refresh takes."
    )


def _quoted(view: View) -> str:
    return f"“{prose(view.fresh)}”"


def _every(job: Job) -> str:
    return _EVERY.get(job.schedule, str(job.schedule))


def _job_of(view: View, facts: Facts) -> Job | None:
    held = view.materialized
    return next((j for j in facts.physical.jobs if held is not None and j.name == held.job), None)


def _refresh(held: Materialization, facts: Facts) -> str:
    job = next((j for j in facts.physical.jobs if j.name == held.job), None)
    if job is None:
        return ""
    said = (
        f"**Refresh**: {code(f'{FOLDER}/{job.file}')}, by cron {code(cron_line(job, facts.physical))}. Readers are not"
        f" stopped meanwhile; {code(held.index)} is what tells the rows apart, unset groups included."
    )
    return blocks(said, fence(job_statement(job, facts.physical)), _proven(job.view, facts))


def _proven(name: str, facts: Facts) -> str:
    """What a server said of the view; the first of them that was asked."""
    found = next((p for s in (facts.proof.servers if facts.proof else ()) for p in s.views if p.view == name), None)
    if found is None:
        return "Not tried on a server."
    if found.outcome is not Outcome.PASSED:
        return f"**Failed**: {prose('; '.join(found.facts))}"
    return _shown(found)


def _shown(found: ViewProof) -> str:
    return (
        f"Proven: rows were deleted, it was refreshed twice, and held each time what its query gives over {found.counted:,} rows. "
        f"Reading it whole touches {found.blocks:,} blocks, the query {found.without:,}."
    )


def _materialized(facts: Facts) -> str:
    """Results that may be old are the only reason for one."""
    held = [(v, j) for v in facts.physical.views if (j := _job_of(v, facts)) is not None]
    plain = [v for v in facts.physical.views if v.plain]
    if not held and not plain:
        return (
            "None: a materialized view shows the results of its last refresh, and no freshness was read for a report. "
            f"Where old results will do, say how old as {code('fresh')} of the query in {code('model.yaml')}."
        )
    rows = [
        (code(v.name), _quoted(v), str(j.schedule), code(f"{FOLDER}/{j.file}"), requirement_ids(v.origin))
        for v, j in held
    ]
    listed = table(("View", "Freshness stated", "Refreshed", "Job", "Stated in"), rows) if rows else ""
    ages = any(interval(v.fresh) is not None for v, _ in held)
    rule = (
        "A stated age is kept to by two refreshes within it, so that one may fail; a stated time (“nightly”) is the schedule itself. "
        "Whoever runs a job owns the view: only the owner may refresh it."
    )  # fmt: skip
    left = items(f"{code(v.name)} is a plain view: {prose(v.plain)}." for v in plain)
    return blocks("" if listed else "None.", listed, rule if ages else "", left)
