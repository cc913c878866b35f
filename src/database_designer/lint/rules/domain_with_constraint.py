"""Domains that check."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each domain with a constraint."""
    for type_ in subject.catalog.types:
        if type_.domain and type_.constraints:
            yield Finding(
                object=type_.name,
                fact=f"is a domain with {listed(type_.constraints)}",
                fix="the check on each table, which can be changed one by one",
            )


RULE = Rule(
    code="C19",
    name="domain-with-constraint",
    severity=Severity.INFO,
    checks="Checks stand on tables, not in domains.",
    why="To change the check of a domain reads every table that uses it, under locks on all of them.",
    sources=("squawk: ban-create-domain-with-constraint", "Timescale pg-aiguide (the opposite opinion)"),
    find=find,
)
