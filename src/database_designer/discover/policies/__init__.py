"""Policies in prose: what is kept of changes, how long, how much there is, and how the database is run."""

from __future__ import annotations

from database_designer.discover.findings import Findings, PolicyFinding, combine
from database_designer.discover.names import Noun
from database_designer.discover.policies.history import history
from database_designer.discover.policies.notes import operations_notes
from database_designer.discover.policies.retention import retention
from database_designer.discover.policies.volumes import volumes
from database_designer.discover.prose import Line
from database_designer.model.requirements import Requirements, Statement, Table
from database_designer.source import Evidence

_MAX_TEXT = 2_000
_QUALITY = ("non-functional", "performance", "quality", "operation", "volume", "capacity", "backup", "retention")


def read_policies(requirements: Requirements, lines: tuple[Line, ...]) -> Findings:
    """Policy findings of all statements and of the rows of tables of non-functional requirements."""
    from_rows = (
        _text(
            " | ".join(r.cells),
            Evidence(span=r.span, quote=" | ".join(r.cells), requirement=r.requirement),
            " ".join(t.section[-1:]),
            (),
        )
        for t in requirements.tables
        if _speaks_of_quality(t)
        for r in t.rows
    )
    return combine((*(_statement(x.statement, x.topics) for x in lines), *from_rows))


def _statement(statement: Statement, topics: tuple[Noun, ...]) -> Findings:
    place = " ".join((*statement.section[-1:], statement.lead, statement.label))
    return _text(statement.text, statement.evidence, place, topics)


def _speaks_of_quality(table: Table) -> bool:
    path = " ".join(table.section).lower()
    return not table.is_requirements and any(word in path for word in _QUALITY)


def _text(text: str, evidence: Evidence, place: str, topics: tuple[Noun, ...]) -> Findings:
    text = text[:_MAX_TEXT]
    found: list[PolicyFinding] = [
        *history(text, evidence, topics),
        *retention(text, evidence, place),
        *volumes(text, evidence),
        *operations_notes(text, evidence, place),
    ]
    return Findings(policies=tuple(found))
