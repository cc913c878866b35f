"""What is kept for each pair: "for every porter and ascent we record the weight" tells of a thing between two others."""

from __future__ import annotations

import re

from database_designer.discover.findings import CERTAIN, LIKELY, AttributeFinding, EntityFinding, Findings
from database_designer.discover.language.lexicon import STORING_VERBS
from database_designer.discover.language.phrases import Phrase, clauses, conjuncts, phrase
from database_designer.discover.names import Noun
from database_designer.discover.prose import Line
from database_designer.discover.relations.words import belongs, usable

_KNOWING = STORING_VERBS | {"know", "note", "remember"}
_PAIR = re.compile(r"\b(?:for|per) (?:each|every) [^.,;]+? (?:and|in|at|of|on) ", re.IGNORECASE)


def between(line: Line) -> Findings:
    """The thing between two others that the sentence tells a property of, its properties, and whose it is."""
    ends = _ends(line)
    kept = [p.noun for p in _kept(line)] if ends else []
    names = [n for n in kept if usable(n) and n not in ends]
    if not ends or not names:
        return Findings()
    first, second = ends
    link: Noun = (*first, *second)
    evidence = line.statement.evidence
    return Findings(
        entities=(EntityFinding(noun=link, weight=CERTAIN, reason="kept for each pair", evidence=evidence),),
        relations=(belongs(link, first, line, "for each"), belongs(link, second, line, "for each")),
        attributes=tuple(AttributeFinding(owner=link, name=n, evidence=evidence, weight=LIKELY) for n in names),
    )


def _ends(line: Line) -> tuple[Noun, Noun] | tuple[()]:
    """The two nouns behind "for each"."""
    sentence = line.sentence
    if not _PAIR.search(sentence.text):
        return ()
    for token in sentence.tokens:
        if token.dep == "pobj" and sentence.tokens[token.head].lower in ("for", "per"):
            made = [phrase(sentence, t) for t in conjuncts(sentence, token)]
            found = [p for p in made if p is not None and usable(p.noun)]
            if len(found) == len(made) == len(("a", "b")) and found[0].each and found[0].noun != found[1].noun:
                return found[0].noun, found[1].noun
    return ()


def _kept(line: Line) -> list[Phrase]:
    return [p for clause in clauses(line.sentence) if clause.verb in _KNOWING for p in clause.objects]
