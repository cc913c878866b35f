"""Expressions over rows mean what they mean in SQL: unknown stays unknown, and the clock goes on."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.verify.proving.worlds import designed, expression

from database_designer.verify.proving.evaluate import Frame, evaluate, fails, holds
from database_designer.verify.proving.rows import Rows
from database_designer.verify.proving.schema import Schema
from database_designer.verify.proving.values import NOW, TODAY, Row, Unmade, Value

MODEL = """
    model: Orchard
    entities:
      Grower: {attributes: {name: text}}
      Tree:
        references: {grower: Grower?, mother: Tree?}
        attributes: {kind: text, height: 'decimal(5,2)?', planted: date?, checked: instant?, marked: 'boolean?'}
      Fruit:
        part_of: {tree: Tree, back: fruits}
        attributes: {weight: 'integer?', ripe: boolean}
        links: {pests: Pest}
      Pest: {attributes: {name: text}}
"""

GROWER, TREE, BARE = (Row(entity=e, number=n) for e, n in (("Grower", 1), ("Tree", 2), ("Tree", 3)))
LIGHT, HEAVY, UNKNOWN = (Row(entity="Fruit", number=n) for n in (4, 5, 6))
PEST = Row(entity="Pest", number=7)


@pytest.fixture(scope="module")
def rows() -> Rows:
    """A tree with three fruits, and one without anything."""
    made = Rows(Schema(concept=designed(MODEL).concept))
    known: Mapping[Row, Mapping[str, Value]] = {
        GROWER: {"name": "Ada"},
        TREE: {"grower": GROWER, "kind": "Pear", "height": 4, "planted": TODAY, "checked": NOW, "marked": True},
        BARE: {"kind": "Plum", "mother": TREE},
        LIGHT: {"tree": TREE, "weight": 40, "ripe": True, "pests": (PEST,)},
        HEAVY: {"tree": TREE, "weight": 90, "ripe": False},
        UNKNOWN: {"tree": TREE, "ripe": True},
        PEST: {"name": "Moth"},
    }
    for row, values in known.items():
        made.put(row, values)
    return made


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("height > 3", True),
        ("height * 2 + 1", 9),
        ("height / 0", None),
        ("mother.height > 3", None),
        ("mother.height > 3 and kind = kind", None),
        ("mother.height > 3 and kind != kind", False),
        ("mother.height > 3 or kind = kind", True),
        ("not mother.height > 3", None),
        ("mother is set implies kind != kind", True),
        ("marked iff height = 4", True),
        ('kind in ("Pear", "Plum")', True),
        ("height between 4 and 4", True),
        (r"kind matches /^P.*r$/", True),
        ("lower(kind)", "pear"),
        ("length(kind)", 4),
        ("count(fruits)", 3),
        ("count(fruits where ripe)", 2),
        ("count(fruits where weight > 0)", 2),
        ("sum(fruits, weight)", 130),
        ("sum(fruits, weight where not ripe and ripe)", 0),
        ("min(fruits, weight)", 40),
        ("max(fruits, weight where not ripe and ripe)", None),
        ("all(fruits, weight >= 40)", True),
        ("all(fruits, weight >= 50)", False),
        ("exists(fruits where this.height = 4 and weight = 90)", True),
        ("exists(fruits where exists(pests where name = \"Moth\"))", True),
        ("count(fruits.pests)", 1),
        ("exactly_one(height, mother)", True),
        ("at_most_one(height, kind, mother)", False),
        ("at_least_one(mother, height = 5)", False),
        ("mother.mother.kind is not set", True),
        ("days(planted, planted + 3 days)", 3),
        ("planted + 1 month > planted + 27 days", True),
        ("date(checked) = planted", True),
        ("checked >= planted", True),
        ("(checked + 90 minutes) - checked = 5400 seconds", True),
        ("week(planted) <= planted", True),
        ("planted < 2026-01-01", False),
    ],
)  # fmt: skip
def test_value(rows: Rows, text: str, value: Value) -> None:
    assert evaluate(expression(text), Frame(row=TREE), rows) == value


def test_from_the_side_that_points(rows: Rows) -> None:
    frame = Frame(row=LIGHT)
    assert evaluate(expression("tree.grower.name"), frame, rows) == "Ada"
    assert holds(expression("tree.grower in tree.grower.trees.grower"), frame, rows)
    assert evaluate(expression("this in tree.fruits"), frame, rows) is True


def test_the_row_before_and_the_one_that_acts(rows: Rows) -> None:
    frame = Frame(row=TREE, old={"height": 2, "grower": GROWER}, actor=GROWER)
    assert holds(expression("height > old.height and old.grower.name = actor.name and grower = actor"), frame, rows)
    assert evaluate(expression("old.height < 3 or actor is set"), Frame(row=TREE), rows) is None


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("checked <= now", True),
        ("checked >= now", False),  # true at first, not a moment later
        ("checked + 1 day > now", True),
        ("date(checked + 2 hours) = today", False),  # not late in the evening
        ("planted = today", True),
        ("weekday(planted) = 3", False),  # on Wednesdays
        ("month(planted) = month(today)", True),
        ("now > 2020-01-01", True),
        ("now < 2030-01-01", False),  # one day it will be later
    ],
)
def test_only_what_is_always_so_holds(rows: Rows, text: str, held: bool) -> None:
    frame = Frame(row=TREE)
    assert holds(expression(text), frame, rows) == held
    assert not fails(expression(text), frame, rows)


def test_an_unknown_condition_holds_only_where_that_is_enough(rows: Rows) -> None:
    condition, frame = expression("height > 3"), Frame(row=BARE)
    assert holds(condition, frame, rows, unknown=True)
    assert not holds(condition, frame, rows)
    assert not fails(condition, frame, rows)


@pytest.mark.parametrize("text", ["kind > height", "weekday(kind) = 1", "kind * 2", "kind matches /(/"])
def test_what_has_no_meaning_is_said(rows: Rows, text: str) -> None:
    with pytest.raises(Unmade):
        evaluate(expression(text), Frame(row=TREE), rows)
