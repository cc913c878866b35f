"""The success criteria and the checklist: counted case by case, the exceptions named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from database_designer.model.conceptual import Operations, Question, Reference, SortKey
from database_designer.model.design import Design
from database_designer.model.expression import Comparator, Comparison, Literal, LiteralKind, Path
from database_designer.model.physical import ColumnRole, Enforcement, Service
from database_designer.model.proof import Criterion, Outcome, PlanProof, PlanVerdict, ServerProof, Step
from database_designer.source import Origin
from database_designer.verify import prove, query_checklist, scripts_of_plan, success_criteria
from database_designer.verify.steps import SCHEMA_APPLIES, SEED_APPLIES, UNDO

EDGES = frozenset({("apiaries", "apiaries"), ("hives", "apiaries"), ("hives_tags", "hives"), ("hives_tags", "tags")})
NOWHERE = Origin(decided_by="test")


def criteria(
    design: Design, servers: tuple[ServerProof, ...] = (), edges: frozenset[tuple[str, str]] = EDGES
) -> list[Criterion]:
    return list(success_criteria(design, servers, edges))


def with_physical(design: Design, **changes: object) -> Design:
    return replace(design, physical=replace(design.physical, **changes))  # type: ignore[arg-type]


def with_hive(design: Design, **changes: object) -> Design:
    entities = tuple(replace(e, **changes) if e.name == "Hive" else e for e in design.concept.entities)  # type: ignore[arg-type]
    return replace(design, logical=replace(design.logical, concept=replace(design.concept, entities=entities)))


def passed(*steps: str) -> ServerProof:
    return ServerProof(
        version="18.6", kind="embedded", steps=tuple(Step(name=s, outcome=Outcome.PASSED) for s in steps)
    )


def test_all_nine_stand_in_their_order_with_their_counts(design: Design) -> None:
    found = criteria(design, (passed(SCHEMA_APPLIES, SEED_APPLIES, UNDO),))
    assert [(c.met, c.total) for c in found] == [
        (3, 3),
        (3, 3),
        (2, 2),
        (1, 1),
        (4, 4),
        (4, 4),
        (2, 3),
        (5, 5),
        (29, 29),
    ]
    assert found[0].text == "All business entities have corresponding tables"
    assert found[5].note == "applied on PostgreSQL 18.6"


def test_an_entity_without_a_table_is_named(design: Design) -> None:
    tables = tuple(t for t in design.physical.tables if t.name != "tags")
    assert criteria(with_physical(design, tables=tables))[0].exceptions == ("Tag: no table holds it",)


def test_a_reference_without_a_foreign_key_is_named(design: Design) -> None:
    keeper = Reference(name="keeper", to="Apiary", origin=NOWHERE)
    found = criteria(with_hive(design, references=(keeper,)))[1]
    assert found.exceptions == ("Hive.keeper: no foreign key holds it",)


def test_a_link_counts_when_a_table_of_another_origin_points_at_both(design: Design) -> None:
    keys = tuple(replace(k, element="") if k.table == "hives_tags" else k for k in design.physical.foreign_keys)
    assert criteria(with_physical(design, foreign_keys=keys))[1].holds
    without = tuple(k for k in keys if k.target != "tags")
    found = criteria(with_physical(design, foreign_keys=without))[1]
    assert found.exceptions == ("Hive.tags: no table links the two",)


@pytest.mark.parametrize(
    ("objects", "reason", "exception"),
    [
        ((), "comes later", "Hive.x (a rule): comes later"),
        ((), "", "Hive.x (a rule): nothing keeps it"),
        (("hives_gone_check",), "", "Hive.x (a rule): hives_gone_check is not in the design"),
        (("hives.frames",), "", None),
    ],
)
def test_a_rule_is_enforced_by_objects_that_exist(
    design: Design, objects: tuple[str, ...], reason: str, exception: str | None
) -> None:
    rule = Enforcement(element="Hive.x", what="a rule", objects=objects, reason=reason, origin=NOWHERE)
    found = criteria(with_physical(design, enforcements=(rule,)))[2]
    assert found.exceptions == ((exception,) if exception else ())


def test_a_query_of_which_the_design_says_nothing_is_an_exception(design: Design) -> None:
    found = criteria(with_physical(design, services=()))[3]
    assert (found.met, found.exceptions) == (0, ("Hive.of_apiary: the design does not say how it is served",))


def test_a_query_whose_plan_shows_that_it_needs_no_index_is_met_and_named(design: Design) -> None:
    served = Service(query="Hive.of_apiary", what="", indexes=(), reason="it counts all rows", origin=NOWHERE)
    plan = PlanProof(query="Hive.of_apiary", kind="query", what="", verdict=PlanVerdict.NEEDS_NONE)
    unserved = with_physical(design, services=(served,))
    found = criteria(unserved, (replace(passed(), plans=(plan,)),))[3]
    assert (found.holds, found.note) == (True, "Hive.of_apiary needs no index, as its plan shows: it counts all rows")
    assert criteria(unserved)[3].exceptions == ("Hive.of_apiary: it counts all rows",)


def test_a_foreign_key_that_the_diagram_leaves_out_is_named(design: Design) -> None:
    found = criteria(design, edges=EDGES - {("hives", "apiaries")})[4]
    assert found.exceptions == ("hives to apiaries: not in the diagram",)


def test_migrations_that_no_server_ran_are_not_counted_as_applied(design: Design) -> None:
    found = criteria(design)[5]
    assert (found.met, found.total, found.note) == (0, 4, "no server was asked")


def test_a_migration_is_applied_where_every_server_says_so(design: Design) -> None:
    failed = Step(name=UNDO, outcome=Outcome.FAILED, facts=("left over: CREATE TYPE x",))
    good = passed(SCHEMA_APPLIES, SEED_APPLIES, UNDO)
    bad = replace(passed(SCHEMA_APPLIES, SEED_APPLIES), version="15.3")
    found = criteria(design, (good, replace(bad, steps=(*bad.steps, failed))))[5]
    assert found.met == 2
    assert found.exceptions[0] == "U002: failed (left over: CREATE TYPE x) on PostgreSQL 15.3"


def test_a_pool_without_a_stated_number_of_connections_is_an_exception(design: Design) -> None:
    assert "connection pooling" in criteria(design)[6].exceptions[0]
    stated = replace(design.concept, operations=Operations(connections=200))
    found = criteria(replace(design, logical=replace(design.logical, concept=stated)))[6]
    assert (found.holds, found.note) == (True, "volumes are stated for 1 of 3 entities")


def test_a_table_without_evidence_is_named(design: Design) -> None:
    tables = tuple(replace(t, origin=NOWHERE) if t.name == "audit_logs" else t for t in design.physical.tables)
    assert criteria(with_physical(design, tables=tables))[7].exceptions == (
        "audit_logs: no requirement stands behind it",
    )
    stated = tuple(replace(t, origin=replace(NOWHERE, stated=("FR-9",))) for t in design.physical.tables)
    assert criteria(with_physical(design, tables=stated))[7].holds


def test_what_an_orm_model_would_have_to_decide_is_named(design: Design) -> None:
    keys = tuple(k for k in design.physical.foreign_keys if k.name != "hives_apiary_id_fkey")
    found = criteria(with_physical(design, foreign_keys=keys, enums=()))[8]
    assert found.exceptions == (
        "hives.apiary_id: what it refers to is not decided",
        "hives.status: its type hive_status is not in the design",
    )
    keyless = tuple(replace(t, primary_key=()) if t.name == "tags" else t for t in design.physical.tables)
    assert criteria(with_physical(design, tables=keyless))[8].exceptions == ("tags: it has no primary key",)


def test_open_questions_are_counted_beside(design: Design) -> None:
    asked = tuple(Question(ask="?", about="", assumed="no", answer=a, origin=NOWHERE) for a in ("", "yes"))
    asking = replace(design.concept, questions=asked)
    found = criteria(replace(design, logical=replace(design.logical, concept=asking)))[8]
    assert found.note == "1 of 2 questions are open, decided by a default"


def test_the_checklist_is_answered_by_what_is_found(design: Design) -> None:
    found = query_checklist(design)
    assert [(c.text, c.met, c.total) for c in found] == [
        ("All foreign keys indexed", 4, 4),
        ("Composite indexes for multi-column WHERE clauses", 0, 0),
        ("Indexes on ORDER BY columns", 1, 1),
        ("EXPLAIN ANALYZE on critical queries", 0, 1),
        ("Avoid SELECT *", 1, 1),
        ("Use LIMIT for large result sets", 1, 1),
    ]
    assert found[1].note == "no query pattern names several columns"
    assert found[3].exceptions == ("Hive.of_apiary: its plan was not looked at",)


def test_a_query_is_explained_where_its_plans_show_it_served(design: Design) -> None:
    plan = PlanProof(query="Hive.of_apiary", kind="query", what="", verdict=PlanVerdict.SHOWN)
    unshown = replace(plan, verdict=PlanVerdict.NOT_SHOWN, given=("status",), reason="the index spares nothing")

    def explained(*plans: PlanProof) -> Criterion:
        return query_checklist(design, (replace(passed(), plans=plans),))[3]

    assert explained(plan).holds
    assert explained(plan, unshown).exceptions == ("Hive.of_apiary: with status, the index spares nothing",)


def test_a_foreign_key_is_not_indexed_by_a_second_column_or_a_filtered_index(design: Design) -> None:
    without = tuple(i for i in design.physical.indexes if i.name != "hives_tags_tag_code_idx")
    assert query_checklist(with_physical(design, indexes=without))[0].exceptions == (
        "hives_tags (tag_code): no index begins with it",
    )
    calm = Comparison(
        operator=Comparator.EQ, left=Path(steps=("status",)), right=Literal(kind=LiteralKind.VALUE, value="ACTIVE")
    )
    filtered = tuple(
        replace(i, predicate=calm) if i.name == "hives_apiary_id_created_at_idx" else i for i in design.physical.indexes
    )
    assert query_checklist(with_physical(design, indexes=filtered))[0].exceptions == (
        "hives (apiary_id): no index begins with it",
    )


def test_queries_over_several_columns_want_an_index_over_several(design: Design) -> None:
    query = replace(design.concept.entities[1].queries[0], filter=(("apiary",), ("queen",)), limit=None)
    narrow = Service(query="Hive.of_apiary", what="", indexes=("hives_queen_idx",), origin=NOWHERE)
    found = query_checklist(with_physical(with_hive(design, queries=(query,)), services=(narrow,)))
    assert found[1].exceptions == ("Hive.of_apiary: only indexes of one column serve it",)
    assert found[2].exceptions == ("Hive.of_apiary: no index that serves it holds created_at",)
    assert found[5].exceptions == ("Hive.of_apiary: no limit is stated",)


def test_an_order_by_a_column_of_another_table_is_named(design: Design) -> None:
    query = replace(design.concept.entities[1].queries[0], sort=(SortKey(path=("apiary", "name")),))
    found = query_checklist(with_hive(design, queries=(query,)))[2]
    assert found.exceptions == ("Hive.of_apiary: apiary.name is a column of another table",)


def test_without_servers_the_criteria_are_worked_out_and_nothing_is_proven(design: Design) -> None:
    proof = prove(design, scripts_of_plan(design.plan, "bees"), servers=(), erd_edges=EDGES)
    assert (len(proof.criteria), len(proof.checklist), proof.passed) == (9, 6, False)


def test_columns_of_no_reference_need_no_target(design: Design) -> None:
    column = design.physical.tables[1].columns[1]
    assert column.role is ColumnRole.REFERENCE
    plain = replace(design.physical.tables[1], columns=(replace(column, role=ColumnRole.VALUE),))
    found = criteria(with_physical(design, tables=(plain,), foreign_keys=()))[8]
    assert found.holds
