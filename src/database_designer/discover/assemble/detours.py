"""References that paths tell of first and that another reference leads to anyway.

`POST /trips/{id}/receipts` makes a receipt point to a trip; where it points to the booking of the trip, that is enough.
"""

from __future__ import annotations

import re
from dataclasses import replace

from database_designer.model.conceptual import EntityType, Reference

_PATH = re.compile(r"^(?:GET|POST|PUT|PATCH|DELETE) /")


def without_detours(entities: tuple[EntityType, ...]) -> tuple[EntityType, ...]:
    """The entity types without the references of paths that follow from a reference that is always set."""
    by_name = {e.name: e for e in entities}
    return tuple(
        replace(e, references=tuple(r for r in e.references if not (_of_path(r) and _follows(r, e, by_name))))
        for e in entities
    )


def _of_path(reference: Reference) -> bool:
    """Whether a path told of the reference first, and in no role."""
    evidence = reference.origin.evidence
    named = reference.name.replace("_", "") == reference.to.lower()
    return named and bool(evidence) and _PATH.match(evidence[0].quote) is not None


def _follows(reference: Reference, entity: EntityType, by_name: dict[str, EntityType]) -> bool:
    """Whether another reference of the row, always set, is to one that always points there."""
    between = (by_name.get(r.to) for r in entity.references if r is not reference and not r.optional)
    return any(
        further.to == reference.to and not further.optional
        for middle in between
        if middle is not None and middle.name not in (entity.name, reference.to)
        for further in middle.references
    )
