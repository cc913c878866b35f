"""Section 11: how long rows are kept, and the jobs that see to it."""

from __future__ import annotations

import re

from database_designer.ddl import Names
from database_designer.emit.document.facts import Facts
from database_designer.emit.document.markdown import blocks, code, fence, items, prose, table_link
from database_designer.emit.document.words import cut, in_brackets, quotation, sentence
from database_designer.model.conceptual import EntityType, Retention
from database_designer.model.physical import Form, TableKind

_AUDIT = re.compile(r"\baudit\b", re.IGNORECASE)
_ENDS = {"delete": "deleted", "archive": "archived", "anonymise": "anonymised"}


def retention(facts: Facts) -> str:
    """The section's Markdown."""
    policies = [(e, e.retention) for e in facts.concept.entities if e.retention is not None]
    shown = blocks(*(_policy(entity, policy, facts) for entity, policy in policies))
    none = "No retention period was found in the documents, so no row is removed or archived on its own."
    return blocks(shown or none, _audit(facts))


def _policy(entity: EntityType, policy: Retention, facts: Facts) -> str:
    since = code(policy.after) if policy.after else "creation"
    end = _ENDS.get(policy.then, prose(policy.then))
    item = facts.physical.of_entity(entity.name)
    said = (
        f"**{table_link(item.name) if item else prose(entity.name)}**: kept for {policy.amount:,} {prose(policy.unit)} "
        f"after {since}, then {end} {in_brackets(policy.origin)}. {quotation(policy.origin)}"
    )
    return blocks(said, _job(entity, facts) if item else "")


def _job(entity: EntityType, facts: Facts) -> str:
    """The function that a scheduler calls, or why there is none."""
    kept = [e for e in facts.physical.enforcements if e.element == entity.name and e.form == Form.RETENTION]
    called = [o for e in kept for o in e.objects]
    if not called:
        return blocks("No job can be written for it:", items(sentence(e.reason) for e in kept))
    name = Names(schema=facts.physical.schema).function(called[0])
    return blocks("A scheduled job, once a day; what something still points to is kept:", fence(f"SELECT {name}();"))


def _audit(facts: Facts) -> str:
    """Audit logs grow for ever unless somebody decides otherwise."""
    audits = [table_link(t.name) for t in facts.physical.tables if t.kind == TableKind.AUDIT]
    if not audits:
        return ""
    asked = next((q for q in facts.concept.questions if not q.answer and _AUDIT.search(q.ask)), None)
    if asked is not None:
        return f"How long {cut(audits)} is kept is open: “{prose(asked.ask)}” (section 1, Open questions)."
    return f"No retention period was found for {cut(audits)}, which grows with every change."
