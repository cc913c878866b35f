"""Indexes that the beginning of another one serves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed, sql_index
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
    """A finding for each index that is not unique and begins others; named is one that stays anyhow, if there is one."""
    longer: dict[Index, list[Index]] = defaultdict(list)
    for pair in subject.catalog.pairs_of_indexes():
        for first, second in (pair, pair[::-1]):
            if not first.unique and _replaces(second, first):
                longer[first].append(second)
    for index, others in longer.items():
        kept = next((i for i in others if i.unique), others[0])
        yield Finding(
            object=f"{index.table}.{index.name}",
            fact=f"({listed(index.keys)}) is the beginning of {kept.name} ({listed(kept.keys)})",
            fix=f"DROP INDEX {sql_index(index)}",
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
