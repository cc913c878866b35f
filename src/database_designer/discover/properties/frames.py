"""Sentences as frames: what stands before a verb, the verb, and what stands after it, by place and by parse.

The parse alone loses its way in long enumerations, the places of the words alone do not tell a verb from a noun. A
frame takes the verbs from the parse and the extent of what stands beside them from commas, conjunctions and pronouns.
"""

from __future__ import annotations

from dataclasses import dataclass

from database_designer.discover.language.annotate import Sentence, Token
from database_designer.discover.names import singular

_FINITE = frozenset({"MD", "VBZ", "VBP", "VBD"})
_IN_GROUP = frozenset({"AUX", "VERB"})
_BETWEEN = frozenset(
    "also always then now only often usually not never n't still further additionally both currently automatically uniquely already".split()
)
_LINKS = frozenset("to able supposed allowed possible like".split())
_SEPARATORS = frozenset({",", ";", ":", "and", "or", "but", "–", "—", "(", ")"})
RELATIVE = frozenset("which who that whom whose".split())
_INDIRECT = frozenset("whether how when where why if what unless once until because as after before than so".split())
_CONTRAST = frozenset("while whereas although though since".split())
_LOOSE = frozenset({",", ";", "and", "or", "but", "while", "whereas"})
_POINTING_BACK = frozenset("former latter".split())
_LEADING = frozenset("for of about on with per in".split())
_MAX_WORDS = 400


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its hyphens ("pick-up"): `token` is the index of its last token, `head` that of its head, `start..end` its place in the text."""

    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    token: int
    head: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verb:
    """A group of verbs ("must also be stored"): words `start..end`, the last of them being the verb that tells."""

    start: int
    end: int
    lemma: str
    passive: bool
    negated: bool
    finite: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb with the words before and after it, as ranges. `relative` is the index of the pronoun of a relative clause."""

    left: int
    verb: Verb
    right: int
    relative: int | None
    indirect: bool


@dataclass(frozen=True, slots=True)
class Frames:
    """The words of a sentence and its frames in order; `lead` is the range of a leading "For each book," (or empty)."""

    text: str
    words: tuple[Word, ...]
    frames: tuple[Frame, ...]
    lead: tuple[int, int]

    def said(self, start: int, end: int) -> str:
        """The text of a range of words."""
        return self.text[self.words[start].start : self.words[end - 1].end] if start < end else ""


def frames_of(sentence: Sentence) -> Frames:
    """The frames of a sentence; none for a sentence that is longer than 400 words."""
    found = _words(sentence)
    if len(found) > _MAX_WORDS:
        return Frames(text=sentence.text, words=(), frames=(), lead=(0, 0))
    verbs = [v for v in _verbs(found, sentence) if not _in_brackets(v, found)]
    begins = _begins(verbs, found, sentence)
    lead = _lead(found)
    frames: list[Frame] = []
    for i, verb in enumerate(verbs):
        begin, relative, indirect = begins[i]
        independent = (b for b, r, a in begins[i + 1 :] if r is None and not a)
        right = next((b for b in independent if b >= verb.end), len(found))
        while right > verb.end and found[right - 1].lower in _LOOSE:
            right -= 1
        first = i == 0 and relative is None and not indirect and lead[1] > 0
        left = lead[1] if first else begin
        while first and left < verb.start and found[left].lower == ",":
            left += 1
        frames.append(Frame(left=left, verb=verb, right=right, relative=relative, indirect=indirect))
    return Frames(text=sentence.text, words=found, frames=tuple(frames), lead=lead)


def _in_brackets(verb: Verb, words: tuple[Word, ...]) -> bool:
    before = [w.text for w in words[: verb.start]]
    return before.count("(") > before.count(")")


def _begins(verbs: list[Verb], words: tuple[Word, ...], sentence: Sentence) -> list[tuple[int, int | None, bool]]:
    """For each verb where its clause begins, the pronoun if it is a relative clause, and whether it is an indirect one."""
    found: list[tuple[int, int | None, bool]] = []
    before = floor = 0
    for verb in verbs:
        begin, pronoun, indirect = _begin(verb, floor, before, words, sentence)
        joined = verb.start and words[verb.start - 1].lower in ("and", "or")
        indirect = indirect or bool(joined and found and found[-1][2] and verb.finite)
        found.append((begin, pronoun, indirect))
        before = verb.end
        if pronoun is None and not indirect:
            floor = verb.end
    return found


def _words(sentence: Sentence) -> tuple[Word, ...]:
    places: list[tuple[int, int]] = []
    at = 0
    for token in sentence.tokens:
        at = sentence.text.find(token.text, at)
        places.append((at, at + len(token.text)))
        at += len(token.text)
    found: list[Word] = []
    for token, (start, end) in zip(sentence.tokens, places, strict=True):
        if token.text.isspace():
            continue
        last = found[-1] if found else None
        if last is not None and last.end == start and (token.text in ("-", "/") or last.text[-1:] in ("-", "/")):
            found[-1] = _joined(last, token, end)
        elif _is_plural(token, sentence):
            found.append(
                Word(token.text, token.lower, singular(token.lower), "NOUN", "NNS", token.i, token.head, start, end)
            )
        else:
            found.append(
                Word(token.text, token.lower, token.lemma, token.pos, token.tag, token.i, token.head, start, end)
            )
    return tuple(found)


def _is_plural(token: Token, sentence: Sentence) -> bool:
    """Whether a plural was taken for a verb ("clubs a seat" behind "members have a name"): it agrees with no subject."""
    if token.tag != "VBZ" or token.pos != "VERB" or token.dep != "conj":
        return False
    return sentence.tokens[token.head].tag == "VBP" and not sentence.dependents(token.i, "nsubj", "nsubjpass")


def _joined(word: Word, token: Token, end: int) -> Word:
    nominal = token.pos in ("NOUN", "PROPN", "VERB", "ADJ", "NUM")
    return Word(
        text=word.text + token.text,
        lower=word.lower + token.lower,
        lemma=word.lower + token.lemma,
        pos=token.pos if nominal and token.pos != "VERB" else "NOUN",
        tag=token.tag if nominal and token.pos != "VERB" else "NN",
        token=token.i,
        head=token.head,
        start=word.start,
        end=end,
    )


def _verbs(words: tuple[Word, ...], sentence: Sentence) -> list[Verb]:
    found: list[Verb] = []
    i = 0
    while i < len(words):
        if not _starts(i, words, sentence):
            i += 1
            continue
        end = _group_end(i, words)
        verb = end - 1
        while verb > i and words[verb].pos not in _IN_GROUP:
            verb -= 1
        if words[verb].pos in _IN_GROUP:
            group = words[i : verb + 1]
            found.append(
                Verb(
                    start=i,
                    end=verb + 1,
                    lemma=words[verb].lemma,
                    passive=words[verb].tag in ("VBN", "VBD") and any(w.lemma in ("be", "get") for w in group[:-1]),
                    negated=any(w.lower in ("not", "never", "n't", "cannot") for w in group),
                    finite=group[0].tag in _FINITE or group[0].pos == "AUX",
                )
            )
            i = verb + 1
        else:
            i += 1
    return found


def _starts(i: int, words: tuple[Word, ...], sentence: Sentence) -> bool:
    """Whether a group of verbs starts with the word, and not a participle or a noun that the parse took for a verb."""
    word = words[i]
    if word.pos not in _IN_GROUP or (word.tag not in _FINITE and word.tag != "VB"):
        return False
    after = words[i + 1] if i + 1 < len(words) else None
    before = words[i - 1] if i else None
    naming = before is not None and (before.pos == "DET" or before.tag in ("JJ", "PRP$", "POS"))
    if naming and word.pos != "AUX" and before is not None and before.lower not in _POINTING_BACK:
        return False
    closed = after is None or after.lower in (",", "and", ".", ")")
    if word.tag == "VBD" and (sentence.tokens[word.token].dep in ("acl", "amod") or closed):
        return False
    listed = word.pos == "VERB" and (before is None or before.lower in (",", "and"))
    return not (listed and closed)


def _group_end(i: int, words: tuple[Word, ...]) -> int:
    end = i + 1
    while end < len(words):
        word = words[end]
        if word.pos in _IN_GROUP and word.tag != "VBG":
            if words[end - 1].pos == "VERB" and words[end - 1].tag not in ("MD", "VBN") and word.tag == "VBN":
                break  # "has recorded", but not "stores required fields"
        elif word.lower not in _BETWEEN and word.lower not in _LINKS:
            break
        end += 1
    return end


def _begin(
    verb: Verb, floor: int, before: int, words: tuple[Word, ...], sentence: Sentence
) -> tuple[int, int | None, bool]:
    """As `_begins` for one verb; `floor` is the end of the last verb that stands by itself, `before` that of any verb."""
    if not verb.finite:
        return verb.start - (words[verb.start - 1].lower == "to" if verb.start else 0), None, False
    local = verb.start
    while local > before and not _separates(local - 1, words):
        local -= 1
    said = {w.lower for w in words[local : verb.start]}
    if said & _INDIRECT and local > 0:
        return local, None, True
    subject = _subject_start(verb, floor, words, sentence)
    begin = min(local, subject) if subject is not None else local
    begin = max((k + 1 for k in range(begin, local) if words[k].lower in (":", ";")), default=begin)
    pronouns = (k for k in range(before, verb.start) if words[k].lower in RELATIVE)
    pronoun = next((k for k in pronouns if words[k].lower != "that" or words[k].tag in ("WDT", "WP")), None)
    if pronoun is not None:
        return min(begin, pronoun), pronoun, False
    if words[begin].lower in _CONTRAST and begin < verb.start:
        begin += 1
    return _past_links(begin, verb.start, words), None, bool(said & _INDIRECT)


def _separates(k: int, words: tuple[Word, ...]) -> bool:
    return words[k].lower in _SEPARATORS and not (k and words[k].lower == "or" and words[k - 1].lower == "whether")


def _past_links(begin: int, end: int, words: tuple[Word, ...]) -> int:
    while begin < end and words[begin].lower in (",", "and", "or", "but", ";", ":", ")"):
        begin += 1
    return begin


def _subject_start(verb: Verb, floor: int, words: tuple[Word, ...], sentence: Sentence) -> int | None:
    """The first word of the subject by the parse."""
    place = {w.token: k for k, w in enumerate(words)}
    for k in range(verb.start, verb.end):
        for subject in sentence.dependents(words[k].token, "nsubj", "nsubjpass"):
            known = [place[t.i] for t in sentence.subtree(subject.i) if t.i in place]
            inside = [p for p in known if floor <= p < verb.start]
            if inside:
                return min(inside)
    return None


def _lead(words: tuple[Word, ...]) -> tuple[int, int]:
    """The range of "For each book," and "Of these readers," at the start of the sentence, without the comma."""
    if not words or words[0].lower not in _LEADING:
        return (0, 0)
    if words[0].lower == "in" and words[1 % len(words)].lower not in ("a", "an", "each", "every"):
        return (0, 0)  # "in addition", "in the meantime"
    for k, word in enumerate(words[:14]):
        if word.lower == "," or (
            k > 1 and word.lower in ("we", "i", "it", "the") and words[k - 1].pos in ("NOUN", "PROPN")
        ):
            return (1, k)
        if word.pos in ("VERB", "AUX") and word.tag in _FINITE:
            return (0, 0)
    return (0, 0)
