"""Indexes: foreign keys and access patterns are served, nothing twice."""

from __future__ import annotations

from database_designer.model.conceptual import BoundRule, EntityType, Kind, Query, SortKey, Uniqueness, Volume
from database_designer.model.expression import Call, Clock, IsSet, Moment
from database_designer.model.physical import Index, PhysicalModel, Service
from tests.concepts import (
    attribute,
    compare,
    entity,
    listed,
    model,
    number,
    origin,
    path,
    query,
    reference,
    soft,
    text,
    value,
)
from tests.design.helpers import designed, index, index_names


def dive(*queries: Query, **options: object) -> EntityType:
    members = (
        reference("reef", "Reef"),
        attribute("at", Kind.INSTANT),
        attribute("name"),
        attribute("night", Kind.BOOLEAN),
        listed("state", "OPEN", "DONE"),
    )
    return entity("Dive", *members, queries=queries, **options)


def with_dives(*queries: Query, **options: object) -> PhysicalModel:
    reef = entity("Reef", attribute("code", unique=Uniqueness.EXACT), attribute("title"))
    return designed(model(reef, dive(*queries, **options)))


def keys(found: Index) -> list[tuple[str, bool]]:
    return [(getattr(k.expression, "steps", ("",))[0], k.descending) for k in found.keys]


def service(physical: PhysicalModel) -> Service:
    return physical.services[0]


def test_a_foreign_key_has_an_index() -> None:
    assert index(with_dives(), "ix_dives_reef_id").serves == ("fk_dives_reef_id",)


def test_a_query_index_that_begins_with_the_foreign_key_covers_it() -> None:
    latest = query("latest", filter=(("reef",),), sort=(SortKey(path=("at",), descending=True),))
    physical = with_dives(latest)
    assert index_names(physical) == ["ix_dives_reef_id_at_desc"]
    found = index(physical, "ix_dives_reef_id_at_desc")
    assert keys(found) == [("reef_id", False), ("at", True)]
    assert set(found.serves) == {"fk_dives_reef_id", "Dive.latest"}


def test_a_partial_index_does_not_cover_a_foreign_key_so_one_over_all_rows_serves_both() -> None:
    latest = query("latest", filter=(("reef",),), sort=(SortKey(path=("at",)),))
    physical = with_dives(latest, deletion=soft())
    assert index_names(physical) == ["ix_dives_reef_id_at"]
    assert index(physical, "ix_dives_reef_id_at").predicate is None


def test_equal_columns_come_before_the_range() -> None:
    between = query("between", range=(("at",),), filter=(("reef",), ("state",)))
    assert keys(index(with_dives(between), "ix_dives_reef_id_state_at"))[-1] == ("at", False)


def test_pages_by_cursor_go_on_after_the_key() -> None:
    page = query("page", sort=(SortKey(path=("at",), descending=True),), page="cursor")
    assert keys(index(with_dives(page), "ix_dives_at_desc_id_desc")) == [("at", True), ("id", True)]


def test_pages_of_everything_are_read_in_the_order_of_the_key() -> None:
    assert service(with_dives(query("all", page="offset"))).indexes == ("pk_dives",)


def test_fixed_conditions_restrict_the_index() -> None:
    is_open = compare(path("state"), "=", value("OPEN"))
    physical = with_dives(query("open", fixed=(is_open,), sort=(SortKey(path=("at",)),)))
    assert index(physical, "ix_dives_at_open").predicate == is_open


def test_a_yes_or_no_alone_is_not_indexed() -> None:
    physical = with_dives(query("by_night", filter=(("night",),)))
    assert service(physical).indexes == ()
    assert "too few values" in service(physical).reason


def test_what_a_unique_constraint_serves_needs_no_index() -> None:
    reef = entity("Reef", attribute("code", unique=Uniqueness.EXACT), queries=(query("by_code", filter=(("code",),)),))
    physical = designed(model(reef))
    assert (index_names(physical), service(physical).indexes) == ([], ("uq_reefs_code",))


def test_searching_within_texts_needs_trigrams_and_their_extension() -> None:
    physical = with_dives(query("find", search=(("name",), ("reef", "title"))))
    assert physical.extensions == ("pg_trgm",)
    assert set(service(physical).indexes) == {"ix_dives_name_trgm", "ix_reefs_title_trgm"}
    assert index(physical, "ix_dives_name_trgm").keys[0].operator_class == "gin_trgm_ops"
    assert with_dives().extensions == ()


def test_beginnings_and_words_have_their_own_indexes() -> None:
    physical = with_dives(query("find", prefix=(("name",),), words=((("name",), 1),), language="english"))
    assert index(physical, "ix_dives_name_prefix").keys[0].operator_class == "text_pattern_ops"
    words = index(physical, "ix_dives_find_words")
    assert words.method == "gin"
    assert words.keys[0].expression == Call(function="to_tsvector", arguments=(text("english"), path("name")))


def test_optional_parameters_have_an_index_each_unless_they_have_few_values() -> None:
    physical = with_dives(query("list", optional=(("name",), ("state",), ("night",))))
    assert service(physical).indexes == ("ix_dives_name",)


def test_a_parameter_of_another_table_is_indexed_there() -> None:
    physical = with_dives(query("in_reef", filter=(("reef", "title"),)))
    assert service(physical).indexes == ("ix_reefs_title",)


def test_live_rows_are_what_a_query_of_softly_deleted_rows_reads() -> None:
    physical = with_dives(query("by_name", filter=(("name",),)), deletion=soft())
    assert index(physical, "ix_dives_name_live").predicate == IsSet(operand=path("deleted_at"), negated=True)


def test_every_query_is_served_or_says_why_not() -> None:
    physical = with_dives(query("everything"), query("nearest", nearest="name"), query("odd", filter=(("nowhere",),)))
    assert all(s.indexes or s.reason for s in physical.services)


def test_what_depends_on_the_moment_is_a_range_over_its_column() -> None:
    coming = compare(path("at"), ">", Moment(clock=Clock.NOW))
    physical = with_dives(query("coming", fixed=(coming,), filter=(("reef",),)))
    assert keys(index(physical, "ix_dives_reef_id_at")) == [("reef_id", False), ("at", False)]
    assert service(physical).reason == ""


def test_a_table_of_few_rows_is_read_whole() -> None:
    few = Volume(rows=30, origin=origin())
    physical = designed(
        model(entity("Reef", attribute("title"), queries=(query("by_title", filter=(("title",),)),), volume=few))
    )
    assert index_names(physical) == []
    assert "has so few rows" in service(physical).reason


def test_a_bound_over_all_rows_counts_by_an_index_of_those_that_count() -> None:
    states = listed("state", *(f"S{n}" for n in range(9)))
    rule = BoundRule(
        name="one_waits",
        bound=number("1"),
        upper=False,
        where=compare(path("state"), "=", value("S1")),
        origin=origin(),
    )
    physical = designed(model(entity("Dive", states, rules=(rule,))))
    assert index(physical, "ix_dives_state").serves == ("Dive.one_waits",)


def test_rows_that_are_come_to_from_another_table_need_no_index_in_their_order() -> None:
    in_reef = query("in_reef", filter=(("reef", "title"),), sort=(SortKey(path=("at",)),))
    assert index_names(with_dives(in_reef)) == ["ix_dives_reef_id", "ix_reefs_title"]
