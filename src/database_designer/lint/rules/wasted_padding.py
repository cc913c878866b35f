"""Bytes between columns."""

from __future__ import annotations

from collections.abc import Iterator

from database_designer.diagnostics import Severity
from database_designer.lint.objects import Column
from database_designer.lint.rule import Finding, Rule
from database_designer.lint.subject import Subject

_WORTH = 16


def _padding(columns: tuple[Column, ...]) -> int:
    """The bytes left free between columns of fixed size; one that varies starts anew."""
    offset = wasted = 0
    for column in columns:
        if column.size < 0:
            offset = 0
            continue
        gap = -offset % column.alignment
        wasted += gap
        offset += gap + column.size
    return wasted


def find(subject: Subject) -> Iterator[Finding]:
    """A finding for each table that wastes as many bytes a row."""
    for table in subject.catalog.tables:
        wasted = _padding(subject.catalog.columns_of(table.name))
        if wasted >= _WORTH:
            yield Finding(
                object=table.name,
                fact=f"wastes {wasted} bytes a row between columns",
                fix="in a very large table: columns of 8 bytes first, then 4, 2, 1, texts last",
            )


RULE = Rule(
    code="C20",
    name="wasted-padding",
    severity=Severity.INFO,
    checks="Columns of fixed size are ordered so that alignment wastes less than 16 bytes a row.",
    why="A column of eight bytes begins at a multiple of eight: short ones in between leave gaps in every row.",
    sources=("Atlas PG110",),
    find=find,
)
