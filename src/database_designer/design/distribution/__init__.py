"""A plan for Citus: what rows are distributed by, which tables go along, and what of the design is lost by it."""

from __future__ import annotations

from dataclasses import replace

from database_designer.design.distribution.adapting import adapted
from database_designer.design.distribution.losses import losses
from database_designer.design.distribution.placing import placed
from database_designer.design.distribution.rooting import root_of
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.distribution import Distribution
from database_designer.model.physical import PhysicalModel

__all__ = ["distribution"]


def distribution(concept: ConceptualModel, physical: PhysicalModel) -> Distribution | None:
    """The plan for a design; None where no table has a key of one column that others point to."""
    found = root_of(concept, physical)
    if found is None:
        return None
    plan = Distribution(
        root=found.table,
        why=found.why,
        others=found.others,
        placed=placed(found.table, physical),
        adapted=physical,
    )
    plan = replace(plan, adapted=adapted(plan, physical))
    return replace(plan, losses=losses(plan, physical))
