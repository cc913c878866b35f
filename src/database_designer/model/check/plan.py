"""What holds of every sound plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.plan import ObjectId, Plan, Statement

ALWAYS_THERE = frozenset({ObjectId(kind="schema", name="public")})
"""What statements may need though no statement creates it."""


def check_plan(plan: Plan) -> tuple[Diagnostic, ...]:
    """What is wrong with a plan: () for one that can run. Each finding names the object as its element."""
    return (*_check(plan.schema, ALWAYS_THERE), *_check(plan.seed, _created(plan.schema) | ALWAYS_THERE))


def _created(statements: Iterable[Statement]) -> frozenset[ObjectId]:
    return frozenset(s.creates for s in statements)


def _check(statements: tuple[Statement, ...], before: frozenset[ObjectId]) -> Iterator[Diagnostic]:
    later = _created(statements)
    done = set(before)
    for statement in statements:
        here = statement.creates
        if not statement.sql.rstrip().endswith(";") or "\0" in statement.sql:
            yield _finding("plan-statement", here, "its statement is not complete SQL")
        if here in done:
            yield _finding("plan-twice", here, "it is created twice")
        for need in statement.needs:
            if need not in done:
                when = "later" if need in later else "nowhere"
                yield _finding("plan-need", here, f"it needs the {need.kind} {need.name}, which is created {when}")
        done.add(here)


def _finding(code: str, where: ObjectId, fact: str) -> Diagnostic:
    return Diagnostic(
        code=code,
        severity=Severity.ERROR,
        fact=f"{where.kind} {where.name}: {fact}",
        fix="this is a fault of the compiler: report it with the documents at hand",
        element=where.name,
    )
