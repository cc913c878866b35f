"""What a reader of properties knows when it comes to a verb: the sentence, and what was spoken of before."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.discover.items import Item, split_items
from database_designer.discover.names import Noun
from database_designer.discover.properties.frames import Frame, Frames
from database_designer.discover.properties.owners import is_anaphor, owners_in, trailing_owner
from database_designer.discover.properties.telling import is_telling

_POSSESSIVES = frozenset("its their his her".split())
_ENDING = frozenset("so because when if unless until whenever before after while once whereas by via".split())


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence, whom its "For each ..., " speaks of, and whom the sentences and clauses before spoke of (`topic`)."""

    frames: Frames
    lead: tuple[Noun, ...]
    topic: tuple[Noun, ...]

    def subject(self, frame: Frame) -> tuple[Noun, ...]:
        """Whom the verb is said of: its subject, what its relative pronoun means, the topic for "it" and "they"."""
        if frame.relative is not None:
            return self.antecedent(frame.relative)
        words = self.frames.words[frame.left : frame.verb.start]
        if is_anaphor(words):
            return self.topic
        return owners_in(words)

    def antecedent(self, pronoun: int) -> tuple[Noun, ...]:
        """The noun before a relative pronoun ("readers, each of whom ..."); for "the date of which", the one further back."""
        words = self.frames.words
        end = pronoun
        if end and words[end - 1].lower in ("of", "in", "for", "to", "with", "by", "at", "on"):
            comma = next((k for k in range(end - 1, max(-1, end - 25), -1) if words[k].lower in (",", ";")), -1)
            if comma < 0:
                return ()
            end = comma
        while end and words[end - 1].lower == ",":
            end -= 1
        start = end
        while start and _in_phrase(words[start - 1].pos, words[start - 1].lower):
            start -= 1
        return owners_in(words[start:end])

    def is_genitive(self, start: int, end: int) -> bool:
        """Whether the range begins with an owner ("the boat's length", "their names")."""
        words = self.frames.words[start : min(end, start + 6)]
        return bool(words) and (words[0].tag == "PRP$" or any(w.tag == "POS" for w in words))

    def listed(self, start: int, end: int) -> Listed:
        """The enumeration in a range of words, and whose it says that it is."""
        words = self.frames.words
        end = _cut(self.frames, start, end)
        if start < end and words[start].tag == "PRP$" and words[start].lower in _POSSESSIVES:
            cut, owners, back = trailing_owner(self.frames, start, end)
            return self._of(start + 1, cut, owners or self.topic, back=True)
        genitive = next((k for k in range(start, min(end, start + 6)) if words[k].tag == "POS"), None)
        if genitive is not None and not any(w.lower in (",", "of") for w in words[start:genitive]):
            return self._of(genitive + 1, end, owners_in(words[start:genitive]), back=False)
        cut, owners, back = trailing_owner(self.frames, start, end)
        if back and not owners:
            owners = self.topic
        return self._of(start, cut, owners, back=back)

    def _of(self, start: int, end: int, owners: tuple[Noun, ...], *, back: bool) -> Listed:
        text = self.frames.said(start, end)
        return Listed(items=split_items(text), owners=owners, back=back)


@dataclass(frozen=True, slots=True)
class Listed:
    """Items of an enumeration with the owners that it names itself; `back` where they are those spoken of before."""

    items: tuple[Item, ...]
    owners: tuple[Noun, ...]
    back: bool

    @property
    def telling(self) -> bool:
        """Whether some item is a property by its name."""
        return any(is_telling(i.name) or i.type for i in self.items)


def _in_phrase(pos: str, lower: str) -> bool:
    return pos in ("NOUN", "PROPN", "ADJ", "NUM") or lower in ("each", "-")


def _cut(frames: Frames, start: int, end: int) -> int:
    """The end of an enumeration before what says when, why and what for."""
    words = frames.words
    depth = 0
    for k in range(start, end):
        word = words[k]
        depth += (word.text == "(") - (word.text == ")")
        if depth > 0:
            continue
        if word.lower in _ENDING and k > start and words[k - 1].lower not in ("date", "time", "day", "moment", "and"):
            return k
        after = words[k + 1] if k + 1 < end else None
        if word.lower == "to" and after is not None and after.tag == "VB":
            return k
        if word.text in (".", ";") or (word.text == ":" and k > start):
            return k
    return end
