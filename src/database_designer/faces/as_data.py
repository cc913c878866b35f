"""The conceptual model and diagnostics as plain data, for `--json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from database_designer.diagnostics import Diagnostic, to_json
from database_designer.model.conceptual import AccountedStatement, ConceptualModel, EntityType, Question
from database_designer.source import Evidence


def model_data(model: ConceptualModel, diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """The conceptual model: entities with their attributes, relationships, questions, the account."""
    return {
        "model": model.name,
        "entities": [_entity_data(e) for e in model.entities],
        "relationships": [r for e in model.entities for r in relationships(e)],
        "questions": [question_data(q) for q in model.questions],
        "accounting": account_data(model),
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
        "evidence": quotations(entity.origin.evidence),
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


def diagnostics_data(diagnostics: Iterable[Diagnostic]) -> list[dict[str, str | int | None]]:
    """All diagnostics, the notes too."""
    return [to_json(d) for d in diagnostics]


def question_data(question: Question) -> dict[str, Any]:
    """A question with its default, what it would change, how it is answered and what raised it."""
    return {
        "ask": question.ask, "about": question.about, "assumed": question.assumed, "answer": question.answer,
        "would_change": question.would_change, "where": question.where, "write": question.write,
        "evidence": quotations(question.origin.evidence),
    }  # fmt: skip


def quotations(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    """Quotations with their files and lines."""
    return [{"file": e.span.file, "line": e.span.line, "quote": e.quote} for e in evidence]


def _statement_data(entry: AccountedStatement) -> dict[str, Any]:
    return {
        **quotations((entry.said,))[0], "requirement": entry.said.requirement, "use": str(entry.use),
        "elements": list(entry.elements), "reason": entry.reason,
    }  # fmt: skip


def account_data(model: ConceptualModel) -> list[dict[str, Any]]:
    """What became of each requirement id."""
    return [
        {"requirement": a.requirement, "use": str(a.use), "elements": list(a.elements), "reason": a.reason}
        for a in model.accounting
    ]
