"""Pronouns inside a sentence: "if a bag is lost, a claim is filed for it" speaks of the bag, "its tag" of the bag's."""

from __future__ import annotations

from database_designer.discover.language.annotate import Sentence, Token
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES

_NOUNS = frozenset({"NOUN", "PROPN"})
_NUMBER = {"it": "NN", "them": "NNS", "he": "NN", "she": "NN", "they": "NNS"}
_WHOSE = {"its": "NN", "their": "NNS", "his": "NN", "her": "NN"}
_LEFT = frozenset({"compound", "amod", "nmod"})
_SUBJECTS = ("nsubj", "nsubjpass")


def with_objects_said(sentence: Sentence) -> str:
    """The sentence with the things in place of "it", "them" and "its", where one thing before in it is meant."""
    meant = {t.i: f"the {named(sentence, a)}" for t in sentence.tokens if (a := _antecedent(sentence, t)) is not None}
    meant |= {t.i: f"the {named(sentence, a)} 's" for t in sentence.tokens if (a := _owner(sentence, t)) is not None}
    return " ".join(meant.get(t.i, t.text) for t in sentence.tokens) if meant else sentence.text


def named(sentence: Sentence, head: Token) -> str:
    """The head with the words before it that name, and with the one noun that is joined to it."""
    left = [
        t.text
        for t in sentence.dependents(head.i)
        if t.i < head.i and t.dep in _LEFT and t.lower not in EMPTY_ADJECTIVES
    ]
    joined = [t for t in sentence.dependents(head.i, "conj") if t.pos in _NOUNS]
    own = " ".join((*left, head.text))
    return f"{own} and the {named(sentence, joined[0])}" if len(joined) == 1 else own


def _antecedent(sentence: Sentence, pronoun: Token) -> Token | None:
    """The subject of another clause before it, else the object of one, else what the sentence begins with.

    What its own verb is said of is never meant: "an agent books a cabin and pays for it" speaks of the cabin.
    """
    inner = pronoun.dep in _SUBJECTS and sentence.tokens[pronoun.head].dep not in ("ROOT", "conj")
    if pronoun.lower not in _NUMBER or (pronoun.dep not in ("dobj", "pobj") and not inner):
        return None
    verb = _verb_of(sentence, pronoun)
    own = _said_of(sentence, verb)
    nouns = [
        t
        for t in sentence.tokens[: pronoun.i]
        if t.pos in _NOUNS and t.tag == _NUMBER[pronoun.lower] and t.i not in own and t.head != verb.i
    ]
    for places in (_SUBJECTS, ("dobj",)):
        found = [t for t in nouns if t.dep in places]
        if found:
            return found[-1]
    first = [t for t in nouns if t.dep == "pobj" and sentence.tokens[t.head].i == 0]
    return first[0] if first else None


def _owner(sentence: Sentence, whose: Token) -> Token | None:
    """As "its" in "a pump keeps its valve": the subject of its own clause, else that of a clause before it."""
    if whose.lower not in _WHOSE or whose.dep != "poss":
        return None
    own = _said_of(sentence, _verb_of(sentence, whose))
    subjects = [
        t
        for t in sentence.tokens[: whose.i]
        if t.pos == "NOUN" and t.tag == _WHOSE[whose.lower] and (t.i in own or t.dep in _SUBJECTS)
    ]
    return next((t for t in subjects if t.i in own), subjects[-1] if subjects else None)


def _verb_of(sentence: Sentence, token: Token) -> Token:
    while token.head != token.i:
        token = sentence.tokens[token.head]
        if token.pos in ("VERB", "AUX"):
            break
    return token


def _said_of(sentence: Sentence, verb: Token) -> frozenset[int]:
    """The nouns that are subjects of the verb, those it shares and those that its clause describes included."""
    found: set[int] = set()
    while not (own := sentence.dependents(verb.i, *_SUBJECTS)) and verb.dep == "conj" and verb.head != verb.i:
        verb = sentence.tokens[verb.head]
    found.update(t.i for t in own)
    if verb.dep in ("relcl", "acl"):
        found.add(verb.head)
    return frozenset(found)
