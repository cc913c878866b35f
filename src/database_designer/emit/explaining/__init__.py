"""Explaining a thing of a design: what it is, which sentences it comes from, what it serves, and what proves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from database_designer.emit.document.facts import Facts, gather
from database_designer.emit.explaining.bonds import bonds_of
from database_designer.emit.explaining.explanation import Answer, Bond, Explanation, Key, Subject
from database_designer.emit.explaining.naming import meant, near, several
from database_designer.emit.explaining.proven import kept, seen
from database_designer.emit.explaining.requirements import said_by
from database_designer.emit.explaining.subjects import subjects
from database_designer.emit.explaining.what import facts_of, statements_of
from database_designer.model.design import Design
from database_designer.model.proof import Proof

__all__ = ["Answer", "Explanation", "Key", "Known", "explain", "known_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that can be explained of a design, in the order of the model, and what is looked up for it."""

    subjects: tuple[Subject, ...]
    facts: Facts
    bonds: Mapping[Key, tuple[Bond, ...]]

    @property
    def names(self) -> tuple[Key, ...]:
        """The things by kind and name."""
        return tuple(s.key for s in self.subjects)


def known_of(design: Design, proof: Proof | None) -> Known:
    """What can be explained of a design and its proof (None: not run)."""
    found = subjects(design)
    return Known(subjects=found, facts=gather(design, proof, ()), bonds=bonds_of(found, design))


def explain(name: str, known: Known) -> Answer:
    """What the design has by that name; without explanations where it is unknown or ambiguous."""
    schema = known.facts.physical.schema
    found = frozenset(meant(name, known.names, schema))
    if not found:
        candidates = several(name, known.names)
        close = candidates or near(name, known.names, schema)
        return Answer(name=name, near=close, ambiguous=bool(candidates))
    return Answer(name=name, explanations=tuple(_explanation(s, known) for s in known.subjects if s.key in found))


def _explanation(subject: Subject, known: Known) -> Explanation:
    key, facts = subject.key, known.facts
    return Explanation(
        key=key,
        facts=facts_of(subject, facts),
        origin=subject.origin,
        sql=statements_of(subject, facts),
        bonds=known.bonds[key],
        kept=kept(key, facts),
        seen=seen(key, facts),
        said=said_by(key, facts.concept),
    )
