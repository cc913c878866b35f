"""Lists that the parse breaks off: "a frame, a drive and a lamp" behind a verb, read word by word."""

from __future__ import annotations

from database_designer.discover.language.annotate import Sentence, Token
from database_designer.discover.language.phrases import Phrase, phrase
from database_designer.discover.relations.words import SEVERAL

_NOUNS = frozenset({"NOUN", "PROPN"})
_INSIDE = frozenset({"DET", "NUM", "ADJ", "NOUN", "PROPN"})
_JOINING = frozenset({",", "and", "or"})
_AMOUNTS = (["at", "least"], ["at", "most"], ["up", "to"])
_LONGEST = 12


def continued(sentence: Sentence, found: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """The phrases, and those that go on with the list behind the last of them."""
    if not found:
        return found
    known = {p.i for p in found}
    at = max(known) + 1
    more: list[Phrase] = []
    while len(more) < _LONGEST:
        head = _next(sentence, at)
        if head is None:
            break
        one = phrase(sentence, head)
        if one is not None and head.i not in known:
            more.append(one)
        at = head.i + 1
    return (*found, *more)


def _opens(token: Token) -> bool:
    return token.pos in ("DET", "NUM") or token.lower in SEVERAL


def _next(sentence: Sentence, at: int) -> Token | None:
    """The head of the noun phrase behind a comma or "and" at that place; None where the list ends."""
    tokens = sentence.tokens
    start = at
    while at < len(tokens) and tokens[at].lower in _JOINING:
        at += 1
    if at == start:
        return None
    if [t.lower for t in tokens[at : at + 2]] in _AMOUNTS:
        at += 2
    first = at
    while at < len(tokens) and tokens[at].pos in _INSIDE:
        at += 1
        if at < len(tokens) and tokens[at - 1].pos in _NOUNS and _opens(tokens[at]):
            return None  # "a folder several sheets": the next clause, without its verb
    if at == first or tokens[at - 1].pos not in _NOUNS or tokens[at - 1].dep in ("nsubj", "nsubjpass"):
        return None
    if at < len(tokens) and (tokens[at].pos in ("VERB", "AUX", "PART") or tokens[at].lower in ("that", "which", "who")):
        return None
    return tokens[at - 1]
