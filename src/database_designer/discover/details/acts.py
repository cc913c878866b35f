"""What acts leave behind: reasons, who did it, one record for each of something.

"Cancelling a booking stores status and reason", "reject a claim with a comment", "... with the actor recorded",
"one record per booking".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_designer.discover.findings import (
    LIKELY,
    AttributeFinding,
    Findings,
    RelationFinding,
    UniqueFinding,
    combine,
)
from database_designer.discover.items import split_items
from database_designer.discover.language.lexicon import EMPTY_ADJECTIVES, SYSTEM_NOUNS
from database_designer.discover.language.phrases import Clause, clauses
from database_designer.discover.names import Noun, singular, words
from database_designer.discover.property_names import is_name_of_property
from database_designer.discover.prose import Line
from database_designer.discover.values.state_owners import owner_of
from database_designer.discover.values.state_words import STATE_OF_VERB, participle

_STORING = r"(?:(?:shall|must|should|will|can|may|has to|also) )*(?:stores?|records?|saves?|keeps?|captures?|sets?)"
_ING = re.compile(
    rf"^(?P<act>[A-Z][a-z]+ing)\s+(?:an?|the|each|any)\s+(?P<owner>[a-z][\w-]*(?: (?!{_STORING})[a-z][\w-]*)?)\b[^.;]{{0,80}}?\s{_STORING}\s+(?P<list>[^.;]+)"
)
_CUT = re.compile(
    r",\s+(?:and\s+)?(?:notif|inform|send|block|trigger|then|which|so)\w*\b.*$|\s+and\s+(?:is|are|can|cannot|may|must|shall|will|has to)\b.*$",
    re.IGNORECASE,
)
_REASONS = frozenset("reason comment note remark justification explanation".split())
_REFUSING = frozenset("reject decline refuse deny dispute return reopen escalate".split()) | set(STATE_OF_VERB)
_ACTOR = re.compile(
    r"\b(?:with|and)\s+(?:the\s+)?(?:actor|acting (?:user|person|staff member)|performer|responsible user|user who did it)\s+(?:(?:is|being|are)\s+)?(?:recorded|stored|logged|saved|kept|noted)\b"
    r"|\bthe (?:actor|acting user|user who (?:did|made|performed) (?:it|this|so)) (?:is|shall be|must be|will be) (?:also )?(?:recorded|stored|logged|saved|kept|noted)\b",
    re.IGNORECASE,
)
_ONE_PER = re.compile(
    r"\b(?:one|a single|exactly one|at most one|only one)\s+(?:record|row|entry)\s+(?:per|for each|for every)\s+(?P<whole>[a-z][\w-]*(?: [a-z][\w-]*)?)\b",
    re.IGNORECASE,
)


def read_acts(lines: tuple[Line, ...]) -> Findings:
    """Attribute and relation findings of all statements about acts."""
    return combine(_line(line) for line in lines)


def _line(line: Line) -> Findings:
    text = line.statement.text
    attributes = [*_stored(line)]
    found = clauses(line.sentence) if _ONE_PER.search(text) or _ACTOR.search(text) or " with " in text else ()
    attributes.extend(a for c in found for a in _reason(c, line))
    if _ACTOR.search(text):
        attributes.extend(_actor(found, line))
    return combine((Findings(attributes=tuple(attributes)), _one_per(found, line)))


def _noun(text: str) -> Noun:
    found = [w for w in words(text) if w not in EMPTY_ADJECTIVES]
    return (*found[:-1], singular(found[-1])) if found and found[-1] not in SYSTEM_NOUNS else ()


def _stored(line: Line) -> Iterator[AttributeFinding]:
    """As in "Cancelling a booking shall store status + reason": the reason is that of the act."""
    match = _ING.match(line.statement.text)
    owner = _noun(match["owner"]) if match else ()
    if match is None or not owner:
        return
    verb = next((t.lemma for t in line.sentence.tokens[:1]), "")
    for item in split_items(_CUT.sub("", match["list"]).replace("+", ",")):
        if is_name_of_property(item.name):
            yield _finding(owner, _named(verb, item.name), line, required=False if item.name[-1] in _REASONS else None)


def _named(verb: str, name: Noun) -> Noun:
    """The name of what an act leaves: its reason is not that of another one."""
    return (verb, *name) if len(name) == 1 and name[0] in _REASONS and verb else name


def _reason(clause: Clause, line: Line) -> Iterator[AttributeFinding]:
    """As in "a manager may reject a claim with a comment"."""
    if clause.verb not in _REFUSING:
        return
    for preposition, phrase in clause.obliques:
        if preposition == "with" and phrase.noun[-1] in _REASONS:
            for thing in clause.objects:
                yield _finding(thing.noun, _named(clause.verb, phrase.noun[-1:]), line, required=False)


def _actor(found: tuple[Clause, ...], line: Line) -> Iterator[AttributeFinding]:
    """Who did what the sentence tells of: a reference to users, named after the act."""
    act = next((c for c in found if c.objects and c.subjects and not c.negated and len(c.verb) > 2), None)
    if act is not None:
        yield _finding(act.objects[0].noun, (participle(act.verb), "by"), line, required=None, points_to=("user",))


def _one_per(found: tuple[Clause, ...], line: Line) -> Findings:
    """As in "records the inspection of each lift; one record per visit": an inspection belongs to a visit, and alone."""
    match = _ONE_PER.search(line.statement.text)
    whole = _noun(match["whole"]) if match else ()
    owners = [p.noun for c in found for p in c.objects if p.noun[-1] not in ("record", "row", "entry")]
    owner = owners[0] if owners else owner_of((), line.statement.section)
    if not whole or not owner or whole[-1:] == owner[-1:]:
        return Findings()
    evidence = line.statement.evidence
    relation = RelationFinding(
        source=whole, target=owner, evidence=evidence, weight=LIKELY, target_low=0, target_high=1, target_many=False,
        source_low=1, source_high=1, source_many=False, verb="one record per",
    )  # fmt: skip
    return Findings(relations=(relation,), uniques=(UniqueFinding(owner=owner, members=(whole,), evidence=evidence),))


def _finding(owner: Noun, name: Noun, line: Line, *, required: bool | None, points_to: Noun = ()) -> AttributeFinding:
    return AttributeFinding(
        owner=owner, name=name, evidence=line.statement.evidence, weight=LIKELY, required=required, written=True,
        points_to=points_to,
    )  # fmt: skip
