"""Results as tables for people: without frames, so that they read well in a terminal and in a log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from database_designer.diagnostics import printable
from database_designer.faces.as_data import relationships
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.proof import Proof, ServerProof
from database_designer.verify.proving.verdicts import verdict, why

_SHOWN = 3
"""Exceptions and facts that are shown; database_schema.md has all."""


def criteria_table(proof: Proof) -> Table:
    """The success criteria with their denominators; the first exceptions are named."""
    table = _table("Success criteria", "", "criterion", "met", "exceptions and notes")
    table.columns[0].justify = "right"
    table.columns[2].justify = "right"
    table.columns[2].no_wrap = True
    for number, criterion in enumerate(proof.criteria, start=1):
        notes = "; ".join(x for x in (_first(criterion.exceptions), criterion.note) if x)
        _add(table, str(number), criterion.text, f"{criterion.met} of {criterion.total}", notes)
    return table


def steps_table(server: ServerProof) -> Table:
    """What a server was asked, and what came of it."""
    kind = "the embedded server" if server.kind == "embedded" else "the given server"
    title = f"Proof on PostgreSQL {server.version}, {kind}" if server.version else f"Proof on {kind}"
    table = _table(title, "step", "outcome", "facts")
    for step in server.steps:
        _add(table, step.name, str(step.outcome), _first(step.facts))
    return table


def rules_table(server: ServerProof) -> Table:
    """Every rule with what was tried of it: how often, what came of it, and why it is not proven."""
    table = _table(f"Rules on PostgreSQL {server.version}", "rule", "verdict", "tried", "why not")
    for rule in server.rules:
        tried = Counter(str(probe.kind) for probe in rule.probes)
        counts = ", ".join(f"{number} {kind}" for kind, number in tried.items())
        _add(table, f"{rule.element}: {rule.what}", verdict(rule), counts, why(rule))
    return table


def model_table(model: ConceptualModel) -> Table:
    """The entity types with their attributes and relationships."""
    table = _table(model.name, "entity type", "attributes", "relationships", "requirements")
    for entity in model.entities:
        attributes = [a.name + ("?" if a.optional else "") for a in entity.attributes]
        if entity.lifecycle is not None:
            attributes.append(f"{entity.lifecycle.state} ({', '.join(entity.lifecycle.states)})")
        links = [f"{r['name']} → {r['to']}" for r in relationships(entity)]
        _add(table, entity.name, ", ".join(attributes), ", ".join(links), ", ".join(entity.origin.requirements[:6]))
    return table


def _table(title: str, *heads: str) -> Table:
    table = Table(
        title=Text(printable(title), style="bold"),
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
    )
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def _add(table: Table, *cells: str) -> None:
    table.add_row(*(Text(printable(cell)) for cell in cells))


def _first(facts: Sequence[str]) -> str:
    more = f" and {len(facts) - _SHOWN} more" if len(facts) > _SHOWN else ""
    return "; ".join(facts[:_SHOWN]) + more
