"""Indexes whose order does not fit the query."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.facts import listed
from database_designer.lint.rule import Finding, Reads, Rule
from database_designer.lint.subject import Subject
from database_designer.model.expression import Expression, Path
from database_designer.model.physical import AccessPattern, Index, Matching

_RANGES = (Matching.RANGE, Matching.PREFIX)


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each pattern all of whose b-trees have a column of a range before one of an equality."""
    if subject.design is None:
        return
    indexes = {i.name: i for i in subject.design.physical.indexes if i.method == "btree"}
    for service in subject.design.physical.services:
        used = [indexes[name] for name in service.indexes if name in indexes]
        if service.pattern and used and all(_late(index, service.pattern) for index in used):
            yield Finding(
                object=service.query,
                fact=f"is served by {listed(i.name for i in used)}, with a range before what is compared for equality",
                fix="put the columns of equalities first",
            )


def _late(index: Index, pattern: AccessPattern) -> bool:
    """Whether a key of an equality stands behind one of a range; the parameters that may be left out do not count."""
    asked = [p for p in pattern.parameters if not p.optional and not p.among]
    equal = {column(p.values[0]) for p in asked if p.matching == Matching.EQUAL}
    ranges = {column(p.values[0]) for p in asked if p.matching in _RANGES}
    keys = [column(k.expression) for k in index.keys] if index.table == pattern.table else []
    first = next((n for n, key in enumerate(keys) if key in ranges), len(keys))
    return any(key in equal for key in keys[first:] if key)


def column(expression: Expression) -> str:
    """The name of the column that an expression is, "" where it is more."""
    return expression.steps[-1] if isinstance(expression, Path) else ""


RULE = Rule(
    code="D3",
    name="equality-after-range",
    severity=Severity.WARNING,
    checks="In an index for an access pattern the columns that are compared for equality stand before a range.",
    why="Behind a range the index no longer narrows the search: all rows of the range are read.",
    sources=(
        "Supabase postgres best practices",
        'PostgreSQL documentation "Multicolumn Indexes"',
        "sources that put the most selective column first contradict",
    ),
    find=find,
    reads=Reads.DESIGN,
)
