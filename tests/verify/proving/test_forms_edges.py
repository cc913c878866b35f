"""The values at the edges of what an attribute allows, and the model without one of its rules."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests import concepts as c
from tests.verify.proving.worlds import designed

from database_designer.model.conceptual import Attribute, EntityType, Kind, Uniqueness
from database_designer.model.expression import Between, Comparator, Comparison
from database_designer.model.physical import Enforcement, Form
from database_designer.verify.proving.forms.boundaries import edges
from database_designer.verify.proving.forms.lifted import lifted


def compared(operator: Comparator, bound: str) -> Comparison:
    return Comparison(operator=operator, left=c.path("depth"), right=c.number(bound))


@pytest.mark.parametrize(
    ("operator", "inside", "outside"),
    [
        (Comparator.GE, 3, 2),
        (Comparator.GT, 4, 3),
        (Comparator.LE, 3, 4),
        (Comparator.LT, 2, 3),
        (Comparator.EQ, 3, 4),
        (Comparator.NE, 4, 3),
    ],
)
def test_the_last_value_allowed_and_the_first_that_is_not(operator: Comparator, inside: int, outside: int) -> None:
    (edge,) = edges(c.attribute("depth", Kind.INTEGER, check=compared(operator, "3")))
    assert (edge.inside, edge.outside) == (inside, outside)


def test_neighbours_are_as_far_apart_as_the_type_says() -> None:
    (edge,) = edges(c.attribute("depth", Kind.DECIMAL, precision=8, scale=3, check=compared(Comparator.GT, "0")))
    assert (edge.inside, edge.outside) == (Decimal("0.001"), 0)


def test_a_range_has_two_edges_and_a_length_its_own() -> None:
    within = Between(operand=c.path("depth"), low=c.number("2"), high=c.number("9"))
    assert [e.outside for e in edges(c.attribute("depth", Kind.INTEGER, check=within))] == [1, 10]
    (edge,) = edges(c.attribute("mark", Kind.CODE, length=4))
    assert (edge.inside, edge.outside) == ("xxxx", "xxxxx")


def test_a_percentage_lies_between_nought_and_a_hundred() -> None:
    assert [e.inside for e in edges(c.attribute("share", Kind.PERCENT))] == [0, 100]


def test_a_comparison_with_another_attribute_has_no_edges() -> None:
    other = Comparison(operator=Comparator.LE, left=c.path("depth"), right=c.path("length"))
    assert edges(c.attribute("depth", Kind.INTEGER, check=other)) == ()


MODEL = """
model: Caves
entities:
  Cave:
    attributes: {name: 'text, unique', depth: integer > 0}
    rules: {deep: {always: depth > 10}}
"""


def cave_without(form: Form, member: str) -> EntityType:
    design = designed(MODEL)
    kept = Enforcement(element=f"Cave.{member}", what="", objects=("x",), origin=c.origin(), form=form)
    found = lifted(design, kept).concept.entity("Cave")
    assert found is not None
    return found


def attribute_without(form: Form, member: str) -> Attribute:
    found = cave_without(form, member).attribute(member)
    assert found is not None
    return found


def test_what_is_lifted_is_the_one_rule() -> None:
    assert attribute_without(Form.REQUIRED, "name").optional
    assert attribute_without(Form.UNIQUE, "name").unique == Uniqueness.NO
    assert attribute_without(Form.CHECK, "depth").check is None
    assert [r.name for r in cave_without(Form.CHECK, "depth").rules] == ["deep"]
    assert cave_without(Form.ALWAYS, "deep").rules == ()
