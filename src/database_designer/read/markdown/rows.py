"""Rows of tables as statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from database_designer.model.requirements import Statement, StatementKind
from database_designer.read.markdown.block import Block, TableRow
from database_designer.read.markdown.ids import Ids
from database_designer.read.markdown.inline import Inline, MarkKind
from database_designer.read.markdown.sentences import split_sentences
from database_designer.read.markdown.units import read_units
from database_designer.source import SourceRole

_WORD = re.compile(r"[^\W\d_]{2,}")
_STORY_HEADERS = (
    re.compile(r"as an?\b.*|role|actor|persona", re.IGNORECASE),
    re.compile(r"i want.*|i need.*", re.IGNORECASE),
    re.compile(r"so that.*|benefit", re.IGNORECASE),
)
_ARTICLE = re.compile(r"(?:an?|the)\b", re.IGNORECASE)
_TO = re.compile(r"\bto\b", re.IGNORECASE)


def cell_statements(
    block: Block, row: TableRow, column: int, role: SourceRole, ids: Ids, *, label: str = "", lead: str = ""
) -> Iterator[Statement]:
    """The sentences of a cell; `label` is theirs unless the cell has one of its own."""
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


def card_statements(block: Block, rows: Sequence[TableRow], role: SourceRole, ids: Ids) -> Iterator[Statement]:
    """What the rows of a card say in their second cells, with the first as label."""
    for row in rows:
        name, value = row.cells
        if not ids.whole(value.text) and words_in(value, ids) > 1:
            yield from cell_statements(block, row, 1, role, ids, label=name.text)


def story_columns(header: Sequence[str]) -> tuple[int, int, int] | None:
    """The columns "As a", "I want" and "So that" of a table of stories, None where it is not split so."""
    matching = [[i for i, text in enumerate(header) if pattern.fullmatch(text)] for pattern in _STORY_HEADERS]
    return (matching[0][0], matching[1][0], matching[2][0]) if all(matching) else None


def story_statement(block: Block, row: TableRow, columns: tuple[int, int, int], role: SourceRole) -> Statement:
    """A row of a table of stories as the sentence that its columns make."""
    who, what, why = (row.cells[column].text.rstrip(".,") for column in columns)
    if not _ARTICLE.match(who):
        who = f"an {who}" if who[:1].lower() in "aeiou" else f"a {who}"
    if _TO.search(block.header[columns[1]].text) and not _TO.match(what):
        what = f"to {what}"
    return Statement(
        text=f"As {who}, I want {what} so that {why}.",
        kind=StatementKind.STORY,
        role=role,
        span=row.span,
        requirement=row.requirement,
        section=block.section,
    )


def words_in(cell: Inline, ids: Ids) -> int:
    """How many words a cell has, code and ids not counted."""
    text = cell.raw
    for mark in reversed([m for m in cell.marks if m.kind is MarkKind.CODE]):
        text = text[: mark.start] + text[mark.end :]
    return len(_WORD.findall(text)) - ids.count(text)
