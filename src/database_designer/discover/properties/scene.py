"""What a reader of properties knows when it comes to a verb: the sentence, and what was spoken of before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from database_designer.discover.items import Item, split_items
from database_designer.discover.names import Noun, words
from database_designer.discover.properties.frames import RELATIVE, Frame, Frames, Word
from database_designer.discover.properties.owners import (
    is_anaphor,
    nouns_in,
    owners_in,
    pointing_back,
    trailing_owner,
)
from database_designer.discover.properties.telling import is_telling

_POSSESSIVES = frozenset("its their his her".split())
# "the date when ...": what follows belongs to the name.
_GOING_ON = frozenset("date time day moment and".split())
# ", which is unique," and ", if given," say something of one member within an enumeration.
_INSERTED = frozenset("which that if".split())
_ENDING = frozenset("so because when if unless until whenever before after while once whereas by via".split())


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence, whom its "For each ..., " speaks of, and whom the sentences and clauses before spoke of (`topic`).

    `named` are all nouns of the sentence before.
    """

    frames: Frames
    lead: tuple[Noun, ...]
    topic: tuple[Noun, ...]
    named: tuple[Noun, ...] = ()

    def subject(self, frame: Frame) -> tuple[Noun, ...]:
        """Whom the verb is said of: its subject, what its relative pronoun means, the topic for "it" and "they"."""
        if frame.relative is not None:
            return self.antecedent(frame.relative)
        said = self.frames.words[frame.left : frame.verb.start]
        if is_anaphor(said):
            return self.topic
        if not said:
            joined = self._joined_to(frame)
            return self.subject(joined) if joined is not None else ()
        return pointing_back(said, self._named_before()) or owners_in(said)

    def _joined_to(self, frame: Frame) -> Frame | None:
        """The frame whose subject a verb without one shares ("it has a name and bears a code")."""
        words = self.frames.words
        head = words[frame.verb.end - 1].head
        before = (f for f in self.frames.frames if f.verb.end <= frame.left)
        return next((f for f in before if any(w.token == head for w in words[f.verb.start : f.verb.end])), None)

    def _named_before(self) -> tuple[Noun, ...]:
        """The nouns that "the former" and "the latter" choose from: those before it, else those of the sentence before."""
        words = self.frames.words
        first = next((k for k, w in enumerate(words) if w.lower in ("former", "latter", "both")), 0)
        here = nouns_in(words[:first])
        return here if len(here) > 1 else self.named

    def antecedent(self, pronoun: int) -> tuple[Noun, ...]:
        """The noun before a relative pronoun ("readers, each of whom ..."); for "the date of which", the one further back."""
        found = self.frames.words
        end = pronoun
        if end and found[end - 1].lower in ("of", "in", "for", "to", "with", "by", "at", "on"):
            comma = next((k for k in range(end - 1, max(-1, end - 25), -1) if found[k].lower in (",", ";")), -1)
            if comma < 0:
                return ()
            end = comma
        while end and found[end - 1].lower == ",":
            end -= 1
        if end and found[end - 1].text == ")":
            end = max((k for k in range(end) if found[k].text == "("), default=end)
        start = end
        while start and _in_phrase(found[start - 1].pos, found[start - 1].lower):
            start -= 1
        start, end = self._before_example(start, end, pronoun)
        kind = self.whole_of(start)
        if kind:
            return kind
        if end < pronoun and start > 1 and found[start - 1].pos == "DET":
            start = self._told_about(start - 2, start)
        return owners_in(found[start:end])

    def _before_example(self, start: int, end: int, pronoun: int) -> tuple[int, int]:
        """As in "small boats such as a dinghy, which have a name": the number of the verb tells that the boats are meant."""
        found = self.frames.words
        several = any(w.tag == "VBP" for w in found[pronoun + 1 : pronoun + 4])
        like = start - 1 if start and found[start - 1].pos == "DET" else start
        if (
            not several
            or found[end - 1].tag != "NN"
            or [w.lower for w in found[max(0, like - 2) : like]] != ["such", "as"]
        ):
            return start, end
        end = like - 2
        start = end
        while start and _in_phrase(found[start - 1].pos, found[start - 1].lower):
            start -= 1
        return start, end

    def whole_of(self, start: int) -> tuple[Noun, ...]:
        """As in "a skipper is a sailor who ...", where `start` is the place of "sailor": the skipper; () for no such."""
        words = self.frames.words
        begin = start
        while begin and words[begin - 1].pos in ("DET", "ADJ"):
            begin -= 1
        frame = next((f for f in self.frames.frames if f.verb.end == begin and f.verb.lemma == "be"), None)
        if frame is None or frame.verb.negated or frame.indirect or frame.relative is not None:
            return ()
        said = words[frame.left : frame.verb.end]
        if any(w.tag == "MD" for w in said) or is_anaphor(words[frame.left : frame.verb.start]):
            return ()
        owners = self.subject(frame)
        return owners if len(owners) == 1 and not is_telling(owners[0]) else ()

    def _told_about(self, preposition: int, start: int) -> int:
        """As in "a report about the boat, which ...": the report is meant."""
        found = self.frames.words
        if found[preposition].lower not in ("about", "on") or found[preposition - 1].pos not in ("NOUN", "PROPN"):
            return start
        while preposition and _in_phrase(found[preposition - 1].pos, found[preposition - 1].lower):
            preposition -= 1
        return preposition

    def is_genitive(self, start: int, end: int) -> bool:
        """Whether the range begins with an owner ("the boat's length", "their names")."""
        said = self.frames.words[start : min(end, start + 6)]
        return bool(said) and (said[0].tag == "PRP$" or any(w.tag == "POS" for w in said))

    def listed(self, start: int, end: int) -> Listed:
        """The enumeration in a range of words, and whose it says that it is."""
        found = self.frames.words
        start, end = self._past_condition(start, end), _cut(self.frames, start, end)
        if start < end and found[start].tag == "PRP$" and found[start].lower in _POSSESSIVES:
            cut, owners, back = trailing_owner(self.frames, start, end)
            return self._of(start + 1, cut, owners or self.lead or self.topic, back=True)
        genitive = next((k for k in range(start, min(end, start + 8)) if found[k].tag == "POS"), None)
        if genitive is not None and not any(w.lower in (",", "of") for w in found[start:genitive]):
            return self._of(genitive + 1, end, owners_in(found[start:genitive]), back=False)
        cut, owners, back = trailing_owner(self.frames, start, end)
        if genitive is not None and cut < genitive:
            return self._of_whose(start, cut, genitive, end)
        if owners and self.lead and not back and self.frames.words[cut + 1].lower not in ("each", "every"):
            return self._of(start, end, (), back=False)  # "for each boat the size of the sail": of the boat
        if back:
            owners = tuple(self._meant(o) for o in owners) or self.topic
        return self._of(start, cut, owners, back=back)

    def _of_whose(self, start: int, cut: int, genitive: int, end: int) -> Listed:
        """As in "the name of the boat's owner": the owner name of the boat."""
        whose = self.frames.said(genitive + 1, end)
        items = split_items(self.frames.said(start, cut))
        named = tuple(replace(i, name=(*words(whose), *i.name)) for i in items)
        return Listed(items=named, owners=owners_in(self.frames.words[cut + 1 : genitive]), back=False)

    def _meant(self, owner: Noun) -> Noun:
        """What "these boats" are: those spoken of before, if they are boats of some kind."""
        return next((t for t in self.topic if t[-len(owner) :] == owner), owner)

    def plain(self, start: int, end: int) -> Listed:
        """The enumeration in a range of words of which is told elsewhere whose it is."""
        return self._of(self._past_condition(start, end), _cut(self.frames, start, end), (), back=False)

    def _past_condition(self, start: int, end: int) -> int:
        """Past "if" in "if a phone number is given"; not in "if there is a lift", which tells a property itself."""
        words = self.frames.words
        if start >= end - 1 or words[start].lower not in ("if", "when", "once", "unless"):
            return start
        return start + (words[start + 1].lower not in ("there", "it", "they"))

    def _of(self, start: int, end: int, owners: tuple[Noun, ...], *, back: bool) -> Listed:
        text = self.frames.said(start, end) + self._values_behind(end)
        return Listed(items=split_items(text), owners=owners, back=back)

    def _values_behind(self, end: int) -> str:
        """As in "it has a glaze: matt, glossy or raw": what stands behind the last member, in brackets; "" for nothing."""
        words = self.frames.words
        if end >= len(words) - 2 or words[end].text != ":":
            return ""
        stop = next((k for k in range(end + 1, len(words)) if words[k].text in (".", ";", "(")), len(words))
        joined = any(w.lower == "or" for w in words[end + 1 : stop])
        return f" ({self.frames.said(end + 1, stop)})" if joined else ""


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
        depth += (words[k].text == "(") - (words[k].text == ")")
        if depth <= 0 and k > start and _ends(words, k, end):
            return k
    return end


def _closes(after: tuple[Word, ...]) -> bool:
    """Whether what is inserted is some quality only, and the enumeration goes on behind it."""
    said = next((after[:k] for k, w in enumerate(after) if w.lower == ","), ())
    return bool(said) and not any(w.pos in ("DET", "NOUN", "PROPN", "PRON") or w.lower in ("can", "may") for w in said)


def _ends(words: tuple[Word, ...], k: int, end: int) -> bool:
    word, before = words[k], words[k - 1]
    if before.lower == "," and word.lower in _INSERTED and _closes(words[k + 1 : min(end, k + 6)]):
        return False
    if word.lower in _ENDING:
        done = word.lower == "by" and before.tag == "VBN"  # "the test passed by each boat"
        return not done and before.lower not in _GOING_ON
    if word.lower in RELATIVE and any(w.lemma == "be" for w in words[k + 1 : k + 4]):
        return True
    infinitive = word.lower == "to" and k + 1 < end and words[k + 1].tag == "VB"
    return infinitive or word.text in (".", ";", ":")
