"""A Markdown file as a flat sequence of blocks, each with its place: what every reader of Markdown starts from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from database_designer.read.markdown.block import Block, BlockKind, TableRow
from database_designer.read.markdown.inline import Inline, clean, plain, read_inline
from database_designer.read.markdown.requirement import with_requirements
from database_designer.source import SourceFile, Span

MAX_NESTING = 100
"""Lists and quotations inside each other that are still told apart; what is nested deeper reads as text or is lost."""


def parse_blocks(file: SourceFile) -> tuple[Block, ...]:
    """The blocks of a Markdown file in document order (CommonMark with tables, strikethrough and front matter).

    Comments and HTML tags are dropped, their text stays. Indented text is no code: in requirement documents it is
    a list or a paragraph with too many blanks before it. Never raises, whatever the text.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"]).disable("code")
    parser.core.ruler.at("inline", _read_inlines)
    builder = _Builder(file.path)
    builder.read(parser.use(front_matter_plugin).parse(file.text))
    return with_requirements(builder.blocks, file.path)


_MAX_LINK_WORK = 20_000_000


def _read_inlines(state: StateCore) -> None:
    """Parses the text of each block; as it stands where looking for the ends of its links would take minutes.

    markdown-it looks for the end of a link from each opening bracket on, as far as the block goes.
    """
    for token in state.tokens:
        if token.type == "inline" and token.children is not None:
            if token.content.count("[") * len(token.content) > _MAX_LINK_WORK:
                token.children.append(Token("text", "", 0, content=token.content))
            else:
                state.md.inline.parse(token.content, state.md, state.env, token.children)


@dataclass(slots=True)
class _Item:
    """A list item that is open; `index` is its block once it is written."""

    line: int
    marker: str
    first: bool
    index: int | None = None


@dataclass(slots=True)
class _Builder:
    """Walks the tokens of a file once and collects its blocks."""

    file: str
    blocks: list[Block] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    heading: int | None = None
    items: list[_Item] = field(default_factory=list)
    lists: int = 0
    quotes: int = 0

    def read(self, tokens: Sequence[Token]) -> None:
        position = 0
        while position < len(tokens):
            position = self._step(tokens, position)

    def _step(self, tokens: Sequence[Token], at: int) -> int:
        """Reads the token at `at` (with what belongs to it) and returns where to go on."""
        token = tokens[at]
        match token.type:
            case "heading_open":
                self._heading(token, tokens[at + 1])
                return at + 3
            case "paragraph_open":
                self._paragraph(tokens[at + 1], _lines(token))
                return at + 3
            case "table_open":
                return self._table(tokens, at)
            case "list_item_open":
                first = tokens[at - 1].type.endswith("_list_open")
                self.items.append(_Item(line=_lines(token)[0], marker=token.info, first=first))
            case "list_item_close":
                self._own_item()
                self.items.pop()
            case "bullet_list_open" | "ordered_list_open":
                self._own_item()
                self.lists += 1
            case "bullet_list_close" | "ordered_list_close":
                self.lists -= 1
            case "blockquote_open" | "blockquote_close":
                self.quotes += token.nesting
            case "fence" | "front_matter":
                self._literal(token)
            case "html_block":
                self._html(token)
        return at + 1

    def _heading(self, token: Token, content: Token) -> None:
        inline = read_inline(content.children or (), _lines(token)[0])
        if token.markup in ("-", "=") and (len(inline.lines) > 1 or inline.text.endswith(".")):
            # A rule drawn directly under a paragraph makes a heading of it that nobody meant.
            self._text(inline, _lines(token))
            return
        if not inline.text:
            return
        level = int(token.tag[1])
        self.headings = [*((n, title) for n, title in self.headings if n < level), (level, inline.text)]
        self.heading = len(self.blocks)
        self._append(BlockKind.HEADING, _lines(token), inline, level=level)

    def _paragraph(self, content: Token, lines: tuple[int, int]) -> None:
        self._text(read_inline(content.children or (), lines[0]), lines)

    def _text(self, inline: Inline, lines: tuple[int, int]) -> None:
        if self.items and self.items[-1].index is None:
            self._write_item(self.items[-1], inline, lines)
        elif inline.text:
            self._append(BlockKind.PARAGRAPH, lines, inline)

    def _write_item(self, item: _Item, inline: Inline, lines: tuple[int, int]) -> None:
        item.index = len(self.blocks)
        parent = self.items[-2].index if len(self.items) > 1 else None
        self._append(BlockKind.ITEM, lines, inline, parent=parent, marker=item.marker, starts_list=item.first)

    def _own_item(self) -> None:
        """Writes the open item with an empty text where something other than a paragraph comes first in it."""
        if self.items and self.items[-1].index is None:
            line = self.items[-1].line
            self._write_item(self.items[-1], plain("", line), (line, line))

    def _table(self, tokens: Sequence[Token], at: int) -> int:
        """Reads a table; cells have no line of their own, they stand on that of their row."""
        self._own_item()
        rows: list[TableRow] = []
        line, cells = 0, list[Inline]()
        first = _lines(tokens[at])
        while tokens[at].type != "table_close":
            token = tokens[at]
            if token.type == "tr_open":
                line, cells = _lines(token)[0] if token.map else first[0], []
            elif token.type == "inline":
                cells.append(read_inline(token.children or (), line))
            elif token.type == "tr_close":
                rows.append(TableRow(cells=tuple(cells), span=self._span((line, line))))
            at += 1
        self._append(BlockKind.TABLE, first, plain("", first[0]), header=rows[0].cells, rows=tuple(rows[1:]))
        return at + 1

    def _literal(self, token: Token) -> None:
        kind = BlockKind.FENCE if token.type == "fence" else BlockKind.FRONT_MATTER
        lines = _lines(token)
        if kind is BlockKind.FENCE:
            self._own_item()
        language = token.info.split()[0].lower() if token.info.split() else ""
        self._append(kind, lines, plain("", lines[0]), language=language, text=token.content)

    def _html(self, token: Token) -> None:
        """HTML between the paragraphs: its text, each line by itself."""
        lines = _lines(token)
        bare = _HIDDEN.sub(lambda m: "\n" * m[0].count("\n"), token.content)
        for offset, line in enumerate(_TAG.sub(" ", bare).split("\n")):
            text = clean(line).strip()
            if _WORD.search(text):
                number = lines[0] + offset
                self._text(plain(text, number), (number, number))

    def _append(
        self,
        kind: BlockKind,
        lines: tuple[int, int],
        inline: Inline,
        *,
        level: int = 0,
        parent: int | None = None,
        marker: str = "",
        starts_list: bool = False,
        header: tuple[Inline, ...] = (),
        rows: tuple[TableRow, ...] = (),
        language: str = "",
        text: str = "",
    ) -> None:
        if kind is not BlockKind.ITEM and self.items:
            parent = self.items[-1].index
        self.blocks.append(
            Block(
                kind=kind,
                span=self._span(lines),
                inline=inline,
                section=tuple(title for _, title in self.headings),
                heading=self.heading,
                level=level,
                depth=self.lists,
                parent=parent,
                marker=marker,
                starts_list=starts_list,
                quoted=self.quotes > 0,
                header=header,
                rows=rows,
                language=language,
                text=text,
            )
        )

    def _span(self, lines: tuple[int, int]) -> Span:
        return Span(file=self.file, line=lines[0], end_line=lines[1])


_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"\w")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def _lines(token: Token) -> tuple[int, int]:
    """First and last line of a token, counted from 1."""
    start, end = token.map or [0, 1]
    return start + 1, max(end, start + 1)
