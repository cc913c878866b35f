"""The texts of the migrations, as they lie in files: what users will run is what is proven."""

from __future__ import annotations

from dataclasses import dataclass

from database_designer import ddl
from database_designer.model.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripts:
    """V001 (`schema`), V002 (`seed`) and what undoes them, U001 and U002."""

    schema: str
    seed: str
    undo_schema: str
    undo_seed: str


def scripts_of_plan(plan: Plan, title: str) -> Scripts:
    """The migrations of a plan, as they are written to files; `title` names the project in their first lines."""
    return Scripts(
        schema=ddl.schema_script(plan, title),
        seed=ddl.seed_script(plan, title),
        undo_schema=ddl.undo_schema_script(plan, title),
        undo_seed=ddl.undo_seed_script(plan, title),
    )
