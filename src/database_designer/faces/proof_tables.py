"""A proof as tables for people: the success criteria, the steps on a server, the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.table import Table

from database_designer.faces.tables import add_row, plain_table
from database_designer.model.proof import Proof, ServerProof
from database_designer.verify.proving.verdicts import verdict, why

_SHOWN = 3
"""Exceptions and facts that are shown; database_schema.md has all."""


def criteria_table(proof: Proof) -> Table:
    """The success criteria with their denominators; the first exceptions are named."""
    table = plain_table("Success criteria", "", "criterion", "met", "exceptions and notes")
    table.columns[0].justify = "right"
    table.columns[2].justify = "right"
    table.columns[2].no_wrap = True
    for number, criterion in enumerate(proof.criteria, start=1):
        notes = "; ".join(x for x in (_first(criterion.exceptions), criterion.note) if x)
        add_row(table, str(number), criterion.text, f"{criterion.met} of {criterion.total}", notes)
    return table


def steps_table(server: ServerProof) -> Table:
    """What a server was asked, and what came of it."""
    kind = "the embedded server" if server.kind == "embedded" else "the given server"
    title = f"Proof on PostgreSQL {server.version}, {kind}" if server.version else f"Proof on {kind}"
    table = plain_table(title, "step", "outcome", "facts")
    for step in server.steps:
        add_row(table, step.name, str(step.outcome), _first(step.facts))
    return table


def rules_table(server: ServerProof) -> Table:
    """Every rule with what was tried of it: how often, what came of it, and why it is not proven."""
    table = plain_table(f"Rules on PostgreSQL {server.version}", "rule", "verdict", "tried", "why not")
    for rule in server.rules:
        tried = Counter(str(probe.kind) for probe in rule.probes)
        counts = ", ".join(f"{number} {kind}" for kind, number in tried.items())
        add_row(table, f"{rule.element}: {rule.what}", verdict(rule), counts, why(rule))
    return table


def _first(facts: Sequence[str]) -> str:
    more = f" and {len(facts) - _SHOWN} more" if len(facts) > _SHOWN else ""
    return "; ".join(facts[:_SHOWN]) + more
