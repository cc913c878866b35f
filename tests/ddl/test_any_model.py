"""Whatever is designed runs: any conceptual model, through to a server and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest
from hypothesis import HealthCheck, assume, given, settings

from database_designer.ddl import plan, schema_script, seed_script, undo_schema_script, undo_seed_script
from database_designer.design import design
from database_designer.model.check.physical import check_physical
from database_designer.model.check.plan import check_plan
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.configuration import Configuration
from database_designer.normalize import normalize
from database_designer.verify.server import Server
from tests.design.strategies import models

LEFT = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"


@pytest.fixture(scope="module")
def scratch(server: Server) -> Iterator[psycopg.Connection]:
    with server.scratch_database() as conninfo, psycopg.connect(conninfo, autocommit=True) as opened:
        yield opened


@pytest.mark.filterwarnings("ignore:Possible (nested set|set difference):FutureWarning")  # of odd patterns
@given(models)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_model_applies_and_undoes(scratch: psycopg.Connection, model: ConceptualModel) -> None:
    assume(len({entity.name for entity in model.entities}) == len(model.entities))
    logical, _ = normalize(model)
    physical, _ = design(logical, Configuration())
    assume(check_physical(physical) == ())
    made = plan(physical)
    assert check_plan(made) == ()
    with scratch.transaction(force_rollback=True):
        scratch.execute(schema_script(made, model.name))
        # The rows of a random model may break its own rules; then they are refused, by a constraint.
        with suppress(psycopg.IntegrityError), scratch.transaction():
            for script in (seed_script, seed_script, undo_seed_script):
                scratch.execute(script(made, model.name))
            # What is checked at commit is checked here: tables with pending checks are not dropped.
            scratch.execute("SET CONSTRAINTS ALL IMMEDIATE")
        scratch.execute(undo_schema_script(made, model.name))
        assert scratch.execute(LEFT).fetchone() == (0,)
