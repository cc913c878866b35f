"""Results as plain data, for `--json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from database_designer.diagnostics import Diagnostic, to_json
from database_designer.model.conceptual import AccountedStatement, ConceptualModel, EntityType, Question
from database_designer.model.design import Design
from database_designer.model.proof import Criterion, Proof, RuleProof
from database_designer.source import Evidence
from database_designer.verify.proving.verdicts import verdict, why


def model_data(model: ConceptualModel, diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """The conceptual model: entities with their attributes, relationships, questions, the account."""
    return {
        "model": model.name,
        "entities": [_entity_data(e) for e in model.entities],
        "relationships": [r for e in model.entities for r in relationships(e)],
        "questions": [_question_data(q) for q in model.questions],
        "accounting": _account_data(model),
        "statements": [_statement_data(s) for s in model.statements],
        "diagnostics": diagnostics_data(diagnostics),
    }


def _entity_data(entity: EntityType) -> dict[str, Any]:
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
        "evidence": _quotations(entity.origin.evidence),
    }


def relationships(entity: EntityType) -> list[dict[str, Any]]:
    """The relationships that start at an entity: references, parts, links and what it is a kind of."""
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


def design_data(design: Design, proof: Proof, folder: str, diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """The outcome of a design ("proven", "failed", "unproven": not asked for) and the names of what it holds."""
    physical, concept = design.physical, design.concept
    return {
        "outcome": ("proven" if proof.passed else "failed") if proof.servers else "unproven",
        "model": concept.name,
        "output": folder,
        "postgres": physical.postgres,
        "schema": physical.schema,
        "sources": [
            {"path": s.path, "role": str(s.role), "title": s.title, "statements": s.statements} for s in design.sources
        ],
        "tables": [t.name for t in physical.tables],
        "foreign_keys": [f.name for f in physical.foreign_keys],
        "enums": [e.name for e in physical.enums],
        "indexes": [i.name for i in physical.indexes],
        "triggers": [t.name for t in physical.triggers],
        "views": [v.name for v in physical.views],
        "questions": [_question_data(q) for q in concept.questions],
        "accounting": _account_data(concept),
        "proof": proof_data(proof),
        "diagnostics": diagnostics_data(diagnostics),
    }


def diagnostics_data(diagnostics: Iterable[Diagnostic]) -> list[dict[str, str | int | None]]:
    """All diagnostics, the notes too."""
    return [to_json(d) for d in diagnostics]


def _question_data(question: Question) -> dict[str, Any]:
    return {
        "ask": question.ask, "about": question.about, "assumed": question.assumed, "answer": question.answer,
        "would_change": question.would_change, "where": question.where, "write": question.write,
        "evidence": _quotations(question.origin.evidence),
    }  # fmt: skip


def _quotations(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [{"file": e.span.file, "line": e.span.line, "quote": e.quote} for e in evidence]


def _statement_data(entry: AccountedStatement) -> dict[str, Any]:
    return {
        **_quotations((entry.said,))[0], "requirement": entry.said.requirement, "use": str(entry.use),
        "elements": list(entry.elements), "reason": entry.reason,
    }  # fmt: skip


def _account_data(model: ConceptualModel) -> list[dict[str, Any]]:
    return [
        {"requirement": a.requirement, "use": str(a.use), "elements": list(a.elements), "reason": a.reason}
        for a in model.accounting
    ]


def proof_data(proof: Proof) -> dict[str, Any]:
    """The proof: `passed` is None where no server was asked."""
    return {
        "passed": proof.passed if proof.servers else None,
        "servers": [
            {
                "version": s.version, "kind": s.kind, "passed": s.passed,
                "steps": [{"name": x.name, "outcome": str(x.outcome), "facts": list(x.facts)} for x in s.steps],
                "rules": [_rule_data(rule) for rule in s.rules],
            }
            for s in proof.servers
        ],
        "criteria": [_criterion_data(c) for c in proof.criteria],
        "checklist": [_criterion_data(c) for c in proof.checklist],
    }  # fmt: skip


def _rule_data(rule: RuleProof) -> dict[str, Any]:
    probes = [
        {"kind": str(p.kind), "what": p.what, "outcome": str(p.outcome), "facts": list(p.facts)} for p in rule.probes
    ]
    return {
        "element": rule.element, "what": rule.what, "form": rule.form,
        "verdict": verdict(rule), "why": why(rule), "probes": probes,
    }  # fmt: skip


def _criterion_data(criterion: Criterion) -> dict[str, Any]:
    return {
        "text": criterion.text,
        "met": criterion.met,
        "total": criterion.total,
        "exceptions": list(criterion.exceptions),
        "note": criterion.note,
    }
