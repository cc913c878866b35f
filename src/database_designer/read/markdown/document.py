"""A Markdown file as a document: sections, statements, tables, code blocks, examples, and what it tells of an API."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from database_designer.diagnostics import Diagnostic, Severity
from database_designer.model.requirements import Document, Example, Operation, Section, Shape, Statement, Table
from database_designer.read.markdown.api import read_api_markdown
from database_designer.read.markdown.block import Block, BlockKind
from database_designer.read.markdown.blocks import parse_blocks
from database_designer.read.markdown.requirement import document_ids
from database_designer.read.markdown.statements import Reading, read_statements
from database_designer.source import SourceFile, Span

_LINE_END = re.compile(r"\r\n?|\n")
_CLOSING = re.compile(r"(?:```|~~~)\s*$")
_FRONT_TITLE = re.compile(r"""^title\s*:\s*(?P<quote>["']?)(?P<title>.+?)(?P=quote)\s*$""", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock:
    """A fence as it stands; `language` is lower case and "" where none is given, `text` without the fence lines."""

    language: str
    text: str
    span: Span
    section: tuple[str, ...] = ()
    lead: str = ""
    requirement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownDocument:
    """Everything that one Markdown file says."""

    document: Document
    statements: tuple[Statement, ...] = ()
    tables: tuple[Table, ...] = ()
    code_blocks: tuple[CodeBlock, ...] = ()
    examples: tuple[Example, ...] = ()
    operations: tuple[Operation, ...] = ()
    shapes: tuple[Shape, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def read_markdown(file: SourceFile) -> MarkdownDocument:
    """What a Markdown file says, in its order. Never raises, whatever the text.

    What the API reader takes (endpoints, bodies, field tables) stands in `operations` and `shapes` and nowhere else.
    """
    blocks = parse_blocks(file)
    operations, shapes, claimed = read_api_markdown(blocks, file)
    reading = read_statements(blocks, file.role, document_ids(blocks), claimed)
    return MarkdownDocument(
        document=Document(path=file.path, title=_title(blocks), role=file.role, sections=_sections(blocks, file)),
        statements=tuple(reading.statements),
        tables=tuple(reading.tables),
        code_blocks=_code_blocks(blocks, reading),
        examples=tuple(_example(b) for i, b in enumerate(blocks) if i not in claimed and _is_json(b)),
        operations=operations,
        shapes=shapes,
        diagnostics=tuple(_open_fences(blocks, file)),
    )


def _title(blocks: Sequence[Block]) -> str:
    """The title in the front matter, else the first heading where it is of level 1 or the only one of its level."""
    for block in blocks[:1]:
        match = _FRONT_TITLE.search(block.text) if block.kind is BlockKind.FRONT_MATTER else None
        if match:
            return match["title"].strip()
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    first = next((h for h in headings if h.level == 1), headings[0] if headings else None)
    if first is None or (first.level > 1 and any(h.level <= first.level for h in headings if h is not first)):
        return ""
    return first.inline.text


def _sections(blocks: Sequence[Block], file: SourceFile) -> tuple[Section, ...]:
    """The headings with what stands under them: up to the next heading of the same or a higher level."""
    ends: dict[int, int] = {}
    open_headings: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            while open_headings and blocks[open_headings[-1]].level >= block.level:
                ends[open_headings.pop()] = block.span.line - 1
            open_headings.append(index)
    last = max((b.span.end_line for b in blocks), default=1)
    return tuple(
        Section(
            title=block.inline.text,
            level=block.level,
            path=block.section,
            span=Span(file=file.path, line=block.span.line, end_line=max(ends.get(index, last), block.span.line)),
            requirement=block.requirement,
        )
        for index, block in enumerate(blocks)
        if block.kind is BlockKind.HEADING
    )


def _code_blocks(blocks: Sequence[Block], reading: Reading) -> tuple[CodeBlock, ...]:
    return tuple(
        CodeBlock(
            language=block.language,
            text=block.text,
            span=block.span,
            section=block.section,
            lead=reading.leads[index],
            requirement=block.requirement,
        )
        for index, block in enumerate(blocks)
        if block.kind is BlockKind.FENCE
    )


def _open_fences(blocks: Sequence[Block], file: SourceFile) -> Iterator[Diagnostic]:
    """A warning for each fence that nothing closes: all that follows it is code, and not read."""
    lines = _LINE_END.split(file.text)
    for block in blocks:
        if block.kind is BlockKind.FENCE and not _CLOSING.search(lines[block.span.end_line - 1]):
            yield Diagnostic(
                code="fence-open",
                severity=Severity.WARNING,
                fact=f"the code block is never closed; lines {block.span.line} to {block.span.end_line} were not read",
                fix="end the code with a line ```",
                span=block.span,
            )


def _example(block: Block) -> Example:
    return Example(json=block.text.strip(), span=block.span, section=block.section, requirement=block.requirement)


def _is_json(block: Block) -> bool:
    """Whether a fence holds an object or a list in JSON."""
    if block.kind is not BlockKind.FENCE or not block.text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(block.text)
    except (ValueError, RecursionError):
        return False
    return True
