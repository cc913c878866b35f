"""Tables: as they stand, and, where their rows are requirements, as statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from database_designer.model.requirements import Row, Statement, Table
from database_designer.read.markdown.block import Block, TableRow
from database_designer.read.markdown.ids import Ids
from database_designer.read.markdown.lexicon import ROW_DETAILS
from database_designer.read.markdown.requirement import card_id, id_column
from database_designer.read.markdown.rows import (
    card_statements,
    cell_statements,
    story_columns,
    story_statement,
    words_in,
)
from database_designer.source import SourceRole

_STATEMENT = re.compile(r"(?:.*\b)?(?:requirements?|description|statement|user stor(?:y|ies)|rules?)", re.IGNORECASE)
_STRONGLY = re.compile(
    r"(?:.*\b)?(?:requirements?|user stor(?:y|ies)|business rules?|acceptance criteria)", re.IGNORECASE
)
_NAME = re.compile(r"(?:.*\b)?(?:title|name|feature|function|summary|use case|requirement)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:#|\d+(?:\.\d+)*)[.)]?\s*")
_PROSE = 3.0
_SENTENCE = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """The columns of a table of requirements.

    `statement` says what is demanded, `name` is its short name, `further` are columns of more prose ("Acceptance
    criteria"), `values` those that say how much or how of a short statement ("Target").
    """

    statement: int
    further: tuple[int, ...] = ()
    values: tuple[int, ...] = ()
    name: int | None = None


def read_table(block: Block, role: SourceRole, ids: Ids, lead: str) -> tuple[Table, tuple[Statement, ...]]:
    """The table of a block and the statements of its rows, none where they are not requirements.

    Rows are requirements where the first columns hold ids (or numbers, under a header that says "requirement") and
    another column holds prose; in a card, where each row tells one thing about a single requirement; and under the
    headers "As a", "I want", "So that".
    """
    columns = _columns(block, ids)
    card = card_id(block, ids)
    story = story_columns([cell.text for cell in block.header])
    table = Table(
        header=tuple(cell.text for cell in block.header),
        rows=tuple(_row(row) for row in block.rows),
        role=role,
        span=block.span,
        section=block.section,
        lead=lead,
        requirement=block.requirement,
        is_requirements=bool(columns or card or story),
    )
    if card:
        rows = (TableRow(cells=block.header, span=block.span, requirement=card), *block.rows)
        return table, tuple(card_statements(block, rows, role, ids))
    if story:
        return table, tuple(story_statement(block, row, story, role) for row in block.rows)
    if columns is None:
        return table, ()
    return table, tuple(s for row in block.rows for s in _statements(block, row, columns, role, ids))


def _row(row: TableRow) -> Row:
    return Row(cells=tuple(cell.text for cell in row.cells), span=row.span, requirement=row.requirement)


def _statements(block: Block, row: TableRow, columns: _Columns, role: SourceRole, ids: Ids) -> Iterator[Statement]:
    name = row.cells[columns.name].text if columns.name is not None else ""
    yield from cell_statements(block, row, columns.statement, role, ids, label=name)
    for column in columns.further:
        yield from cell_statements(block, row, column, role, ids, lead=block.header[column].text)
    for column in columns.values:
        label = row.cells[columns.statement].text
        yield from cell_statements(block, row, column, role, ids, lead=block.header[column].text, label=label)


def _columns(block: Block, ids: Ids) -> _Columns | None:
    own = id_column(block, ids)
    headers = [cell.text for cell in block.header]
    prose = {i: _prose(block, i, ids) for i in range(len(headers)) if i != own and not _is_detail(headers[i])}
    named = [i for i, words in prose.items() if _STATEMENT.fullmatch(headers[i]) and words >= _PROSE]
    if own is None and not (_numbered(block) and any(_STRONGLY.fullmatch(headers[i]) for i in named)):
        return None
    statement = next(iter([*named, *sorted(prose, key=lambda i: -prose[i])]), None)
    if statement is None or prose[statement] < _PROSE:
        return None
    rest = [i for i in prose if i != statement]
    name = next((i for i in rest if i < statement and prose[i] < _SENTENCE and _NAME.fullmatch(headers[i])), None)
    further = tuple(i for i in rest if prose[i] >= _SENTENCE)
    values = tuple(i for i in rest if i not in (*further, name)) if prose[statement] < _SENTENCE else ()
    return _Columns(statement=statement, further=further, values=values, name=name)


def _is_detail(header: str) -> bool:
    return set(header.lower().split()) <= ROW_DETAILS


def _numbered(block: Block) -> bool:
    return all(_NUMBER.fullmatch(row.cells[0].text) for row in block.rows)


def _prose(block: Block, column: int, ids: Ids) -> float:
    """The words of a column's average cell, code and ids not counted."""
    cells = [row.cells[column] for row in block.rows if row.cells[column].raw.strip()]
    return sum(words_in(cell, ids) for cell in cells) / len(cells) if cells else 0.0
