"""The sentence that introduces a list, a table or an example."""

from __future__ import annotations

from collections.abc import Sequence

from database_designer.read.markdown.block import Block, BlockKind
from database_designer.read.markdown.sentences import split_sentences
from database_designer.read.markdown.units import Unit

MAX_LEAD = 400
"""Characters of a lead; a parent item that is longer introduces nothing by its end."""


class Leads:
    """Follows the blocks of a file in order and remembers what introduces what comes next, at each nesting."""

    def __init__(self) -> None:
        self._of: dict[int | None, str] = {}
        self._used: set[int | None] = set()
        self._after_title = False

    def over(self, block: Block) -> str:
        """The lead of a block at its place; a paragraph has one only directly after a bold line."""
        if block.kind is BlockKind.PARAGRAPH and not self._after_title:
            return ""
        if block.starts_list and block.marker in ("", "1") and block.parent in self._used:
            return ""
        return self._of.get(block.parent, "")

    def pass_by(self, block: Block, index: int, units: Sequence[Unit]) -> None:
        """Takes note of a block that has been read."""
        self._after_title = block.kind is BlockKind.PARAGRAPH and bool(units) and units[-1].is_title
        match block.kind:
            case BlockKind.HEADING | BlockKind.TABLE:
                self._set(block.parent, "")
            case BlockKind.ITEM:
                self._item(block, index, units)
            case BlockKind.PARAGRAPH:
                lead = introduction(units)
                if lead or block.parent is None:
                    self._set(block.parent, lead)

    def _item(self, block: Block, index: int, units: Sequence[Unit]) -> None:
        self._of[block.parent] = self.over(block)
        self._used.add(block.parent)
        self._of[index] = introduction(units) or " ".join(u.text for u in units)[:MAX_LEAD]
        if len(units) > 1 and units[-1].names_only:
            # A bold line right under an item is part of it for Markdown; it introduces the list that comes next.
            self._set(block.parent, self._of[index])

    def _set(self, parent: int | None, lead: str) -> None:
        self._of[parent] = lead
        self._used.discard(parent)


def introduction(units: Sequence[Unit]) -> str:
    """What a text introduces: a last sentence that ends with a colon, or a last line all in bold; else ""."""
    if not units:
        return ""
    last = units[-1]
    if last.names_only:
        return last.label or last.body.text
    sentences = split_sentences(last.body)
    if sentences and sentences[-1].text.endswith(":"):
        end = sentences[-1].text[:MAX_LEAD]
        return f"{last.label}: {end}" if last.label and len(sentences) == 1 else end
    return ""
