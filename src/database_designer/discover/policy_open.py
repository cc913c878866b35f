"""Retention that the documents state and the design could not settle, as questions: nothing is removed on a guess."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.discover.findings import PolicyFinding
from database_designer.discover.policy_owners import is_audit_log, owner
from database_designer.discover.policy_retention import retention
from database_designer.model.conceptual import EntityType, History, Question
from database_designer.model.requirements import Requirements, Statement
from database_designer.source import Evidence, Origin

_KEPT = "no row is removed"
_JOB = "a retention job for its rows"


def open_retention(entities: tuple[EntityType, ...], requirements: Requirements) -> Iterator[Question]:
    """A question for each stated period that became no policy.

    It is of no entity type, of some of its rows, counts from no known date, or nothing is said of its end.
    """
    settled = {
        (e, r.amount, r.unit) for entity in entities if (r := entity.retention) is not None for e in r.origin.evidence
    }
    logged: list[PolicyFinding] = []
    told: set[Evidence] = set()
    for finding in (f for s in requirements.statements for f in _stated(s)):
        details = dict(finding.values)
        amount = details["amount"]
        if not amount.isdecimal() or (finding.evidence, int(amount), details["unit"]) in settled:
            continue
        if is_audit_log(finding.owner):
            logged.append(finding)
        elif finding.evidence not in told:
            told.add(finding.evidence)
            yield _question(finding, entities)
    yield from _log(entities, logged)


def _stated(statement: Statement) -> list[PolicyFinding]:
    place = " ".join((*statement.section[-1:], statement.lead, statement.label))
    return retention(statement.text[:2_000], statement.evidence, place)


def _question(finding: PolicyFinding, entities: tuple[EntityType, ...]) -> Question:
    details = dict(finding.values)
    found = owner(finding.owner, entities)
    period, name = f"{details['amount']} {details['unit']}", " ".join(finding.owner)
    if not details["then"]:
        counted = f" (“after {details['after']}”)" if details["after"] else ""
        kept = found.entity if found and not found.rest else f"“{name}”" if name else "the rows kept"
        return _asked(
            found.entity if found else "", f"What becomes of {kept} after {period}{counted}?", finding.evidence
        )
    if found is None:
        done = {"delete": "removed", "archive": "archived"}.get(details["then"], "anonymised")
        asked = f"Which rows are {done} after {period}?" + (f" “{name}” names no table." if name else "")
        return _asked("", asked, finding.evidence)
    if details["after"]:
        asked = f"From which date of {found.entity} do the {period} count (“after {details['after']}”)?"
    else:
        rows = f"rows of {found.entity} that are “{' '.join(found.rest)}”"
        asked = f"From which date do the {period} count for {rows}?"
    return _asked(found.entity, asked, finding.evidence)


def _log(entities: tuple[EntityType, ...], stated: list[PolicyFinding]) -> Iterator[Question]:
    """The audit log grows with every change: one question on how long its entries stay."""
    audited = [e for e in entities if e.history is not None and e.history.manner == History.AUDITED]
    if stated:
        details = dict(stated[0].values)
        period = f"{details['amount']} {details['unit']}"
        asked = f"Who removes entries of the audit log after {period}? Its rows are protected from deletion."
        yield _asked("", asked, stated[0].evidence)
    elif audited:
        history = audited[0].history
        evidence = history.origin.evidence[:1] if history else ()
        yield _asked(audited[0].name, "How long are entries of the audit log kept?", *evidence)


def _asked(about: str, asked: str, *evidence: Evidence) -> Question:
    origin = Origin(evidence=evidence, decided_by="questions", assumed=not evidence)
    return Question(ask=asked, about=about, assumed=_KEPT, origin=origin, would_change=_JOB)
