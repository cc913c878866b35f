"""Clauses that share the verb of the one before: "a boat has a name, the mast a height", "clubs a seat and a fee"."""

from __future__ import annotations

from dataclasses import replace

from database_designer.discover.properties.frames import Frame, Word

_SEPARATORS = frozenset({",", ";", "and", "while", "whereas"})
_BEFORE = frozenset("the a an each every".split())
_AFTER = frozenset("a an its their one".split())
_NAMING = ("NOUN", "PROPN", "ADJ")


def with_elided(frame: Frame, words: tuple[Word, ...]) -> list[Frame]:
    """The frame up to the first clause without a verb of its own, and one for each such clause with the verb of the first."""
    starts = [s for k in range(frame.verb.end + 1, frame.right - 3) if (s := _subject(k, frame.right, words))]
    if not starts:
        return [frame]
    ends = [*(left for left, _ in starts[1:]), frame.right]
    elided = (
        replace(frame, left=left, verb=replace(frame.verb, start=verb, end=verb), right=end, relative=None)
        for (left, verb), end in zip(starts, ends, strict=True)
    )
    return [replace(frame, right=starts[0][0]), *elided]


def _subject(k: int, right: int, words: tuple[Word, ...]) -> tuple[int, int] | None:
    """Where a subject begins behind the separator at `k`, and where its verb would stand; None for no such clause."""
    if words[k].lower not in _SEPARATORS:
        return None
    left = k + 1
    while left < right and words[left].lower in _SEPARATORS:
        left += 1
    end = left + (left < right and words[left].lower in _BEFORE)
    first = end
    while end < right and words[end].pos in _NAMING:
        end += 1
    if end == first or end >= right - 1 or words[end].lower not in _AFTER:
        return None
    return (left, end) if words[end + 1].pos in (*_NAMING, "VERB") else None
