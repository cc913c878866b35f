"""Relationships and specializations in prose: how two nouns stand to each other, a file each form of sentence.

"A customer has at least one and at most five accounts" relates ("customer",) to ("account",), one to 1..5. Whether the
nouns are entity types is decided later, with all findings; a relation between other nouns leads to nothing.
"""

from __future__ import annotations

from dataclasses import replace

from database_designer.discover.findings import HINT, EntityFinding, Findings, RelationFinding, combine
from database_designer.discover.language.phrases import clauses, phrases
from database_designer.discover.names import Noun
from database_designer.discover.prose import Line
from database_designer.discover.relations.attachments import attached
from database_designer.discover.relations.being import parts_and_roles
from database_designer.discover.relations.clarify import clarified
from database_designer.discover.relations.elided import with_elided
from database_designer.discover.relations.kinds import read_kinds
from database_designer.discover.relations.links import between
from database_designer.discover.relations.per import counted_per
from database_designer.discover.relations.possession import owned
from database_designer.discover.relations.things import things
from database_designer.discover.relations.verbs import related_by_verb
from database_designer.discover.relations.words import usable

__all__ = ["read_relations"]


def read_relations(lines: tuple[Line, ...]) -> Findings:
    """Relationships, specializations, and the nouns that stand in them."""
    relations: list[RelationFinding] = []
    entities: list[EntityFinding] = []
    plain = clarified(lines)
    for line in plain:
        found = _of_line(line)
        relations.extend(found)
        entities.extend(things(found))
        entities.extend(_one_by_one(line))
    told = Findings(relations=tuple(relations), entities=tuple(entities), kinds=read_kinds(plain))
    return combine((told, *(between(line) for line in plain)))


def _of_line(line: Line) -> list[RelationFinding]:
    found: list[RelationFinding] = []
    for whole in clauses(line.sentence):
        for clause in with_elided(whole, line.sentence):
            found.extend(related_by_verb(clause, line))
            found.extend(parts_and_roles(clause, line))
            found.extend(owned(clause, line))
    found.extend(counted_per(line))
    found.extend(attached(line, {frozenset((r.source, r.target)) for r in found}))
    if line.at_a_time:
        found = [_over_time(r) for r in found]
    return _each_once(found)


def _over_time(relation: RelationFinding) -> RelationFinding:
    """What holds at one time says nothing of all times: "one hire at a time" is many in the end."""
    return replace(relation, target_low=None, target_high=None, target_many=True)


def _each_once(found: list[RelationFinding]) -> list[RelationFinding]:
    """What one sentence tells twice in the same words counts once, with the greater weight."""
    best: dict[RelationFinding, float] = {}
    for relation in found:
        bare = replace(relation, weight=0.0)
        best[bare] = max(best.get(bare, 0.0), relation.weight)
    return [replace(r, weight=w) for r, w in best.items()]


def _one_by_one(line: Line) -> list[EntityFinding]:
    evidence = line.statement.evidence
    return [
        EntityFinding(noun=noun, weight=HINT, reason="spoken of one by one", evidence=evidence) for noun in _each(line)
    ]


def _each(line: Line) -> list[Noun]:
    return [p.noun for p in phrases(line.sentence) if p.each and usable(p.noun)]
