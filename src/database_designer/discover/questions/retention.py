"""Retention that the documents state and the design could not settle, as questions: nothing is removed on a guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from database_designer.discover.findings import PolicyFinding
from database_designer.discover.names import Noun
from database_designer.discover.policies.owners import by_noun, is_audit_log, owner
from database_designer.discover.policies.retention import retention
from database_designer.discover.questions.asking import Answer, Material, question
from database_designer.model.conceptual import Question
from database_designer.model.requirements import Statement
from database_designer.source import Evidence

_KEPT = "no row is removed"
_JOB = "a retention job for its rows"


def open_retention(material: Material) -> Iterator[Question]:
    """A question for each stated period that became no policy.

    It is of no entity type, of some of its rows, counts from no known date, or nothing is said of its end.
    """
    entities = material.model.entities
    settled = {
        (e, r.amount, r.unit) for entity in entities if (r := entity.retention) is not None for e in r.origin.evidence
    }
    nouns = by_noun(entities)
    logged: list[PolicyFinding] = []
    told: set[Evidence] = set()
    for finding in (f for s in material.requirements.statements for f in _stated(s)):
        details = dict(finding.values)
        amount = details["amount"]
        if not amount.isdecimal() or (finding.evidence, int(amount), details["unit"]) in settled:
            continue
        if is_audit_log(finding.owner):
            logged += [finding] if material.model.operations.audit is None else []
        elif finding.evidence not in told:
            told.add(finding.evidence)
            yield _question(finding, nouns)
    yield from _log(logged)


def _stated(statement: Statement) -> list[PolicyFinding]:
    place = " ".join((*statement.section[-1:], statement.lead, statement.label))
    return retention(statement.text[:2_000], statement.evidence, place)


def _question(finding: PolicyFinding, nouns: Mapping[Noun, str]) -> Question:
    details = dict(finding.values)
    found = owner(finding.owner, nouns)
    period, name = f"{details['amount']} {details['unit']}", " ".join(finding.owner)
    if not details["then"]:
        counted = f" (“after {details['after']}”)" if details["after"] else ""
        kept = found.entity if found and not found.rest else f"“{name}”" if name else "the rows kept"
        about = found.entity if found else ""
        return _asked(about, f"What becomes of {kept} after {period}{counted}?", period, finding.evidence)
    if found is None:
        done = {"delete": "removed", "archive": "archived"}.get(details["then"], "anonymised")
        asked = f"Which rows are {done} after {period}?" + (f" “{name}” names no table." if name else "")
        return _asked("", asked, period, finding.evidence)
    if details["after"]:
        asked = f"From which date of {found.entity} do the {period} count (“after {details['after']}”)?"
    else:
        rows = f"rows of {found.entity} that are “{' '.join(found.rest)}”"
        asked = f"From which date do the {period} count for {rows}?"
    return _asked(found.entity, asked, period, finding.evidence)


def _log(stated: list[PolicyFinding]) -> Iterator[Question]:
    """What becomes of entries of the audit log then, where nothing tells it: they are protected from deletion."""
    if stated:
        details = dict(stated[0].values)
        period = f"{details['amount']} {details['unit']}"
        answer = Answer(
            taken=_KEPT, changes="the log is partitioned by time, and a job drops what was kept long enough",
            where="operations", write=f"audit: {{keep: {period}, then: delete}}",
        )  # fmt: skip
        yield question("", f"What becomes of entries of the audit log after {period}?", answer, (stated[0].evidence,))


def _asked(about: str, asked: str, period: str, *evidence: Evidence) -> Question:
    known = bool(about and period)
    answer = Answer(
        taken=_KEPT, changes=_JOB, where=f"entities.{about}" if known else "",
        write=f"retention: {{keep: {period}, then: delete}}" if known else "",
    )  # fmt: skip
    return question(about, asked, answer, evidence)
