"""The plan for Citus on a real PostgreSQL: its changes apply, and calls that refuse what Citus refuses take the result."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from database_designer.design.distribution import distribution
from database_designer.emit.citus import citus, citus_script, plan_of
from database_designer.emit.document import database_schema
from database_designer.emit.migrations import scripts
from database_designer.model.check.distribution import check_distribution
from database_designer.model.configuration import Configuration
from database_designer.model.design import Design
from database_designer.model.distribution import Distribution, LossKind, Placement
from database_designer.modelfile.load import load_model
from database_designer.pipeline.designing import design_model
from database_designer.pipeline.understanding import Understood
from database_designer.source import SourceFile, SourceRole

EXTENSION = "CREATE EXTENSION IF NOT EXISTS citus;"
FESTIVAL = Path(__file__).parents[2] / "examples" / "festival" / "model.yaml"
CITUS = Path(__file__).with_name("citus.sql").read_text(encoding="utf-8")
"""create_distributed_table and create_reference_table as far as they refuse tables."""

CO_OPS = """
model: Cooperatives
tenancy: {by: Cooperative}
entities:
  Cooperative:
    from: FR-1
    attributes: {name: 'text(80), unique'}
  Region:
    from: FR-1
    attributes: {name: 'text(40), unique'}
  Field:
    from: FR-2
    references: {cooperative: Cooperative, region: Region}
    attributes: {label: 'text(40), unique', hectares: 'decimal(8,2) > 0'}
  Sowing:
    from: FR-3
    references: {field: Field, repeats: {to: Sowing?, when_deleted: detach}}
    attributes: {crop: text(40), sown_on: date, harvested_on: date?}
    rules:
      one_crop_a_time: {no_overlap: [sown_on, harvested_on], per: field, from: FR-3}
      within_the_region: {before: create, require: field.region is set, from: FR-4}
  Advice:
    from: FR-5
    references: {sowing: {to: Sowing?, when_deleted: detach}}
    attributes: {text: text}
"""


def designed(text: str, name: str = "model.yaml") -> Design:
    concept, found = load_model(SourceFile(path=name, text=text, role=SourceRole.MODEL))
    assert concept is not None, found
    understood = Understood(concept=concept, generated=concept, sources=(), diagnostics=())
    made, said = design_model(understood, Configuration(distribute=True))
    assert made is not None
    assert [d for d in said if d.code == "distribution"] == []
    return made


def plan_for(text: str) -> Distribution:
    found = plan_of(designed(text))
    assert found is not None
    return found


def test_rows_go_with_their_tenant() -> None:
    plan = plan_for(CO_OPS)
    assert [(p.table, str(p.placement), p.column, p.added) for p in plan.placed] == [
        ("cooperatives", "distributed", "id", False),
        ("regions", "reference", "", False),
        ("fields", "distributed", "cooperative_id", False),
        ("sowings", "distributed", "cooperative_id", True),
        ("advices", "local", "", False),
    ]


def test_what_is_lost_is_said() -> None:
    found = {(loss.name, loss.kind) for loss in plan_for(CO_OPS).losses}
    assert ("uq_cooperatives_name", LossKind.DROPPED) in found
    assert ("uq_fields_label", LossKind.WEAKER) in found
    assert ("fk_advices_sowing_id", LossKind.DROPPED) in found
    assert ("fk_sowings_repeats_id", LossKind.CHANGED) in found
    assert any("within_the_region" in name for name, _ in found)
    assert not any("one_crop_a_time" in name for name, _ in found)  # a field tells its cooperative


def test_a_plan_that_citus_would_refuse_is_a_fault() -> None:
    plan = plan_for(CO_OPS)
    design = designed(CO_OPS)
    as_it_was = replace(plan, adapted=design.physical)
    facts = [d.fact for d in check_distribution(as_it_was)]
    assert any("a primary key without cooperative_id" in f for f in facts)
    assert any("a local table points to a distributed one" in f for f in facts)
    assert check_distribution(plan) == ()


def test_nothing_is_planned_unless_it_is_asked_for() -> None:
    design = designed(CO_OPS)
    plain = replace(design, configuration=replace(design.configuration, distribute=False))
    assert citus(plain) == ()
    assert "Citus" not in database_schema(plain, None, ())
    assert "### Distribution (Citus)" in database_schema(design, None, ())


def test_without_tables_that_belong_together_there_is_no_plan() -> None:
    alone = designed("model: One\nentities:\n  Star:\n    from: FR-1\n    attributes: {name: text}\n")
    assert distribution(alone.concept, alone.physical) is None


@pytest.mark.parametrize("text", [CO_OPS, FESTIVAL.read_text(encoding="utf-8")], ids=["co-ops", "festival"])
@pytest.mark.parametrize("schema", ["public", "ours"])
def test_the_changes_apply_and_the_calls_take_every_table(
    connection: psycopg.Connection, text: str, schema: str
) -> None:
    design = designed(text)
    if schema != "public":
        again, _ = design_model(
            Understood(concept=design.concept, generated=design.concept, sources=(), diagnostics=()),
            replace(design.configuration, schema=schema),
        )
        assert again is not None
        design = again
    plan = plan_of(design)
    assert plan is not None
    made = scripts(design)
    connection.execute(CITUS.encode())
    connection.execute(made.schema.encode())
    connection.execute(made.seed.encode())
    connection.execute(citus_script(plan, design).replace(EXTENSION, "").encode())
    calls = connection.execute(b"SELECT kind, count(*) FROM citus_calls GROUP BY kind ORDER BY kind").fetchall()
    assert dict(calls) == {
        "distributed": len(plan.tables(Placement.DISTRIBUTED)),
        **({"reference": n} if (n := len(plan.tables(Placement.REFERENCE))) else {}),
    }


def test_rows_that_are_there_get_their_column(connection: psycopg.Connection) -> None:
    design = designed(CO_OPS)
    plan = plan_of(design)
    assert plan is not None
    connection.execute(CITUS.encode())
    connection.execute(scripts(design).schema.encode())
    connection.execute(b"""
        INSERT INTO regions (name) VALUES ('North');
        INSERT INTO cooperatives (name) VALUES ('A'), ('B');
        INSERT INTO fields (cooperative_id, region_id, label, hectares)
            SELECT c.id, r.id, c.name, 1 FROM cooperatives AS c, regions AS r;
        INSERT INTO sowings (field_id, crop, sown_on) SELECT id, 'rye', '2026-03-01' FROM fields;
    """)
    connection.execute(citus_script(plan, design).replace(EXTENSION, "").encode())
    strays = connection.execute(b"""
        SELECT count(*) FROM sowings AS s JOIN fields AS f ON f.id = s.field_id
        WHERE f.cooperative_id IS DISTINCT FROM s.cooperative_id
    """)
    assert strays.fetchone() == (0,)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        connection.execute(b"""
            INSERT INTO sowings (cooperative_id, field_id, crop, sown_on)
            SELECT c.id, f.id, 'oats', '2027-03-01' FROM cooperatives AS c JOIN fields AS f ON f.cooperative_id <> c.id
        """)


def test_the_calls_refuse_what_citus_refuses(connection: psycopg.Connection) -> None:
    """The stand-in is able to fail."""
    connection.execute(CITUS.encode())
    connection.execute(scripts(designed(CO_OPS)).schema.encode())
    with pytest.raises(psycopg.errors.RaiseException, match="it has triggers"):
        connection.execute(b"SELECT create_distributed_table('fields', 'cooperative_id')")
    connection.execute(b"SET citus.enable_unsafe_triggers = on")
    with pytest.raises(psycopg.errors.RaiseException, match="does not hold cooperative_id"):
        connection.execute(b"SELECT create_distributed_table('fields', 'cooperative_id')")
    with pytest.raises(psycopg.errors.RaiseException, match="has to be distributed before"):
        connection.execute(b"SELECT create_reference_table('advices')")
