"""Rules that nothing keeps."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each enforcement without objects and without a reason."""
    for enforcement in subject.design.physical.enforcements if subject.design else ():
        if not enforcement.objects and not enforcement.reason:
            yield Finding(
                object=enforcement.element,
                fact=f"is kept by no object: {enforcement.what}",
                fix="state it so that a constraint or trigger can keep it; see docs/model.md",
            )


RULE = Rule(
    code="C10",
    name="rule-unkept",
    severity=Severity.WARNING,
    checks="Every rule of the concept is kept by an object of the database, or a reason says why by none.",
    why="A rule that only programs keep is broken by the next program.",
    sources=("Timescale pg-aiguide: a check for every stated range", 'PostgreSQL documentation "Constraints"'),
    find=find,
    reads=Reads.DESIGN,
)
