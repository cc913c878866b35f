"""Foreign keys that act without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each foreign key without a reason."""
    for key in subject.design.physical.foreign_keys if subject.design else ():
        if not key.reason and not key.origin.principle:
            yield Finding(
                object=f"{key.table}.{key.name}",
                fact=f"has ON DELETE {key.on_delete} without a reason",
                fix="say in model.yaml what becomes of the row",
            )


RULE = Rule(
    code="B4",
    name="delete-action-unexplained",
    severity=Severity.WARNING,
    checks="Every foreign key of the design says why a delete does what it does.",
    why=(
        "CASCADE can destroy what must be kept, RESTRICT what must be deletable: a choice without a reason "
        "was not made."
    ),
    sources=("Timescale pg-aiguide", "schemalint: reference-actions"),
    find=find,
    reads=Reads.DESIGN,
)
