"""Plans as the text of migrations. No BEGIN and COMMIT: migration tools put each file into a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from database_designer.model.plan import Plan, Statement

_TITLES = {
    "extension": "Extensions",
    "schema": "Schema",
    "type": "Enum types",
    "sequence": "Sequences",
    "table": "Tables",
    "partition": "Partitions of what no other partition holds",
    "ownership": "Sequences go with the columns they serve",
    "constraint": "Foreign keys and exclusions",
    "index": "Indexes",
    "function": "Functions",
    "privilege": "Functions that are for triggers and jobs alone",
    "trigger": "Triggers",
    "row security": "Row level security",
    "policy": "Policies",
    "first partitions": "Partitions of now and of the time to come",
    "view": "Views",
    "view index": "Keys of materialized views",
    "comment": "Comments",
    "rows": "First rows",
}
# Statements of these kinds are mostly one line long: as a list they are read best.
_DENSE = frozenset(
    {
        *("extension", "sequence", "partition", "ownership", "constraint", "index", "privilege", "row security"),
        *("policy", "first partitions", "comment"),
    }
)
_RULE = "-- " + "-" * 77


def schema_script(plan: Plan, title: str) -> str:
    """The text of V001: all objects, by kind."""
    return _script(f"V001: initial schema of {title}", _sections(plan.schema))


def seed_script(plan: Plan, title: str) -> str:
    """The text of V002: the first rows, table by table."""
    return _script(f"V002: first rows of {title}", _sections(plan.seed))


def undo_schema_script(plan: Plan, title: str) -> str:
    """The text of U001: undoes V001, last things first."""
    return _script(f"U001: undoes V001 of {title}; all its data is lost", _undone(plan.schema))


def undo_seed_script(plan: Plan, title: str) -> str:
    """The text of U002: undoes V002, last rows first."""
    return _script(f"U002: undoes V002 of {title}", _undone(plan.seed))


def _script(title: str, parts: Iterable[str]) -> str:
    """A title on one line, whatever stands in it, and the parts with an empty line between them."""
    head = " ".join(f"-- {title}".split()).replace("${", "$ {")
    return "\n\n".join((head, *parts)) + "\n"


def _sections(statements: tuple[Statement, ...]) -> Iterator[str]:
    for kind, group in groupby(statements, key=lambda s: s.creates.kind):
        yield f"{_RULE}\n-- {_TITLES.get(kind, kind)}\n{_RULE}"
        yield from _texts(kind, tuple(group))


def _texts(kind: str, statements: tuple[Statement, ...]) -> Iterator[str]:
    """The statements; of dense kinds those of one table without empty lines between them."""
    if kind not in _DENSE:
        yield from (s.sql for s in statements)
        return
    for _, group in groupby(statements, key=lambda s: s.table):
        yield "\n".join(s.sql for s in group)


def _undone(statements: tuple[Statement, ...]) -> Iterator[str]:
    for _, group in groupby(reversed(statements), key=lambda s: s.creates.kind):
        undone = "\n".join(s.undo for s in group if s.undo)
        if undone:
            yield undone
