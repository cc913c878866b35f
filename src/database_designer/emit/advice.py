"""Advised indexes as a script that can be run as it is."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.verify.advising import Advice, AdvisedIndex

_WIDTH = 118


def indexes_sql(advice: Advice) -> str:
    """The script: by what it was decided, the extensions, each index under what it serves, what is not served and why."""
    return "\n".join(_lines(advice)) + "\n"


def _lines(advice: Advice) -> Iterator[str]:
    counted = all(t.measured for t in advice.tables if t.rows >= 1)
    how = "counted" if counted else "estimated from the workload where none were counted"
    yield from _comment(f"Rows, {how}: {', '.join(f'{t.name} {t.rows:,.0f}' for t in advice.tables)}.")
    yield from _comment("On tables in use write CREATE INDEX CONCURRENTLY, outside of a transaction.")
    if advice.extensions:
        yield ""
        yield from advice.extensions
    for index in advice.indexes:
        yield ""
        yield from _index(index)
    alone = [s.pattern for s in advice.served if not s.by]
    if alone:
        yield ""
        yield from _comment(f"Served by no index, as none is worth its upkeep: {', '.join(alone)}.")
    if advice.idle:
        yield ""
        yield from _comment(f"There already, and serving none of these statements: {', '.join(advice.idle)}.")
    for fact in advice.left_out:
        yield ""
        yield from _comment(f"Left out: {fact}")


def _index(index: AdvisedIndex) -> Iterator[str]:
    if index.serves:
        yield from _comment(f"serves {', '.join(index.serves)}")
    if index.supports:
        yield from _comment(f"supports {'; '.join(index.supports)}")
    yield from index.statistics
    yield index.sql


def _comment(text: str) -> Iterator[str]:
    """The text as comments, broken at blanks; no line break of a name leaves the comment."""
    line = "--"
    for word in text.split():
        if len(line) + len(word) >= _WIDTH and line != "--":
            yield line
            line = "--"
        line += f" {word}"
    yield line
