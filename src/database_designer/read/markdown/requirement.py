"""Which requirement id is in force at each block of a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from database_designer.read.markdown.block import Block, BlockKind, TableRow
from database_designer.read.markdown.ids import Found, Ids, id_of_file, ids_of
from database_designer.read.markdown.inline import MarkKind

_REFERENCES = re.compile(
    r"\b(related|references?|see also|depend\w*|traceability|index|contents|links)\b", re.IGNORECASE
)
_ID_NAME = re.compile(r"(?:[\w-]+\s+){0,3}ID", re.IGNORECASE)
_CONTENTS = re.compile(r"\W*(?:[\d.]+\s+)?(?:(?:table of )?contents|index|toc)\W*", re.IGNORECASE)
_ID_LINE = re.compile(r"\s*(?:[\w-]+\s+){0,3}ID\s*:\s*(?P<id>[^\s,;]+(?: ?- ?[\w.]+)?)\s*$", re.IGNORECASE)


def document_ids(blocks: Sequence[Block]) -> Ids:
    """The ids of a document, from all texts that may begin with one."""
    texts = [b.inline.raw[:120] for b in blocks if b.inline.raw]
    bold = [text for b in blocks if b.kind is BlockKind.PARAGRAPH for text in b.inline.strong]
    opening = (b.inline for b in blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and b.inline.strong)
    set_off = [inline.strong[0] for inline in opening if inline.raw.startswith(inline.strong[0])]
    return ids_of([*texts, *bold, *(row.cells[0].raw[:120] for b in blocks for row in b.rows if row.cells)], set_off)


def with_requirements(blocks: Sequence[Block], path: str) -> tuple[Block, ...]:
    """The blocks of the file `path`, each (and each row) with the id in force.

    An id is that of the text which begins with it. It holds for what belongs to that text: a heading's for its
    section, an item's for what is nested in it, a bold line's up to the next heading or bold line, a paragraph's for
    the list or table after it. A line "Requirement ID: FR-1" and the name of the file speak for the heading above
    and for the whole file. In lists of references, ids only point elsewhere.
    """
    ids = document_ids(blocks)
    scope = _Scope(ids, path, _headings(blocks, ids))
    return tuple(scope.place(block, index) for index, block in enumerate(blocks))


def is_reference(block: Block) -> bool:
    """Whether a block only points elsewhere: a link and nothing more, or an entry of a list of references."""
    links = [m for m in block.inline.marks if m.kind is MarkKind.LINK]
    linked = sum(m.end - m.start for m in links)
    return bool(links) and linked >= len(block.inline.raw.strip()) - 2


def in_references(block: Block) -> bool:
    """Whether the section of a block lists references ("Related use cases", "Index")."""
    return bool(block.section) and _REFERENCES.search(block.section[-1]) is not None


def in_contents(block: Block) -> bool:
    """Whether the section of a block is the document's table of contents."""
    return bool(block.section) and _CONTENTS.fullmatch(block.section[-1]) is not None


def stated_id(text: str, ids: Ids) -> str | None:
    """The id that a line such as "Use Case ID: UC-3" states, None for any other line."""
    match = _ID_LINE.match(text)
    return ids.whole(match["id"]) if match else None


def id_column(block: Block, ids: Ids) -> int | None:
    """The column of a table that holds the ids of its rows, among the first two; None where there is none."""
    for column in range(min(2, len(block.header))):
        cells = [row.cells[column].text for row in block.rows if row.cells[column].text]
        named = sum(1 for text in cells if ids.whole(text))
        if named and named * 2 >= len(cells):
            return column
    return None


def card_id(block: Block, ids: Ids) -> str | None:
    """The id of a card: a table of two columns with a row "ID | FR-1" among its first; None for any other table."""
    if len(block.header) != 2:
        return None
    rows = [block.header, *(row.cells for row in block.rows[:3])]
    named = (ids.whole(value.text) for name, value in rows if _ID_NAME.fullmatch(name.text))
    return next((found for found in named if found), None)


def _headings(blocks: Sequence[Block], ids: Ids) -> dict[int, str]:
    """The id of each heading that has one, by the index of its block."""
    found: dict[int, str] = {}
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and (own := ids.of_heading(block.inline.raw)):
            found[index] = own.id
    for block in blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and block.heading is not None:
            stated = (stated_id(line, ids) for line in block.inline.raw.split("\n")[:40])
            if named := next((i for i in stated if i), None):
                found.setdefault(block.heading, named)
    return found


class _Scope:
    """The ids in force while the blocks of a file are walked in order."""

    def __init__(self, ids: Ids, path: str, headings: dict[int, str]) -> None:
        self.ids = ids
        self.headings = headings
        self.file = id_of_file(path)
        self.sections: list[tuple[int, str | None]] = []
        self.title: str | None = None
        self.paragraph: str | None = None
        self.items: dict[int, str | None] = {}

    def place(self, block: Block, index: int) -> Block:
        if block.kind is BlockKind.HEADING:
            return self._heading(block, index)
        own = self._own(block)
        if block.kind is BlockKind.ITEM:
            above = self.items.get(block.parent) if block.parent is not None else self._current()
            self.items[index] = own.id if own else above
            return replace(block, requirement=self.items[index])
        if block.parent is not None:
            return self._content(block, own.id if own else self.items.get(block.parent))
        if block.kind is BlockKind.PARAGRAPH:
            self._paragraph(block, own)
        return self._content(block, self._current())

    def _heading(self, block: Block, index: int) -> Block:
        self.title = self.paragraph = None
        above = [(level, found) for level, found in self.sections if level < block.level]
        inherited = above[-1][1] if above else self.file
        self.sections = [*above, (block.level, self.headings.get(index, inherited))]
        return replace(block, requirement=self._current())

    def _paragraph(self, block: Block, own: Found | None) -> None:
        self.paragraph = own.id if own else None
        if own and block.inline.strong[:1] and len(block.inline.strong[0]) >= len(block.inline.text) - 1:
            self.title, self.paragraph = own.id, None

    def _content(self, block: Block, current: str | None) -> Block:
        if block.kind is not BlockKind.TABLE:
            return replace(block, requirement=current)
        column = None if in_references(block) else id_column(block, self.ids)
        within = card_id(block, self.ids) or current
        rows = tuple(self._row(row, column, within) for row in block.rows)
        return replace(block, requirement=current, rows=rows)

    def _row(self, row: TableRow, column: int | None, current: str | None) -> TableRow:
        own = self.ids.whole(row.cells[column].text) if column is not None else None
        return replace(row, requirement=own or current)

    def _own(self, block: Block) -> Found | None:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or in_references(block) or is_reference(block):
            return None
        return self.ids.leading(block.inline.raw.removeprefix("[ ] ").removeprefix("[x] "))

    def _current(self) -> str | None:
        if self.paragraph or self.title:
            return self.paragraph or self.title
        return self.sections[-1][1] if self.sections else self.file
