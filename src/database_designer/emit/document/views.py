"""Section 8: the views."""

from __future__ import annotations

from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, codes, fence, prose
from database_designer.emit.document.words import in_brackets, sentence
from database_designer.model.conceptual import Derivation
from database_designer.model.physical import View


def views(facts: Facts) -> str:
    """The section's Markdown."""
    found = blocks(*(_view(v, facts) for v in facts.physical.views))
    return blocks(found or _no_views(facts), "### Materialized Views", _materialized(facts))


def _no_views(facts: Facts) -> str:
    reports = [f"{e.name}.{q.name}" for e in facts.concept.entities for q in e.queries if q.report]
    computed = [
        f"{e.name}.{a.name}"
        for e in facts.concept.entities
        for a in e.attributes
        if a.derived and a.derived.manner == Derivation.COMPUTED
    ]
    if reports or computed:
        return f"There is no view: {codes([*reports, *computed])} are worked out by the application's own queries."
    return "No report and no value that is worked out when read was found in the documents, so there is no view."


def _view(view: View, facts: Facts) -> str:
    return blocks(
        f"### View: {prose(view.name)}",
        f"**Purpose**: {sentence(view.purpose) or 'not stated.'} {in_brackets(view.origin)}",
        fence("\n\n".join(s.sql for s in facts.created("view", view.name))),
    )


def _materialized(facts: Facts) -> str:
    """Results that may be old are the only reason for one."""
    stale = [f"{e.name}.{q.name}" for e in facts.concept.entities for q in e.queries if q.fresh]
    if stale:
        return (
            f"None. {codes(stale)} may show results of some age, so a materialized view would be allowed; plain views and "
            "tables answer with current ones, and no stated volume shows that to be too slow."
        )
    return "None: a materialized view shows the results of its last refresh, and no requirement says that old ones will do."
