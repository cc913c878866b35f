"""Materialized views that nobody refreshes."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each materialized view that no job names."""
    if subject.design is None:
        return
    refreshed = {job.view for job in subject.design.physical.jobs}
    for view in subject.design.physical.views:
        if view.materialized and view.name not in refreshed:
            yield Finding(
                object=view.name, fact="is refreshed by no job", fix="a job for it, as often as its readers need"
            )


RULE = Rule(
    code="E12",
    name="refresh-without-job",
    severity=Severity.WARNING,
    checks="Every materialized view of the design is refreshed by a job.",
    why="It shows what was true when it was made.",
    sources=('PostgreSQL documentation "REFRESH MATERIALIZED VIEW"',),
    find=find,
    reads=Reads.DESIGN,
)
