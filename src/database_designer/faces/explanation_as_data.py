"""What is said of a name as plain data, for `--json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from database_designer.diagnostics import Diagnostic
from database_designer.emit.explaining import Answer, Explanation, Key
from database_designer.emit.explaining.explanation import Kept
from database_designer.faces.as_data import diagnostics_data, quotations
from database_designer.source import Origin
from database_designer.verify.proving.verdicts import verdict, why


def answer_data(answer: Answer, diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """The explanations of a name; `near` are what an unknown or ambiguous one may mean."""
    return {
        "name": answer.name,
        "explanations": [_explanation_data(e) for e in answer.explanations],
        "near": [_key_data(k) for k in answer.near],
        "diagnostics": diagnostics_data(diagnostics),
    }


def _explanation_data(explanation: Explanation) -> dict[str, Any]:
    return {
        **_key_data(explanation.key),
        "facts": dict(explanation.facts),
        "sql": list(explanation.sql),
        **_origin_data(explanation.origin),
        "bonds": [{"how": b.how, "others": [_key_data(k) for k in b.others]} for b in explanation.bonds],
        "statements": [
            {"place": s.place, "quote": s.quote, "use": s.use, "elements": list(s.elements), "reason": s.reason}
            for s in explanation.said
        ],
        "rules": [_kept_data(k) for k in explanation.kept],
        "seen": [
            {"server": s.server, "what": s.what, "outcome": s.outcome, "facts": list(s.facts)} for s in explanation.seen
        ],
    }


def _key_data(key: Key) -> dict[str, str]:
    return {"kind": key.kind, "name": key.name}


def _origin_data(origin: Origin | None) -> dict[str, Any]:
    return {
        "sentences": quotations(origin.evidence) if origin is not None else [],
        "requirements": list(origin.requirements) if origin is not None else [],
        "decided_by": origin.decided_by if origin is not None else "",
        "principle": origin.principle if origin is not None else "",
        "assumed": origin is not None and origin.assumed,
    }


def _kept_data(kept: Kept) -> dict[str, Any]:
    rule = kept.enforcement
    return {
        "element": rule.element, "what": rule.what, "form": str(rule.form or ""), "objects": list(rule.objects),
        "reason": rule.reason, "sqlstate": rule.sqlstate, "constraint": rule.constraint,
        "proofs": [
            {
                "verdict": verdict(p), "why": why(p),
                "probes": [{"kind": str(x.kind), "what": x.what, "outcome": str(x.outcome)} for x in p.probes],
            }
            for p in kept.proofs
        ],
    }  # fmt: skip
