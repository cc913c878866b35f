"""Circles of references in which no row can be the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject


def _reaches(edges: dict[str, set[str]], start: str) -> bool:
    """Whether a way along the edges leads from `start` back to it."""
    seen: set[str] = set()
    waiting = sorted(edges.get(start, ()))
    while waiting:
        table = waiting.pop()
        if table == start:
            return True
        if table not in seen:
            seen.add(table)
            waiting.extend(sorted(edges.get(table, ())))
    return False


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table from which references that must be set, checked at once, lead back to it."""
    catalog = subject.catalog
    edges: dict[str, set[str]] = defaultdict(set)
    for key in catalog.foreign_keys:
        columns = [catalog.column(key.table, name) for name in key.columns]
        if not key.deferrable and not any(c and c.nullable for c in columns):
            edges[key.table].add(key.target)
    for table in sorted(edges):
        if _reaches(edges, table):
            yield Finding(
                object=table,
                fact="is in a circle of references that all must be set: no row can be the first",
                fix="let one of them be NULL, or make it DEFERRABLE INITIALLY DEFERRED",
            )


RULE = Rule(
    code="B9",
    name="foreign-key-cycle",
    severity=Severity.WARNING,
    checks="In every circle of foreign keys one may be empty or is deferrable.",
    why=(
        "Otherwise there is no order in which the first rows can be inserted, or a dump restored with its "
        "constraints on."
    ),
    sources=("SchemaCrawler: cycles of tables", "Timescale pg-aiguide"),
    find=find,
)
