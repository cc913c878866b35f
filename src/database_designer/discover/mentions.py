"""What users do with things: "create a member", "manage facilities". And who they are: "As a librarian, ..."."""

from __future__ import annotations

import re
from collections import Counter

from database_designer.discover.findings import HINT, TRACE, ActorFinding, EntityFinding, Findings
from database_designer.discover.language.lexicon import CREATION_VERBS, CRUD_VERBS
from database_designer.discover.language.phrases import Phrase, clauses
from database_designer.discover.names import Noun, noun
from database_designer.discover.prose import Line
from database_designer.source import Evidence

_STORY = re.compile(
    r"^\s*as\s+(?:an?|the)\s+(?P<actor>[A-Za-z][\w/ -]{1,40}?)\s*(?:\([^)]*\))?\s*,?\s+(?:I|we)\b", re.IGNORECASE
)
_OFTEN = 4


def read_mentions(lines: tuple[Line, ...]) -> Findings:
    """Entity findings for the objects of working verbs, actor findings for stories and subjects of "can"."""
    entities: list[EntityFinding] = []
    actors: list[ActorFinding] = []
    counted: Counter[Noun] = Counter()
    first: dict[Noun, Evidence] = {}
    for line in lines:
        evidence = line.statement.evidence
        story = _STORY.match(line.statement.text)
        if story:
            actors.append(ActorFinding(noun=noun(story["actor"].split("/")[0]), evidence=evidence))
        for clause in clauses(line.sentence):
            actors.extend(
                _actor(p, clause.modal, evidence) for p in clause.subjects if clause.modal and not clause.passive
            )
            for phrase in clause.objects:
                counted[phrase.noun] += 1
                first.setdefault(phrase.noun, evidence)
                if clause.verb in CRUD_VERBS:
                    entities.append(_object(clause.verb, phrase, evidence))
            for phrase in clause.subjects:
                counted[phrase.noun] += 1
                first.setdefault(phrase.noun, evidence)
    entities.extend(
        EntityFinding(noun=n, weight=TRACE * 2, reason="spoken of often", evidence=first[n])
        for n, c in counted.items()
        if c >= _OFTEN
    )
    return Findings(entities=tuple(entities), actors=tuple(dict.fromkeys(a for a in actors if a.noun)))


def _object(verb: str, phrase: Phrase, evidence: Evidence) -> EntityFinding:
    strong = verb in CREATION_VERBS
    return EntityFinding(
        noun=phrase.noun, weight=HINT if strong else TRACE, reason=f"object of “{verb}”", evidence=evidence
    )


def _actor(phrase: Phrase, modal: str, evidence: Evidence) -> ActorFinding:
    return ActorFinding(
        noun=phrase.noun if modal in ("can", "may", "shall", "must", "will", "should") else (), evidence=evidence
    )
