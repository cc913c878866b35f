"""The document's own vocabulary: how its sentences speak of every noun, before any of them is taken for a thing.

"Each press has several plates. A plate is mounted on a press." tells that presses and plates are spoken of one by one,
that there are several plates, and that both do or undergo something.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from database_designer.discover.findings import Findings, UsageFinding
from database_designer.discover.language.annotate import Sentence, Token
from database_designer.discover.language.phrases import Phrase, clauses, conjuncts, phrases
from database_designer.discover.names import Noun, words
from database_designer.discover.prose import Line
from database_designer.source import Evidence

_MAX_WORDS = 4
_MAX_BESIDE = 12
_SUBJECTS = ("nsubj", "nsubjpass")
_OBJECTS = ("dobj", "attr", "oprd", "dative")
_ONE = frozenset({"a", "an", "one", "another", "exactly", "single"})
_POSSESSIVE_PRONOUNS = frozenset({"its", "their", "his", "her"})
# "a number of rooms", "a series of tests": the phrase is about the rooms and the tests.
_COUNTING = frozenset("number set series group list lot range variety collection couple pair dozen majority".split())
_SEVERAL = frozenset("several many multiple various numerous different".split())
_COMPOSING = frozenset("consist comprise compose contain include divide".split())
_EXAMPLES = frozenset({("for", "example"), ("for", "instance"), ("suppose", "that")})
_KEEPING = frozenset("store keep record save treat model manage consider cover administer track".split())
_WANTING = frozenset("want wish plan intend commission decide like hope ask hire".split())


@dataclass(slots=True)
class _Usage:
    """The counts of a noun while they grow."""

    evidence: Evidence
    order: int
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    last: Evidence | None = None
    beside: list[Noun] = field(default_factory=list)
    described: int = 0
    in_state: bool = False


def read_usages(lines: tuple[Line, ...]) -> Findings:
    """One usage finding for every noun of up to four words, in the order of first mention."""
    known: dict[Noun, _Usage] = {}
    # What is said again in the same words tells nothing more.
    for line in {one.text: one for one in lines}.values():
        counted = _counted(line.sentence)
        start = _after_label(line)
        told = _before_example(line.sentence)
        found = [p for p in phrases(line.sentence) if p.i not in counted.values() and start <= p.i < told]
        for phrase in found:
            _note(phrase, line, counted, known)
        for first, second in _joined(line.sentence):
            for noun, other in ((first, second), (second, first)):
                if noun in known and len(known[noun].beside) < _MAX_BESIDE and other not in known[noun].beside:
                    known[noun].beside.append(other)
        for noun in [*(n for p in found for n in p.of), *(p.possessor for p in found)]:
            if noun in known:
                known[noun].counts["possessing"] += 1
    return Findings(
        usages=tuple(
            UsageFinding(
                noun=n,
                evidence=u.evidence,
                order=u.order,
                described=u.described,
                in_state=u.in_state,
                beside=tuple(u.beside),
                **u.counts,
            )
            for n, u in known.items()
        )
    )


def _joined(sentence: Sentence) -> list[tuple[Noun, Noun]]:
    """The pairs of nouns that stand by the same verb."""
    return [
        (subject.noun, other.noun)
        for clause in clauses(sentence)
        if clause.verb not in ("be", "have")
        for subject in (clause.objects if clause.passive else clause.subjects)
        for other in (*(clause.subjects if clause.passive else clause.objects), *(p for _, p in clause.obliques))
        if subject.noun != other.noun
    ]


def _counted(sentence: Sentence) -> dict[int, int]:
    """Per head of what is counted ("rooms" in "a number of rooms") the head of the counting phrase."""
    return {
        one.i: token.i
        for token in sentence.tokens
        if token.pos == "NOUN" and token.lemma in _COUNTING and not _is_amount(token, sentence)
        for preposition in sentence.dependents(token.i, "prep")
        if preposition.lower == "of"
        for thing in sentence.dependents(preposition.i, "pobj")
        for one in conjuncts(sentence, thing)
        if one.tag in ("NNS", "NNPS")
    }


def _is_amount(token: Token, sentence: Sentence) -> bool:
    """Whether "the number of rooms" is spoken of, which is one amount and not rooms."""
    return token.lemma == "number" and any(t.lower == "the" for t in sentence.dependents(token.i, "det"))


def _note(phrase: Phrase, line: Line, counted: dict[int, int], known: dict[Noun, _Usage]) -> None:
    if not 0 < len(phrase.noun) <= _MAX_WORDS or not phrase.noun[-1].isalpha():
        return
    usage = known.setdefault(phrase.noun, _Usage(line.statement.evidence, len(known)))
    if usage.counts["mentions"] == 0:
        before = _before(phrase, line.sentence)
        usage.described, usage.in_state = len(before), before[:1] in (["VBN"], ["VBD"])
    usage.counts["mentions"] += 1
    if usage.last != line.statement.evidence:
        usage.counts["statements"] += 1
        usage.last = line.statement.evidence
    head = line.sentence.tokens[counted.get(phrase.i, phrase.i)]
    for sign in _signs(phrase, head, line.sentence):
        usage.counts[sign] += 1


def _signs(phrase: Phrase, head: Token, sentence: Sentence) -> list[str]:
    left = set(phrase.text.split())
    found: list[str] = []
    if phrase.each:
        found.append("each")
    if phrase.many and not sentence.tokens[phrase.i].text.isupper():
        found.append("several")
    elif left & _ONE:
        found.append("one")
    if head.i != phrase.i or left & _SEVERAL or any(t.dep == "nummod" for t in sentence.dependents(phrase.i)):
        found.append("counted")
    found.extend(_roles(sentence, _first(sentence, head)))
    if phrase.possessor or _is_of_one(sentence, phrase.i):
        found.append("possessed")
    if _is_proper(phrase, sentence.tokens[phrase.i], left):
        found.append("proper")
    return found


def _is_of_one(sentence: Sentence, head: int) -> bool:
    """Whether the phrase is of a single other thing: "its lid", "the lid of a pot", and not "a deck of cards"."""
    if any(t.lower in _POSSESSIVE_PRONOUNS for t in sentence.dependents(head, "poss")):
        return True
    return any(
        thing.tag in ("NN", "NNP")
        for preposition in sentence.dependents(head, "prep")
        if preposition.lower == "of"
        for thing in sentence.dependents(preposition.i, "pobj")
    )


def _after_label(line: Line) -> int:
    """The index of the first token behind the label, which is no part of the sentence."""
    if not line.statement.label or line.text == line.statement.text:
        return 0
    return next((t.i + 1 for t in line.sentence.tokens if t.text == ":"), 0)


def _before_example(sentence: Sentence) -> int:
    """The index from which on the sentence gives an example: what stands there is one of the things, or none."""
    tokens = sentence.tokens
    for one, two in pairwise(tokens):
        if (one.lower, two.lower) in _EXAMPLES:
            return one.i
    return len(tokens)


def _roles(sentence: Sentence, head: Token) -> list[str]:
    """What the phrase is to the verb that it hangs on."""
    verb = sentence.tokens[head.head]
    if head.dep in _SUBJECTS:
        wanting = verb.lemma in _WANTING
        passive = head.dep == "nsubjpass"
        having = verb.lemma in _COMPOSING or (not passive and verb.lemma == "have")
        acting = not passive and not having and bool(sentence.dependents(verb.i, "dobj"))
        left_out = passive and verb.lemma in _KEEPING and bool(sentence.dependents(verb.i, "neg"))
        single = verb.lemma == "be" and head.tag == "NNP" and _is_one_of(verb, head, sentence)
        told = (
            ("wanting", wanting), ("having", having), ("acting", acting), ("left_out", left_out), ("single", single),
        )  # fmt: skip
        return ["subject", *(sign for sign, seen in told if seen)]
    if head.dep in _OBJECTS:
        named = (t for t in sentence.dependents(verb.i, "nsubj") if head.dep == "attr" and t.tag == "NNP")
        if any(_is_one_of(verb, t, sentence) for t in named):
            return ["object", "single"]
        return ["object", "part"] if verb.lemma in _COMPOSING else ["object"]
    above = sentence.tokens[verb.head]
    if head.dep == "pobj" and verb.lower in ("of", "into") and above.lemma in _COMPOSING:
        return ["part"]
    return []


def _is_one_of(verb: Token, name: Token, sentence: Sentence) -> bool:
    """As in "Acme is a small firm": one firm has that name."""
    bare = not sentence.dependents(name.i, "det", "nummod", "poss")
    return bare and any(t.tag == "NN" for t in sentence.dependents(verb.i, "attr"))


def _first(sentence: Sentence, token: Token) -> Token:
    """The first of the nouns that are joined by "and": the one that hangs on the verb."""
    while token.dep == "conj" and token.head != token.i:
        token = sentence.tokens[token.head]
    return token


def _is_proper(phrase: Phrase, head: Token, left: set[str]) -> bool:
    if left & _ONE or phrase.each:
        return False
    # An abbreviation that ends in S looks like a plural.
    shortened = head.text.isupper() and len(head.text) > 1
    return shortened or (head.pos == "PROPN" and head.text[:1].isupper() and not phrase.many)


def _before(phrase: Phrase, sentence: Sentence) -> list[str]:
    """The tags of the leading words of the noun that are adjectives or participles."""
    tags = {w: t.tag for t in sentence.tokens[max(0, phrase.i - _MAX_WORDS * 2) : phrase.i] for w in words(t.text)}
    found: list[str] = []
    for word in phrase.noun[:-1]:
        if not tags.get(word, "").startswith(("JJ", "VB", "RB")):
            break
        found.append(tags[word])
    return found
