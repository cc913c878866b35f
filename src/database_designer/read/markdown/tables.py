"""Tables: as they stand, and, where their rows are requirements, as statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from database_designer.model.requirements import Row, Statement, StatementKind, Table
from database_designer.read.markdown.block import Block, TableRow
from database_designer.read.markdown.ids import Ids
from database_designer.read.markdown.inline import Inline, MarkKind
from database_designer.read.markdown.lexicon import ROW_DETAILS
from database_designer.read.markdown.requirement import id_column
from database_designer.read.markdown.sentences import split_sentences
from database_designer.read.markdown.units import read_units
from database_designer.source import SourceRole

_STATEMENT = re.compile(r"(?:.*\b)?(?:requirements?|description|statement|user stor(?:y|ies)|rules?)", re.IGNORECASE)
_STRONGLY = re.compile(
    r"(?:.*\b)?(?:requirements?|user stor(?:y|ies)|business rules?|acceptance criteria)", re.IGNORECASE
)
_NAME = re.compile(r"(?:.*\b)?(?:title|name|feature|function|summary|use case|requirement)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:#|\d+(?:\.\d+)*)[.)]?\s*")
_WORD = re.compile(r"[^\W\d_]{2,}")
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
    another column holds prose.
    """
    columns = _columns(block, ids)
    table = Table(
        header=tuple(cell.text for cell in block.header),
        rows=tuple(_row(row) for row in block.rows),
        role=role,
        span=block.span,
        section=block.section,
        lead=lead,
        requirement=block.requirement,
        is_requirements=columns is not None,
    )
    if columns is None:
        return table, ()
    return table, tuple(s for row in block.rows for s in _statements(block, row, columns, role, ids))


def _row(row: TableRow) -> Row:
    return Row(cells=tuple(cell.text for cell in row.cells), span=row.span, requirement=row.requirement)


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
    texts = [_bare(row.cells[column]) for row in block.rows if row.cells[column].raw.strip()]
    return sum(len(_WORD.findall(t)) - ids.count(t) for t in texts) / len(texts) if texts else 0.0


def _bare(cell: Inline) -> str:
    code = [m for m in cell.marks if m.kind is MarkKind.CODE]
    text = cell.raw
    for mark in reversed(code):
        text = text[: mark.start] + text[mark.end :]
    return text


def _statements(block: Block, row: TableRow, columns: _Columns, role: SourceRole, ids: Ids) -> Iterator[Statement]:
    name = row.cells[columns.name].text if columns.name is not None else ""
    yield from _cell(block, row, columns.statement, role, ids, label=name)
    for column in columns.further:
        yield from _cell(block, row, column, role, ids, lead=block.header[column].text)
    for column in columns.values:
        label = row.cells[columns.statement].text
        yield from _cell(block, row, column, role, ids, lead=block.header[column].text, label=label)


def _cell(
    block: Block, row: TableRow, column: int, role: SourceRole, ids: Ids, *, label: str = "", lead: str = ""
) -> Iterator[Statement]:
    for unit in read_units(row.cells[column], ids):
        for sentence in split_sentences(unit.body):
            yield Statement(
                text=sentence.text,
                kind=StatementKind.CELL,
                role=role,
                span=row.span,
                requirement=row.requirement,
                section=block.section,
                label=unit.label or label,
                lead=lead,
                code=sentence.code,
                strong=sentence.strong,
            )
