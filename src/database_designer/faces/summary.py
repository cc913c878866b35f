"""Results as plain data for `--json` and as tables for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.markup import escape
from rich.table import Table

from database_designer.diagnostics import Diagnostic, to_json
from database_designer.model.conceptual import ConceptualModel, EntityType
from database_designer.model.design import Design
from database_designer.model.proof import Criterion, Proof


def model_json(model: ConceptualModel, diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """The conceptual model: entities with their attributes, relationships, questions, the account."""
    return {
        "model": model.name,
        "entities": [_entity_json(e) for e in model.entities],
        "relationships": [r for e in model.entities for r in _relationships(e)],
        "questions": [{"ask": q.ask, "about": q.about, "assumed": q.assumed} for q in model.questions],
        "accounting": [
            {"requirement": a.requirement, "use": str(a.use), "elements": list(a.elements), "reason": a.reason}
            for a in model.accounting
        ],
        "diagnostics": [to_json(d) for d in diagnostics],
    }


def _entity_json(entity: EntityType) -> dict[str, Any]:
    attributes: list[dict[str, Any]] = [
        {
            "name": a.name, "type": str(a.type.kind), "optional": a.optional, "unique": a.unique != "no",
            "many": a.many is not None, "values": list(a.type.values), "requirements": list(a.origin.requirements),
        }
        for a in entity.attributes
    ]  # fmt: skip
    if entity.lifecycle is not None:
        attributes.append(
            {
                "name": entity.lifecycle.state,
                "type": "lifecycle",
                "optional": False,
                "values": list(entity.lifecycle.states),
            }
        )
    return {
        "name": entity.name,
        "attributes": attributes,
        "synonyms": list(entity.synonyms),
        "requirements": list(entity.origin.requirements),
        "evidence": [{"file": e.span.file, "line": e.span.line, "quote": e.quote} for e in entity.origin.evidence],
    }


def _relationships(entity: EntityType) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for reference in entity.references:
        kind = "composition" if reference.part_of else "association"
        found.append(
            {
                "from": entity.name,
                "to": reference.to,
                "kind": kind,
                "name": reference.name,
                "optional": reference.optional,
            }
        )
    found.extend(
        {"from": entity.name, "to": x.to, "kind": "association", "name": x.name, "many": True} for x in entity.links
    )
    if entity.kind_of:
        found.append({"from": entity.name, "to": entity.kind_of, "kind": "specialization", "name": "kind_of"})
    return found


def design_json(design: Design, proof: Proof | None, folder: str, diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """The outcome of a design for machines."""
    physical = design.physical
    return {
        "output": folder,
        "postgres": physical.postgres,
        "tables": [t.name for t in physical.tables],
        "enums": [e.name for e in physical.enums],
        "indexes": [i.name for i in physical.indexes],
        "questions": len(design.concept.questions),
        "proof": proof_json(proof) if proof else None,
        "diagnostics": [to_json(d) for d in diagnostics],
    }


def proof_json(proof: Proof) -> dict[str, Any]:
    """The proof for machines."""
    return {
        "passed": proof.passed,
        "servers": [
            {
                "version": s.version, "kind": s.kind, "passed": s.passed,
                "steps": [{"name": x.name, "outcome": str(x.outcome), "facts": list(x.facts)} for x in s.steps],
            }
            for s in proof.servers
        ],
        "criteria": [_criterion_json(c) for c in proof.criteria],
        "checklist": [_criterion_json(c) for c in proof.checklist],
    }  # fmt: skip


def _criterion_json(criterion: Criterion) -> dict[str, Any]:
    return {
        "text": criterion.text,
        "met": criterion.met,
        "total": criterion.total,
        "exceptions": list(criterion.exceptions),
        "note": criterion.note,
    }


def criteria_table(proof: Proof) -> Table:
    """The success criteria with their denominators; the first exceptions are named."""
    table = Table(title="Success criteria", title_justify="left", show_lines=False)
    table.add_column("#", justify="right")
    table.add_column("criterion")
    table.add_column("met", justify="right")
    table.add_column("exceptions and notes", overflow="fold")
    for number, criterion in enumerate(proof.criteria, start=1):
        shown = "; ".join(criterion.exceptions[:3]) + (
            f" and {len(criterion.exceptions) - 3} more" if len(criterion.exceptions) > 3 else ""
        )
        notes = "; ".join(x for x in (shown, criterion.note) if x)
        table.add_row(str(number), escape(criterion.text), f"{criterion.met} of {criterion.total}", escape(notes))
    return table


def steps_table(proof: Proof) -> Table:
    """What each server was asked, and what came of it."""
    table = Table(title="Proof", title_justify="left")
    for head in ("PostgreSQL", "step", "outcome", "facts"):
        table.add_column(head, overflow="fold")
    for server in proof.servers:
        for step in server.steps:
            table.add_row(
                f"{server.version} ({server.kind})",
                escape(step.name),
                str(step.outcome),
                escape("; ".join(step.facts[:3])),
            )
    return table


def model_table(model: ConceptualModel) -> Table:
    """The entity types with their attributes and relationships, for people."""
    table = Table(title=escape(model.name), title_justify="left")
    table.add_column("entity type")
    table.add_column("attributes", overflow="fold")
    table.add_column("relationships", overflow="fold")
    table.add_column("requirements", overflow="fold")
    for entity in model.entities:
        attributes = [a.name + ("?" if a.optional else "") for a in entity.attributes]
        if entity.lifecycle is not None:
            attributes.append(f"{entity.lifecycle.state} ({', '.join(entity.lifecycle.states)})")
        links = [f"{r['name']} → {r['to']}" for r in _relationships(entity)]
        table.add_row(
            escape(entity.name),
            escape(", ".join(attributes)),
            escape(", ".join(links)),
            escape(", ".join(entity.origin.requirements[:6])),
        )
    return table
