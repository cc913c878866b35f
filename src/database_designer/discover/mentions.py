"""What users do with things: "create a member", "manage facilities". And who they are: "As a librarian, ..."."""

from __future__ import annotations

import re
from collections import Counter

from database_designer.discover.findings import HINT, TRACE, ActorFinding, EntityFinding, Findings
from database_designer.discover.language.lexicon import CREATION_VERBS, CRUD_VERBS, SYSTEM_NOUNS
from database_designer.discover.language.phrases import Phrase, clauses
from database_designer.discover.names import Noun, noun
from database_designer.discover.prose import Line
from database_designer.source import Evidence

_STORY = re.compile(
    r"^\s*as\s+(?:an?|the)\s+(?P<actor>[A-Za-z][\w/ -]{1,40}?)\s*(?:\([^)]*\))?\s*,?\s+(?:I|we)\b", re.IGNORECASE
)
_OFTEN = 4
_KEPT = 0.4
_KEEPING = frozenset("create record store save log maintain track keep capture".split())
_CLASS_NAME = re.compile(r"^(?:[A-Z][a-z0-9]+){1,4}$")
_PROGRAM_PARTS = frozenset(
    """service repository controller mapper component form module factory provider guard interceptor filter helper util
    manager handler builder client api view page screen dialog modal table list button widget hook context store reducer action
    test spec request response router route middleware model entity schema config configuration strategy adapter pipe
    true false none null boolean string integer double float date uuid number array object text""".split()
)
# What must be, exceed or equal something does not act.
_BEING = frozenset(
    "be exist equal exceed remain lie belong contain start end become match overlap clash intersect conflict last".split()
)


def read_mentions(lines: tuple[Line, ...]) -> Findings:
    """Entity findings for the objects of working verbs, actor findings for stories and subjects of "can"."""
    entities: list[EntityFinding] = []
    actors: list[ActorFinding] = []
    counted: Counter[Noun] = Counter()
    first: dict[Noun, Evidence] = {}
    for line in lines:
        evidence = line.statement.evidence
        entities.extend(_codes(line))
        story = _STORY.match(line.statement.text)
        if story:
            actors.append(ActorFinding(noun=noun(story["actor"].split("/")[0]), evidence=evidence))
        for clause in clauses(line.sentence):
            actors.extend(
                _actor(p, clause.modal, evidence)
                for p in clause.subjects
                if clause.modal and not clause.passive and clause.verb not in _BEING
            )
            for phrase in clause.objects:
                counted[phrase.noun] += 1
                first.setdefault(phrase.noun, evidence)
                if clause.verb in CRUD_VERBS:
                    entities.append(_object(clause.verb, phrase, evidence))
                if clause.verb in _KEEPING and any(p.noun[-1] in SYSTEM_NOUNS for p in clause.subjects):
                    entities.append(
                        EntityFinding(noun=phrase.noun, weight=_KEPT, reason="kept by the system", evidence=evidence)
                    )
            for phrase in clause.subjects:
                counted[phrase.noun] += 1
                first.setdefault(phrase.noun, evidence)
    entities.extend(
        EntityFinding(noun=n, weight=TRACE * 2, reason="spoken of often", evidence=first[n])
        for n, c in counted.items()
        if c >= _OFTEN
    )
    return Findings(entities=tuple(entities), actors=tuple(dict.fromkeys(a for a in actors if a.noun)))


def _codes(line: Line) -> list[EntityFinding]:
    """Class names in backticks (`ActivityLog`), unless they name a piece of a program (`OrderService`)."""
    found: list[EntityFinding] = []
    for code in line.statement.code:
        if _CLASS_NAME.match(code):
            name = noun(code)
            if name[-1] not in _PROGRAM_PARTS and not set(name) & {"error", "exception", "dto"}:
                found.append(
                    EntityFinding(
                        noun=name, weight=_KEPT, reason="named like a class", evidence=line.statement.evidence
                    )
                )
    return found


def _object(verb: str, phrase: Phrase, evidence: Evidence) -> EntityFinding:
    strong = verb in CREATION_VERBS
    return EntityFinding(
        noun=phrase.noun, weight=HINT if strong else TRACE, reason=f"object of “{verb}”", evidence=evidence
    )


def _actor(phrase: Phrase, modal: str, evidence: Evidence) -> ActorFinding:
    return ActorFinding(
        noun=phrase.noun if modal in ("can", "may", "shall", "must", "will", "should") else (), evidence=evidence
    )
