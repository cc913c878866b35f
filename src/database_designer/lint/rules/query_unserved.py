"""Queries that nothing answers for."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each query without a service, or one with neither index nor reason."""
    if subject.design is None:
        return
    physical = subject.design.physical
    known = {s.query: s for s in physical.services}
    for entity in subject.design.concept.entities:
        for query in entity.queries:
            service = known.get(f"{entity.name}.{query.name}")
            if physical.of_entity(entity.name) and (service is None or not (service.indexes or service.reason)):
                yield Finding(
                    object=f"{entity.name}.{query.name}",
                    fact="is served by no index, for no reason",
                    fix="an index for its conditions, or the reason for none",
                )


RULE = Rule(
    code="D2",
    name="query-unserved",
    severity=Severity.WARNING,
    checks="Every access pattern of the concept is served by an index, or a reason says why by none.",
    why="It reads the whole table, and nobody decided that.",
    sources=("Timescale pg-aiguide", "Supabase postgres best practices"),
    find=find,
    reads=Reads.DESIGN,
)
