"""Functions that end rows, called by nobody."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject
from database_designer.model.physical import ExpireRows, RetainRows


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each such function that no job calls."""
    if subject.design is None:
        return
    called = {job.function for job in subject.design.physical.jobs}
    for function in subject.design.physical.functions:
        if isinstance(function, ExpireRows | RetainRows) and function.name not in called:
            yield Finding(
                object=f"{function.name}()",
                fact=f"ends rows of {function.table}, and no job calls it",
                fix="a job for it",
            )


RULE = Rule(
    code="E15",
    name="retention-without-job",
    severity=Severity.WARNING,
    checks="Every function of a retention or an expiry is called by a job.",
    why="Rows that must go stay, and nobody notices.",
    sources=("Timescale pg-aiguide: retention", "GDPR article 5 (storage limitation)"),
    find=find,
    reads=Reads.DESIGN,
)
