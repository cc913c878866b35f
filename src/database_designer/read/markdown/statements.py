"""Headings, paragraphs, items and tables as statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from database_designer.model.requirements import Statement, StatementKind, Table
from database_designer.read.markdown.block import Block, BlockKind
from database_designer.read.markdown.gherkin import Criteria, is_gherkin, read_gherkin
from database_designer.read.markdown.ids import Ids
from database_designer.read.markdown.inline import Inline
from database_designer.read.markdown.leads import Leads, introduction
from database_designer.read.markdown.lexicon import ABOUT_DOCUMENT
from database_designer.read.markdown.requirement import in_contents, in_references, is_reference, stated_id
from database_designer.read.markdown.sentences import split_sentences
from database_designer.read.markdown.tables import read_table
from database_designer.read.markdown.units import Unit, read_units
from database_designer.source import SourceRole, Span

_FLOW = re.compile(
    r"\b(flows?|steps?|scenarios?|sequence|workflow|procedure|process|journey|courses?)\b", re.IGNORECASE
)
_STORY = re.compile(
    r"as (?:an?|the) [^.]{1,80}?(?:,| i (?:want|need|can|should|would|must|am|have|shall)\b)", re.IGNORECASE
)
_ABOUT_WORDS = 6
_SHORT = 2


@dataclass(slots=True)
class Reading:
    """What has been read of a file: its statements, its tables, and the lead of each block by its index."""

    statements: list[Statement] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    leads: dict[int, str] = field(default_factory=dict)


def read_statements(blocks: Sequence[Block], role: SourceRole, ids: Ids, claimed: frozenset[int]) -> Reading:
    """The statements and tables of a file's blocks in order; blocks in `claimed` are read elsewhere and left out."""
    reader = _Reader(blocks, role, ids)
    for index in range(len(blocks)):
        reader.read(index, said=index not in claimed)
    return reader.reading


class _Reader:
    """Walks the blocks of a file; knows what introduces what, which items are steps, and open scenarios."""

    def __init__(self, blocks: Sequence[Block], role: SourceRole, ids: Ids) -> None:
        self.blocks = blocks
        self.role = role
        self.ids = ids
        self.leads = Leads()
        self.criteria = Criteria()
        self.steps: set[int] = set()
        self.reading = Reading()

    def read(self, index: int, *, said: bool) -> None:
        """Reads a block; where it is not `said`, it only introduces what follows."""
        block = self.blocks[index]
        lead = self.reading.leads[index] = self.leads.over(block)
        units: tuple[Unit, ...] = ()
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            units = read_units(block.inline, self.ids, block.requirement)
        if said:
            self._say(block, index, units, lead)
        self.leads.pass_by(block, index, units)

    def _say(self, block: Block, index: int, units: Sequence[Unit], lead: str) -> None:
        match block.kind:
            case BlockKind.HEADING:
                self.reading.statements.extend(self._heading(block))
            case BlockKind.TABLE:
                table, statements = read_table(block, self.role, self.ids, lead)
                self.reading.tables.append(table)
                self.reading.statements.extend(statements)
            case BlockKind.FENCE if is_gherkin(block):
                self.reading.statements.extend(read_gherkin(block, self.role))
            case BlockKind.PARAGRAPH | BlockKind.ITEM if not self._points_elsewhere(block, units):
                self.reading.statements.extend(self._text(block, index, units, lead))

    def _heading(self, block: Block) -> Iterator[Statement]:
        found = self.ids.of_heading(block.inline.raw)
        if not found:
            return
        raw, length = block.inline, len(block.inline.raw)
        name = raw.part(found.end, length) if found.end < length else raw.part(0, found.start)
        if name.strip().raw.strip("([ ])"):
            kind = StatementKind.STORY if _STORY.match(name.text) else StatementKind.HEADING
            yield self._statement(block, name.strip(), kind, requirement=block.requirement)

    def _text(self, block: Block, index: int, units: Sequence[Unit], lead: str) -> Iterator[Statement]:
        current, about = block.requirement, _about_document(units)
        in_flow = self._in_flow(block, index, lead)
        for number, unit in enumerate(units):
            if unit.id and not in_flow:
                current = unit.id
            if self._says(block, index, unit, number) and not (about and len(unit.body.text.split()) <= _ABOUT_WORDS):
                yield from self._unit(block, unit, current, lead, in_flow=in_flow)
            if block.kind is BlockKind.PARAGRAPH:
                lead = introduction([unit]) if number == 0 else introduction([unit]) or lead

    def _unit(
        self, block: Block, unit: Unit, requirement: str | None, lead: str, *, in_flow: bool
    ) -> Iterator[Statement]:
        body = unit.body if unit.body.raw else Inline(raw=unit.label, lines=unit.body.lines)
        label = unit.label if unit.body.raw else ""
        for sentence in split_sentences(body):
            if sentence.text.endswith(":") and len(sentence.text.split()) <= _SHORT:
                continue
            kind = self._kind(block, unit, sentence.text, in_flow=in_flow)
            yield self._statement(block, sentence, kind, requirement=requirement, label=label, lead=lead)

    def _kind(self, block: Block, unit: Unit, text: str, *, in_flow: bool) -> StatementKind:
        if self.criteria.take(text):
            return StatementKind.CRITERION
        if _STORY.match(text):
            return StatementKind.STORY
        if unit.id and unit.is_title:
            return StatementKind.HEADING
        if unit.step or in_flow:
            return StatementKind.STEP
        return StatementKind.ITEM if block.depth else StatementKind.SENTENCE

    def _in_flow(self, block: Block, index: int, lead: str) -> bool:
        """Whether an item is a step: numbered, in a list or section that is called a flow, or nested in a step.

        What stands under a step with a colon ("... with the following data:") is a list and no steps, unless numbered.
        """
        nested = block.parent in self.steps and (bool(block.marker) or not lead.endswith(":"))
        called = any(_FLOW.search(title) for title in (*block.section[-2:], lead))
        if nested or (block.kind is BlockKind.ITEM and block.marker and called):
            self.steps.add(index)
            return True
        return False

    def _says(self, block: Block, index: int, unit: Unit, number: int) -> bool:
        """Whether a unit says something: not a title, not a stated id, not the mere name of a nested list."""
        if not unit.text or stated_id(unit.text, self.ids):
            return False
        if block.kind is BlockKind.PARAGRAPH and unit.is_title:
            return unit.id is not None
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if unit.body.raw or following is None or following.kind is BlockKind.HEADING:
            return True
        return block.kind is BlockKind.ITEM and following.parent != index and number == 0

    def _points_elsewhere(self, block: Block, units: Sequence[Unit]) -> bool:
        if block.kind is BlockKind.ITEM and (is_reference(block) or in_contents(block)):
            return True
        return in_references(block) and any(unit.id for unit in units)

    def _statement(
        self,
        block: Block,
        text: Inline,
        kind: StatementKind,
        *,
        requirement: str | None,
        label: str = "",
        lead: str = "",
    ) -> Statement:
        return Statement(
            text=text.text,
            kind=kind,
            role=self.role,
            span=Span(file=block.span.file, line=text.line, end_line=text.end_line),
            requirement=requirement,
            section=block.section,
            label=label,
            lead=lead,
            depth=block.depth,
            code=text.code,
            strong=text.strong,
        )


def _about_document(units: Sequence[Unit]) -> bool:
    """Whether lines such as "Version: 1.2" and "Last updated: ..." are among the units."""
    return any(unit.label.lower() in ABOUT_DOCUMENT for unit in units)
