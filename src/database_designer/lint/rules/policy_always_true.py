"""Policies that let everything through."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each permissive policy that allows any write to everyone it is for."""
    for policy in subject.catalog.policies:
        condition = policy.check if policy.command == "INSERT" else policy.using
        open_ = condition.strip("()") == "true"
        if policy.permissive and policy.command != "SELECT" and open_:
            yield Finding(
                object=f"{policy.table}.{policy.name}",
                fact=f"allows {policy.command} of every row to {listed(policy.roles)}",
                fix="say whose rows may be written",
            )


RULE = Rule(
    code="E3",
    name="policy-always-true",
    severity=Severity.WARNING,
    checks="No permissive policy for writing has the condition true.",
    why="Permissive policies are joined by OR: one that is true makes all others for the same command idle.",
    sources=("splinter 0024 permissive_rls_policy",),
    find=find,
)
