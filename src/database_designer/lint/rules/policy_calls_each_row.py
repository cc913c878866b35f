"""Policies that ask who it is for each row."""

from __future__ import annotations

from collections.abc import Iterator

import postgast

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.objects import Policy
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.script import strings, within
from database_designer.lint.subject import Subject

_SETTINGS = frozenset({"current_setting"})


def _calls(policy: Policy) -> Iterator[str]:
    """The functions of a policy's conditions that read no column and do not stand in a query of their own."""
    for text in (policy.using, policy.check):
        tree = postgast.parse(f"SELECT {text}") if text else None
        inner = [c for s in within(tree, "SubLink") for c in within(s, "FuncCall")] if tree else []
        for call in within(tree, "FuncCall") if tree else ():
            name = ".".join(strings(call.funcname))
            known = name in _SETTINGS or len(call.funcname) > 1
            if known and call not in inner and not any(within(call, "ColumnRef")):
                yield name


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each policy that calls a setting, or a function of another schema, as it stands."""
    for policy in subject.catalog.policies:
        if names := sorted(set(_calls(policy))):
            yield Finding(
                object=f"{policy.table}.{policy.name}",
                fact=f"calls {listed(names)}() for each row",
                fix=f"(SELECT {names[0]}(...))",
            )


RULE = Rule(
    code="E4",
    name="policy-calls-each-row",
    severity=Severity.WARNING,
    checks="A function in a policy that does not read the row is called within a SELECT.",
    why="(SELECT f()) is worked out once for a query, f() once for each row it looks at.",
    sources=("splinter 0003 auth_rls_initplan", "Supabase postgres best practices"),
    find=find,
)
