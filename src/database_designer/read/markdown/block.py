"""The blocks of a Markdown file: headings, paragraphs, list items, tables and fences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from database_designer.read.markdown.inline import Inline
from database_designer.source import Span


class BlockKind(StrEnum):
    """What a block is."""

    FRONT_MATTER = "front_matter"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    FENCE = "fence"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row of a table: as many cells as the header has."""

    cells: tuple[Inline, ...]
    span: Span
    requirement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of a Markdown file. What a kind does not have is empty.

    `inline` is the text of a heading, paragraph or item (an item's first paragraph; further blocks of the item follow
    with its index as `parent`). `section` is the path of headings above, a heading's own title included; `heading` the
    index of the nearest one. `level` is that of a heading (1 to 6). `depth` counts the lists around the block, `parent`
    is the index of the nearest item around it. `marker` is an item's number as written ("1", "12"), "" for bullets;
    `starts_list` is True for the first item of a list.
    `header` and `rows` are a table's, `language` (lower case) and `text` a fence's; `text` is the front matter's too.
    `requirement` is the id in force: the block's own, else that of the item, paragraph or heading it belongs to.
    """

    kind: BlockKind
    span: Span
    inline: Inline
    section: tuple[str, ...] = ()
    heading: int | None = None
    level: int = 0
    depth: int = 0
    parent: int | None = None
    marker: str = ""
    starts_list: bool = False
    quoted: bool = False
    header: tuple[Inline, ...] = ()
    rows: tuple[TableRow, ...] = ()
    language: str = ""
    text: str = ""
    requirement: str | None = None
