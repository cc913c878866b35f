"""Indexes that the beginning of another one serves."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.objects import Index
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def _replaces(longer: Index, shorter: Index) -> bool:
    """Whether all that `shorter` finds is found by the first keys of `longer`."""
    same = (longer.method, longer.predicate) == (shorter.method, shorter.predicate)
    first = longer.keys[: len(shorter.keys)] == shorter.keys
    more = len(longer.keys) > len(shorter.keys) or len(longer.include) > len(shorter.include)
    held = set(shorter.include) <= {*longer.columns, *longer.include}
    return same and first and more and held and longer.method == "btree" and longer.valid


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each index that is not unique and begins another."""
    pairs = subject.catalog.pairs_of_indexes()
    for first, second in ((a, b) for pair in pairs for a, b in (pair, pair[::-1])):
        if not first.unique and _replaces(second, first):
            yield Finding(
                object=f"{first.table}.{first.name}",
                fact=f"({listed(first.keys)}) is the beginning of {second.name} ({listed(second.keys)})",
                fix=f"DROP INDEX {first.name}",
            )


RULE = Rule(
    code="D1",
    name="index-redundant",
    severity=Severity.WARNING,
    checks="No index is the beginning of another index of the same rows.",
    why="The longer one finds the same rows; the shorter one costs every write.",
    sources=("pg-index-health: intersected indexes", "SchemaCrawler: redundant indexes", "Azimutt", "dblinter T003"),
    find=find,
)
