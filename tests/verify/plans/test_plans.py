"""The proof by plan, on a server: synthetic rows, and what the planner makes of the indexes."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest
from tests.concepts import attribute, entity, lifecycle, link, model, origin, path, query, reference, soft
from tests.design.helpers import designed
from tests.verify.plans.reefs import INDEX, LATEST, dives

from database_designer.ddl.patterns import EMPTY_TEXT
from database_designer.ddl.synthetic import Filling, insert_rows
from database_designer.model.conceptual import Kind, Uniqueness, Volume
from database_designer.model.expression import Aggregate
from database_designer.model.physical import PhysicalModel
from database_designer.model.proof import PlanProof, PlanVerdict
from database_designer.verify import Server
from database_designer.verify.plans.numbers import LEAST, OF_A_TABLE, OF_ASSUMED, numbers
from database_designer.verify.plans.proof import Plans, prove_plans
from database_designer.verify.plans.tables import fill
from database_designer.verify.plans.words import plan_failures, plan_summary


@pytest.fixture(scope="module")
def found(server: Server) -> Plans:
    queries = (
        LATEST,
        query("find", search=(("title",),)),
        query("per_state", report=(path("count"),), by=(path("state"),)),
        query("some", optional=(("reef",), ("state",))),
        query("found", search=(("title",),), optional=(("reef",),)),
    )
    return prove_plans(server, dives(*queries))


def plan(found: Plans, name: str, *given: str) -> PlanProof:
    return next(p for p in found.plans if p.query == name and p.given == given)


def test_the_index_made_for_a_query_is_used_and_spares_blocks(found: Plans) -> None:
    latest = plan(found, "Dive.latest")
    assert (latest.verdict, latest.used) == (PlanVerdict.SHOWN, (INDEX,))
    assert latest.rows == 10
    assert latest.without is not None and latest.without > 3 * latest.blocks


def test_texts_are_found_by_their_trigrams(found: Plans) -> None:
    assert plan(found, "Dive.find").used == ("ix_dives_title_trgm",)


def test_a_report_reads_all_rows_by_right(found: Plans) -> None:
    report = plan(found, "Dive.per_state")
    assert (report.verdict, report.scanned) == (PlanVerdict.NEEDS_NONE, ("dives",))


def test_each_optional_parameter_has_its_plan(found: Plans) -> None:
    assert plan(found, "Dive.some", "reef").verdict is PlanVerdict.SHOWN
    assert plan(found, "Dive.some", "state").verdict is not PlanVerdict.FAILED


def test_a_search_is_looked_at_with_a_text_and_without(found: Plans) -> None:
    assert [p.given for p in found.plans if p.query == "Dive.found"] == [(), (EMPTY_TEXT, "reef")]


def test_the_rows_that_point_to_a_row_are_found_by_index(found: Plans) -> None:
    assert plan(found, "fk_dives_reef_id").verdict is PlanVerdict.SHOWN


def test_the_summary_says_on_how_many_rows(found: Plans) -> None:
    assert not plan_failures(found)
    facts = plan_summary(found)
    assert "20,000 synthetic rows in 2 tables" in facts
    assert "2 tables of assumed size have at most 10,000 rows" in facts


def test_an_index_that_is_not_there_fails(server: Server) -> None:
    physical = dives(LATEST)
    without = replace(physical, indexes=tuple(i for i in physical.indexes if i.name != INDEX))
    failures = plan_failures(prove_plans(server, without))
    assert any(f.startswith("Dive.latest: dives is read whole") and INDEX in f for f in failures)


def test_a_query_that_does_not_run_fails(server: Server) -> None:
    physical = dives(query("total", report=(path("count"),)))
    service = physical.services[0]
    assert service.pattern is not None
    of_texts = Aggregate(function="sum", over=path(), value=path("dives", "title"))
    broken = replace(service, pattern=replace(service.pattern, aggregates=(of_texts,)))
    failures = plan_failures(prove_plans(server, replace(physical, services=(broken,))))
    assert [f.split(":")[:2] for f in failures] == [["Dive.total", " the query fails"]]


def test_the_same_design_has_the_same_plans(server: Server) -> None:
    physical = dives(LATEST, deletion=soft())
    assert prove_plans(server, physical).plans == prove_plans(server, physical).plans


# Synthetic rows


def test_stated_numbers_keep_their_proportion() -> None:
    reef = entity("Reef", attribute("title"), volume=Volume(rows=1_000_000, origin=origin()))
    dive = entity("Dive", reference("reef", "Reef"), volume=Volume(rows=5_000_000, origin=origin()))
    made = numbers(designed(model(reef, dive)))
    assert made.made == {"reefs": OF_A_TABLE // 5, "dives": OF_A_TABLE}
    assert "dives is scaled down from 5,000,000 to 100,000 rows" in made.facts()


def test_small_tables_keep_their_rows_and_large_ones_enough() -> None:
    kind = entity("Kind", attribute("title"), volume=Volume(rows=12, origin=origin()))
    reef = entity("Reef", attribute("title"), volume=Volume(rows=9_000, origin=origin()))
    dive = entity("Dive", attribute("title"), volume=Volume(rows=500_000_000, origin=origin()))
    assert numbers(designed(model(kind, reef, dive))).made == {"kinds": 12, "reefs": LEAST, "dives": OF_A_TABLE}


def test_rows_need_the_rows_that_they_point_to() -> None:
    reef = entity("Reef", attribute("title"), volume=Volume(rows=0, origin=origin()))
    dive = entity("Dive", reference("reef", "Reef"))
    assert set(numbers(designed(model(reef, dive))).made.values()) == {0}


def everything() -> PhysicalModel:
    """A table with a column of every type, and rows that point in every way."""
    kinds = (k for k in Kind if k not in (Kind.LIST,))
    options = {Kind.VECTOR: {"length": 3}, Kind.DECIMAL: {"precision": 8, "scale": 2}, Kind.CODE: {"length": 12}}
    plain = tuple(attribute(f"a_{k.name.lower()}", k, **options.get(k, {})) for k in kinds)
    holder = entity("Holder", attribute("code", unique=Uniqueness.EXACT), *plain)
    part = entity(
        "Part", reference("holder", "Holder"), reference("single", "Holder", unique=True),
        reference("above", "Part", optional=True), link("others", "Holder"), attribute("number", Kind.INTEGER),
        identified_by=("holder", "number"), lifecycle=lifecycle("state", {"NEW": ("DONE",)}, ("NEW",)), deletion=soft(),
    )  # fmt: skip
    return designed(model(holder, part))


def test_rows_of_every_type_and_relationship_are_made(connection: psycopg.Connection) -> None:
    physical = everything()
    filled = fill(connection, physical)
    assert filled.wrong == {}
    assert all(rows > 0.9 * filled.numbers.made[t] for t, rows in filled.rows.items())


def test_foreign_keys_hold_states_are_skewed_and_some_rows_are_deleted(connection: psycopg.Connection) -> None:
    fill(connection, everything())

    def number(sql: str) -> float:
        row = connection.execute(sql.encode()).fetchone()
        return float(row[0]) if row else -1

    assert number("SELECT count(*) FROM parts p LEFT JOIN holders h ON h.id = p.holder_id WHERE h.id IS NULL") == 0
    assert number("SELECT avg((deleted_at IS NOT NULL)::int) FROM parts") == pytest.approx(0.05, abs=0.01)
    assert number("SELECT avg((state = 'DONE')::int) FROM parts") > 0.6
    most = "SELECT max(n) FROM (SELECT count(*) AS n FROM parts GROUP BY holder_id) AS g"
    assert number(most) > 20


def test_rows_are_made_without_chance() -> None:
    physical = dives()
    filling = Filling(model=physical, counts={t.name: OF_ASSUMED for t in physical.tables})
    statement = insert_rows(physical.tables[1], filling)
    assert "random" not in statement
    assert statement == insert_rows(physical.tables[1], filling)
