"""Whose it is: "members see their own loans", "the keeper's vaults"."""

from __future__ import annotations

from database_designer.discover.findings import LIKELY, RelationFinding
from database_designer.discover.language.phrases import Clause, Phrase
from database_designer.discover.prose import Line
from database_designer.discover.relations.words import usable

_OWN = frozenset("their his her own my".split())


def owned(clause: Clause, line: Line) -> list[RelationFinding]:
    """As in "Members see their own orders": an order belongs to a member."""
    return [
        RelationFinding(
            source=owner.noun, target=thing.noun, evidence=line.statement.evidence, weight=LIKELY,
            target_many=thing.many, target_high=None if thing.many else 1, source_high=1 if thing.many else None,
            source_low=1 if thing.many else None, source_many=not thing.many, verb="own",
        )
        for owner in (() if clause.passive else clause.subjects)
        for thing in (*clause.objects, *(p for _, p in clause.obliques))
        if _is_possessed(thing, line) and thing.noun != owner.noun and usable(owner.noun) and usable(thing.noun)
    ]  # fmt: skip


def _is_possessed(phrase: Phrase, line: Line) -> bool:
    return any(t.lower in _OWN for t in line.sentence.dependents(phrase.i, "poss", "amod"))
