"""Whatever the design: a plan for more than one machine breaks none of the rules of Citus."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from database_designer.ddl.citus import adaptations, calls
from database_designer.design import design
from database_designer.design.distribution import distribution
from database_designer.model.check.distribution import check_distribution
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.configuration import Configuration
from database_designer.normalize import normalize
from tests.design.strategies import models


@given(model=models)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_plan_is_one_that_citus_takes(model: ConceptualModel) -> None:
    physical, _ = design(normalize(model)[0], Configuration())
    plan = distribution(model, physical)
    if plan is not None:
        assert check_distribution(plan) == ()
        assert [p.table for p in plan.placed] == [t.name for t in physical.tables]
        assert adaptations(plan, physical) or plan.adapted == physical
        assert calls(plan, physical)
