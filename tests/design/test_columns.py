"""Tables and columns: names, types, defaults, housekeeping."""

from __future__ import annotations

import pytest

from database_designer.model.conceptual import Concurrency, Derivation, Derived, Kind, Many, Numbered, ValueList
from database_designer.model.configuration import Configuration, KeyStrategy, TableNaming
from database_designer.model.expression import (
    Arithmetic,
    Binary,
    Clock,
    Duration,
    Expression,
    Literal,
    LiteralKind,
    Moment,
    Path,
)
from database_designer.model.physical import ColumnRole, Form, NewUuid, NextNumber
from tests.concepts import (
    append_only,
    attribute,
    compare,
    entity,
    lifecycle,
    listed,
    model,
    number,
    origin,
    path,
    reference,
    soft,
    text,
    value,
)
from tests.design.helpers import check, check_names, designed, diagnostics, enforcements, table, types


@pytest.mark.parametrize(
    ("kind", "column_type"),
    [
        (Kind.TEXT, "text"),
        (Kind.CODE, "text"),
        (Kind.INTEGER, "integer"),
        (Kind.DECIMAL, "numeric"),
        (Kind.MONEY, "numeric(12,2)"),
        (Kind.PERCENT, "numeric(5,2)"),
        (Kind.BOOLEAN, "boolean"),
        (Kind.DATE, "date"),
        (Kind.TIME, "time"),
        (Kind.INSTANT, "timestamptz"),
        (Kind.DURATION, "interval"),
        (Kind.PERIOD_DATE, "daterange"),
        (Kind.PERIOD_INSTANT, "tstzrange"),
        (Kind.EMAIL, "text"),
        (Kind.PHONE, "text"),
        (Kind.URL, "text"),
        (Kind.UUID, "uuid"),
        (Kind.JSON, "jsonb"),
        (Kind.FILE, "text"),
        (Kind.VECTOR, "real[]"),
    ],
)
def test_each_semantic_type_has_a_column_type(kind: Kind, column_type: str) -> None:
    physical = designed(model(entity("Sample", attribute("it", kind))))
    assert types(physical, "samples") == {"id": "uuid", "it": column_type}


def test_a_point_is_two_coordinates_within_their_bounds() -> None:
    physical = designed(model(entity("Mast", attribute("site", Kind.POINT))))
    assert types(physical, "masts") == {"id": "uuid", "site_latitude": "numeric(9,6)", "site_longitude": "numeric(9,6)"}
    assert check_names(physical, "masts") == ["ck_masts_site_latitude_range", "ck_masts_site_longitude_range"]


def test_precision_is_taken_as_written_where_postgresql_takes_it() -> None:
    members = (attribute("a", Kind.DECIMAL, precision=8, scale=3), attribute("b", Kind.DECIMAL, precision=3, scale=8))
    assert types(designed(model(entity("Sample", *members))), "samples") == {
        "id": "uuid",
        "a": "numeric(8,3)",
        "b": "numeric",
    }


def test_money_carries_its_currency() -> None:
    physical = designed(model(entity("Fee", attribute("amount", Kind.MONEY)), currency="EUR"))
    column = table(physical, "fees").column("amount")
    assert column is not None and column.unit == "EUR"


@pytest.mark.parametrize(
    "large",
    [
        attribute("it", Kind.INTEGER, unit="bytes"),
        attribute("it", Kind.INTEGER, numbered=Numbered()),
        attribute("it", Kind.INTEGER, check=compare(path("it"), "<", number("5000000000"))),
    ],
)
def test_whole_numbers_that_may_grow_large_have_eight_bytes(large: object) -> None:
    assert types(designed(model(entity("Sample", large))), "samples")["it"] == "bigint"


def test_a_closed_list_is_an_enum_type_and_a_shared_one_is_one_type() -> None:
    level = ValueList(name="Level", values=("LOW", "HIGH"), origin=origin())
    members = (listed("colour", "RED", "BLUE"), listed("risk", list_name="Level"), listed("noise", list_name="Level"))
    physical = designed(model(entity("Buoy", *members), lists=(level,)))
    assert [(e.name, e.values, e.used_by) for e in physical.enums] == [
        ("buoy_colour", ("RED", "BLUE"), (("buoys", "colour"),)),
        ("level", ("LOW", "HIGH"), (("buoys", "risk"), ("buoys", "noise"))),
    ]


def test_an_enum_does_not_take_the_name_of_a_table() -> None:
    concept = model(entity("Reef", listed("state", "OLD", "NEW")), entity("ReefState"))
    physical = designed(concept, Configuration(naming=TableNaming.SINGULAR))
    assert [e.name for e in physical.enums] == ["reef_state_type"]


def test_values_too_long_for_an_enum_are_checked_texts() -> None:
    physical = designed(model(entity("Buoy", listed("colour", "r" * 64, "BLUE"))))
    assert types(physical, "buoys")["colour"] == "text"
    assert "ck_buoys_colour_values" in check_names(physical, "buoys")


def test_an_open_list_is_a_text_that_names_the_known_values() -> None:
    physical = designed(model(entity("Buoy", listed("colour", "RED", "BLUE", open_list=True))))
    column = table(physical, "buoys").column("colour")
    assert column is not None and column.comment == "Known values: RED, BLUE; others may be added."
    assert check_names(physical, "buoys") == ["ck_buoys_colour_not_blank"]


def test_keys_are_uuids_or_by_configuration_numbers() -> None:
    concept = model(entity("Reef"), entity("Dive", reference("reef", "Reef")))
    by_default, by_number = designed(concept), designed(concept, Configuration(keys=KeyStrategy.IDENTITY))
    assert types(by_default, "dives") == {"id": "uuid", "reef_id": "uuid"}
    assert isinstance(table(by_default, "dives").columns[0].default, NewUuid)
    assert types(by_number, "dives") == {"id": "bigint", "reef_id": "bigint"}
    assert isinstance(table(by_number, "dives").columns[0].default, NextNumber)


def test_tables_are_plural_or_by_configuration_singular() -> None:
    concept = model(entity("Category"), entity("DiveLog"))
    assert [t.name for t in designed(concept).tables] == ["categories", "dive_logs"]
    singular = designed(concept, Configuration(naming=TableNaming.SINGULAR))
    assert [t.name for t in singular.tables] == ["category", "dive_log"]


def housekeeping(concept_entity: object, **options: object) -> list[str]:
    physical = designed(model(entity("Dive", attribute("note"), concept_entity, **options)))
    return [c.name for c in table(physical, "dives").columns if c.role == ColumnRole.HOUSEKEEPING]


def test_every_entity_says_when_its_rows_were_made_and_changed() -> None:
    assert housekeeping(None) == ["created_at", "updated_at"]
    assert housekeeping(None, deletion=soft()) == ["created_at", "updated_at", "deleted_at"]
    assert housekeeping(None, concurrency=Concurrency(origin=origin())) == ["created_at", "updated_at", "version"]
    assert housekeeping(None, history=append_only()) == ["created_at"]


def test_an_attribute_that_is_housekeeping_is_not_doubled_and_keeps_its_evidence() -> None:
    physical = designed(model(entity("Dive", attribute("createdAt", Kind.DATE, optional=True, says="When logged."))))
    columns = [c for c in table(physical, "dives").columns if c.name.startswith("created")]
    assert [(c.name, c.type.name, c.nullable, c.comment) for c in columns] == [
        ("created_at", "timestamptz", False, "When logged.")
    ]
    assert columns[0].origin.requirements == ("FR-1",)


def test_a_version_that_is_no_number_is_not_the_housekeeping_one() -> None:
    physical = designed(model(entity("Tool", attribute("version"), concurrency=Concurrency(origin=origin()))))
    assert types(physical, "tools") == {"id": "uuid", "version_2": "text", "version": "integer"}


IN_A_WEEK = Binary(
    operator=Arithmetic.ADD, left=Moment(clock=Clock.TODAY), right=Duration(amount=number("7"), unit="days")
)


@pytest.mark.parametrize(
    ("member", "default"),
    [
        (attribute("it", Kind.INTEGER, default=number("5")), number("5")),
        (attribute("it", Kind.DATE, default=Moment(clock=Clock.TODAY)), Moment(clock=Clock.TODAY)),
        (attribute("it", Kind.INSTANT, default=Moment(clock=Clock.TODAY)), Moment(clock=Clock.NOW)),
        (attribute("it", Kind.DATE, default=IN_A_WEEK), IN_A_WEEK),
        (attribute("it", default=value("plain")), text("plain")),
        (listed("it", "A", "B", default=text("B")), value("B")),
    ],
)
def test_a_default_becomes_a_value_of_the_column(member: object, default: Expression) -> None:
    column = table(designed(model(entity("Sample", member))), "samples").column("it")
    assert column is not None and column.default == default


@pytest.mark.parametrize(
    "member",
    [
        attribute("it", Kind.INTEGER, default=text("many")),
        attribute("it", Kind.INTEGER, default=number("3000000000")),
        attribute("it", Kind.MONEY, default=number("0.001")),
        attribute("it", Kind.DATE, default=Literal(kind=LiteralKind.DATE, value="2024-02-30")),
        listed("it", "A", "B", default=value("C")),
    ],
)
def test_a_default_that_is_no_value_of_the_column_is_left_out_and_said(member: object) -> None:
    concept = model(entity("Sample", member))
    column = table(designed(concept), "samples").column("it")
    assert column is not None and column.default is None
    assert [d.code for d in diagnostics(concept)] == ["rule-not-kept"]


@pytest.mark.parametrize("actor", ["Diver", ""])
def test_a_default_that_names_the_actor_is_filled_in_by_a_trigger(actor: str) -> None:
    by = reference("logged_by", "Diver", default=Moment(clock=Clock.ACTOR))
    physical = designed(model(entity("Diver"), entity("Dive", by), actor=actor))
    filled = next(e for e in enforcements(physical, "Dive.logged_by") if e.form == Form.DEFAULT)
    assert filled.objects == ("fill1_dives_logged_by_id",)


def test_a_lifecycle_begins_in_its_first_start_state() -> None:
    states = lifecycle("status", {"PLANNED": ("DONE",)}, ("PLANNED",))
    column = table(designed(model(entity("Dive", lifecycle=states))), "dives").column("status")
    assert column is not None and (column.default, column.nullable) == (value("PLANNED"), False)


def product(left: str, right: str) -> Derived:
    expression = Binary(operator=Arithmetic.MUL, left=path(left), right=path(right))
    return Derived(manner=Derivation.EQUALS, expression=expression)


def test_what_equals_an_expression_of_the_row_is_a_generated_column() -> None:
    members = (attribute("hours", Kind.DECIMAL), attribute("rate", Kind.MONEY, optional=True))
    physical = designed(model(entity("Hire", *members, attribute("fee", Kind.MONEY, derived=product("hours", "rate")))))
    fee = table(physical, "hires").column("fee")
    assert fee is not None and fee.nullable
    assert fee.generated == Binary(operator=Arithmetic.MUL, left=Path(steps=("hours",)), right=Path(steps=("rate",)))
    assert enforcements(physical, "Hire.fee")[0].objects == ("hires.fee",)


def test_what_equals_an_expression_of_other_rows_is_a_plain_column_kept_by_triggers() -> None:
    derived = Derived(manner=Derivation.EQUALS, expression=path("reef", "depth"))
    concept = model(
        entity("Reef", attribute("depth", Kind.INTEGER)),
        entity("Dive", reference("reef", "Reef"), attribute("depth", Kind.INTEGER, derived=derived)),
    )
    physical = designed(concept)
    depth = table(physical, "dives").column("depth")
    assert depth is not None and depth.generated is None
    derived_by = next(e for e in enforcements(physical, "Dive.depth") if e.form == Form.EQUALS)
    assert derived_by.objects == ("fill1_dives_depth", "fill1_dives_depth_update", "adjust_reefs_dives_depth")
    assert diagnostics(concept) == []


def test_many_values_have_a_table_that_is_keyed_by_owner_and_value() -> None:
    physical = designed(model(entity("Diver", attribute("phones", Kind.PHONE, many=Many()))))
    assert table(physical, "diver_phones").primary_key == ("diver_id", "phone")


def test_secret_and_personal_columns_say_so() -> None:
    members = (attribute("password_hash", secret=True), attribute("email", Kind.EMAIL, personal=True))
    found = table(designed(model(entity("Diver", *members))), "divers")
    assert [c.classification for c in found.columns[1:3]] == ["secret", "personal"]


def test_checks_name_columns_not_attributes() -> None:
    members = (attribute("maxDepth", Kind.INTEGER, check=compare(path("maxDepth"), ">", number("0"))),)
    physical = designed(model(entity("Dive", *members)))
    condition = check(physical, "ck_dives_max_depth_check").condition
    assert condition == compare(path("max_depth"), ">", number("0"))
