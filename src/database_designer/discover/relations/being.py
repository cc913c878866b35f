"""What is part of something, and who stands in what role: "X is part of Y", "a vault has a keeper, who is a monk"."""

from __future__ import annotations

from database_designer.discover.findings import HINT, LIKELY, RelationFinding
from database_designer.discover.language.phrases import Clause, Phrase, conjuncts, phrase
from database_designer.discover.prose import Line
from database_designer.discover.relations.verbs import nested
from database_designer.discover.relations.words import usable

_PARTS = frozenset({"part", "member", "component", "element"})
_CHARGE = frozenset({"responsible", "accountable"})


def parts_and_roles(clause: Clause, line: Line) -> list[RelationFinding]:
    """Relations told by "to be": parts of a whole, who is in charge of what."""
    if clause.verb != "be" or clause.passive:
        return []
    return [
        *_parts(clause, line),
        *_in_charge(clause, line),
        *_of_something(clause, line),
        *_there_is(clause, line),
        *_who_is(clause, line),
    ]


def _parts(clause: Clause, line: Line) -> list[RelationFinding]:
    wholes = (
        (whole, complement.noun[-1] != "member")
        for complement in clause.objects
        if complement.noun[-1] in _PARTS
        for whole in complement.of
        if usable(whole)
    )
    return [
        RelationFinding(
            source=whole, target=subject.noun, evidence=line.statement.evidence, weight=LIKELY, target_many=True,
            source_high=1, source_low=0 if clause.modal in ("can", "may") else 1, source_many=False, part=part,
            verb="be part of",
        )
        for whole, part in wholes
        for subject in clause.subjects
        if usable(subject.noun)
    ]  # fmt: skip


def _in_charge(clause: Clause, line: Line) -> list[RelationFinding]:
    """As in "each ranger is responsible for one or more trails", "a ranger is in charge of a trail"."""
    sentence = line.sentence
    found = list(_phrases_of_charge(clause, line))
    return [
        RelationFinding(
            source=subject.noun, target=target.noun, evidence=line.statement.evidence, weight=LIKELY,
            target_many=target.many, target_high=target.high, source_many=None, verb="be responsible for",
            target_low=None if sentence.tokens[target.i].lower == subject.noun[-1] else target.low,
        )
        for target in found
        for subject in clause.subjects
        if usable(subject.noun) and usable(target.noun) and subject.noun != target.noun
    ]  # fmt: skip


def _phrases_of_charge(clause: Clause, line: Line) -> list[Phrase]:
    sentence = line.sentence
    heads = [t for t in sentence.dependents(clause.i, "acomp") if t.lower in _CHARGE]
    targets = [
        one
        for head in heads
        for preposition in sentence.dependents(head.i, "prep")
        if preposition.lower == "for"
        for noun in sentence.dependents(preposition.i, "pobj")
        for one in conjuncts(sentence, noun)
    ]
    found = (phrase(sentence, t) for t in targets)
    return [p for p in found if p is not None]


def _of_something(clause: Clause, line: Line) -> list[RelationFinding]:
    """As in "each pass is for one gate": what it is for it belongs to."""
    return [
        RelationFinding(
            source=subject.noun, target=target.noun, evidence=line.statement.evidence, weight=LIKELY,
            target_many=target.many, target_low=target.low, target_high=target.high,
            source_many=None if target.many else True, verb=f"be {preposition}",
        )
        for preposition, target in (*clause.obliques, *nested(clause, line))
        if preposition in ("for", "in", "at", "from", "on", "with", "of") and not clause.objects
        and not line.sentence.dependents(clause.i, "expl")
        for subject in clause.subjects
        if usable(subject.noun) and usable(target.noun) and subject.noun != target.noun
    ]  # fmt: skip


def _there_is(clause: Clause, line: Line) -> list[RelationFinding]:
    """As in "for each hall there is one keeper", "there are several wells in a village"."""
    if not line.sentence.dependents(clause.i, "expl"):
        return []
    return [
        RelationFinding(
            source=place.noun, target=thing.noun, evidence=line.statement.evidence, weight=LIKELY if place.each else HINT,
            target_many=thing.many, target_low=thing.low, target_high=thing.high, verb="be there",
        )
        for preposition, place in clause.obliques
        if preposition in ("for", "in", "at", "on", "per")
        for thing in clause.objects
        if usable(place.noun) and usable(thing.noun) and place.noun != thing.noun
    ]  # fmt: skip


def _who_is(clause: Clause, line: Line) -> list[RelationFinding]:
    """As in "each vault has a keeper who is a monk": the vault knows a monk as keeper."""
    sentence = line.sentence
    head = sentence.tokens[sentence.tokens[clause.i].head]
    while head.dep == "conj" and head.head != head.i:
        head = sentence.tokens[head.head]
    having = sentence.tokens[head.head]
    if sentence.tokens[clause.i].dep != "relcl" or head.dep not in ("dobj", "attr") or having.lemma != "have":
        return []
    owners = (phrase(sentence, t) for t in sentence.dependents(having.i, "nsubj"))
    return [
        RelationFinding(
            source=owner.noun, target=meant.noun, evidence=line.statement.evidence, weight=LIKELY, target_many=meant.many,
            target_low=meant.low, target_high=meant.high, verb="have", role=role.noun,
        )
        for owner in owners
        if owner is not None and usable(owner.noun)
        for role in clause.subjects
        for meant in clause.objects
        if usable(meant.noun) and role.noun not in (owner.noun, meant.noun)
    ]  # fmt: skip
