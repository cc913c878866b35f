"""Paragraphs into sentences, by rule: no model is needed to see where a technical sentence ends."""

from __future__ import annotations

import re

from database_designer.read.markdown.inline import Inline, MarkKind
from database_designer.read.markdown.lexicon import ABBREVIATIONS, FINAL_ABBREVIATIONS, NUMBERED

_END = re.compile(r"[.!?]+[\"')\]]*(?=\s)")
_WORD_BEFORE = re.compile(r"[\w.&/-]*$")
_STARTS = re.compile(r"[\"'(\[]*[A-Z0-9À-ÞЀ-Я`$#<>/@]")
_PAIRS = {"(": ")", "[": "]"}


def split_sentences(inline: Inline) -> tuple[Inline, ...]:
    """The sentences of a text, without blanks around them and without empty ones.

    A sentence ends with a full stop, question or exclamation mark before a blank and a capital letter or digit; not
    after an abbreviation, a single letter or a list number, and not within brackets, quotation marks or code.
    """
    closed = _enclosed(inline)
    cuts = [0]
    for match in _END.finditer(inline.raw):
        if not closed[match.end()] and _ends(inline.raw, cuts[-1], match):
            cuts.append(match.end())
    sentences = (sentence.strip() for sentence in inline.split(cuts[1:]))
    return tuple(sentence for sentence in sentences if sentence.raw)


def _ends(raw: str, start: int, match: re.Match[str]) -> bool:
    rest = raw[match.end() : match.end() + 40].lstrip()
    if not _STARTS.match(rest):
        return False
    if match[0].rstrip("\"')]") != ".":
        return True
    word = _before(raw, max(start, match.start() - 40), match.start())
    if word.isdigit():
        return match.start() - start > len(word) + 1
    if word in NUMBERED:
        return not rest[0].isdigit()
    if word in ABBREVIATIONS:
        return word in FINAL_ABBREVIATIONS
    return not (len(word) == 1 and word.isalpha() and word not in ("i", "a"))


def _before(raw: str, start: int, end: int) -> str:
    match = _WORD_BEFORE.search(raw[start:end])
    return match[0].lower() if match else ""


def _enclosed(inline: Inline) -> bytearray:
    """For each character, 1 where it stands within brackets, quotation marks or code that are closed again."""
    inside = bytearray(len(inline.raw) + 1)
    ranges = [(m.start, m.end) for m in inline.marks if m.kind is MarkKind.CODE]
    opened: list[tuple[str, int]] = []
    for position, character in enumerate(inline.raw):
        if character in _PAIRS:
            opened.append((_PAIRS[character], position))
        elif opened and character == opened[-1][0]:
            ranges.append((opened.pop()[1], position))
        elif character == '"':
            opened.append(('"', position))
    filled = 0
    for start, end in sorted(ranges):  # each place once, however deep the brackets are
        if end > filled:
            inside[max(start, filled) : end] = b"\x01" * (end - max(start, filled))
            filled = end
    return inside
