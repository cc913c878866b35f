"""The order of statements: what is needed goes first, whatever the order they come in."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database_designer.ddl.order import CyclicPlanError, ordered, parents_first
from database_designer.model.plan import ObjectId, Statement

from .build import foreign_key


def statement(name: str, *needs: str, kind: str = "table") -> Statement:
    """`name` and `needs` are names of tables, or "kind name"."""
    return Statement(sql=f"{name};", creates=object_id(name, kind), needs=tuple(object_id(n, "table") for n in needs))


def object_id(name: str, kind: str) -> ObjectId:
    *given_kind, last = name.split(" ")
    return ObjectId(kind=given_kind[0] if given_kind else kind, name=last)


def names(statements: tuple[Statement, ...]) -> list[str]:
    return [s.creates.name for s in statements]


def test_kinds_come_in_the_order_that_readers_expect() -> None:
    shuffled = [statement("view v"), statement("index i"), statement("type t"), statement("table a")]
    assert names(ordered(shuffled)) == ["t", "a", "i", "v"]


def test_what_is_needed_goes_first_whatever_its_kind() -> None:
    assert names(ordered([statement("table a", "function f"), statement("function f")])) == ["f", "a"]


def test_equals_stay_in_the_order_given() -> None:
    assert names(ordered([statement("b"), statement("c", "a"), statement("a")])) == ["b", "a", "c"]


def test_what_nothing_creates_is_not_waited_for() -> None:
    assert names(ordered([statement("a", "schema public")])) == ["a"]


def test_a_circle_is_named() -> None:
    statements = [statement("z", "a"), statement("a", "b"), statement("b", "c"), statement("c", "a"), statement("d")]
    with pytest.raises(CyclicPlanError, match="table a -> table b -> table c -> table a"):
        ordered(statements)


def test_what_needs_itself_is_a_circle() -> None:
    with pytest.raises(CyclicPlanError, match="table a -> table a"):
        ordered([statement("a", "a")])


@given(st.lists(st.sets(st.integers(0, 30), max_size=3), max_size=15), st.randoms())
def test_nothing_goes_before_what_it_needs(needs: list[set[int]], random: object) -> None:
    """Numbered statements may need those with smaller numbers."""
    statements = [statement(str(i), *(str(n) for n in sorted(found) if n < i)) for i, found in enumerate(needs)]
    random.shuffle(statements)  # type: ignore[attr-defined]
    done: set[ObjectId] = set()
    for s in ordered(statements):
        assert set(s.needs) <= done
        done.add(s.creates)
    assert len(done) == len(statements)


def test_parents_go_first_where_they_can() -> None:
    keys = [foreign_key("a.b", "b"), foreign_key("b.c", "c"), foreign_key("c.c", "c")]
    for tables in permutations(["a", "b", "c"]):
        assert parents_first(tables, keys) == ("c", "b", "a")


def test_of_a_circle_the_first_goes_first() -> None:
    keys = [foreign_key("a.b", "b"), foreign_key("b.a", "a"), foreign_key("c.a", "a")]
    assert parents_first(("c", "b", "a"), keys) == ("c", "b", "a")
    assert parents_first(("b", "c", "a"), keys) == ("b", "a", "c")
