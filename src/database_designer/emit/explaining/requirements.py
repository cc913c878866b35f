"""What became of a requirement: each of its statements."""

from __future__ import annotations

from database_designer.emit.explaining.explanation import Key, Said
from database_designer.emit.explaining.subjects import REQUIREMENT
from database_designer.model.conceptual import ConceptualModel


def said_by(key: Key, concept: ConceptualModel) -> tuple[Said, ...]:
    """The statements of a requirement, in the order of the documents, with what became of each."""
    if key.kind != REQUIREMENT:
        return ()
    return tuple(
        Said(quote=s.said.quote, place=str(s.said.span), use=str(s.use), elements=s.elements, reason=s.reason)
        for s in concept.statements
        if s.said.requirement == key.name
    )
