"""Queries of the concept as access patterns over tables, and the patterns that nobody has to write."""

from __future__ import annotations

from database_designer.model.conceptual import EntityType, Expiry, Kind, Query, SortKey, Uniqueness
from database_designer.model.expression import Aggregate, IsSet
from database_designer.model.physical import AccessPattern, Matching, PatternKind, PhysicalModel, Service
from tests.concepts import (
    attribute,
    compare,
    entity,
    lifecycle,
    link,
    listed,
    model,
    path,
    query,
    reference,
    soft,
    value,
)
from tests.design.helpers import designed


def dives(*queries: Query, **options: object) -> PhysicalModel:
    """Dives at reefs of a sea, with divers who took part."""
    sea = entity("Sea", attribute("name", unique=Uniqueness.EXACT))
    reef = entity("Reef", attribute("title"), reference("sea", "Sea"), reference("warden", "Diver", optional=True))
    diver = entity("Diver", attribute("name"))
    dive: EntityType = entity(
        "Dive", reference("reef", "Reef"), link("buddies", "Diver"), attribute("at", Kind.INSTANT),
        attribute("ended_at", Kind.INSTANT), attribute("title"), listed("state", "OPEN", "DONE"), queries=queries, **options,
    )  # fmt: skip
    return designed(model(sea, reef, diver, dive))


def pattern(*, of: Query, **options: object) -> AccessPattern:
    found = dives(of, **options).services[0].pattern
    assert found is not None
    return found


def implied(physical: PhysicalModel, name: str) -> Service:
    found = next((s for s in physical.implied if s.query == name), None)
    assert found is not None, [s.query for s in physical.implied]
    return found


def test_parameters_are_columns() -> None:
    found = pattern(of=query("of_reef", filter=(("reef",),), range=(("at",),), optional=(("state",),)))
    assert [(p.name, p.matching, p.optional) for p in found.parameters] == [
        ("reef", Matching.EQUAL, False),
        ("at", Matching.RANGE, False),
        ("state", Matching.EQUAL, True),
    ]
    assert found.parameters[0].values == (path("dives", "reef_id"),)


def test_what_references_lead_to_is_joined_once() -> None:
    found = pattern(of=query("in_sea", filter=(("reef", "sea", "name"),), sort=(SortKey(path=("reef", "title")),)))
    assert [(j.table, j.outer) for j in found.joins] == [("reefs", False), ("seas", False)]
    assert found.sort[0].value == path("reefs", "title")


def test_a_reference_that_may_be_unset_leaves_no_row_out() -> None:
    found = pattern(of=query("by_warden", sort=(SortKey(path=("reef", "warden", "name")),)))
    assert [(j.table, j.outer) for j in found.joins] == [("reefs", False), ("divers", True)]


def test_one_of_several_rows_is_found_among_them() -> None:
    found = pattern(of=query("with_buddy", filter=(("buddies", "name"),)))
    (parameter,) = found.parameters
    assert [j.table for j in parameter.among] == ["dive_divers", "divers"]
    assert found.joins == ()


def test_rows_marked_as_deleted_are_left_out() -> None:
    found = pattern(of=query("by_title", filter=(("title",),)), deletion=soft())
    assert found.where == IsSet(operand=path("dives", "deleted_at"), negated=True)


def test_fixed_conditions_are_over_the_row() -> None:
    found = pattern(of=query("open", fixed=(compare(path("state"), "=", value("OPEN")),)))
    assert found.where == compare(path("dives", "state"), "=", value("OPEN"))


def test_periods_have_a_start_and_an_end() -> None:
    (parameter,) = pattern(of=query("calendar", overlap=("at", "ended_at"))).parameters
    assert (parameter.matching, len(parameter.values)) == (Matching.OVERLAP, 2)


def test_texts_are_searched_in_all_places() -> None:
    found = pattern(of=query("find", search=(("title",),), prefix=(("reef", "title"),)))
    assert [(p.name, p.matching) for p in found.searched] == [
        ("title", Matching.CONTAINS),
        ("reef.title", Matching.PREFIX),
    ]


def test_a_report_counts_by_groups() -> None:
    found = pattern(of=query("per_state", report=(path("count"),), by=(path("state"),)))
    assert found.kind is PatternKind.REPORT
    assert (found.aggregates, found.by) == ((Aggregate(function="count", over=path()),), (path("dives", "state"),))


def test_what_is_not_stored_is_left_out_and_said() -> None:
    assert pattern(of=query("odd", filter=(("nowhere",),))).left_out == (
        "nowhere: nowhere: nowhere is not stored in dives",
    )


def test_every_foreign_key_and_key_is_a_pattern() -> None:
    physical = dives()
    children = implied(physical, "fk_dives_reef_id")
    assert children.indexes == ("ix_dives_reef_id",)
    assert children.pattern is not None and children.pattern.kind is PatternKind.CHILDREN
    assert {"pk_dives", "uq_seas_name"} <= {s.query for s in physical.implied}


def test_a_unique_key_that_ignores_case_is_looked_up_in_lower_case() -> None:
    diver = entity("Diver", attribute("email", Kind.EMAIL, unique=Uniqueness.IGNORE_CASE))
    found = implied(designed(model(diver)), "uq_divers_email").pattern
    assert found is not None
    assert getattr(found.parameters[0].values[0], "function", "") == "lower"


def test_jobs_are_patterns_with_the_index_made_for_them() -> None:
    due = compare(path("due"), "<", path("paid"))
    bill = entity(
        "Bill", attribute("due", Kind.DATE), attribute("paid", Kind.DATE),
        lifecycle=lifecycle("state", {"SENT": ("LATE",)}, ("SENT",), expires=(Expiry(source="SENT", target="LATE", condition=due),)),
    )  # fmt: skip
    found = implied(designed(model(bill)), "expire_bills_sent_late")
    assert found.indexes == ("ix_bills_due_sent_late",)
    assert found.pattern is not None and found.pattern.kind is PatternKind.JOB
