"""Statements that differ in their values alone, as one: what is the same each time, and what has a parameter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from database_designer.indexing import Match, TableFacts
from database_designer.workload.queries import Views, asked, written
from database_designer.workload.statements import Statement
from database_designer.workload.uses import Asked, Compared, Use, Written

_LONGEST_STATE = 24
_STATES = re.compile(
    r"(^|_)(status|state|type|kind|category|class|role|level|priority|severity|stage|phase|mode|step|result|outcome|visibility)$"
)
"""Names of columns whose values are few."""

MOST_STATES = 200.0
"""Values that a column with states has at the most, where they were counted."""

_NULL_TESTS = frozenset({Match.UNSET, Match.SET})


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Statements of one name and shape: how often a minute all of them run, what they ask, what they write.

    A condition keeps its value only where it is fixed: the same in all of them, and nothing that moves with time.
    `values` are those that were met for each (table, column), once for each statement.
    """

    name: str
    frequency: float
    sql: str
    line: int
    asked: tuple[Asked, ...]
    written: Written | None
    values: tuple[tuple[str, str, str], ...]


def templates(found: Iterable[Statement], tables: Mapping[str, TableFacts], views: Views) -> tuple[Template, ...]:
    """The templates in the order of their first statements."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for statement in found:
        groups.setdefault(("" if statement.unnamed else statement.name, statement.shape), []).append(statement)
    return tuple(_template(group, tables, views) for group in groups.values())


def _template(group: Sequence[Statement], tables: Mapping[str, TableFacts], views: Views) -> Template:
    instances = [asked(s.tree, tables, views) for s in group]
    instances = [i for i in instances if _shape(i) == _shape(instances[0])]
    merged = tuple(
        replace(query, uses=tuple(_use([i[q].uses[u] for i in instances], tables) for u in range(len(query.uses))))
        for q, query in enumerate(instances[0])
    )
    values = tuple(v for i in instances for query in i for use in query.uses for v in _values(use))
    return Template(
        name=group[0].name, frequency=sum(s.frequency for s in group), sql=group[0].sql, line=group[0].line,
        asked=merged, written=written(group[0].tree), values=values,
    )  # fmt: skip


def _shape(found: tuple[Asked, ...]) -> list[list[tuple[str, int, list[int]]]]:
    return [[(u.alias, len(u.conditions), [len(a) for a in u.alternatives]) for u in q.uses] for q in found]


def _values(use: Use) -> Iterable[tuple[str, str, str]]:
    for condition in (*use.conditions, *(c for arm in use.alternatives for c in arm)):
        if condition.match is Match.EQUAL and condition.value and condition.term.is_column:
            yield use.table, condition.term.text, condition.value


def _use(same: Sequence[Use], tables: Mapping[str, TableFacts]) -> Use:
    table = tables[same[0].table]
    conditions = tuple(
        _settled([u.conditions[i] for u in same], table) for i in range(len(same[0].conditions))
    )  # fmt: skip
    arms = tuple(
        tuple(_settled([u.alternatives[a][i] for u in same], table) for i in range(len(arm)))
        for a, arm in enumerate(same[0].alternatives)
    )
    return replace(same[0], conditions=conditions, alternatives=arms)


def _settled(same: Sequence[Compared], table: TableFacts) -> Compared:
    """The condition, without its value where that is a parameter."""
    first = same[0]
    fixed = first.constant and len({c.text for c in same}) == 1 and _stays(first, table)
    if fixed and len(same) == 1 and first.match not in _NULL_TESTS:
        fixed = _is_state(first, table)
    return first if fixed else replace(first, value="", constant=False)


def _stays(condition: Compared, table: TableFacts) -> bool:
    """Whether a literal means the same tomorrow: those of dates and times do not."""
    kinds = [table.columns[c].type for c in condition.term.columns if c in table.columns]
    if condition.match in _NULL_TESTS:
        return True
    if any(
        table.measured and table.columns[c].distinct > MOST_STATES for c in condition.term.columns if c in table.columns
    ):
        return condition.match in _NULL_TESTS
    moves = any(k.startswith(("timestamp", "date", "time")) for k in kinds)
    return not moves and condition.match not in {Match.WORDS, Match.HOLDS, Match.CONTAINS, Match.STARTS}


def _is_state(condition: Compared, table: TableFacts) -> bool:
    """Whether the value of a single statement is rather a state than an example: a truth, or a word without digits."""
    column = table.columns.get(condition.term.text)
    if column is None or (condition.term.text,) in table.keys:
        return False
    if column.type in {"boolean", "enum"}:
        return True
    if _STATES.search(column.name) is None:
        return False
    words = [w.strip().split("::")[0].strip("'") for w in condition.value.split(",")]
    return all(
        0 < len(w) <= _LONGEST_STATE and w.replace("_", "").replace(" ", "").replace("-", "").isalpha() for w in words
    )
