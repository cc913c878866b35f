"""Which verbs the documents use of which entity types: "buy a ticket", "a ticket sale", "the sale of tickets"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from database_designer.discover.concepts import Concepts
from database_designer.discover.language.annotate import Sentence, Token
from database_designer.discover.language.phrases import conjuncts, phrase
from database_designer.discover.names import camel
from database_designer.discover.prose import Line
from database_designer.discover.rules.stems import stem


def told_verbs(lines: Iterable[Line], concepts: Concepts) -> dict[str, tuple[str, ...]]:
    """The stems of verbs (and of the nouns made of them), each with the entity types it is used of, in their order."""
    found: dict[str, dict[str, None]] = {}
    for line in lines:
        for verb, noun in _pairs(line.sentence):
            said = phrase(line.sentence, noun)
            target = concepts.exact(said.noun) if said is not None else None
            if target is not None:
                found.setdefault(stem(verb.lemma), {})[camel(target)] = None
    return {verb: tuple(names) for verb, names in found.items()}


def _pairs(sentence: Sentence) -> Iterator[tuple[Token, Token]]:
    """(verb, object), (deed, noun before it), (deed, noun behind "of")."""
    for token in sentence.tokens:
        if token.pos == "VERB":
            for target in sentence.dependents(token.i, "dobj", "nsubjpass"):
                yield from ((token, c) for c in conjuncts(sentence, target))
        elif token.pos == "NOUN":
            yield from ((token, c) for c in sentence.dependents(token.i, "compound"))
            for of in sentence.dependents(token.i, "prep"):
                if of.lower == "of":
                    yield from ((token, c) for c in sentence.dependents(of.i, "pobj"))
