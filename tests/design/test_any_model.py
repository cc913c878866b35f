"""Whatever the conceptual model says: the design that comes out is sound."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from database_designer.design import design
from database_designer.model.check.logical import check_logical
from database_designer.model.check.physical import check_physical
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.configuration import Configuration, KeyStrategy, TableNaming
from database_designer.normalize import normalize
from tests.design.strategies import models

configurations = st.builds(
    Configuration, keys=st.sampled_from(list(KeyStrategy)), naming=st.sampled_from(list(TableNaming))
)


@given(model=models, configuration=configurations)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_model_leads_to_sound_relations_and_a_sound_database(
    model: ConceptualModel, configuration: Configuration
) -> None:
    logical, _ = normalize(model)
    assert check_logical(logical) == ()
    physical, _ = design(logical, configuration)
    assert check_physical(physical) == ()
