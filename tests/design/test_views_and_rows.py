"""Views of what is worked out when read, reports, and first rows."""

from __future__ import annotations

from database_designer.model.conceptual import Derivation, Derived, EntityType, Kind, SeedRow, Uniqueness, ValueList
from database_designer.model.expression import Aggregate, Clock, Expression, Moment, Path
from tests.concepts import attribute, compare, entity, listed, model, number, origin, path, query, text, value
from tests.design.helpers import designed, diagnostics, enforcements


def diver(*rows: dict[str, Expression], **options: object) -> EntityType:
    members = (
        attribute("email", Kind.EMAIL, unique=Uniqueness.EXACT),
        attribute("pin", secret=True, optional=True),
        listed("rank", "NOVICE", "GUIDE"),
    )
    told = tuple(SeedRow(values=tuple(r.items()), origin=origin()) for r in rows)
    return entity("Diver", *members, rows=told, **options)


def test_computed_attributes_are_columns_of_a_view() -> None:
    late = Derived(manner=Derivation.COMPUTED, expression=compare(path("due"), "<", Moment(clock=Clock.TODAY)))
    members = (
        attribute("due", Kind.DATE),
        attribute("late", Kind.BOOLEAN, derived=late),
        attribute("pin", secret=True),
    )
    view = designed(model(entity("Hire", *members))).views[0]
    assert (view.name, [c.name for c in view.columns]) == (
        "hires_computed",
        ["id", "due", "created_at", "updated_at", "late"],
    )
    assert view.columns[-1].expression == compare(Path(steps=("t", "due")), "<", Moment(clock=Clock.TODAY))


def test_a_report_is_a_view_of_its_groups_and_totals() -> None:
    count = Aggregate(function="count", over=Path(steps=()))
    report = query("per_rank", report=(count,), by=(path("rank"),))
    view = designed(model(diver(queries=(report,)))).views[0]
    assert (view.name, view.group_by) == ("divers_per_rank", 1)
    assert [(c.name, c.expression) for c in view.columns] == [
        ("rank", Path(steps=("divers", "rank"))),
        ("count", count),
    ]


def test_a_report_without_meaning_is_said() -> None:
    total = Aggregate(function="sum", over=Path(steps=()), value=path("email"))
    concept = model(diver(queries=(query("odd", report=(total,)),)))
    assert designed(concept).views == ()
    assert enforcements(designed(concept), "Diver.odd")[0].reason


def test_first_rows_are_known_by_their_natural_key() -> None:
    physical = designed(model(diver({"email": text("a@b"), "rank": text("GUIDE")})))
    row = physical.seed[0]
    assert (row.table, row.conflict) == ("divers", ("email",))
    assert row.values == (("email", text("a@b")), ("rank", value("GUIDE")))


def test_a_secret_is_never_inserted() -> None:
    physical = designed(model(diver({"email": text("a@b"), "rank": value("GUIDE"), "pin": text("1234")})))
    assert [name for name, _ in physical.seed[0].values] == ["email", "rank"]


def test_a_row_that_cannot_be_filled_is_left_out_and_said() -> None:
    concept = model(diver({"email": text("a@b")}, {"email": text("c@d"), "rank": number("5")}))
    assert designed(concept).seed == ()
    assert [d.code for d in diagnostics(concept)] == ["row-left-out", "row-left-out"]


def test_the_values_of_a_maintained_list_are_rows() -> None:
    purpose = ValueList(name="Purpose", values=("DEEP_WORK", "Fun", ""), origin=origin(), maintained=True)
    physical = designed(model(entity("Dive", listed("purpose", list_name="Purpose")), lists=(purpose,)))
    assert [row.values for row in physical.seed] == [
        (("code", text("DEEP_WORK")), ("name", text("Deep work"))),
        (("code", text("Fun")), ("name", text("Fun"))),
    ]
