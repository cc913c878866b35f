"""The part of a table's rows that satisfies a condition, as far as statistics, names and other statements tell."""

from __future__ import annotations

import re

from database_designer.indexing import ColumnFacts, Match, TableFacts
from database_designer.workload.uses import Compared

SELDOM = re.compile(
    r"(is_)?(deleted|removed|archived|disabled|banned|locked|revoked|hidden|trashed|voided|blocked)(_|$)"
)
"""Names of what is true or set of few rows."""

MOSTLY = re.compile(r"(is_)?(active|enabled|visible|published|valid|current|live)$")
"""Names of what is true of most rows."""

_USUAL, _UNUSUAL, _EVEN = 0.9, 0.1, 0.5


def fraction(condition: Compared, table: TableFacts, *, usual: bool) -> float:
    """The part of the table's rows that satisfy a condition. `usual` where most accesses to the table state it."""
    facts = table.columns.get(condition.term.text)
    match condition.match:
        case Match.EQUAL:
            return _equal(condition, facts, table, usual=usual)
        case Match.ONE_OF:
            return min(0.9, 3 / facts.distinct) if facts else 0.03
        case Match.UNSET | Match.SET:
            unset = _unset(condition, facts, usual=usual)
            return unset if condition.match is Match.UNSET else 1 - unset
        case Match.RANGE:
            return 0.01 if condition.both_ends else 0.3
        case Match.STARTS | Match.CONTAINS:
            return 0.003
        case Match.WORDS | Match.HOLDS:
            return 0.0005
        case _:
            return 0.01 if condition.match is Match.OVERLAPS else _EVEN


def _equal(condition: Compared, facts: ColumnFacts | None, table: TableFacts, *, usual: bool) -> float:
    if facts is None:
        return 1 / max(2.0, table.rows / 2)
    value = condition.value.split("::")[0].strip("'")
    common = dict(facts.common)
    if condition.constant and facts.common:
        return max(
            1 / table.rows, common.get(value, (1 - sum(common.values())) / max(1.0, facts.distinct - len(common)))
        )
    if facts.type == "boolean" and condition.constant:
        return _truth(facts.name, wanted=value == "true", usual=usual)
    return 1 / max(1.0, facts.distinct)


def _truth(name: str, *, wanted: bool, usual: bool) -> float:
    if SELDOM.match(name):
        return _UNUSUAL if wanted else _USUAL
    if MOSTLY.match(name):
        return _USUAL if wanted else _UNUSUAL
    return _USUAL if usual else _EVEN


def _unset(condition: Compared, facts: ColumnFacts | None, *, usual: bool) -> float:
    if facts is not None and facts.unset is not None:
        return facts.unset
    if SELDOM.match(condition.term.text):
        return _USUAL
    asked_unset = condition.match is Match.UNSET
    return _USUAL if usual == asked_unset else 1 - _USUAL
