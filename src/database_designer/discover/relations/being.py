"""What is part of something, and who stands in what role: "X is part of Y", "a vault has a keeper, who is a monk"."""

from __future__ import annotations

from database_designer.discover.findings import HINT, LIKELY, RelationFinding
from database_designer.discover.language.phrases import Clause, Phrase, conjuncts, phrase
from database_designer.discover.prose import Line
from database_designer.discover.relations.verbs import nested
from database_designer.discover.relations.words import CHARGE, usable

_PARTS = frozenset({"part", "member", "component", "element"})


def parts_and_roles(clause: Clause, line: Line) -> list[RelationFinding]:
    """Relations told by "to be": parts of a whole, who is in charge of what."""
    if clause.verb != "be" or clause.passive:
        return []
    return [
        *_parts(clause, line),
        *_in_charge(clause, line),
        *_valid_for(clause, line),
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
    found = [p for _, p in _behind_adjectives(clause, line, charge=True)]
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


def _valid_for(clause: Clause, line: Line) -> list[RelationFinding]:
    """As in "a pass is valid for several zones", "a lamp is visible from a pier": a hint."""
    return [
        RelationFinding(
            source=subject.noun, target=target.noun, evidence=line.statement.evidence, weight=HINT,
            target_many=target.many, verb=f"be {word}",
        )
        for word, target in _behind_adjectives(clause, line, charge=False)
        for subject in clause.subjects
        if usable(subject.noun) and usable(target.noun) and subject.noun != target.noun
    ]  # fmt: skip


def _behind_adjectives(clause: Clause, line: Line, *, charge: bool) -> list[tuple[str, Phrase]]:
    """The adjective and the noun of "is responsible for a trail" (in charge), or of any other such."""
    sentence = line.sentence
    found = [
        (head.lower, phrase(sentence, one))
        for head in sentence.dependents(clause.i, "acomp")
        if (head.lower in CHARGE) is charge
        for preposition in sentence.dependents(head.i, "prep")
        if preposition.lower == "for" or not charge
        for noun in sentence.dependents(preposition.i, "pobj")
        for one in conjuncts(sentence, noun)
    ]
    return [(word, p) for word, p in found if p is not None]


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
