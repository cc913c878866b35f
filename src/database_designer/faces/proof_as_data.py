"""A design and its proof as plain data, for `--json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from database_designer.diagnostics import Diagnostic
from database_designer.faces.as_data import account_data, diagnostics_data, question_data
from database_designer.model.design import Design
from database_designer.model.proof import Criterion, PlanProof, Proof, Remark, RuleProof
from database_designer.verify.proving.verdicts import verdict, why


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
        "questions": [question_data(q) for q in concept.questions],
        "accounting": account_data(concept),
        "proof": proof_data(proof),
        "diagnostics": diagnostics_data(diagnostics),
    }


def proof_data(proof: Proof) -> dict[str, Any]:
    """The proof: `passed` is None where no server was asked."""
    return {
        "passed": proof.passed if proof.servers else None,
        "servers": [
            {
                "version": s.version, "kind": s.kind, "passed": s.passed,
                "steps": [{"name": x.name, "outcome": str(x.outcome), "facts": list(x.facts)} for x in s.steps],
                "rules": [_rule_data(rule) for rule in s.rules],
                "plans": [_plan_data(plan) for plan in s.plans],
                "synthetic_rows": dict(s.synthetic),
            }
            for s in proof.servers
        ],
        "criteria": [_criterion_data(c) for c in proof.criteria],
        "checklist": [_criterion_data(c) for c in proof.checklist],
        "lint": {"rules": proof.linted, "findings": [_remark_data(r) for r in proof.remarks]},
    }  # fmt: skip


def _remark_data(remark: Remark) -> dict[str, Any]:
    return {
        "rule": remark.rule, "object": remark.object, "fact": remark.fact, "fix": remark.fix,
        "waived": remark.waived or None, "note": remark.noted,
    }  # fmt: skip


def _rule_data(rule: RuleProof) -> dict[str, Any]:
    probes = [
        {"kind": str(p.kind), "what": p.what, "outcome": str(p.outcome), "facts": list(p.facts)} for p in rule.probes
    ]
    return {
        "element": rule.element, "what": rule.what, "form": rule.form,
        "verdict": verdict(rule), "why": why(rule), "probes": probes,
    }  # fmt: skip


def _plan_data(plan: PlanProof) -> dict[str, Any]:
    return {
        "query": plan.query, "given": list(plan.given), "kind": plan.kind, "what": plan.what,
        "verdict": str(plan.verdict), "why": plan.reason, "sql": plan.sql, "parameters": list(plan.parameters),
        "indexes_expected": list(plan.expected), "indexes_used": list(plan.used), "read_whole": list(plan.scanned),
        "rows": plan.rows, "blocks": plan.blocks, "blocks_without_index": plan.without,
        "ratio": round(plan.ratio, 2) if plan.ratio is not None else None,
    }  # fmt: skip


def _criterion_data(criterion: Criterion) -> dict[str, Any]:
    return {
        "text": criterion.text,
        "met": criterion.met,
        "total": criterion.total,
        "exceptions": list(criterion.exceptions),
        "note": criterion.note,
    }
