"""Several policies that all are asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table and command with several permissive policies for one role."""
    asked: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for policy in subject.catalog.policies:
        commands = ("SELECT", "INSERT", "UPDATE", "DELETE") if policy.command == "ALL" else (policy.command,)
        for command in commands if policy.permissive else ():
            for role in policy.roles:
                asked[policy.table, command, role].append(policy.name)
    for (table, command, role), names in asked.items():
        if len(names) > 1:
            yield Finding(
                object=table,
                fact=f"asks {len(names)} policies for {command} by {role}: {listed(names)}",
                fix="one policy with OR, or AS RESTRICTIVE where all must hold",
            )


RULE = Rule(
    code="E5",
    name="policies-overlap",
    severity=Severity.WARNING,
    checks="For each role and command a table has one permissive policy.",
    why="All of them are worked out for each row, and joined by OR, which is wider than most who add one expect.",
    sources=("splinter 0006 multiple_permissive_policies",),
    find=find,
)
