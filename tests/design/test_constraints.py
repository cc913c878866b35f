"""Checks, uniqueness, foreign keys: what keeps the rules, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from database_designer.model.conceptual import (
    Attribute,
    Derivation,
    Derived,
    Each,
    Kind,
    SemanticType,
    Tree,
    Uniqueness,
    ValueList,
    WhenDeleted,
)
from database_designer.model.expression import Call, Clock, Expression, IsSet, Moment
from database_designer.model.physical import DeleteAction, Form, PhysicalModel
from tests.concepts import (
    always,
    attribute,
    compare,
    entity,
    link,
    listed,
    model,
    number,
    origin,
    path,
    reference,
    soft,
    text,
    unique,
    value,
)
from tests.design.helpers import (
    check_names,
    designed,
    diagnostics,
    enforcements,
    foreign_key,
    index,
    index_names,
    table,
)


@pytest.mark.parametrize(
    ("member", "names"),
    [
        (attribute("it"), ["ck_samples_it_not_blank"]),
        (attribute("it", optional=True), []),
        (attribute("it", blank_allowed=True), []),
        (attribute("it", length=9), ["ck_samples_it_length", "ck_samples_it_not_blank"]),
        (attribute("it", Kind.EMAIL), ["ck_samples_it_format"]),
        (attribute("it", optional=True, matches="^[A-Z]+$"), ["ck_samples_it_matches"]),
        (attribute("it", Kind.PERCENT), ["ck_samples_it_range"]),
    ],
)
def test_what_a_type_means_is_checked(member: object, names: list[str]) -> None:
    assert check_names(designed(model(entity("Sample", member))), "samples") == names


@pytest.mark.parametrize(
    ("pattern", "usable"),
    [("^[[:alpha:]]+$", True), ("(?=a)", True), ("(", False), (r"\p{L}", False), ("a++", False), ("(?P<x>a)", False)],
)
def test_a_pattern_that_postgresql_does_not_know_is_left_out(pattern: str, usable: bool) -> None:
    concept = model(entity("Sample", attribute("it", optional=True, matches=pattern)))
    assert (check_names(designed(concept), "samples") != []) == usable
    assert (diagnostics(concept) == []) == usable


@pytest.mark.parametrize(
    ("condition", "warned"),
    [
        (compare(path("depth"), ">", text("deep")), True),
        (compare(path("colour"), "=", value("GREEN")), True),
        (compare(path("nothing"), ">", number("1")), True),
        (compare(path("depth"), ">", Moment(clock=Clock.NOW)), False),
    ],
)
def test_a_rule_that_one_row_does_not_decide_has_a_reason_instead_of_a_check(
    condition: Expression, warned: bool
) -> None:
    members = (attribute("depth", Kind.INTEGER), listed("colour", "RED"), reference("reef", "Reef"))
    concept = model(
        entity("Reef", attribute("depth", Kind.INTEGER)), entity("Dive", *members, rules=(always("fits", condition),))
    )
    physical = designed(concept)
    assert [(e.objects, bool(e.reason)) for e in enforcements(physical, "Dive.fits")] == [((), True)]
    assert [d.code for d in diagnostics(concept)] == (["rule-not-kept"] if warned else [])


def test_a_rule_over_one_row_is_a_check() -> None:
    members = (attribute("down_at", Kind.INSTANT), attribute("up_at", Kind.INSTANT))
    rule = always("up_after_down", compare(path("up_at"), ">", path("down_at")))
    physical = designed(model(entity("Dive", *members, rules=(rule,))))
    assert enforcements(physical, "Dive.up_after_down")[0].objects == ("ck_dives_rule_up_after_down",)


def test_a_reference_in_a_rule_is_its_column() -> None:
    rule = always("known", IsSet(operand=path("guide")))
    concept = model(entity("Diver"), entity("Dive", reference("guide", "Diver", optional=True), rules=(rule,)))
    assert table(designed(concept), "dives").checks[0].condition == IsSet(operand=path("guide_id"))


def test_one_of_several_references_is_a_check() -> None:
    rule = always("one_guide", Call(function="exactly_one", arguments=(path("guide"), path("club"))))
    members = (reference("guide", "Diver", optional=True), reference("club", "Club", optional=True))
    concept = model(entity("Diver"), entity("Club"), entity("Dive", *members, rules=(rule,)))
    counted = Call(function="exactly_one", arguments=(path("guide_id"), path("club_id")))
    assert [c.condition for c in table(designed(concept), "dives").checks] == [counted]


def form(physical: PhysicalModel, element: str, form: Form) -> tuple[tuple[str, ...], str, str]:
    found = next(e for e in physical.enforcements if e.element == element and e.form == form)
    return found.objects, found.constraint, found.sqlstate


def test_every_declaration_says_by_what_it_is_kept_and_how_it_refuses() -> None:
    shared = ValueList(name="Sea", values=("NORTH", "SOUTH"), origin=origin(), maintained=True)
    sea = SemanticType(kind=Kind.LIST, list_name="Sea")
    members = (
        attribute("name"),
        listed("colour", "RED", "BLUE"),
        replace(attribute("sea"), type=sea),
        reference("reef", "Reef"),
        attribute("depth", Kind.INTEGER, check=compare(path("depth"), ">", number("0"))),
    )
    physical = designed(model(entity("Reef"), entity("Buoy", *members), lists=(shared,)))
    assert form(physical, "Buoy.name", Form.REQUIRED) == (("buoys.name",), "", "23502")
    assert form(physical, "Buoy.reef", Form.REQUIRED) == (("buoys.reef_id",), "", "23502")
    blank, deep = "ck_buoys_name_not_blank", "ck_buoys_depth_check"
    assert form(physical, "Buoy.name", Form.NOT_BLANK) == ((blank,), blank, "23514")
    assert form(physical, "Buoy.colour", Form.VALUES) == (("buoys.colour",), "", "22P02")
    assert form(physical, "Buoy.sea", Form.VALUES) == (("fk_buoys_sea",), "fk_buoys_sea", "23503")
    assert form(physical, "Buoy.reef", Form.REFERENCE) == (("fk_buoys_reef_id",), "fk_buoys_reef_id", "23503")
    assert form(physical, "Buoy.depth", Form.CHECK) == ((deep,), deep, "23514")


@pytest.mark.parametrize(
    "member",
    [
        attribute("it", optional=True),
        attribute("it", generated="M-{000}"),
        attribute("it", default=Moment(clock=Clock.ACTOR)),
        attribute("it", derived=Derived(manner=Derivation.SNAPSHOT, expression=path("other"))),
    ],
)
def test_what_may_be_left_out_or_is_filled_in_is_not_required(member: Attribute) -> None:
    physical = designed(model(entity("Buoy", member, attribute("other"))))
    assert not [e for e in enforcements(physical, "Buoy.it") if e.form == Form.REQUIRED]


def test_plain_keys_are_unique_constraints() -> None:
    concept = model(entity("Reef", attribute("code", unique=Uniqueness.EXACT)))
    assert [(u.name, u.columns) for u in table(designed(concept), "reefs").uniques] == [("uq_reefs_code", ("code",))]


def test_ignoring_case_is_a_unique_index_over_lower_case() -> None:
    concept = model(entity("Diver", attribute("email", Kind.EMAIL, unique=Uniqueness.IGNORE_CASE)))
    found = index(designed(concept), "uq_divers_email")
    assert found.unique
    assert [k.expression for k in found.keys] == [Call(function="lower", arguments=(path("email"),))]


def test_the_case_of_values_of_a_list_is_not_folded() -> None:
    concept = model(entity("Buoy", listed("colour", "RED", "BLUE", unique=Uniqueness.IGNORE_CASE)))
    assert [k.expression for k in index(designed(concept), "uq_buoys_colour").keys] == [path("colour")]


def test_softly_deleted_rows_do_not_count_as_duplicates() -> None:
    concept = model(entity("Reef", attribute("code", unique=Uniqueness.EXACT), deletion=soft()))
    assert index(designed(concept), "uq_reefs_code").predicate == IsSet(operand=path("deleted_at"), negated=True)


def test_uniqueness_among_some_rows_is_a_partial_index() -> None:
    rule = unique("one_open", "name", where=compare(path("state"), "=", value("OPEN")))
    concept = model(entity("Dive", attribute("name"), listed("state", "OPEN", "DONE"), rules=(rule,)))
    found = index(designed(concept), "uq_dives_one_open")
    assert (found.predicate, found.serves) == (compare(path("state"), "=", value("OPEN")), ("Dive.one_open",))


def test_a_condition_that_no_index_may_have_leaves_the_rule_to_triggers() -> None:
    rule = unique("one_now", "name", where=compare(Call(function="date", arguments=(path("at"),)), ">", path("day")))
    members = (attribute("name"), attribute("at", Kind.INSTANT), attribute("day", Kind.DATE))
    physical = designed(model(entity("Dive", *members, rules=(rule,))))
    objects = [e.objects for e in enforcements(physical, "Dive.one_now")]
    assert objects == [("check_dives_one_now", "check_dives_one_now_changed")]


def test_unset_members_that_are_equal_are_said_to_be_not_distinct() -> None:
    members = (attribute("a"), attribute("b", optional=True))
    concept = model(entity("Dive", *members, rules=(unique("pair", "a", "b", unset_equal=True),)))
    assert table(designed(concept), "dives").uniques[0].nulls_not_distinct


@pytest.mark.parametrize(
    ("options", "action"),
    [
        ({}, DeleteAction.RESTRICT),
        ({"part_of": True}, DeleteAction.CASCADE),
        ({"when_deleted": WhenDeleted.CASCADE}, DeleteAction.CASCADE),
        ({"when_deleted": WhenDeleted.DETACH, "optional": True}, DeleteAction.SET_NULL),
        ({"when_deleted": WhenDeleted.DETACH}, DeleteAction.RESTRICT),
    ],
)
def test_deleting_follows_the_kind_of_relationship_and_says_why(
    options: dict[str, object], action: DeleteAction
) -> None:
    physical = designed(model(entity("Reef"), entity("Dive", reference("reef", "Reef", **options))))
    found = foreign_key(physical, "fk_dives_reef_id")
    assert (found.on_delete, bool(found.reason)) == (action, True)


def test_a_required_reference_that_cannot_be_detached_is_said() -> None:
    concept = model(entity("Reef"), entity("Dive", reference("reef", "Reef", when_deleted=WhenDeleted.DETACH)))
    assert [d.code for d in diagnostics(concept)] == ["detach-required"]


def test_required_references_in_a_circle_are_deferred() -> None:
    concept = model(
        entity("Boat", reference("captain", "Diver")),
        entity("Diver", reference("boat", "Boat"), reference("club", "Club")),
        entity("Club"),
    )
    physical = designed(concept)
    assert [k.deferred for k in physical.foreign_keys] == [True, True, False]


def test_at_most_one_is_a_unique_reference() -> None:
    concept = model(entity("Reef"), entity("Map", reference("reef", "Reef", each_has=Each(maximum=1))))
    assert ("uq_maps_reef_id",) in [e.objects for e in enforcements(designed(concept), "Map.reef")]


def test_a_row_of_a_tree_is_not_its_own_parent() -> None:
    concept = model(entity("Reef", reference("part_of", "Reef", optional=True), tree=Tree(parent="part_of")))
    assert check_names(designed(concept), "reefs") == ["ck_reefs_part_of_id_tree"]


def test_names_of_objects_differ_where_table_names_begin_with_each_other() -> None:
    concept = model(
        entity("Reef", attribute("diver_name", unique=Uniqueness.EXACT), link("divers", "Diver")),
        entity("Diver"),
        entity("ReefDiver2", attribute("name", unique=Uniqueness.EXACT)),
        entity("ReefDiver", attribute("name", unique=Uniqueness.EXACT)),
    )
    physical = designed(concept)
    names = [u.name for t in physical.tables for u in t.uniques] + index_names(physical)
    assert len(names) == len(set(names))
