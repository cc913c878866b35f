"""A small design for plans: dives at reefs."""

from __future__ import annotations

from tests.concepts import attribute, entity, listed, model, query, reference
from tests.design.helpers import designed

from database_designer.model.conceptual import Kind, Query, SortKey
from database_designer.model.physical import PhysicalModel


def dives(*queries: Query, **options: object) -> PhysicalModel:
    reef = entity("Reef", attribute("title"))
    dive = entity(
        "Dive", reference("reef", "Reef"), attribute("at", Kind.INSTANT), attribute("title"),
        listed("state", "OPEN", "DONE", "VOID"), queries=queries, **options,
    )  # fmt: skip
    return designed(model(reef, dive))


LATEST = query("latest", filter=(("reef",),), sort=(SortKey(path=("at",), descending=True),), page="cursor", limit=10)
INDEX = "ix_dives_reef_id_at_desc_id_desc"
