"""Clauses without a verb of their own: "an album has folders, a folder sheets", "jars are kept in a box, corks in a bag"."""

from __future__ import annotations

from dataclasses import replace

from database_designer.discover.language.annotate import Sentence, Token
from database_designer.discover.language.phrases import Clause, Phrase, phrase
from database_designer.discover.relations.words import usable

_SEPARATORS = frozenset({",", ";", "and", "while", "whereas", "but"})
_DETERMINERS = frozenset("the a an each every".split())
_AMOUNTS = frozenset(
    "a an its their one two three four five six seven eight nine ten several many multiple exactly at up".split()
)
_NOUNS = frozenset({"NOUN", "PROPN"})
_INSIDE = frozenset({"DET", "NUM", "ADJ", "NOUN", "PROPN", "ADV"})
_FINITE = frozenset({"VBZ", "VBP", "MD"})


def with_elided(clause: Clause, sentence: Sentence) -> list[Clause]:
    """The clause without what belongs to the next, and the clauses behind it that share its verb."""
    kept = tuple(p for p in clause.objects if clause.passive or not _begins_the_next(p, clause, sentence))
    own = replace(clause, objects=kept, subjects=_misread_subject(clause, sentence) or clause.subjects)
    starts = _starts(clause, sentence)
    if not starts:
        return [own]
    first = starts[0][0].i
    own = replace(own, objects=tuple(p for p in own.objects if p.i < first or clause.passive))
    ends = [*(s.i for s, _ in starts[1:]), _end(first, sentence)]
    shared = (_sharing(clause, s, at, end, sentence) for (s, at), end in zip(starts, ends, strict=True))
    return [own, *(c for c in shared if c is not None)]


def _begins_the_next(target: Phrase, clause: Clause, sentence: Sentence) -> bool:
    """As "a keeper" in "a yard has a gate and a keeper has a key": it is the subject of the next verb."""
    subject_of = sentence.tokens[target.i + 1] if target.i + 1 < len(sentence.tokens) else None
    joined = sentence.tokens[target.i].dep == "conj" and target.i > clause.i
    return joined and subject_of is not None and subject_of.tag in _FINITE and subject_of.pos in ("VERB", "AUX")


def _misread_subject(clause: Clause, sentence: Sentence) -> tuple[Phrase, ...]:
    """As "a keeper" before "has a key" in the same sentence; () where the parse knows the subject."""
    verb, before = sentence.tokens[clause.i], sentence.tokens[clause.i - 1]
    misread = verb.dep == "conj" and verb.tag in _FINITE and before.pos in _NOUNS and before.dep == "conj"
    known = sentence.dependents(clause.i, "nsubj", "nsubjpass")
    made = phrase(sentence, before) if misread and clause.i and not known else None
    return (made,) if made is not None else ()


def _starts(clause: Clause, sentence: Sentence) -> list[tuple[Token, int]]:
    """The subjects behind the clause that have no verb, and where what is said of them begins."""
    prepositions = {p for p, _ in clause.obliques}
    end = _end(clause.i, sentence)
    return [
        start
        for k in range(clause.i + 2, end)
        if sentence.tokens[k].lower in _SEPARATORS and (start := _subject(k + 1, end, prepositions, sentence))
    ]


def _subject(at: int, end: int, prepositions: set[str], sentence: Sentence) -> tuple[Token, int] | None:
    """The noun that a clause without a verb begins with, and where the rest begins; None for no such clause."""
    tokens = sentence.tokens
    while at < end and tokens[at].lower in _SEPARATORS:
        at += 1
    singled = at < end and tokens[at].lower in _DETERMINERS
    at += singled
    first = at
    while at < end and tokens[at].pos in ("NOUN", "PROPN", "ADJ") and tokens[at].lower not in _AMOUNTS:
        at += 1
    if at == first or at >= end - 1 or tokens[at - 1].pos not in _NOUNS:
        return None
    several = tokens[at - 1].tag == "NNS"
    if tokens[at].lower in prepositions and several and tokens[at + 1].lower in _AMOUNTS | {"the"}:
        return tokens[at - 1], at
    return (tokens[at - 1], at) if not prepositions and tokens[at].lower in _AMOUNTS and (singled or several) else None


def _end(start: int, sentence: Sentence) -> int:
    """Where the next verb of the sentence stands, or its end."""
    later = (t.i for t in sentence.tokens[start + 1 :] if t.pos in ("VERB", "AUX") and t.tag in _FINITE)
    return next(later, len(sentence.tokens))


def _sharing(clause: Clause, subject: Token, at: int, end: int, sentence: Sentence) -> Clause | None:
    """The clause said of another subject, with the nouns from `at` to `end`."""
    own = phrase(sentence, subject)
    said = _said(at, end, sentence)
    if own is None or not usable(own.noun) or not said:
        return None
    word = sentence.tokens[at].lower
    if any(word == p for p, _ in clause.obliques):
        told = replace(clause, obliques=((word, said[0]),))
        return (
            replace(told, objects=(own,), subjects=()) if clause.passive else replace(told, subjects=(own,), objects=())
        )
    return replace(clause, subjects=(own,), objects=said, obliques=()) if not clause.passive else None


def _said(at: int, end: int, sentence: Sentence) -> tuple[Phrase, ...]:
    """The noun phrases of a range, each with the words of the range only."""
    found: list[Phrase] = []
    start = at
    for k in range(at, end):
        token, following = sentence.tokens[k], sentence.tokens[k + 1 : k + 2]
        if token.pos in _NOUNS and not (following and following[0].pos in _NOUNS):
            inside = Sentence(text="", tokens=sentence.tokens, children=_only(sentence, start, token.i))
            made = phrase(inside, token)
            if made is not None and usable(made.noun):
                found.append(made)
            start = k + 1
    return tuple(found)


def _only(sentence: Sentence, start: int, head: int) -> tuple[tuple[int, ...], ...]:
    """What hangs on the tokens, the head losing all that stands before `start`."""
    return tuple(
        tuple(c for c in children if c >= start) if i == head else children
        for i, children in enumerate(sentence.children)
    )
