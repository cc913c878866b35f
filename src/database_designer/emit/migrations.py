"""The migration scripts as files: the very texts that are proven."""

from __future__ import annotations

from database_designer.emit.artefact import Artefact
from database_designer.model.design import Design
from database_designer.verify.scripts import Scripts, scripts_of_plan

V001 = "migrations/V001__initial_schema.sql"
V002 = "migrations/V002__seed_data.sql"
U001 = "migrations/U001__initial_schema.sql"
U002 = "migrations/U002__seed_data.sql"


def scripts(design: Design) -> Scripts:
    """The four scripts of a design, to be proven before they are written."""
    return scripts_of_plan(design.plan, design.concept.name)


def migrations(design: Design) -> tuple[Artefact, ...]:
    """The scripts as files in the folder `migrations`."""
    made = scripts(design)
    return (
        Artefact(path=V001, text=made.schema),
        Artefact(path=V002, text=made.seed),
        Artefact(path=U002, text=made.undo_seed),
        Artefact(path=U001, text=made.undo_schema),
    )
